"""The lesson in a real browser: read it, probe it, answer it, and see one's own numbers."""

import json
import re

import pytest
from playwright.sync_api import expect

from app.labs import catalog
from tests.e2e.boards import reference
from tests.e2e.conftest import Complaints, Enter
from tests.e2e.lab_page import LabPage
from tests.e2e.sizes import PHONE, SIZES, Size
from tests.e2e.spots import DRAWN
from tests.e2e.words import Lang
from tests.tree import ROOT

SE = catalog()["se-module"].reference.board.model_dump_json()
BOTH = pytest.mark.parametrize("lang", ["zh-CN", "en"])


def words(lab: LabPage, key: str, **values: object) -> str:
    """A message of the lesson's own catalogue."""
    path = ROOT / f"static/src/lesson/{lab.words.lang}.json"
    text: str = json.loads(path.read_text(encoding="utf-8"))[key]
    return text.format(**values)


def solved(enter: Enter, **options: object) -> LabPage:
    """The SE lab with its network on the canvas, all of it in sight."""
    lab = enter(json.loads(SE), lab="se-module", **options)
    expect(lab.nodes).to_have_count(5)
    lab.fit()
    return lab


@BOTH
def test_chapters_open_with_formulas_and_figures(enter: Enter, lang: Lang) -> None:
    lab = enter(lab="mobilenet-v3-large", lang=lang)
    lab.tab("lesson")
    chapters = lab.side.locator(".chapter")
    expect(chapters).to_have_count(8)
    for at in range(8):
        chapters.nth(at).locator("summary").click()
    expect(lab.side.locator("math").first).to_be_visible()
    expect(lab.side.locator(".lesson-figure")).to_have_count(5)
    for name in ("residuals_alt", "se_alt", "curves_alt"):
        expect(lab.side.get_by_role("img", name=words(lab, f"lesson.{name}"))).to_be_visible()
    # The style that a formula would bring is blocked, so it has none.
    assert lab.side.locator("math [style], math[style]").count() == 0
    lab.page.evaluate("document.fonts.ready")
    assert lab.page.evaluate("[...document.fonts].some((font) => font.family.includes('STIX'))")


def test_a_lesson_that_did_not_arrive_comes_with_its_styles(
    enter: Enter, complaints: Complaints
) -> None:
    complaints.expect("ERR_FAILED")
    lab = enter(lab="se-module")
    styles = re.compile(r"/LessonTab-[^/]*\.css$")
    lab.page.route(styles, lambda route: route.abort())
    lab.tab("lesson")
    again = lab.side.get_by_role("button", name=lab.words("later.again"), exact=True)
    again.click()
    expect(again).to_be_visible()
    lab.page.unroute(styles)
    again.click()
    expect(lab.side.locator(".chapter").first).to_have_css("border-bottom-style", "solid")


@BOTH
def test_a_concept_is_guessed_at_before_it_is_read(enter: Enter, lang: Lang) -> None:
    lab = enter(lab="inverted-residual-v2", lang=lang)
    lab.tab("lesson")
    title = {"en": "The inverted residual", "zh-CN": "倒残差结构"}[lang]
    lab.side.locator(".chapter summary", has_text=title).click()
    section = lab.side.locator("#lesson-shortcut")
    guess = section.get_by_role("group")
    expect(section.locator("p")).to_have_count(2)
    guess.get_by_role("button").nth(1).click()
    expect(guess).to_have_count(0)
    said = {"en": "You said: No, the numbers", "zh-CN": "你的猜想：不能，两边的数"}[lang]
    expect(section.locator("p").first).to_contain_text(said)
    expect(section.locator("p").last).to_contain_text("shortcut")
    expect(section).to_be_focused()


def test_whoever_looks_at_a_block_reads_on_where_they_were(enter: Enter) -> None:
    lab = enter(reference("inverted-residual-v2"), lab="inverted-residual-v2", lang="en")
    lab.select("expand")
    lab.tab("lesson")
    lab.side.locator(".chapter summary", has_text="The inverted residual").click()
    lab.side.locator("#lesson-shortcut").get_by_role("button").first.click()
    guessed = lab.side.get_by_text(re.compile("^You said: "))
    panel = lab.side.get_by_role("tabpanel")
    top = panel.evaluate("(panel) => { panel.scrollTop = 150; return panel.scrollTop; }")
    assert top == 150
    lab.page.evaluate(DRAWN)
    lab.tab("inspect")
    assert panel.evaluate("({ scrollTop }) => scrollTop") == 0
    assert panel.evaluate("({ scrollHeight, clientHeight }) => scrollHeight - clientHeight") > 150
    lab.tab("lesson")
    expect(guessed).to_be_visible()
    assert panel.evaluate("({ scrollTop }) => scrollTop") == top


def test_curves_are_read_with_keys_and_pointer(enter: Enter) -> None:
    lab = enter(lab="mobilenet-v3-large", lang="en")
    lab.tab("lesson")
    lab.side.locator(".chapter summary", has_text="Activations").click()
    slider = lab.side.get_by_role("slider", name=words(lab, "lesson.curve_x"))
    row = lab.side.get_by_role("row", name=re.compile("^h-swish"))
    expect(row.get_by_role("cell")).to_have_text(["1.13", "1.00"])
    slider.focus()
    for _ in range(5):
        slider.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"x = 1: .*h-swish 0\.67"))
    expect(row.get_by_role("cell").first).to_have_text("0.67")
    plot = lab.side.get_by_role("img", name=words(lab, "lesson.curves_alt"))
    plot.hover(position={"x": 4, "y": 40})
    expect(row.get_by_role("cell")).to_have_text(["0.00", "0.00"])


def test_costs_are_the_server_s(enter: Enter) -> None:
    lab = enter(lab="mobilenet-v3-large", lang="en")
    lab.tab("lesson")
    lab.side.locator(".chapter summary", has_text="inverted residual").click()
    share = lab.side.get_by_role("status").filter(has_text="%")
    expect(share).to_have_text(words(lab, "lesson.cost_share", percent="13.6%"))
    lab.side.get_by_label("k", exact=True).fill("5")
    expect(share).to_have_text(words(lab, "lesson.cost_share", percent="6.5%"))


def test_the_lesson_follows_the_construction(enter: Enter) -> None:
    lab = solved(enter, lang="en")
    lab.tab("lesson")
    for node, step in (("fc1", 2), ("scale", 4)):
        lab.fit()
        lab.select(node)
        lab.tab("lesson")
        expect(
            lab.side.get_by_role("region", name=words(lab, "lesson.step", step=step))
        ).to_be_visible()


@BOTH
def test_numbers_run_through_the_student_s_blocks(enter: Enter, lang: Lang) -> None:
    lab = solved(enter, lang=lang)
    lab.choose("scale")
    lab.side.get_by_role("button", name=lab.words("numbers.show")).click()
    expect(lab.side.get_by_role("listitem").filter(has_text="0.2 × 0.5 = 0.1")).to_be_visible()
    show = lab.side.get_by_role("button", name=lab.words("numbers.hide"))
    expect(show).to_be_focused()
    lab.choose("fc2")
    sums = lab.side.get_by_role("listitem").filter(has_text="1.2×(-1.9) = -2.28")
    expect(sums).to_contain_text("→ h-sigmoid → 0.12")
    numbers, fields = (lab.side.locator(each).bounding_box() for each in (".numbers", ".params"))
    assert numbers
    assert fields
    assert numbers["y"] < fields["y"]
    weights = lab.side.get_by_role("region", name=words(lab, "numbers.weights"))
    expect(weights.get_by_role("row")).to_have_count(4)
    lab.pick(lab.canvas.locator('.svelte-flow__edge[data-id="e5"]'))
    lab.unfold()
    expect(lab.side.get_by_role("cell")).to_have_text(["0.5", "0.64", "0.12", "0.94"])


@pytest.mark.mouse("under a finger a port is larger, and reaches over what lies ten px away")
def test_each_wire_of_a_bneck_opens_where_its_tensor_is_drawn(enter: Enter) -> None:
    """Wires run ten px apart: the nearer one is meant."""
    lab = enter(reference("bneck-v3"), lab="bneck-v3")
    for edge in lab.board()["edges"]:
        lab.pick(lab.canvas.locator(f'.svelte-flow__edge[data-id="{edge["id"]}"]'))


def test_the_numbers_of_a_wire_are_opened_and_closed_by_keys(enter: Enter) -> None:
    lab = enter(json.loads(SE), lab="se-module")
    lab.canvas.locator('.svelte-flow__edge[data-id="e5"]').focus()
    lab.page.keyboard.press("Enter")
    show = lab.side.get_by_role("button", name=lab.words("numbers.show"))
    expect(lab.side.locator(".wire-ends button").first).to_be_focused()
    for _ in range(2):
        lab.page.keyboard.press("Tab")
    expect(show).to_be_focused()
    lab.page.keyboard.press("Enter")
    expect(lab.side.get_by_role("cell")).to_have_text(["0.5", "0.64", "0.12", "0.94"])
    lab.page.keyboard.press("Enter")
    expect(lab.side.get_by_role("cell")).to_have_count(0)


SMALLEST = """() => Math.min(...[...document.querySelectorAll('.lesson-figure *')]
  .filter((each) => each.checkVisibility() && [...each.childNodes].some(
    (child) => child.nodeType === 3 && child.data.trim()))
  .map((each) => parseFloat(getComputedStyle(each).fontSize) *
    (each.ownerSVGElement ? each.getScreenCTM().a : 1)))"""
"""The smallest text in a chapter's figures, in px of the screen."""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_the_words_of_figures_can_be_read_in_every_panel(enter: Enter, size: Size) -> None:
    lab = enter(lab="mobilenet-v3-large", lang="en", size=size)
    lab.panel("panel-right", shown=True)
    lab.tab("lesson")
    summaries = lab.side.locator(".chapter summary")
    expect(summaries).to_have_count(8)
    for summary in summaries.all():
        summary.click()
    expect(lab.side.locator(".lesson-figure")).to_have_count(5)
    expect(lab.side.get_by_role("img", name=words(lab, "lesson.curves_alt"))).to_be_visible()
    lab.page.wait_for_function(f"() => ({SMALLEST})() > 11.9")


def test_a_question_answers_in_the_student_s_numbers(enter: Enter) -> None:
    lab = solved(enter, lang="en")
    lab.tab("lab")
    lab.side.get_by_role("button", name=re.compile("Excitation: FC1")).click()
    lab.side.get_by_role("button", name=lab.words("question.open")).click()
    number = lab.side.get_by_label(words(lab, "question.number"))
    number.fill("18")
    lab.choose("fc1")  # a look at the block takes nothing away
    lab.tab("lab")
    expect(number).to_have_value("18")
    number.press("Enter")
    expect(lab.side.get_by_text(words(lab, "question.not_yet"))).to_be_visible()
    expect(lab.side.get_by_text(re.compile("72×72 weights"))).to_be_visible()
    number.fill("5256")
    number.press("Enter")
    expect(lab.side.get_by_text(words(lab, "question.right"))).to_be_visible()


def test_what_leaves_is_predicted_before_it_is_shown(enter: Enter) -> None:
    lab = solved(enter, lang="en")
    lab.tab("lab")
    lab.side.get_by_label(lab.words("command.predict")).check()
    lab.choose("fc1")
    lab.set("conv2d", "out_channels", 20)
    form = lab.side.locator("form.predict")
    expect(form).to_be_visible()
    form.locator("h3").click()
    fields = form.get_by_role("spinbutton")
    expect(fields).to_have_count(3)
    tops = fields.evaluate_all("(all) => all.map((each) => each.getBoundingClientRect().top)")
    assert len(set(tops)) == 1, "the three stand in line"
    expect(lab.side.locator("dl.figures")).to_have_count(0)
    expect(lab.totals.locator("dd")).to_have_text(["–", "–", "–"])
    for name, value in (("height", 1), ("width", 1), ("channels", 20)):
        form.get_by_label(words(lab, f"predict.{name}")).fill(str(value))
    form.get_by_role("button", name=words(lab, "predict.see"), exact=True).click()
    expect(lab.side.get_by_text(words(lab, "question.right"))).to_be_visible()
    expect(lab.side.locator("dl.figures").first).to_contain_text("1×1×20")


def test_on_a_telephone_the_question_waits_until_the_value_is_typed(enter: Enter) -> None:
    lab = solved(enter, size=PHONE, has_touch=True, is_mobile=True)
    lab.node("fc1").tap()
    lab.panel("panel-right", shown=True)
    lab.tab("lab")
    lab.side.get_by_label(lab.words("command.predict")).check()
    lab.tab("inspect")
    field = lab.side.locator('[data-parameter="out_channels"] input')
    field.tap()
    field.fill("20")
    form = lab.side.locator("form.predict")
    expect(form).to_be_in_viewport()
    on_top = "(each, at) => document.elementFromPoint(...at) === each"
    box = field.bounding_box()
    assert box
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    assert field.evaluate(on_top, middle), "what is typed is seen"
    form.locator("h3").tap()
    expect(form.get_by_role("spinbutton").first).to_be_in_viewport(ratio=1)


def test_why_is_this_wrong_opens_the_lesson_there(enter: Enter) -> None:
    lab = solved(enter, lang="en", instructor=True)
    lab.choose("fc2")
    lab.set("conv2d", "activation", "sigmoid")
    lab.verify()
    lab.tab("problems")
    for level in range(3):
        key = "hint.first" if level == 0 else "hint.more"
        lab.side.get_by_role("button", name=lab.words(key)).click()
        expect(lab.side.locator(".finding-hints li")).to_have_count(level + 1)
    tensors = lab.side.get_by_role("list", name=lab.words("hint.tensors"))
    expect(tensors.get_by_role("listitem")).to_have_count(2)
    expect(lab.canvas.locator('.wire[data-lit="true"]')).to_have_count(2)
    lab.side.get_by_role("button", name=lab.words("hint.why")).click()
    pointed = lab.side.locator('section[data-pointed="true"]')
    expect(pointed).to_be_focused()
    expect(pointed.get_by_role("heading")).to_have_text("Excite: two fully connected layers")


def test_a_misconception_has_a_card_once_a_hint_has_named_it(enter: Enter) -> None:
    board = json.loads(catalog()["mobilenet-v3-large"].reference.board.model_dump_json())
    for node in board["nodes"]:
        if node["type"] == "bneck":
            node["data"]["nl"] = "RE" if node["data"].get("nl") == "HS" else "HS"
    lab = enter(board, lang="en", instructor=True)
    lab.verify()
    lab.tab("problems")
    card = lab.side.get_by_role("complementary", name=words(lab, "card.label"))
    lab.side.get_by_role("button", name=lab.words("hint.first")).click()
    expect(lab.side.locator(".finding-hints li")).to_have_count(1)
    expect(card).to_have_count(0)
    lab.side.get_by_role("button", name=lab.words("hint.more")).click()
    expect(card).to_contain_text("RE and HS the wrong way round")


def test_an_exam_has_no_lesson(enter: Enter) -> None:
    lab = enter(lab="se-module", query="?mode=exam", lang="en")
    expect(lab.side.get_by_role("tab", name=lab.words("tab.lesson"))).to_have_count(0)
    expect(lab.side.get_by_role("button", name=lab.words("numbers.show"))).to_have_count(0)
