"""Ten ways and more to get MobileNetV3-Large wrong; each finding is followed to its cure."""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.boards import LARGE, Board, between, changed, reference, without
from tests.e2e.conftest import Enter
from tests.e2e.lab_page import LabPage
from tests.e2e.sizes import AT_400_PERCENT, DESKTOP
from tests.e2e.spots import IN_SIGHT
from tests.e2e.words import LANGS, Lang

HINT_CAP = 5
"""In guided mode, whose last hint is the repair itself."""


class Fault(NamedTuple):
    """A wrong board, what cures it, and the value that no hint but the last may tell."""

    name: str
    board: Callable[[Board], Board]
    cure: Callable[[LabPage], None]
    secret: str | None = None


def parameter(name: str, node: str, type: str, field: str, wrong: object) -> Fault:
    """One parameter of one node is wrong; the cure is to set it."""
    data = next(each for each in reference()["nodes"] if each["id"] == node)["data"]
    right = data.get(field)

    def cure(lab: LabPage) -> None:
        lab.choose(node)
        lab.set(type, field, right)

    # A small number or a "yes" stands in any sentence; a width stands there as an answer only.
    told = str(right) if isinstance(right, int) and right >= 16 else None
    return Fault(name, lambda board: changed(board, node, **{field: wrong}), cure, told)


def swapped(board: Board) -> Board:
    """bneck 8 and bneck 9 in each other's place."""
    data = {node["id"]: node["data"] for node in board["nodes"]}
    return changed(changed(board, "bneck8", **data["bneck9"]), "bneck9", **data["bneck8"])


def swap_back(lab: LabPage) -> None:
    for node, width in (("bneck8", 200), ("bneck9", 184)):
        lab.choose(node)
        lab.set("bneck", "exp_size", width)


def put_back(lab: LabPage) -> None:
    lab.choose("bneck8")
    lab.block("bneck").click()
    added = lab.selected
    lab.choose(added)
    for field, value in reference()["nodes"][10]["data"].items():
        lab.set("bneck", field, value)


def take_out(lab: LabPage) -> None:
    lab.select("extra")
    lab.page.keyboard.press("Delete")
    expect(lab.node("extra")).to_have_count(0)


def add_softmax(lab: LabPage) -> None:
    lab.select("flatten")
    lab.block("softmax").click()
    expect(lab.nodes).to_have_count(23)


def shortcut_from_elsewhere(board: Board) -> Board:
    """bneck 6 with an add of its own, whose second operand skips bneck 5 as well."""
    own = changed(board, "bneck6", shortcut=False)
    added = between(own, "bneck6", "bneck7", {"id": "sum", "type": "add", "data": {}})
    into = next(edge for edge in added["edges"] if edge["target"] == "sum")
    into["targetHandle"] = "a"
    added["edges"].append({"id": "skip", "source": "bneck4", "target": "sum", "targetHandle": "b"})
    return added


def wire_anew(lab: LabPage) -> None:
    lab.pick(lab.wire("bneck 4", lab.title("add")))
    lab.page.keyboard.press("Delete")
    expect(lab.wire("bneck 4", lab.title("add"))).to_have_count(0)
    lab.pull("bneck5", "sum", into="b")


def without_last(board: Board) -> Board:
    """The board without its softmax."""
    return {
        **board,
        "nodes": [node for node in board["nodes"] if node["id"] != "softmax"],
        "edges": [edge for edge in board["edges"] if edge["target"] != "softmax"],
    }


# Of values one for each kind of field: `tests/verify/` tries without a page which Verify finds.
FAULTS = (
    parameter("stride", "bneck7", "bneck", "stride", 1),
    parameter("exp size", "bneck11", "bneck", "exp_size", 400),
    parameter("SE off", "bneck4", "bneck", "se", False),
    parameter("norm left out", "conv2", "conv2d", "norm", "none"),
    Fault("block left out", lambda board: without(board, "bneck9"), put_back),
    Fault("blocks swapped", swapped, swap_back, "200"),
    Fault(
        "block too many",
        lambda board: between(
            board,
            "bneck9",
            "bneck10",
            {"id": "extra", "type": "bneck", "data": {"exp_size": 96, "out_channels": 80}},
        ),
        take_out,
    ),
    Fault("softmax missing", without_last, add_softmax),
    Fault("shortcut from elsewhere", shortcut_from_elsewhere, wire_anew),
)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_finding_leads_to_its_cure(enter: Enter, fault: Fault) -> None:
    lab = enter(fault.board(reference()), instructor=True)
    lab.verify()
    lab.unfold()
    expect(
        lab.side.get_by_role("tab", name=re.compile(lab.words("tab.problems")))
    ).to_have_attribute("aria-selected", "true")
    card = lab.finding
    expect(card).to_be_visible()
    expect(card.locator(".finding-message")).not_to_be_empty()

    hints = climb(lab)
    assert 0 < hints.count() <= HINT_CAP
    if fault.secret:
        told = [card.locator(".finding-message").inner_text(), *hints.all_inner_texts()[:-1]]
        assert not [text for text in told if re.search(rf"\b{fault.secret}\b", text)]

    fault.cure(lab)
    lab.expect_correct()


LIT = '.wire[data-lit="true"]'


def climb(lab: LabPage) -> Locator:
    """Ask for hints until there are no more."""
    card = lab.finding
    more = card.get_by_role(
        "button", name=re.compile(f"^({lab.words('hint.first')}|{lab.words('hint.more')})$")
    )
    hints = card.locator(".finding-hints li")
    for count in range(HINT_CAP + 1):
        expect(hints).to_have_count(count)
        if more.count() == 0:
            break
        more.click()
    expect(card.get_by_text(lab.words("hint.last"))).to_be_focused()
    return hints


def test_a_finding_has_one_card(enter: Enter) -> None:
    lab = enter(changed(reference(), "bneck7", nl="RE"))
    lab.verify()
    expect(lab.finding).to_have_count(1)
    lab.unfold()
    expect(lab.side.locator(".finding")).to_be_visible()
    expect(lab.finding).to_have_count(1)
    expect(lab.side.get_by_text(lab.words("problems.none"))).to_have_count(0)
    lab.tab("inspect")
    lab.uncover()
    expect(lab.canvas.locator(".finding")).to_be_visible()
    expect(lab.finding).to_have_count(1)
    lab.canvas.focus()
    lab.page.keyboard.press("Escape")
    expect(lab.finding).to_have_count(0)
    lab.tab("problems")
    expect(lab.finding).to_have_count(1)


def test_what_was_in_sight_stays_there_where_the_answer_needs_less_room(enter: Enter) -> None:
    """The table's panel is wide, the answer's is not: a finding at the right edge moves nothing."""
    lab = enter(size=DESKTOP)
    lab.tab("table")
    lab.open(without(reference(), "bneck7"))
    first = lab.node("input")
    expect(first).to_be_in_viewport(ratio=1)
    lab.verify()
    expect(lab.node("bneck6")).to_be_focused()
    assert lab.node("bneck6").evaluate(IN_SIGHT)
    assert first.evaluate(IN_SIGHT)


def test_a_block_has_a_tick_or_a_mark(enter: Enter) -> None:
    lab = enter(changed(reference("bneck-v3"), "expand", stride=2), lab="bneck-v3")
    lab.verify()
    marked = lab.nodes.filter(has=lab.page.locator(".node-badge"))
    expect(marked).to_have_count(2)
    expect(marked.locator(".node-step")).to_have_count(2)
    expect(marked.locator(".node-step .tick")).to_have_count(0)
    expect(lab.nodes.locator(".node-step .tick")).to_have_count(6)


def test_the_last_hint_beside_the_lab_sheet_is_the_repair(enter: Enter) -> None:
    lab = enter(changed(reference(), "bneck7", exp_size=200), instructor=True, lang="en")
    lab.verify()
    expect(lab.finding).to_have_count(1)
    hints = climb(lab)
    expect(hints).to_have_count(HINT_CAP)
    expect(hints.last).to_have_text(re.compile(r"In “bneck 7”, set exp size to 240\."))


def test_a_hint_about_the_tensors_lights_up_the_wires_that_carry_them(enter: Enter) -> None:
    lab = enter(changed(reference(), "bneck7", exp_size=200), instructor=True)
    lab.verify()
    lit = lab.canvas.locator(LIT)
    expect(lab.finding).to_have_count(1)
    expect(lit).to_have_count(0)
    climb(lab)
    expect(lit).to_have_count(2)
    lab.choose("bneck7")
    lab.set("bneck", "exp_size", 220)
    expect(lit).to_have_count(0)


def test_the_next_hint_comes_after_an_edit(enter: Enter) -> None:
    lab = enter(changed(reference(), "bneck7", exp_size=200))
    lab.verify()
    hints = lab.finding.locator(".finding-hints li")
    first = lab.finding.get_by_role("button", name=lab.words("hint.first"))
    more = lab.finding.get_by_role("button", name=lab.words("hint.more"))
    first.click()
    expect(hints).to_have_count(1)
    expect(more).to_have_attribute("aria-disabled", "true")
    expect(more).to_be_focused()
    expect(lab.finding.locator(".finding-pause")).to_be_visible()

    lab.choose("bneck7")
    lab.set("bneck", "exp_size", 220)
    lab.verify()
    first.click()
    more.click()
    expect(hints).to_have_count(2)
    expect(more).to_have_attribute("aria-disabled", "true")


def test_an_edit_greys_the_answer(enter: Enter) -> None:
    lab = enter(changed(reference(), "bneck7", nl="RE"))
    lab.verify()
    lab.unfold()
    verdict = lab.side.locator(".verdict")
    expect(verdict).to_have_attribute("data-stale", "false")
    lab.choose("bneck7")
    lab.set("bneck", "stride", 1)
    lab.tab("problems")
    expect(verdict).to_have_attribute("data-stale", "true")
    expect(verdict).to_contain_text(lab.words("verdict.stale"))
    expect(lab.finding).to_have_count(0)


def test_f8_goes_from_problem_to_problem(enter: Enter) -> None:
    board = changed(changed(reference(), "bneck7", exp_size=None), "bneck3", exp_size=None)
    lab = enter(board)
    lab.canvas.click(position={"x": 20, "y": 20})
    for node in ("bneck3", "bneck7", "bneck3"):
        lab.page.keyboard.press("F8")
        expect(lab.node(node)).to_be_focused()
    lab.tab("problems")
    item = lab.side.get_by_role("button", name=re.compile("^“bneck 7”"))
    item.click()
    expect(lab.node("bneck7")).to_be_focused()


def test_an_exam_gives_no_hints(enter: Enter) -> None:
    lab = enter(changed(reference(), "bneck7", nl="RE"), lab=LARGE, query="?mode=exam")
    lab.verify()
    lab.unfold()
    expect(lab.side.locator(".verdict")).to_be_visible()
    expect(lab.page.get_by_role("button", name=lab.words("hint.first"))).to_have_count(0)


@pytest.mark.parametrize("lang", LANGS)
def test_a_finding_is_read_by_keys_at_400_percent(enter: Enter, lang: Lang) -> None:
    """One line of it stood above the tools."""
    board = changed(reference("se-module"), "fc2", activation="sigmoid")
    lab = enter(board, lab="se-module", size=AT_400_PERCENT, lang=lang)
    lab.verify()
    sentence = lab.finding.locator(".finding-message")
    expect(sentence).to_be_in_viewport(ratio=0.99)
    ask = lab.finding.get_by_role("button", name=lab.words("hint.first"))
    ask.focus()
    expect(ask).to_be_in_viewport(ratio=1)
    ask.press("Enter")
    onward = lab.finding.get_by_role("button", name=lab.words("hint.more"))
    expect(onward).to_be_focused()
    onward.press("Home")
    expect(sentence).to_be_in_viewport(ratio=0.99)
    card, canvas = lab.page.locator(".spotlight").bounding_box(), lab.canvas.bounding_box()
    assert card
    assert canvas
    assert card["y"] >= canvas["y"]
    assert card["y"] + card["height"] <= canvas["y"] + canvas["height"]
