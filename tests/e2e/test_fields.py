"""Number fields take what students type, and one edit is one step of undo."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.boards import reference
from tests.e2e.conftest import Enter
from tests.e2e.lab_page import LabPage


def at_bneck7(enter: Enter, parameter: str) -> tuple[LabPage, Locator]:
    """The inspector of bneck 7 of the solution: 3×3, exp 240, out 80, stride 2."""
    lab = enter(reference())
    lab.choose("bneck7")
    return lab, lab.field("bneck", parameter)


def value(lab: LabPage, parameter: str) -> object:
    node = next(each for each in lab.board()["nodes"] if each["id"] == "bneck7")
    return node["data"].get(parameter)


def expect_only_the_opening(lab: LabPage) -> None:
    """Nothing is left to undo but the opening of the board."""
    lab.page.keyboard.press("Control+z")
    expect(lab.nodes).to_have_count(1)


def test_typing_replaces_the_number(enter: Enter) -> None:
    lab, kernel = at_bneck7(enter, "kernel_size")
    kernel.click()
    lab.page.keyboard.type("5")
    lab.page.keyboard.press("Tab")
    expect(kernel).to_have_value("5")
    assert value(lab, "kernel_size") == 5


def test_a_number_out_of_range_leaves_the_old_one_and_says_why(enter: Enter) -> None:
    lab, kernel = at_bneck7(enter, "kernel_size")
    kernel.click()
    lab.page.keyboard.type("316")
    lab.page.keyboard.press("Enter")
    expect(kernel).to_be_focused()
    expect(kernel).to_have_value("3")
    rule = lab.words("field.range_whole", min=1, max=31)
    said = lab.words("field.refused", typed=316, rule=rule)
    expect(lab.side.get_by_text(said)).to_be_visible()
    assert value(lab, "kernel_size") is None  # nothing but the default, 3
    lab.page.keyboard.type("5")
    expect(lab.side.get_by_text(said)).to_be_hidden()
    lab.page.keyboard.press("Enter")
    assert value(lab, "kernel_size") == 5
    lab.page.keyboard.press("Control+z")
    assert value(lab, "kernel_size") is None  # nothing but the default, 3
    expect_only_the_opening(lab)


def test_an_edit_is_one_step_of_undo(enter: Enter) -> None:
    lab, out = at_bneck7(enter, "out_channels")
    out.click()
    lab.page.keyboard.type("112")
    lab.page.keyboard.press("ArrowUp")
    lab.page.keyboard.press("ArrowUp")
    lab.page.keyboard.press("Enter")
    expect(lab.node("bneck7")).to_be_focused()
    assert value(lab, "out_channels") == 128
    lab.page.keyboard.press("Control+z")
    assert value(lab, "out_channels") == 80
    expect_only_the_opening(lab)


def test_escape_takes_an_edit_back(enter: Enter) -> None:
    lab, out = at_bneck7(enter, "out_channels")
    out.click()
    lab.page.keyboard.type("112")
    assert value(lab, "out_channels") == 112
    lab.page.keyboard.press("Escape")
    expect(lab.node("bneck7")).to_be_focused()
    assert value(lab, "out_channels") == 80
    expect_only_the_opening(lab)


def test_undo_within_a_field_takes_the_whole_edit_back(enter: Enter) -> None:
    lab, out = at_bneck7(enter, "out_channels")
    out.click()
    lab.page.keyboard.type("112")
    lab.page.keyboard.press("Control+z")
    expect(out).to_have_value("80")
    assert value(lab, "out_channels") == 80
    lab.set("bneck", "stride", 1)
    lab.page.keyboard.press("Control+z")
    assert value(lab, "stride") == 2


def test_enter_goes_to_what_is_missing(enter: Enter) -> None:
    lab = enter()
    lab.block("bneck").click()
    expect(lab.nodes).to_have_count(2)
    expand, out = lab.field("bneck", "exp_size"), lab.field("bneck", "out_channels")
    for field in (expand, out):
        expect(field).to_have_attribute("aria-required", "true")
        expect(field).to_have_value("")
        expect(field).to_have_attribute("aria-invalid", "false")
    automatic = lab.words("field.automatic")
    exp = lab.side.locator(".param").filter(has=expand)
    expect(exp.get_by_role("button", name=automatic)).to_have_count(0)
    node = lab.node(lab.selected)
    for field in (expand, out):
        node.focus()
        lab.page.keyboard.press("Enter")
        expect(field).to_be_focused()
        lab.page.keyboard.type("16")
        lab.page.keyboard.press("Enter")
        expect(node).to_be_focused()
    expect(node).to_contain_text(re.compile("exp 16 → 16"))
    lab.page.keyboard.press("Enter")
    expect(expand).to_be_focused()
    assert expand.evaluate("(field) => field.selectionEnd - field.selectionStart") == 2


NOTE_DRAWN = """(canvas) => {
  window.drawn_ = { nodes: new Set(), wires: new Set(), made: 0 };
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      const at = target.nodeType === Node.TEXT_NODE ? target.parentElement : target;
      const node = at.closest('.svelte-flow__node');
      const wire = at.closest('.svelte-flow__edge');
      if (node) window.drawn_.nodes.add(node.dataset.id);
      if (wire) window.drawn_.wires.add(wire.dataset.id);
      window.drawn_.made += addedNodes.length;
    }
  }).observe(canvas, { subtree: true, childList: true, attributes: true, characterData: true });
}"""
DRAWN = """() => {
  const { nodes, wires, made } = window.drawn_;
  return [[...nodes], wires.size, made];
}"""


def _note_drawn(lab: LabPage) -> None:
    """Note from here on what is drawn anew of the reference's board.

    The ticks come with an answer of their own, later than the shapes; the input has none.
    """
    expect(lab.canvas.locator(".node-step .tick")).to_have_count(len(reference()["nodes"]) - 1)
    lab.canvas.evaluate(NOTE_DRAWN)


def test_an_edit_draws_anew_only_what_it_changes(enter: Enter) -> None:
    lab = enter(reference())
    lab.choose("bneck5")
    _note_drawn(lab)
    _type(lab, "bneck", "exp_size", 128)
    # The widths inside the block are nothing that a wire or another block shows.
    assert lab.page.evaluate(DRAWN) == [["bneck5"], 0, 0]


def test_where_all_shapes_change_no_block_or_wire_is_made_anew(enter: Enter) -> None:
    board = reference()
    lab = enter(board)
    lab.choose("input")
    _note_drawn(lab)
    for height in (256, 320):
        _type(lab, "input", "height", height)
    _, wires, made = lab.page.evaluate(DRAWN)
    assert wires > 0
    # One pulse for each wire, the first time that its shape changes.
    assert made <= len(board["edges"])


def _type(lab: LabPage, type: str, parameter: str, value: int) -> None:
    """Type a number and wait until the server has said what comes of it."""
    with lab.page.expect_response("**/api/check"):
        lab.field(type, parameter).fill(str(value))
    expect(lab.totals).to_have_attribute("data-pending", "false")
