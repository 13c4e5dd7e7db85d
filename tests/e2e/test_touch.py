"""A tablet without a mouse: tap to add, tap-tap to wire, drag, pinch."""

import re

from playwright.sync_api import expect

from tests.e2e.boards import changed, reference
from tests.e2e.conftest import Enter
from tests.e2e.fingers import Fingers, middle
from tests.e2e.sizes import PHONE, TABLET


def test_building_with_a_finger(enter: Enter) -> None:
    lab = enter(size=TABLET)
    fingers = Fingers.on(lab.page)
    lab.panel("panel-left", shown=True)
    expect(lab.page.locator(".palette-foot")).to_have_text(lab.words("palette.help_tap"))
    lab.block("conv2d").tap()
    expect(lab.nodes).to_have_count(2)
    expect(lab.wires).to_have_count(1)

    ground = lab.canvas.bounding_box()
    assert ground is not None
    lab.drag(lab.handle("softmax"), (ground["x"] + 600, ground["y"] + 700))
    expect(lab.nodes).to_have_count(3)
    lab.panel("panel-left", shown=False)
    lab.tool("fit")

    lab.port("conv2d-1", "out").tap()
    lab.port("softmax-1", "in").tap()
    expect(lab.wires).to_have_count(2)

    before = lab.node("softmax-1").get_attribute("style") or ""
    x, y = middle(lab.node("softmax-1").locator(".node-icon"))
    fingers.drag((x, y), (x - 90, y + 60))
    expect(lab.node("softmax-1")).not_to_have_attribute("style", before)


def test_a_blocks_menu_is_whole_and_speaks_of_no_keys(enter: Enter) -> None:
    """A finger's entries are higher: the last one, Delete, was below the window."""
    lab = enter(reference(), size=PHONE)
    block = lab.node("bneck15")
    lab.bring(block)
    block.click(button="right")
    menu = lab.page.get_by_role("menu", name=lab.words("menu.context"))
    for entry in menu.get_by_role("menuitem").all():
        expect(entry).to_be_in_viewport(ratio=1)
    expect(menu.locator(".menu-keys").first).to_be_hidden()


def test_a_tap_on_a_card_is_none_on_the_block_that_lies_under_it(enter: Enter) -> None:
    lab = enter(changed(reference(), "bneck7", exp_size=200), size=PHONE, lang="zh-CN")
    lab.verify()
    ask = lab.finding.get_by_role("button", name=lab.words("hint.first"))
    beneath = lab.page.evaluate(UNDER, middle(ask))
    assert beneath is not None
    ask.tap()
    expect(lab.finding.locator(".finding-hints li")).to_have_count(1)
    expect(lab.side).to_be_hidden()
    expect(lab.node(beneath)).not_to_have_class(re.compile(r"\bselected\b"))


UNDER = """([x, y]) => document.elementsFromPoint(x, y)
  .map((each) => each.closest('.svelte-flow__node')?.dataset.id).find(Boolean) ?? null"""
"""The block at a point, whatever lies over it."""


def test_a_card_that_is_long_leaves_its_block_free(enter: Enter) -> None:
    lab = enter(changed(reference(), "bneck7", exp_size=200), size=PHONE, instructor=True)
    lab.verify()
    hints = lab.finding.locator(".finding-hints li")
    for count in range(1, 6):
        lab.finding.locator("> .button").tap()
        expect(hints).to_have_count(count)
    card, block = lab.canvas.locator(".spotlight").bounding_box(), lab.node("bneck7").bounding_box()
    assert card is not None
    assert block is not None
    assert card["y"] + card["height"] <= block["y"] or block["y"] + block["height"] <= card["y"]
    # What has no room is reached by a finger.
    lab.fingers.drag(middle(hints.first), (middle(hints.first)[0], card["y"]))
    expect(hints.last).to_be_in_viewport()


def test_two_fingers_zoom_and_one_pans(enter: Enter) -> None:
    lab = enter(reference(), size=TABLET)
    fingers = Fingers.on(lab.page)
    view = lab.canvas.locator(".svelte-flow__viewport")
    before, placed = lab.zoom, view.get_attribute("style") or ""
    fingers.drag((300, 800), (360, 700))
    expect(view).not_to_have_attribute("style", placed)
    assert lab.zoom == before

    fingers.down((350, 500), (450, 500))
    for spread in range(10, 110, 10):
        fingers.move((350 - spread, 500), (450 + spread, 500))
    fingers.up()
    expect(view).not_to_have_attribute("style", re.compile(rf"scale\({before}\)"))
    assert lab.zoom > before
    lab.expect_correct()


MEETS = """(chip) => {
  const { left, top, width, height } = chip.getBoundingClientRect();
  const at = (y) => document.elementFromPoint(left + width / 2, top + height / 2 + y);
  return [-21, 0, 21].every((y) => at(y) === chip);
}"""
"""Whether a finger of 44 px meets it, however high it is drawn."""


def test_a_finger_meets_the_word_beside_a_number(enter: Enter) -> None:
    lab = enter(reference(), size=TABLET)
    lab.node("conv1").tap()
    chip = lab.side.locator(".chip").first
    chip.scroll_into_view_if_needed()
    assert chip.evaluate(MEETS)
