"""How far one has come: ticks that stay, and what is missing never looks wrong."""

import re

from playwright.sync_api import expect

from app.labs import get_lab
from tests.e2e.boards import Board, changed, reference
from tests.e2e.conftest import Enter

IS_OF = """(it, colour) => {
  const was = getComputedStyle(it).color;
  it.style.color = colour;
  return getComputedStyle(it).color === was;
}"""
"""Whether an element has that colour."""


def beginning(count: int) -> Board:
    """The solution's input and its first blocks."""
    board = reference()
    nodes = board["nodes"][: count + 1]
    ids = {node["id"] for node in nodes}
    edges = [edge for edge in board["edges"] if {edge["source"], edge["target"]} <= ids]
    return {**board, "nodes": nodes, "edges": edges}


def test_a_new_block_leaves_the_progress(enter: Enter) -> None:
    lab = enter(beginning(7))
    seven = lab.page.get_by_text(lab.words("steps.count", matched=7, total=21), exact=True)
    ticks = lab.canvas.locator(".node-step[data-status=matched]")
    expect(seven).to_be_visible()
    expect(ticks).to_have_count(7)
    lab.select("bneck6")
    with lab.page.expect_response(re.compile(r"/verify\?")):
        lab.block("bneck").click()
    expect(lab.nodes).to_have_count(9)
    expect(lab.page.locator(".step-card-number")).to_have_text("8")
    expect(seven).to_be_visible()
    expect(ticks).to_have_count(7)


def test_the_step_in_hand_is_in_sight_whatever_tab_is_open(enter: Enter) -> None:
    lab = enter(beginning(7))
    card = lab.step
    for tab in ("inspect", "problems", "table", "code"):
        lab.tab(tab)
        expect(card.locator(".step-card-number")).to_have_text("8")
    lab.select("bneck4")  # of those that the widest tab leaves in sight
    expect(card.locator(".step-card-number")).to_contain_text("5")
    card.get_by_role("button").click()
    expect(card.locator(".step-card-number")).to_have_text("8")


def test_a_copy_goes_on_behind_its_original_wired(enter: Enter) -> None:
    lab = enter(beginning(7))
    lab.select("bneck6")
    lab.page.keyboard.press("ControlOrMeta+d")
    expect(lab.nodes).to_have_count(9)
    board = lab.board()
    copy = board["nodes"][-1]["id"]
    assert {"source": "bneck6", "target": copy} in [
        {"source": edge["source"], "target": edge["target"]} for edge in board["edges"]
    ]
    lab.tool("undo")
    expect(lab.nodes).to_have_count(8)


def test_what_is_missing_is_not_red(enter: Enter) -> None:
    lab = enter(beginning(7))
    lab.verify()
    node = lab.node("bneck6").locator(".node")
    expect(node).to_have_attribute("data-state", "next")
    expect(node.locator(".node-badge")).to_have_attribute("data-tone", "next")
    expect(lab.finding).to_have_attribute("data-tone", "next")
    expect(lab.page.locator(".ribbon-bar[data-next=true]")).to_have_count(1)
    expect(lab.page.locator("[data-wrong=true]")).to_have_count(0)
    lab.unfold()
    gates = lab.side.locator(".gates")
    expect(gates).to_contain_text(lab.words("gate.open"))
    expect(gates).not_to_contain_text(lab.words("gate.failed"))


def test_what_is_not_filled_in_is_not_red_in_the_outline(enter: Enter) -> None:
    lab = enter(lab="se-module")
    lab.block("conv2d").click()
    lab.run("outline")
    problem = lab.page.locator(".outline-problem")
    expect(problem).to_have_attribute("data-severity", "warning")
    accent = problem.evaluate("(it) => getComputedStyle(it).getPropertyValue('--accent')")
    assert problem.evaluate(IS_OF, accent)


def test_an_empty_lab_is_told_to_start(enter: Enter) -> None:
    lab = enter()
    lab.verify()
    start = lab.words("verdict.start", total=21)
    lab.unfold()
    expect(lab.side.get_by_role("heading", name=start)).to_be_visible()
    expect(lab.node("input").locator(".node")).to_have_attribute("data-state", "next")


def test_hints_follow_the_language(enter: Enter) -> None:
    lab = enter(changed(reference(), "bneck7", nl="RE"), instructor=True)
    lab.verify()
    hints = lab.finding.locator(".finding-hints li")
    for name in ("hint.first", "hint.more"):
        lab.finding.get_by_role("button", name=lab.words(name)).click()
        expect(hints).to_have_count(1 if name == "hint.first" else 2)
    lab.switch_language()
    expect(hints).to_have_count(2)
    told = re.compile("[\u4e00-\u9fff]" if lab.words.lang == "en" else "^[\\x00-\u2fff]+$")
    expect(hints).to_have_text([told] * 2)


def test_nothing_is_reopened_once_all_is_right(enter: Enter) -> None:
    lab = enter(reference())
    lab.expect_correct()
    lab.tab("lab")
    expect(lab.side.locator(".sheet-step[data-status=matched]")).to_have_count(21)
    expect(lab.side.locator(".sheet-step[data-open=true]")).to_have_count(0)


def test_a_lab_s_figure_is_drawn_told_and_ticked(enter: Enter) -> None:
    lab = enter(reference("shufflenet-v2-unit"), lab="shufflenet-v2-unit")
    expect(lab.page.get_by_text(lab.words("steps.count", matched=4, total=4))).to_be_visible()
    lab.tab("table")
    said = get_lab("shufflenet-v2-unit").given.figure
    assert said
    figure = lab.side.get_by_role("img", name=said.alt[lab.words.lang], exact=True)
    expect(figure.locator("rect")).to_have_count(len(said.boxes))
    expect(figure.locator(".done")).to_have_count(len(said.boxes))
    box = figure.bounding_box()
    side = lab.side.bounding_box()
    assert box
    assert side
    assert side["x"] <= box["x"]
    assert box["x"] + box["width"] <= side["x"] + side["width"]
