"""By keys alone: the focus is always somewhere, and where it is can be seen."""

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import expect

from tests.e2e.boards import reference
from tests.e2e.conftest import Enter
from tests.e2e.sizes import DESKTOP, LAPTOP

ENDS_A_WORD = """(field, press) => field.dispatchEvent(
  new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...press }))"""
"""Enter as an input method for Chinese sends it: it takes over what was composed."""

COMPOSING = pytest.mark.parametrize(
    "press", [{"isComposing": True}, {"keyCode": 229}], ids=["composing", "as Safari has it"]
)


def test_keys_go_on_with_what_was_duplicated_and_back_with_undo(enter: Enter) -> None:
    """The focus stayed with the first one, out of sight; undo left an empty canvas."""
    lab = enter(reference("se-module"), lab="se-module", size=LAPTOP)
    lab.node("fc1").focus()
    lab.page.keyboard.press("Control+a")
    lab.page.keyboard.press("Control+d")
    expect(lab.nodes).to_have_count(10)
    focused = lab.canvas.locator(".svelte-flow__node:focus")
    expect(focused).to_be_in_viewport()
    expect(focused).to_have_class(re.compile(r"\bselected\b"))
    lab.page.keyboard.press("Control+z")
    expect(lab.nodes).to_have_count(5)
    expect(focused).to_have_count(1)
    expect(lab.node("input")).to_be_in_viewport()


def test_undo_shows_what_it_changed(enter: Enter) -> None:
    lab = enter(reference(), size=DESKTOP)
    lab.choose("conv1")
    lab.set("conv2d", "stride", 1)
    lab.page.keyboard.press("Enter")
    lab.select("bneck15")
    lab.page.keyboard.press("z")
    expect(lab.node("conv1")).not_to_be_in_viewport()
    lab.page.keyboard.press("Control+z")
    expect(lab.node("conv1")).to_be_in_viewport(ratio=1)


def test_the_canvas_keeps_the_keys_where_its_only_block_goes(enter: Enter) -> None:
    lab = enter(lab="se-module", size=DESKTOP)
    lab.node("input").focus()
    lab.page.keyboard.press("Delete")
    expect(lab.nodes).to_have_count(0)
    expect(lab.canvas).to_be_focused()


@COMPOSING
def test_enter_that_ends_a_composed_word_places_no_block(
    enter: Enter, press: Mapping[str, object]
) -> None:
    lab = enter(lab="se-module", size=DESKTOP)
    search = lab.palette.get_by_role("searchbox")
    search.fill("conv")
    search.evaluate(ENDS_A_WORD, press)
    expect(search).to_have_value("conv")
    search.press("Enter")
    expect(lab.nodes).to_have_count(2)


@COMPOSING
def test_enter_that_ends_a_composed_word_runs_no_command(
    enter: Enter, press: Mapping[str, object]
) -> None:
    lab = enter(lab="se-module", size=DESKTOP)
    lab.page.keyboard.press("Control+k")
    search = lab.page.get_by_role("combobox", name=lab.words("commands.title"))
    search.fill(lab.words("command.outline"))
    search.evaluate(ENDS_A_WORD, press)
    search.evaluate(ENDS_A_WORD, {**press, "key": "ArrowDown"})
    expect(search).to_have_value(lab.words("command.outline"))
    chosen = lab.page.get_by_role("option", selected=True)
    expect(chosen).to_contain_text(lab.words("command.outline"))
    search.press("Enter")
    expect(lab.page.get_by_role("complementary", name=lab.words("outline.label"))).to_be_visible()


@COMPOSING
def test_enter_that_ends_a_composed_word_leaves_no_field(
    enter: Enter, press: Mapping[str, object]
) -> None:
    lab = enter(reference("se-module"), lab="se-module", size=DESKTOP)
    lab.choose("fc1")
    field = lab.side.get_by_role("spinbutton").first
    field.fill("4")
    field.evaluate(ENDS_A_WORD, press)
    expect(field).to_be_focused()
    field.press("Enter")
    expect(field).not_to_be_focused()


def test_keys_go_on_where_a_panel_that_had_them_is_closed(enter: Enter) -> None:
    """The page's body had them, and Tab began at the top again."""
    lab = enter(reference("se-module"), lab="se-module", size=DESKTOP)
    lab.run("outline")
    outline = lab.page.get_by_role("complementary", name=lab.words("outline.label"))
    outline.locator("[data-id=fc1] > button").focus()
    press = lab.page.keyboard.press
    press("Control+k")
    lab.page.keyboard.type(lab.words("command.outline"))
    press("Enter")
    expect(outline).to_be_hidden()
    expect(lab.node("fc1")).to_be_focused()
    lab.palette.get_by_role("searchbox").focus()
    press("Control+b")
    expect(lab.palette).to_be_hidden()
    expect(lab.node("fc1")).to_be_focused()
    press("Escape")
    lab.side.get_by_role("tab").first.focus()
    press("Control+Alt+b")
    expect(lab.side).to_be_hidden()
    expect(lab.canvas).to_be_focused()


def test_keys_stay_with_the_button_that_closes_a_panel(enter: Enter) -> None:
    lab = enter(lab="se-module", size=DESKTOP)
    lab.command("panel-left").press("Enter")
    expect(lab.palette).to_be_hidden()
    expect(lab.command("panel-left")).to_be_focused()
