"""axe-core on every state of the pages, in both themes; names; the outline."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.labs import catalog
from tests.e2e.boards import changed, reference
from tests.e2e.conftest import Enter
from tests.e2e.lab_page import LabPage
from tests.e2e.sizes import DESKTOP, PHONE
from tests.e2e.words import Lang
from tests.tree import ROOT

AXE = ROOT / "static/node_modules/axe-core/axe.min.js"
ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OTHER: dict[Lang, Lang] = {"zh-CN": "en", "en": "zh-CN"}

COLOURS = ["color-contrast"]
"""In which alone one theme differs from the other."""

RUN = """([runOnly, within]) => axe.run(within ?? document, {
    runOnly,
    resultTypes: ['violations'],
  }).then(({ violations }) => violations.map(({ id, nodes }) =>
    [id, nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`)]))"""


def expect_accessible(page: Page) -> None:
    """axe-core finds nothing; in the dark theme, nothing in its colours."""
    dark = page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
    assert violations(page, COLOURS if dark else ALL_RULES) == []


def expect_accessible_in_both_themes(page: Page, new: str | None = None) -> None:
    """The same, for a page that follows the system's theme; it is light before and after.

    Where only a part of it is new, that part's colours are looked at in the dark.
    """
    page.emulate_media(color_scheme="dark")
    in_the_dark = violations(page, COLOURS, new)
    page.emulate_media(color_scheme="light")
    assert {"light": violations(page, ALL_RULES), "dark": in_the_dark} == {"light": [], "dark": []}


def violations(page: Page, rules: list[str], within: str | None = None) -> Any:
    """What axe-core finds under these rules, each with the elements and what is wrong there."""
    if page.evaluate("() => typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN, [rules, within])


@pytest.fixture
def context(contexts: Callable[..., BrowserContext]) -> BrowserContext:
    """A context in which axe-core may be injected."""
    return contexts(color_scheme="light", bypass_csp=True)


def test_the_list_of_labs(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/")
    expect_accessible_in_both_themes(page)


IN_THEIR_OWN = """() => [...document.querySelectorAll('body *')].flatMap((each) => {
  const own = [...each.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
    .map(({ data }) => data.trim()).join('');
  const lang = { 'English': 'en', '中文': 'zh-CN' }[own];
  return lang ? [[own, each.closest('[lang]').lang === lang]] : [];
})"""
"""Each name of a language on the page, and whether it is said in that language."""


@pytest.mark.parametrize("path", ["/", "/help", "/labs/se-module"])
def test_names_of_languages_are_said_in_them(path: str, page: Page) -> None:
    page.goto(path)
    expect(page.locator("body")).to_contain_text(re.compile("English|中文"))
    names = page.evaluate(IN_THEIR_OWN)
    assert names
    assert [name for name, own in names if not own] == []


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_so_is_the_command_that_switches_the_language(enter: Enter, lang: Lang) -> None:
    lab = enter(lab="se-module", size=PHONE, lang=lang)
    lab.page.get_by_role("button", name=lab.words("menu.file")).click()
    name = lab.words("command.language")
    item = lab.page.get_by_role("menuitem", name=name)
    expect(item.get_by_text(name)).to_have_attribute("lang", OTHER[lang])
    lab.page.keyboard.press("Escape")
    lab.page.keyboard.press("Control+k")
    lab.page.keyboard.type("language")
    option = lab.page.get_by_role("option", name=name)
    expect(option.get_by_text(name)).to_have_attribute("lang", OTHER[lang])


def test_what_is_said_in_chinese_is_joined_by_chinese_commas(enter: Enter) -> None:
    lab = enter(reference("se-module"), lab="se-module", lang="zh-CN")
    expect(lab.node("fc1")).to_have_accessible_name(re.compile("，"))
    names = lab.page.evaluate(
        "() => [...document.querySelectorAll('[aria-label]')].map(({ ariaLabel }) => ariaLabel)"
    )
    assert [name for name in names if re.search(r"[\u4e00-\u9fff)\d],\s", name)] == []


def test_a_lab_from_start_to_verified(enter: Enter, context: BrowserContext) -> None:
    lab = enter(context=context)
    expect_accessible_in_both_themes(lab.page)

    lab.page.keyboard.press("Control+a")
    lab.page.keyboard.press("Delete")
    expect(lab.page.get_by_text(lab.words("empty.title"))).to_be_visible()
    expect_accessible_in_both_themes(lab.page)

    lab.page.goto("about:blank")
    lab.open(changed(reference(), "bneck7", nl="RE"))
    expect_accessible_in_both_themes(lab.page)
    lab.verify()
    lab.finding.get_by_role("button", name=lab.words("hint.first")).click()
    expect(lab.finding.locator(".finding-hints li")).to_have_count(1)
    expect_accessible_in_both_themes(lab.page)

    lab.choose("bneck7")
    lab.set("bneck", "nl", "HS")
    expect_accessible_in_both_themes(lab.page)
    lab.verify()
    expect(lab.page.get_by_role("dialog", name=lab.words("celebrate.title"))).to_be_visible()
    expect_accessible_in_both_themes(lab.page)


def test_tabs_and_dialogs(enter: Enter, context: BrowserContext) -> None:
    """Beside a small network: what axe-core looks at is the whole page, every time."""
    lab = enter(reference("bneck-v3"), lab="bneck-v3", context=context)
    for tab in ("lab", "problems", "table", "code"):
        lab.tab(tab)
        if tab == "code":
            expect(lab.side.locator(".code-line").first).to_be_visible()
        expect_accessible_in_both_themes(lab.page, new=".side")
    for _ in dialogs(lab):
        expect_accessible_in_both_themes(lab.page, new="[role=dialog], dialog")
    lab.run("outline")
    expect(lab.page.get_by_role("list", name=lab.words("outline.label"))).to_be_visible()
    expect_accessible_in_both_themes(lab.page)


def test_the_lesson_and_the_numbers(enter: Enter, context: BrowserContext) -> None:
    se = json.loads(catalog()["se-module"].reference.board.model_dump_json())
    lab = enter(se, lab="se-module", context=context)
    lab.tab("lesson")
    chapters = lab.side.locator(".chapter summary")
    expect(chapters).to_have_count(4)
    for at in range(4):
        chapters.nth(at).click()
    expect(lab.side.get_by_role("slider")).to_be_visible()
    expect_accessible_in_both_themes(lab.page)
    lab.fit()  # The wide lesson hides the end of the network.
    lab.choose("scale")
    lab.side.get_by_role("button", name=lab.words("numbers.show")).click()
    expect(lab.side.get_by_role("cell").first).to_be_visible()
    expect_accessible_in_both_themes(lab.page)


def dialogs(lab: LabPage) -> Iterator[str]:
    """Open one dialog after the other."""
    for keys in ("Control+k", "?", "/"):
        lab.canvas.click(position={"x": 30, "y": 30})
        lab.page.keyboard.press(keys)
        expect(lab.dialog).to_be_visible()
        yield keys
        lab.page.keyboard.press("Escape")
        expect(lab.dialog).to_be_hidden()
    lab.run("versions")
    expect(lab.dialog).to_be_visible()
    yield "versions"
    lab.page.keyboard.press("Escape")
    expect(lab.dialog).to_be_hidden()


def test_every_node_and_wire_has_a_name(enter: Enter) -> None:
    lab = enter(reference())
    lab.select("bneck7")
    lab.page.keyboard.press("Delete")
    lab.page.keyboard.press("Control+z")
    expect(lab.nodes).to_have_count(23)
    for each in (*lab.nodes.all(), *lab.wires.all()):
        expect(each).to_have_accessible_name(re.compile(r"\w"))


def test_the_outline_builds_without_a_mouse(enter: Enter) -> None:
    lab = enter()
    lab.run("outline")
    outline = lab.page.get_by_role("list", name=lab.words("outline.label"))
    row = outline.get_by_role("listitem").filter(has_text=re.compile(rf"^\s*{lab.title('input')}"))
    row.get_by_role("button").first.focus()
    after = lab.words("outline.after", name=lab.title("input"))
    row.get_by_role("combobox", name=after).select_option("bneck")
    expect(lab.nodes).to_have_count(2)
    expect(lab.wire(lab.title("input"), "bneck")).to_have_count(1)
    bneck = outline.get_by_role("listitem").filter(has_text=re.compile(r"^\s*bneck"))
    cut = lab.words("outline.cut", source=lab.title("input"), target="bneck")
    bneck.get_by_role("button").first.focus()
    bneck.get_by_role("button", name=cut).press("Enter")
    expect(lab.wires).to_have_count(0)
    start = lab.words("outline.from", name="bneck")
    bneck.get_by_role("combobox", name=start).select_option("input")
    expect(lab.wires).to_have_count(1)
    bneck.get_by_role("button").first.press("Delete")
    expect(lab.nodes).to_have_count(1)


def test_the_keyboard_goes_on_beside_a_block_that_an_undo_takes_away(enter: Enter) -> None:
    lab = enter(lab="se-module", size=DESKTOP)
    lab.node("input").focus()
    lab.page.keyboard.press("/")
    lab.page.keyboard.type(lab.title("global_avg_pool"))
    lab.page.keyboard.press("Enter")
    expect(lab.nodes).to_have_count(2)
    expect(lab.nodes.last).to_be_focused()
    lab.page.keyboard.press("Control+z")
    expect(lab.nodes).to_have_count(1)
    expect(lab.node("input")).to_be_focused()


def test_hints_call_a_block_what_it_is_called_on_screen(enter: Enter) -> None:
    """Also one whose values are not filled in yet."""
    lab = enter(lab="se-module", size=DESKTOP)
    for type in ("global_avg_pool", "conv2d"):
        lab.block(type).click()
    lab.verify()
    lab.finding.get_by_role("button", name=lab.words("hint.first")).click()
    hint = lab.finding.locator(".finding-hints li")
    expect(hint).to_contain_text(f"“{lab.title('conv2d')}”")
