"""Nothing is lost: reload, a crashed tab, a killed browser, a second tab, a server that is away.

The browser is started here and not by Playwright, because it is killed with its whole process
group, as a power cut or an impatient user does.
"""

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect
from playwright.sync_api import Error as PlaywrightError

from tests.e2e import chromium

LAB = "/labs/mobilenet-v3-large"
GRID = 8
AWAY = "Server unreachable"
MAY_BE_LOST_MS = 1_000
START_S = 60
PATIENCE_MS = 15_000


class Browser:
    """A Chromium with a profile on disk, in a process group of its own."""

    def __init__(self, playwright: Playwright, profile: Path) -> None:
        told = profile / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [
                str(chromium.find()),
                *chromium.flags(),
                "--headless=new",
                "--remote-debugging-port=0",
                f"--user-data-dir={profile}",
                "--window-size=1440,900",
                "--lang=en-US",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        give_up = time.monotonic() + START_S
        while not (told.exists() and "\n" in told.read_text()):
            assert self.process.poll() is None, "Chromium ended by itself"
            assert time.monotonic() < give_up, "Chromium did not come up"
            time.sleep(0.02)
        port = told.read_text().split("\n")[0]
        self.browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.context: BrowserContext = self.browser.contexts[0]

    def open(self, url: str) -> Page:
        page = self.context.new_page()
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(url)
        expect(block(page, "input")).to_be_visible()
        return page

    def kill(self) -> None:
        """End every process of the browser at once, as nothing but a signal 9 can."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(autouse=True, scope="module")
def patience() -> None:
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
def chrome(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    running = Browser(playwright, tmp_path / "profile")
    yield running
    running.kill()


def block(page: Page, node: str) -> Locator:
    return page.locator(f'.svelte-flow__node[data-id="{node}"]')


def blocks(page: Page) -> Locator:
    return page.locator(".svelte-flow__node")


def x_of(page: Page, node: str) -> float:
    """Where a node stands on the canvas, in pixels at zoom 1."""
    found: float = block(page, node).evaluate("element => new DOMMatrix(element.style.transform).e")
    return found


def add(page: Page, name: str) -> None:
    palette = page.get_by_role("complementary", name="Blocks")
    palette.get_by_role("button", name=name, exact=True).click()


def saved(page: Page) -> None:
    expect(page.get_by_text("Saved on this device")).to_be_visible()


def elsewhere(page: Page) -> Locator:
    return page.get_by_text("This lab is open in another tab").first


def press_times(page: Page, node: str, presses: int) -> list[float]:
    """Move a node one step to the right so many times; when each step was made, page time in ms."""
    block(page, node).focus()
    made = []
    for _ in range(presses):
        page.keyboard.press("ArrowRight")
        made.append(page.evaluate("() => Date.now()"))
    return made


def test_a_browser_killed_while_editing_loses_at_most_the_last_second(
    server: str, playwright: Playwright, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """Signal 9 while a node is being moved step by step; each time it comes back. `make kills` does
    it more often."""
    kills = pytestconfig.getoption("kills")
    chance = random.Random(kills)
    position = 0
    made: list[float] = []
    killed = 0.0
    ages: list[float] = []
    for _ in range(kills + 1):
        running = Browser(playwright, tmp_path / "profile")
        try:
            page = running.open(server + LAB)
            kept = round(x_of(page, "input") / GRID) - position
            assert 0 <= kept <= len(made)
            ages.append(killed - made[kept] if kept < len(made) else 0)
            position += kept
            made = press_times(page, "input", chance.randint(5, 60))
            killed = page.evaluate("() => Date.now()")
        finally:
            running.kill()
    assert max(ages) <= MAY_BE_LOST_MS, f"lost edits were so old, in ms: {ages}"


def test_the_whole_history_comes_back_after_the_browser_was_killed(
    server: str, playwright: Playwright, tmp_path: Path
) -> None:
    running = Browser(playwright, tmp_path / "profile")
    try:
        page = running.open(server + LAB)
        for count, name in enumerate(["conv2d", "bneck", "bneck", "softmax"]):
            add(page, name)
            expect(blocks(page)).to_have_count(count + 2)
        page.keyboard.press("Control+z")
        expect(blocks(page)).to_have_count(4)
        saved(page)
    finally:
        running.kill()
    running = Browser(playwright, tmp_path / "profile")
    try:
        page = running.open(server + LAB)
        expect(blocks(page)).to_have_count(4)
        page.get_by_role("button", name="Redo").click()
        expect(block(page, "softmax-1")).to_be_visible()
        for _ in range(4):
            page.get_by_role("button", name="Undo").click()
        expect(blocks(page)).to_have_count(1)
        expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    finally:
        running.kill()


def test_an_edit_just_before_the_page_goes_away_is_kept(server: str, chrome: Browser) -> None:
    page = chrome.open(server + LAB)
    add(page, "bneck")
    expect(block(page, "bneck-1")).to_be_visible()
    page.reload()
    expect(block(page, "bneck-1")).to_be_visible()


def test_the_view_comes_back(server: str, chrome: Browser) -> None:
    page = chrome.open(server + LAB)
    page.get_by_role("button", name="Zoom in").click()
    expect(page.get_by_text("125%")).to_be_visible()
    saved(page)
    page.reload()
    expect(page.get_by_text("125%")).to_be_visible()


def test_a_view_that_is_still_gliding_is_kept_too(server: str, chrome: Browser) -> None:
    page = chrome.open(server + LAB)
    saved(page)
    zoom = page.get_by_role("button", name="Zoom to 100%")
    expect(zoom).to_have_text("100%")
    page.get_by_role("button", name="Zoom in").click()
    expect(zoom).not_to_have_text("100%")
    page.reload()
    expect(block(page, "input")).to_be_visible()
    expect(zoom).not_to_have_text("100%")


def test_two_tabs_do_not_overwrite_each_other(server: str, chrome: Browser) -> None:
    first = chrome.open(server + LAB)
    add(first, "conv2d")
    saved(first)
    second = chrome.open(server + LAB)
    expect(elsewhere(second)).to_be_visible()
    add_button = second.get_by_role("complementary", name="Blocks").get_by_role(
        "button", name="bneck", exact=True
    )
    expect(add_button).to_be_disabled()

    add(first, "bneck")
    expect(block(second, "bneck-1")).to_be_visible()

    second.get_by_role("button", name="Continue here").first.click()
    saved(second)
    expect(elsewhere(first)).to_be_visible()
    add(second, "softmax")
    expect(block(first, "softmax-1")).to_be_visible()

    first.get_by_role("button", name="Work on a copy").first.click()
    saved(first)
    add(first, "dropout")
    expect(block(first, "dropout-1")).to_be_visible()
    saved(first)
    first.reload()
    expect(block(first, "dropout-1")).to_be_visible()
    second.reload()
    expect(block(second, "softmax-1")).to_be_visible()
    expect(block(second, "dropout-1")).to_have_count(0)


def test_a_tab_that_crashed_frees_the_board(server: str, chrome: Browser) -> None:
    first = chrome.open(server + LAB)
    add(first, "bneck")
    saved(first)
    with first.expect_event("crash"), suppress(PlaywrightError):
        first.goto("chrome://crash")
    second = chrome.open(server + LAB)
    expect(block(second, "bneck-1")).to_be_visible()
    saved(second)
    add(second, "softmax")
    expect(block(second, "softmax-1")).to_be_visible()


def test_the_canvas_stays_usable_without_a_connection(server: str, chrome: Browser) -> None:
    page = chrome.open(server + LAB)
    add(page, "flatten")
    flat = page.get_by_role("button", name="flatten: 150528")
    expect(flat).to_be_visible()
    chrome.context.set_offline(True)
    add(page, "softmax")
    expect(block(page, "softmax-1")).to_be_visible()
    saved(page)
    expect(page.get_by_text(AWAY)).to_be_visible()
    expect(flat).to_be_visible()
    chrome.context.set_offline(False)
    expect(page.get_by_text(AWAY)).to_be_hidden()
    expect(page.get_by_role("button", name="softmax: 150528")).to_be_visible()
