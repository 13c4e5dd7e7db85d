"""The instructor's demo in a real browser: what it plays, and what an instructor does with it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, ViewportSize, expect

from app.labs import catalog
from tests.e2e.boards import LARGE
from tests.e2e.conftest import Complaints, Contexts, Play
from tests.e2e.demo_page import ASKED, CUT_OFF, PARTS, DemoPage
from tests.e2e.hand import Hand
from tests.e2e.place import Place
from tests.e2e.serving import KEY
from tests.e2e.sizes import PROJECTOR, SMALL, Size
from tests.e2e.test_accessibility import expect_accessible, expect_accessible_in_both_themes
from tests.e2e.words import LANGS, Lang


def test_a_wrong_key_is_refused_kindly(
    contexts: Callable[..., BrowserContext], complaints: Complaints
) -> None:
    complaints.expect(ASKED)
    page = contexts(bypass_csp=True).new_page()
    page.goto(f"/labs/{LARGE}/demo")
    page.locator("#key").fill("wrong-horse-battery")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect_accessible(page)
    page.locator("#key").fill(KEY)
    page.keyboard.press("Enter")
    expect(page.locator(".demo-caption")).to_be_visible()
    assert KEY not in page.url
    assert KEY not in page.evaluate("document.cookie")


@pytest.mark.parametrize("lab", ["se-module", LARGE])
def test_a_demo_can_be_walked_to_its_end_and_back(play: Play, lab: str) -> None:
    demo = play(lab)
    stops = [0]
    while stops[-1] < len(demo.score["moments"]) - 1:
        stops.append(demo.on(stops[-1]))
    demo.says("end")
    for stop in reversed(stops[:-1]):
        demo.press("PageUp")
        demo.stands(stop)
    expect(demo.nodes).to_have_count(len(demo.score["given"]))


@pytest.mark.parametrize("lab", list(catalog()))
def test_every_demo_stands_at_its_end_and_at_its_beginning(play: Play, lab: str) -> None:
    """What lies between is the score's; `tests/demo/` walks through each of them."""
    demo = play(lab)
    score = demo.score
    demo.press("End")
    demo.stands(len(score["moments"]) - 1)
    demo.says("end")
    expect(demo.nodes).to_have_count(len(score["board"]["nodes"]))
    expect(demo.wires).to_have_count(len(score["board"]["edges"]))
    expect(demo.wires.locator(".slab")).to_have_count(len(score["board"]["edges"]))
    expect(demo.page.locator('.demo-rows tbody tr:not([data-shown="true"])')).to_have_count(0)
    expect(demo.page.locator('[data-state="wrong"]')).to_have_count(0)
    expect(demo.caption.locator(".demo-costs")).to_contain_text(
        f"{catalog()[lab].stated.n_params:,}"
    )
    demo.press("Home")
    demo.stands(0)
    expect(demo.nodes).to_have_count(len(score["given"]))


def test_it_plays_by_itself_and_waits_at_a_question(play: Play) -> None:
    demo = play("se-module", reduced_motion="no-preference")
    demo.page.get_by_label(demo.words("demo.speed")).select_option("4")
    demo.press("Space")
    expect(demo.button("demo.pause")).to_be_visible()
    demo.stands(demo.moment("ask", 1))
    expect(demo.nodes).to_have_count(2)
    expect(demo.caption).to_contain_text("28×28×72")
    expect(demo.caption).not_to_contain_text("1×1×72")
    demo.press("Space")
    expect(demo.caption).to_contain_text("1×1×72")
    demo.stands(demo.moment("ask", 2))
    demo.button("demo.reveal").click()
    demo.stands(demo.moment("ask", 3))
    demo.press("Space")
    demo.stands(len(demo.score["moments"]) - 1)
    expect(demo.button("demo.play")).to_be_visible()


def test_pause_stops_it_and_jumping_goes_to_a_step(play: Play) -> None:
    demo = play("se-module")
    demo.press("Space")
    expect(demo.button("demo.pause")).to_be_visible()
    demo.press("Space")
    expect(demo.button("demo.play")).to_be_visible()
    demo.stands(demo.moment("say", 1))
    demo.page.get_by_role("navigation").get_by_role("button").nth(2).click()
    demo.stands(demo.moment("say", 3))
    expect(demo.nodes).to_have_count(3)
    expect(demo.filled).to_have_count(2)
    demo.press("Home")
    demo.stands(0)


def test_the_answer_is_in_sight_only_after_the_question(play: Play) -> None:
    demo = play()
    demo.go("ask", 3)
    expect(demo.caption).to_contain_text("112×112×16")
    expect(demo.page.locator(".demo")).not_to_contain_text("56×56×24")
    expect(demo.filled).to_have_count(2)
    demo.press("ArrowRight")
    expect(demo.caption).to_contain_text("56×56×24")
    expect(demo.filled).to_have_count(3)


def test_whoever_is_in_a_hurry_goes_on_without_questions(play: Play) -> None:
    demo = play()
    demo.go("ask", 3)
    demo.button("demo.asking").click()
    expect(demo.button("demo.asking")).to_have_attribute("aria-pressed", "false")
    demo.stands(demo.moment("ask", 3) + 1)
    expect(demo.caption).to_contain_text("56×56×24")
    demo.page.reload()
    demo.ready()
    demo.press("End")
    at = len(demo.score["moments"]) - 1
    demo.stands(at)
    while at > 0:
        demo.press("PageUp")
        expect(demo.page).not_to_have_url(re.compile(rf"#at={at}$"))
        at = demo.at
        assert at == 0 or demo.score["moments"][at]["kind"] in ("say", "show")
    demo.press("q")
    expect(demo.button("demo.asking")).to_have_attribute("aria-pressed", "true")
    demo.go("ask", 3)
    demo.says("ask")


def test_wires_draw_themselves_unless_motion_is_unwanted(play: Play) -> None:
    drawn = """() => document.getAnimations().some(
        ({ effect }) => effect.target?.matches('.wire-line'))"""
    demo = play("se-module", reduced_motion="no-preference")
    demo.go("say", 2)
    demo.press("PageDown")
    demo.page.wait_for_function(drawn)
    still = play("se-module")
    still.go("say", 2)
    still.press("PageDown")
    still.stands(still.moment("ask", 2))
    assert still.page.evaluate("() => document.getAnimations().length") == 0


def test_it_looks_inside_a_bneck(play: Play) -> None:
    demo = play()
    at = demo.go("show", 5)
    demo.button("demo.inside").click()
    demo.says("inside")
    inside = demo.score["inside"]["bneck"]
    for piece in ("expand", "depthwise", "se", "project"):
        expect(demo.caption).to_contain_text(inside[piece]["title"][demo.words.lang])
        demo.press("PageDown")
    demo.says("show")
    demo.stands(at)
    expect(demo.nodes).to_have_count(6)
    demo.press("i")
    expect(demo.caption).to_contain_text("56×56×24")
    expect(demo.caption).to_contain_text("56×56×72")
    demo.press("Escape")
    demo.says("show")


def test_it_makes_a_mistake_and_verify_speaks(play: Play) -> None:
    demo = play()
    demo.go("show", 5)
    for slip in (each for each in demo.score["slips"] if each["step"] == 5):
        demo.button("demo.break").click()
        demo.page.get_by_role("menuitem", name=slip["title"][demo.words.lang]).click()
        demo.says("broken")
        expect(demo.page.locator(".spotlight .finding")).to_be_visible()
        expect(demo.page.locator(".finding-turn:visible")).to_have_count(0)
        expect(demo.caption).to_contain_text(slip["title"][demo.words.lang])
        demo.press("Space")
        demo.says("show")
        expect(demo.page.locator(".spotlight")).to_have_count(0)
        expect(demo.nodes).to_have_count(6)


def test_the_instructor_takes_the_board_and_comes_back(play: Play) -> None:
    demo = play(size=SMALL)  # where there is room for the fields beside the board
    at = demo.go("show", 4)
    node = demo.page.locator('.svelte-flow__node[data-id="bneck3"]')
    box = node.bounding_box()
    assert box
    Hand(demo.page).drag((box["x"] + 30, box["y"] + 30), (box["x"] + 60, box["y"] + 90))
    demo.says("taken")
    demo.press("Delete")
    expect(demo.nodes).to_have_count(4)
    demo.press("Control+z")
    expect(demo.nodes).to_have_count(5)
    node.click()
    expect(demo.page.locator(".demo-side .params")).to_be_visible()
    row = demo.page.locator(".demo-side .row-in-hand tbody th")
    expect(row).to_have_text("4")  # the block's own row of Table 1
    demo.press("Delete")
    demo.page.reload()
    demo.ready()
    demo.says("taken")
    expect(demo.nodes).to_have_count(4)
    demo.press("Space")
    demo.says("show")
    demo.stands(at)
    expect(demo.nodes).to_have_count(5)
    assert node.bounding_box() == box


def test_it_survives_everything_at_every_step(play: Play, where: Place, all_of_it: bool) -> None:
    """Pause, resize, another language, a reload, and hands on the board, and a reload then, too.

    `make test` does the one and the other in turn, at every other step, and both at the first.
    """
    demo = play(lang="en")
    for number in range(1, 22):
        if all_of_it or number % 4 == 1:
            width = where.size.width + 8 * number
            watched_otherwise(demo, number, {"width": width, "height": where.size.height})
        if all_of_it or number % 4 == 3 or number == 1:
            taken_in_hand(demo, number)


def in_the_midst(demo: DemoPage, number: int) -> int:
    """Go to a step, and on from what is said of it first; which moment that is."""
    said = demo.moment("say", number)
    demo.page.get_by_role("navigation").get_by_role("button").nth(number - 1).click()
    demo.stands(said)
    return demo.on(said)


def watched_otherwise(demo: DemoPage, number: int, size: ViewportSize) -> None:
    """Paused and played, in another window and language, and loaded anew, it is where it was."""
    said = demo.moment("say", number)
    step = demo.page.get_by_role("navigation").get_by_role("button").nth(number - 1)
    step.click()
    demo.stands(said)
    demo.press("Space")
    expect(demo.button("demo.pause")).to_be_visible()
    demo.press("Space")
    expect(demo.button("demo.play")).to_be_visible()
    assert demo.at > said
    at = in_the_midst(demo, number)
    count = demo.nodes.count()
    demo.page.set_viewport_size(size)
    demo.page.get_by_text("中文", exact=True).click()
    expect(step).to_have_accessible_name(re.compile(f"^第 {number} 步："))
    demo.page.get_by_text("English", exact=True).click()
    demo.page.reload()
    demo.ready()
    demo.stands(at)
    expect(demo.nodes).to_have_count(count)
    expect(demo.page.locator(".demo-step[aria-current]")).to_have_text(str(number))


def taken_in_hand(demo: DemoPage, number: int) -> None:
    """A block that was deleted stays so when loaded anew, and is back once the demo goes on."""
    at = in_the_midst(demo, number)
    count = demo.nodes.count()
    placed = [each["node"] for each in demo.score["moments"][: at + 1] if "node" in each][-1]
    node = demo.page.locator(f'.svelte-flow__node[data-id="{placed}"]')
    node.click()
    demo.press("Delete")
    demo.says("taken")
    expect(demo.nodes).to_have_count(count - 1)
    demo.page.reload()
    demo.ready()
    demo.says("taken")
    expect(demo.nodes).to_have_count(count - 1)
    demo.press("Space")
    demo.stands(at)
    expect(demo.nodes).to_have_count(count)
    expect(node).to_be_visible()


@pytest.mark.parametrize(
    ("size", "lang"),
    [(PROJECTOR, "zh-CN"), (SMALL, "zh-CN"), (SMALL, "en")],
    ids=["1920-zh-CN", "1280-zh-CN", "1280-en"],
)
def test_nothing_is_cut_off_on_a_projector(play: Play, size: Size, lang: Lang) -> None:
    """No page scrolls, no caption does, and what is spoken of lies on the canvas."""
    demo = play(lang=lang, size=size)
    board = demo.page.locator(".demo-board").bounding_box()
    assert board
    for at, moment in enumerate(demo.score["moments"]):
        if moment["kind"] not in ("say", "ask", "show"):
            continue
        demo.page.evaluate("(at) => { location.hash = `at=${at}` }", at)
        demo.stands(at)
        expect(demo.page.locator(".demo-step[aria-current]")).to_have_text(str(moment["step"]))
        assert demo.page.evaluate(CUT_OFF, PARTS) == [], moment
        if moment["kind"] == "say":
            continue
        box = demo.page.locator('[data-state="lit"]').bounding_box()
        assert box, moment
        assert board["x"] <= box["x"] <= board["x"] + board["width"] - box["width"]
        assert board["y"] <= box["y"] <= board["y"] + board["height"] - box["height"]


def test_it_fills_the_screen_and_lets_it_go(play: Play) -> None:
    demo = play("se-module")
    for filled in ("true", "false"):
        demo.button("demo.full").click()
        demo.page.wait_for_function(f"() => Boolean(document.fullscreenElement) === {filled}")
        demo.stands(0)


def test_it_says_itself_to_a_screen_reader(play: Play, contexts: Contexts) -> None:
    demo = play(context=contexts(color_scheme="light", bypass_csp=True))
    expect_accessible_in_both_themes(demo.page)
    demo.go("ask", 3)
    expect_accessible_in_both_themes(demo.page)
    demo.go("show", 5)
    demo.press("i")
    demo.says("inside")
    expect_accessible_in_both_themes(demo.page)
    demo.press("Escape")
    demo.button("demo.turn").click()
    expect(demo.page.get_by_role("dialog").get_by_role("img")).to_be_visible()
    expect_accessible_in_both_themes(demo.page)
    notes = demo.page.context.new_page()
    notes.goto(f"/labs/{LARGE}/demo/notes")
    expect(notes.locator(".notes-title")).to_be_visible()
    expect_accessible_in_both_themes(notes)


@pytest.mark.parametrize("lang", LANGS)
def test_a_low_window_is_the_network_s(play: Play, lang: Lang) -> None:
    """A telephone on its side, or a window enlarged: names go, the words can be folded."""
    demo = play(lang=lang, size=Size("low", 640, 360))
    demo.go("show", 5)
    board = demo.page.locator(".demo-board")
    before = height(board)
    assert before >= 160
    for name in ("demo.inside", "demo.break", "demo.turn"):
        expect(demo.button(name)).to_be_in_viewport(ratio=1)
    expect(demo.page.locator(".demo-step[aria-current]")).to_be_in_viewport(ratio=1)
    fold = demo.button("demo.caption")
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(demo.caption.locator(".demo-text")).to_be_hidden()
    expect(demo.caption.locator(".demo-title")).to_be_in_viewport(ratio=1)
    assert height(board) > before
    fold.click()
    expect(demo.caption.locator(".demo-text")).to_be_visible()


def height(part: Locator) -> float:
    """How high a part of the page is, in px."""
    box = part.bounding_box()
    assert box
    return box["height"]
