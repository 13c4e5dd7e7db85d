"""Small and narrow windows: nothing scrolls away, nothing is out of reach."""

import re

import pytest
from playwright.sync_api import expect

from app.labs import catalog, get_lab, lab_after
from tests.e2e.boards import Board, changed, reference
from tests.e2e.conftest import Contexts, Enter
from tests.e2e.lab_page import LabPage
from tests.e2e.sizes import AT_400_PERCENT, DESKTOP, LAPTOP, PHONE, TABLET, Size
from tests.e2e.spots import DRAWN, IS_MET
from tests.e2e.test_look import TOO_WIDE, expect_whole
from tests.e2e.words import LANGS, Lang

ZOOMED = Size("zoomed", 320, 700)
"""1280 px at 400 %, as WCAG 1.4.10 counts."""
ACROSS = (
    Size("small telephone across", 640, 360, touch=True),
    Size("telephone across", 844, 390, touch=True),
)
ALL = (DESKTOP, LAPTOP, TABLET, PHONE, ZOOMED)

SMALL = """(banner) => [...banner.querySelectorAll('a, button')]
  .filter((each) => each.checkVisibility())
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([each, { x, y, width, height }]) => {
    const there = document.elementFromPoint(x + width / 2, y + height / 2);
    const large = each.matches('a') || (width >= 24 && height >= 24);
    return !large || !each.contains(there);
  })
  .map(([each]) => each.ariaLabel ?? each.textContent)"""
"""What in the header is smaller than WCAG 2.5.8 has it, or lies under something else."""

TOO_TALL = "() => document.scrollingElement.scrollHeight - innerHeight"


@pytest.mark.parametrize("size", ALL, ids=lambda size: size.name)
def test_the_page_itself_never_scrolls(enter: Enter, size: Size) -> None:
    lab = enter(reference(), size=size)
    lab.panel("panel-right", shown=True)
    assert lab.page.evaluate(TOO_TALL) <= 0
    lab.choose("bneck7") if size in (DESKTOP, LAPTOP) else lab.tab("problems")
    assert lab.page.evaluate(TOO_TALL) <= 0


IN_THE_WAY = """(words) => {
  const own = words.getBoundingClientRect();
  const others = '.canvas-tools, .foot, .topbar, .step-card, .svelte-flow__node';
  return [...document.querySelectorAll(others)]
    .filter((each) => {
      const { left, right, top, bottom } = each.getBoundingClientRect();
      return left < own.right && right > own.left && top < own.bottom && bottom > own.top;
    })
    .map((each) => each.className);
}"""
"""What lies over the words, or under them."""


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", ACROSS, ids=lambda size: size.name)
def test_a_telephone_held_across_has_a_canvas(enter: Enter, size: Size, lang: Lang) -> None:
    lab = enter(size=size, lang=lang)
    height = lab.canvas.evaluate("(canvas) => canvas.clientHeight")
    assert height >= 0.7 * size.height
    assert lab.canvas.locator(".first-step").evaluate(IN_THE_WAY) == []
    lab.saved()
    assert lab.page.get_by_role("banner").evaluate(SMALL) == []
    expect_menu(lab)
    # A panel lies over half of it: what is edited stays in sight.
    lab.block("bneck").tap()
    lab.tab("inspect")
    expect(lab.canvas.locator(".svelte-flow__node.selected")).to_be_in_viewport(ratio=1)
    panel = lab.side.bounding_box()
    assert panel
    assert panel["x"] >= 0.4 * size.width
    assert panel["height"] == height
    assert lab.page.evaluate(TOO_TALL) <= 0
    assert lab.page.evaluate(TOO_WIDE) <= 0


def test_the_first_words_stay_whole_where_the_window_becomes_smaller(enter: Enter) -> None:
    lab = enter(lab="se-module", size=DESKTOP)
    lab.page.set_viewport_size({"width": 1024, "height": 640})
    lab.page.evaluate(DRAWN)
    words, canvas = lab.canvas.locator(".first-step").bounding_box(), lab.canvas.bounding_box()
    block = lab.node("input").bounding_box()
    assert words
    assert canvas
    assert block
    # What nobody has moved stays in the middle.
    middle = canvas["x"] + canvas["width"] / 2
    assert block["x"] + block["width"] / 2 == pytest.approx(middle, abs=1)
    assert words["x"] + words["width"] <= canvas["x"] + canvas["width"]
    assert words["y"] + words["height"] <= canvas["y"] + canvas["height"]


@pytest.mark.parametrize("lang", LANGS)
def test_a_laptop_at_400_percent_has_a_canvas_and_panels(enter: Enter, lang: Lang) -> None:
    """Three rows stood above a canvas of 95 px, and panels over half of that."""
    lab = enter(lab="se-module", size=AT_400_PERCENT, lang=lang)
    room = lab.canvas.evaluate("(canvas) => canvas.clientHeight")
    assert room >= 0.55 * AT_400_PERCENT.height
    expect(lab.node("input")).to_be_in_viewport(ratio=1)
    expect(lab.canvas.locator(".first-step")).to_have_count(0)
    assert lab.page.get_by_role("banner").evaluate(SMALL) == []
    expect_menu(lab)
    lab.page.get_by_role("banner").get_by_role("button", name=lab.words("menu.file")).click()
    home = lab.page.get_by_role("menuitem", name=lab.words("next.all"))
    expect(home).to_have_attribute("href", "/")
    lab.page.keyboard.press("Escape")
    lab.block("conv2d").click()
    lab.tab("inspect")
    panel = lab.side.bounding_box()
    assert panel
    assert panel["height"] == pytest.approx(room, abs=1)
    lab.panel("panel-right", shown=False)
    expect(lab.node("conv2d-1")).to_be_in_viewport(ratio=0.99)
    assert lab.zoom > 0.5
    assert lab.page.evaluate(TOO_TALL) <= 0
    assert lab.page.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize("size", ACROSS, ids=lambda size: size.name)
def test_a_dialog_in_a_low_window_is_whole_or_scrolls(enter: Enter, size: Size) -> None:
    lab = enter(reference("se-module"), lab="se-module", size=size)
    lab.verify()
    for name in ("celebrate.title", "dialog.close", "dialog.ok"):
        said = lab.dialog.get_by_text(lab.words(name), exact=True)
        shown = lab.dialog.get_by_label(lab.words(name), exact=True).or_(said).first
        expect(shown).to_be_in_viewport(ratio=1)
    lab.dialog.get_by_role("button", name=lab.words("dialog.ok"), exact=True).tap()
    lab.page.keyboard.press("Control+p")
    expect(lab.dialog).to_be_visible()
    lab.dialog.get_by_role("button").last.scroll_into_view_if_needed()
    body = lab.dialog.locator(".dialog-body")
    assert body.evaluate("(body) => getComputedStyle(body).overflowY") == "auto"
    close = lab.dialog.get_by_role("button", name=lab.words("dialog.close"))
    close.tap()
    expect(lab.dialog).to_be_hidden()


def test_a_notice_leaves_the_tools_free(enter: Enter) -> None:
    lab = enter(size=LAPTOP)
    lab.drop_file("broken.json", "{")
    notice = lab.page.get_by_role("alert")
    expect(notice).to_be_visible()
    lab.tool("zoom-in")
    lab.tool("minimap")
    lab.drop_file("good.json", '{"version": 1, "nodes": [], "edges": []}')
    expect(notice).to_be_hidden()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", [TABLET, PHONE, ZOOMED], ids=lambda size: size.name)
def test_the_header_reflows(enter: Enter, size: Size, lang: Lang) -> None:
    lab = enter(reference(), size=size, lang=lang)
    banner = lab.page.get_by_role("banner")
    expect(banner.get_by_role("link", name="Bneck Lab")).to_be_in_viewport(ratio=1)
    expect(lab.verify_button).to_be_in_viewport(ratio=1)
    expect(lab.page.get_by_text(lab.words("steps.count", matched=21, total=21))).to_be_visible()
    lab.saved()
    assert banner.evaluate(SMALL) == []
    expect_whole(lab.page)
    expect_menu(lab)


def expect_menu(lab: LabPage) -> None:
    """The menu of everything is whole, and nothing lies over where it begins."""
    banner = lab.page.get_by_role("banner")
    banner.get_by_role("button", name=lab.words("menu.file")).click()
    menu = lab.page.get_by_role("menu")
    expect(menu).to_be_in_viewport(ratio=1)
    assert menu.get_by_role("menuitem").filter(visible=True).first.evaluate(IS_MET)
    lab.page.keyboard.press("Escape")


def test_a_phone_has_language_and_theme_in_the_menu(enter: Enter) -> None:
    lab = enter(size=PHONE)
    lab.in_menu("language")
    other = "zh-CN" if lab.words.lang == "en" else "en"
    expect(lab.page.locator("html")).to_have_attribute("lang", other)


@pytest.mark.parametrize("lang", LANGS)
def test_a_laptops_side_panel_shows_all_of_itself(enter: Enter, lang: Lang) -> None:
    lab = enter(size=LAPTOP, lang=lang)
    task = lab.side.locator(".lab-task")
    expect(task).to_be_in_viewport(ratio=1)
    assert lab.side.locator(".side-body").evaluate("(body) => body.scrollTop") == 0
    lab.block("bneck").click()
    tabs = lab.side.get_by_role("tablist")
    expect(tabs.locator(".tab-count")).to_be_visible()
    assert tabs.evaluate("(tabs) => tabs.scrollWidth - tabs.clientWidth") <= 0


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=lambda size: size.name)
def test_a_blocks_tools_stay_beside_its_name(enter: Enter, size: Size) -> None:
    """The longer name of Unfold pushed them into a line of their own."""
    lab = enter(changed(reference(), "bneck7", nl="RE"), size=size, lang="en")
    lab.choose("bneck7")
    name = lab.side.get_by_label(lab.words("inspect.name")).bounding_box()
    delete = lab.command("delete", lab.side).bounding_box()
    assert name
    assert delete
    assert abs(name["y"] + name["height"] / 2 - delete["y"] - delete["height"] / 2) <= 1


def test_a_laptops_low_window_has_the_room_for_blocks(enter: Enter) -> None:
    """How they are placed is read at the end of the list: it takes no line of theirs."""
    lab = enter(size=Size("low", 1024, 640))
    listed = lab.palette.locator(".palette-list")
    assert (
        listed.evaluate(
            "(list) => list.closest('.panel').getBoundingClientRect().bottom"
            " - list.getBoundingClientRect().bottom"
        )
        <= 1
    )
    lab.palette.get_by_text(lab.words("palette.help")).scroll_into_view_if_needed()
    expect(lab.palette.get_by_text(lab.words("palette.help"))).to_be_in_viewport(ratio=1)


def test_a_tablet_says_what_a_finger_does(enter: Enter) -> None:
    lab = enter(size=TABLET)
    hint = lab.canvas.locator(".first-step")
    expect(hint).to_contain_text("MobileNetV3-Large")
    expect(hint).to_contain_text(lab.words("first_step.tap"))
    hint.get_by_role("button", name=lab.words("first_step.open")).tap()
    expect(hint).to_contain_text(lab.words("first_step.palette_tap"))
    lab.block("bneck").tap()
    side = lab.command("panel-right")
    expect(side).to_have_attribute("title", re.compile(lab.words("side.missing")))
    expect(side.locator(".button-mark")).to_be_visible()
    side.tap()
    expect(side.locator(".button-mark")).to_have_count(0)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", [TABLET, PHONE], ids=lambda size: size.name)
def test_the_step_in_hand_is_a_line_that_unfolds(enter: Enter, size: Size, lang: Lang) -> None:
    lab = enter(lab="se-module", size=size, lang=lang)
    line = lab.page.locator(".step-card")
    titles = [
        step["title"][lang]
        for step in lab.page.request.get("/api/labs/se-module").json()["steps"][:2]
    ]
    summary = line.locator("summary")
    expect(summary).to_have_text(re.compile(rf"^\s*1\s+{titles[0]}\s*$"))
    canvas = lab.canvas.bounding_box()
    facts = line.get_by_role("list")
    expect(facts).to_be_hidden()
    summary.tap()
    expect(facts).to_contain_text("28×28")
    assert lab.canvas.bounding_box() == canvas
    summary.tap()

    lab.command("panel-left").tap()
    lab.block("global_avg_pool").tap()
    expect(line).to_have_attribute("data-status", "matched")
    onward = line.get_by_role("button", name=lab.words("step.next", title=titles[1]))
    onward.tap()
    expect(summary).to_have_text(re.compile(rf"^\s*2\s+{titles[1]}\s*$"))
    expect(line).to_have_attribute("data-status", "open")
    expect_whole(lab.page)

    # Beside an open panel the line stays where it is, and nothing says the step twice.
    lab.panel("panel-left", shown=False)
    lab.panel("panel-right", shown=True)
    expect(line).to_have_count(1)
    expect(summary).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=lambda size: size.name)
def test_the_line_stays_once_all_steps_are_done(enter: Enter, size: Size) -> None:
    lab = enter(reference("se-module"), lab="se-module", size=size)
    line = lab.page.locator(".step-card")
    done = re.compile(rf"^\s*{re.escape(lab.words('step.all_done'))}")
    expect(line).to_have_text(done)
    canvas = lab.canvas.bounding_box()
    lab.select(reference("se-module")["nodes"][-1]["id"])
    lab.page.keyboard.press("Delete")
    expect(line).to_have_attribute("data-status", "open")
    assert lab.canvas.bounding_box() == canvas
    lab.page.keyboard.press("Control+z")
    expect(line).to_have_attribute("data-status", "matched")
    assert lab.canvas.bounding_box() == canvas

    line.get_by_role("button", name=lab.words("step.verify")).tap()
    lab.dialog.get_by_role("button", name=lab.words("dialog.ok")).tap()
    following = lab_after(catalog(), "se-module")
    assert following is not None
    onward = line.get_by_role("link", name=following.title[lab.words.lang])
    expect(onward).to_have_attribute("href", re.compile(rf"labs/{following.slug}"))
    assert lab.canvas.bounding_box() == canvas
    expect_whole(lab.page)


def test_a_laptop_with_its_panel_folded_says_the_step_too(enter: Enter) -> None:
    lab = enter(lab="se-module", size=LAPTOP)
    lab.tab("inspect")
    card = lab.page.locator(".step-card")
    expect(lab.side.locator(".step-card")).to_be_visible()
    lab.panel("panel-right", shown=False)
    expect(card).to_have_count(1)
    expect(card).to_contain_text(get_lab("se-module").steps[0].title[lab.words.lang])
    expect(card).to_be_in_viewport(ratio=1)


def test_an_empty_board_speaks_of_keys_to_those_who_have_them(enter: Enter) -> None:
    empty: Board = {"version": 1, "nodes": [], "edges": []}
    for size, count in ((DESKTOP, 1), (TABLET, 0)):
        lab = enter(empty, size=size)
        expect(lab.canvas.get_by_text(lab.words("empty.title"))).to_be_visible()
        expect(lab.canvas.get_by_text(lab.words("empty.keys"))).to_have_count(count)


ENLARGED = Size("enlarged", 720, 450)
"""1440 × 900 px at 200 %."""

MEET = """([one, other]) => {
  const [a, b] = [one, other].map((each) => each.getBoundingClientRect());
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}"""


def test_the_first_words_stand_clear_of_the_tools_in_an_enlarged_window(enter: Enter) -> None:
    lab = enter(size=ENLARGED, lang="en")
    words = lab.canvas.locator(".first-step")
    expect(words).to_be_visible()
    tools = lab.page.get_by_role("toolbar", name=lab.words("canvas.tools"))
    both = [words.element_handle(), tools.element_handle()]
    assert not lab.page.evaluate(MEET, both)


@pytest.mark.parametrize(
    "path", ["/", "/help/instructors", "/api/docs", "/problems/board-too-large"]
)
def test_no_page_scrolls_sideways_at_400_percent(contexts: Contexts, path: str) -> None:
    page = contexts("en", size=ZOOMED).new_page()
    page.goto(path)
    assert page.evaluate(TOO_WIDE) <= 0


def test_what_colour_says_is_seen_in_the_system_s_own_colours(enter: Enter) -> None:
    lab = enter(changed(reference(), "bneck7", nl="RE"), size=DESKTOP, forced_colors="active")
    lab.verify_button.click()
    wrong = lab.node("bneck7").locator(".node")
    expect(wrong).to_have_css("border-top-style", "double")
    # A page is not told what the system makes of its colours, but it is what it leaves alone.
    for drawn in (".ribbon-bar", ".steps-row .step-mark", ".node-badge"):
        expect(lab.page.locator(drawn).first).to_have_css("forced-color-adjust", "none")


def test_the_way_to_the_next_hint_stays_in_sight(enter: Enter) -> None:
    """In a low window the panel scrolls to it."""
    board = changed(reference("se-module"), "fc2", activation="sigmoid")
    lab = enter(board, lab="se-module", size=Size("netbook", 1024, 640))
    lab.verify()
    lab.finding.get_by_role("button", name=lab.words("hint.first")).click()
    expect(lab.finding.get_by_role("listitem")).to_have_count(1)
    onward = lab.finding.get_by_role("button", name=lab.words("hint.more"))
    expect(onward).to_be_in_viewport(ratio=1)
