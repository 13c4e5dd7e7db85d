"""Boards that no hand on this canvas would have drawn, and answers that did not come."""

import re
from copy import deepcopy

import pytest
from playwright.sync_api import Locator, expect

from app.blocks import BLOCK_OF_TYPE
from tests.e2e.boards import Board, fragment, reference
from tests.e2e.conftest import Complaints, Contexts, Enter
from tests.e2e.fingers import XY
from tests.e2e.lab_page import LabPage
from tests.e2e.spots import AT_ITS_END
from tests.e2e.words import LANGS


def with_wire(**ends: str) -> Board:
    """The lab's solution with one wire more, as a program may have written it."""
    board = deepcopy(reference())
    board["edges"].append({"id": "stray", **ends})
    return board


HIDDEN = """(tip) => {
  const own = tip.getBoundingClientRect();
  return [...document.querySelectorAll('.node-line, .node-title, .wire-shape')]
    .filter((each) => each.checkVisibility())
    .filter((each) => {
      const { left, right, top, bottom } = each.getBoundingClientRect();
      return left < own.right && right > own.left && top < own.bottom && bottom > own.top;
    })
    .map((each) => each.textContent);
}"""
"""Lines of values, names and shapes over which the note of a wire lies."""


def half_way(lab: LabPage, wire: Locator) -> XY:
    """The middle of a wire that carries no tensor."""
    line = wire.locator(".wire-line")
    lab.bring(line)
    x, y = line.evaluate(
        """line => {
            const { x, y } = line.getPointAtLength(line.getTotalLength() / 2);
            const at = new DOMPoint(x, y).matrixTransform(line.getScreenCTM());
            return [at.x, at.y];
        }"""
    )
    return x, y


@pytest.mark.parametrize(
    "ends",
    [
        {"source": "bneck3", "target": "bneck4", "targetHandle": "weights"},
        {"source": "bneck3", "sourceHandle": "second", "target": "bneck7"},
        {"source": "bneck3", "target": "gone"},
        {"source": "gone", "target": "bneck3"},
    ],
    ids=["no such input", "no such output", "to nowhere", "from nowhere"],
)
def test_a_wire_at_no_port_is_seen_found_and_removed(enter: Enter, ends: dict[str, str]) -> None:
    lab = enter(with_wire(**ends))
    wire = lab.canvas.locator('.svelte-flow__edge[data-id="stray"]')
    expect(wire.locator(".wire-line")).to_be_attached()
    lab.tab("problems")
    told = lab.step.locator(".step-card-all")
    expect(told).to_have_text(lab.words("step.all_but"))
    lab.step.get_by_role("button", name=lab.words("step.show_error")).click()
    expect(wire).to_have_class(re.compile(r"\bselected\b"))
    lab.unfold()
    line = lab.side.locator(".problem-item")
    expect(line).to_have_count(1)
    line.click()
    expect(wire).to_have_accessible_name(re.compile(re.escape(lab.words("wire.stray"))))
    expect(wire).to_be_focused()
    tip = lab.page.locator(".wire-tip-words")
    expect(tip).to_be_in_viewport(ratio=1)
    assert tip.evaluate(HIDDEN) == []
    lab.page.keyboard.press("Delete")
    expect(wire).to_have_count(0)
    expect(line).to_have_count(0)
    expect(lab.step).to_have_attribute("data-status", "matched")
    lab.expect_correct()
    lab.tool("undo")
    expect(wire).to_have_count(1)
    lab.uncover()
    lab.click_at(half_way(lab, wire))
    lab.tab("inspect")
    lab.command("delete", lab.side).click()
    expect(wire).to_have_count(0)


def test_no_answer_is_no_news_once_the_server_answers(enter: Enter, complaints: Complaints) -> None:
    complaints.expect("ERR_INTERNET_DISCONNECTED")
    lab = enter(reference())
    lab.tab("problems")
    line = lab.side.get_by_text(lab.words("said.not_verified"))
    lab.page.context.set_offline(True)
    lab.verify_button.click()
    expect(line).to_be_visible()
    lab.page.context.set_offline(False)
    expect(line).to_have_count(0)
    lab.expect_correct()


def test_the_pieces_of_a_block_speak_the_page_s_language(enter: Enter) -> None:
    lab = enter(reference())
    lab.select("bneck4")
    lab.page.keyboard.press("e")
    piece = lab.page.locator('.svelte-flow__node[data-id="bneck4.expand"]')
    words = BLOCK_OF_TYPE["bneck"].info.pieces["expand"]
    (other,) = set(LANGS) - {lab.words.lang}
    expect(piece).to_have_accessible_name(re.compile(f"^bneck 4 {words[lab.words.lang]}[,，]"))
    frame = lab.canvas.locator(".svelte-flow__node-frame")
    role = lab.words("word.of", word=lab.words("frame.role"), value="bneck 4")
    expect(frame).to_have_accessible_name(role)
    lab.tab("inspect")
    expect(lab.side.get_by_role("heading", name="bneck 4", exact=True)).to_be_visible()
    expect(lab.step.locator("summary")).to_contain_text("bneck 4")
    lab.uncover()
    lab.switch_language()
    expect(piece).to_have_accessible_name(re.compile(f"^bneck 4 {words[other]}[,，]"))
    assert not any("label" in node["data"] for node in lab.board()["nodes"])


@pytest.mark.parametrize("hash", ["#bord=q1bKSy0q", "#board", "#hello"])
def test_an_address_with_something_else_behind_it_loses_nothing(enter: Enter, hash: str) -> None:
    lab = enter()
    lab.block("conv2d").click()
    lab.saved()
    lab.page.evaluate("(hash) => { location.hash = hash; }", hash)
    notice = lab.page.get_by_role("alert").filter(has_text=lab.words("file.no_board_in_link"))
    expect(notice).to_be_visible()
    lab.page.reload()
    lab.ready()
    expect(notice).to_be_visible()
    expect(lab.nodes).to_have_count(2)
    assert lab.page.url.endswith(hash)


def test_a_link_that_lost_its_end_stays_in_the_address(enter: Enter) -> None:
    lab = enter()
    cut = fragment(reference())[:-40]
    lab.page.evaluate("(hash) => { location.hash = hash; }", cut)
    expect(lab.page.get_by_role("alert").filter(has_text=lab.words("file.cut_off"))).to_be_visible()
    assert lab.page.url.endswith(cut)
    expect(lab.nodes).to_have_count(1)


def test_the_way_past_the_header_is_no_broken_link(enter: Enter) -> None:
    lab = enter()
    lab.page.evaluate("() => { location.hash = '#canvas'; }")
    lab.page.reload()
    lab.ready()
    expect(lab.page.get_by_role("alert")).to_have_count(0)


def test_pages_whose_scripts_do_not_come_say_what_to_do(
    contexts: Contexts, complaints: Complaints
) -> None:
    complaints.expect("Failed to load resource")
    context = contexts("en")
    context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto("/labs/se-module")
    expect(page.get_by_text("Opening…")).to_be_visible()
    later = page.get_by_text("Still not open?")
    expect(later).to_be_hidden()
    later.evaluate(AT_ITS_END)
    expect(later).to_be_visible()


def test_a_language_whose_words_do_not_come_is_said_and_asked_for_again(
    enter: Enter, complaints: Complaints
) -> None:
    complaints.expect("ERR_FAILED")
    lab = enter()
    words = re.compile(r"/static/assets/(?:en|zh-CN)-[^/]+\.js$")
    lab.page.route(words, lambda route: route.abort())
    lab.run("language")
    notice = lab.page.get_by_role("alert")
    expect(notice).to_contain_text(lab.words("later.failed"))
    lab.page.unroute(words)
    lab.switch_language()


def test_only_a_wire_that_is_selected_alone_offers_its_ends(enter: Enter) -> None:
    lab = enter(reference("se-module"), lab="se-module")
    ends = lab.canvas.locator(".svelte-flow__edgeupdater")
    lab.pick(lab.wires.first)
    expect(ends).to_have_count(2)
    lab.page.keyboard.press("Control+a")
    expect(lab.canvas.locator(".svelte-flow__node.selected")).to_have_count(5)
    expect(ends).to_have_count(0)
