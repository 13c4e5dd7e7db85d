"""After success: a mark that lasts, what comes next, and a list of labs that knows."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from app.labs import get_lab
from tests.e2e.boards import reference
from tests.e2e.conftest import Contexts, Enter
from tests.e2e.lab_page import LabPage
from tests.e2e.place import Place
from tests.e2e.sizes import DESKTOP, PHONE, TABLET, Size


def test_a_lab_that_is_done_says_so_and_leads_on(enter: Enter) -> None:
    lab = enter(reference("se-module"), lab="se-module")
    mark = lab.page.locator(".topbar-done")
    expect(mark).to_have_count(0)
    lab.verify()
    onward = lab.dialog.get_by_role("link", name=next_lab(lab))
    expect(onward).to_have_attribute("href", "/labs/inverted-residual-v2?mode=guided")
    again = lab.words("next.mode", mode=lab.words("mode.exercise"))
    expect(lab.dialog.get_by_role("link", name=again)).to_have_attribute("href", "?mode=exercise")
    lab.page.keyboard.press("Escape")
    expect(mark).to_be_visible()
    lab.saved()
    lab.page.reload()
    lab.ready()
    expect(mark).to_be_visible()
    lab.tab("lab")
    expect(lab.side.get_by_role("link", name=next_lab(lab))).to_be_visible()


def next_lab(lab: LabPage) -> str:
    """How the way to the lab after the SE module is called."""
    title = get_lab("inverted-residual-v2").title[lab.words.lang]
    return lab.words("next.lab", title=title)


def test_the_list_of_labs_shows_what_is_begun_and_done_here(enter: Enter) -> None:
    lab = enter(reference("se-module"), lab="se-module")
    lab.expect_correct()
    lab.saved()
    other = LabPage(lab.page, lab.words)
    other.open(lab="bneck-v3")
    other.block("conv2d").click()
    other.saved()
    lab.page.goto("/")
    cards = lab.page.locator(".card")
    for slug, state in (("se-module", "done"), ("bneck-v3", "begun")):
        shown = lab.page.locator(f'.card[data-lab="{slug}"] .card-state:visible')
        expect(shown).to_have_count(1)
        expect(shown).to_have_attribute("data-state", state)
    expect(lab.page.locator(".card-state:visible")).to_have_count(2)
    expect(lab.page.locator('[data-lab="se-module"] [data-done=true]')).to_contain_text(
        lab.words("mode.guided")
    )
    order = cards.evaluate_all("(all) => all.slice(0, 4).map((each) => each.dataset.lab)")
    assert order == ["se-module", "inverted-residual-v2", "bneck-v3", "mobilenet-v3-large"]
    for mode in ("guided", "exercise", "exam"):
        said = lab.page.locator(".home-modes dt", has_text=lab.words(f"mode.{mode}"))
        expect(said).to_be_visible()


CUT_OFF = """(cards) => cards
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  .map(({ dataset }) => dataset.lab)"""
"""Cards in which more stands than is seen."""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=lambda size: size.name)
def test_an_instructors_card_has_room_for_all_of_it(enter: Enter, size: Size) -> None:
    """Beside “verified” the demo was cut off."""
    lab = enter(reference("se-module"), lab="se-module", size=size, lang="en", instructor=True)
    lab.expect_correct()
    lab.saved()
    lab.page.goto("/")
    card = lab.page.locator('.card[data-lab="se-module"]')
    expect(card.locator(".card-state:visible")).to_have_attribute("data-state", "done")
    assert lab.page.locator(".card").evaluate_all(CUT_OFF) == []
    steps = card.locator(".card-steps")
    assert steps.evaluate("(it) => it.getClientRects().length") == 1


UNDISTORTED = """([it, width, height]) =>
  it[width] > 0 &&
  Math.abs((it.clientWidth * it[height]) / (it.clientHeight * it[width]) - 1) < 0.01
"""


def undistorted(picture: Locator, width: str, height: str) -> None:
    """Wait until a picture is shown in its own proportions; so its sides are called."""
    handle = picture.element_handle()
    picture.page.wait_for_function(UNDISTORTED, arg=[handle, width, height])


def test_the_first_minute_moves_until_it_is_told_to_stop(
    contexts: Callable[..., BrowserContext],
) -> None:
    for motion, moves in (("no-preference", True), ("reduce", False)):
        page = contexts("en", reduced_motion=motion).new_page()
        page.goto("/")
        figure = page.locator("#first-minute")
        moving, still = figure.locator("img"), figure.locator("canvas")
        expect(moving).to_be_visible(visible=moves)
        expect(still).to_be_visible(visible=not moves)
        if moves:
            figure.get_by_role("button", name="Pause").click()
            expect(still).to_be_visible()
            expect(moving).to_be_hidden()
            undistorted(still, "width", "height")
        figure.get_by_role("button", name="Play").click()
        expect(moving).to_be_visible()
        undistorted(moving, "naturalWidth", "naturalHeight")


def test_the_helps_demo_is_still_where_the_system_asks_for_that(contexts: Contexts) -> None:
    page = contexts("en", reduced_motion="reduce").new_page()
    page.goto("/help/instructors")
    figure = page.locator("figure", has=page.locator("[data-picture=demo]"))
    still = figure.locator("canvas")
    expect(still).to_be_visible()
    expect(figure.locator("img")).to_be_hidden()
    page.wait_for_function(
        "(it) => it.getContext('2d').getImageData(9, 9, 1, 1).data[3] > 0",
        arg=still.element_handle(),
    )
    figure.get_by_role("button", name="Play").click()
    undistorted(figure.locator("img"), "naturalWidth", "naturalHeight")


def test_the_figure_follows_the_systems_theme(contexts: Contexts, where: Place) -> None:
    page = contexts().new_page()
    page.goto("/")
    image = page.locator("#first-minute img")
    for theme in ("light", "dark", "light"):
        page.emulate_media(color_scheme=theme)
        expect(image).to_have_attribute("src", re.compile(f"-{where.lang}-{theme}-"))
    page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
    expect(image).to_have_attribute("src", re.compile("-tall-"))


@pytest.mark.parametrize(("lang", "mark"), [("zh-CN", "zh-CN-"), ("en", "")])
def test_pictures_of_the_help_speak_its_language(contexts: Contexts, lang: str, mark: str) -> None:
    moving = contexts(lang, color_scheme="light", reduced_motion="no-preference")
    page = moving.new_page()  # with less motion, the demo's picture is a still of it
    for audience, picture in (
        ("students", f"editor-{mark}light-"),
        ("instructors", f"demo-{mark}"),
    ):
        page.goto(f"/help/{audience}")
        shown = page.locator("img[data-picture]")
        expect(shown).to_have_attribute("src", re.compile(rf"/{picture}[\w-]{{8}}\.png$"))
        shown.scroll_into_view_if_needed()
        undistorted(shown, "naturalWidth", "naturalHeight")


@pytest.mark.parametrize(
    ("size", "rows"), [(DESKTOP, 1), (TABLET, 1), (PHONE, 3)], ids=["desktop", "tablet", "phone"]
)
def test_the_modes_stand_in_one_row_or_below_each_other(
    contexts: Callable[..., BrowserContext], size: Size, rows: int
) -> None:
    page = contexts(size=size).new_page()
    page.goto("/")
    tops = page.locator(".home-modes dt").evaluate_all(
        "(all) => all.map((each) => each.getBoundingClientRect().top)"
    )
    assert (len(tops), len(set(tops))) == (3, rows)
