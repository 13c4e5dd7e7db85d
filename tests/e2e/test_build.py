"""The whole MobileNetV3-Large by hand and by keyboard alone, to a correct Verify."""

import re
from itertools import cycle
from typing import Any

from playwright.sync_api import Locator, expect

from tests.e2e.boards import reference
from tests.e2e.conftest import Enter
from tests.e2e.lab_page import LabPage

PARAMS, MADDS = "5,483,032", "216,589,760"
IS_BEFORE_FOCUS = """(field) => !!(field.compareDocumentPosition(document.activeElement)
  & Node.DOCUMENT_POSITION_FOLLOWING)"""
PRESS_UNTIL_NOTHING_IS_LEFT = """async (button) => {
  let count = 0;
  for (; !button.disabled; count += 1) {
    button.click();
    await new Promise(requestAnimationFrame);
  }
  return count;
}"""
HAS_FOCUS = "(field) => field.contains(document.activeElement)"


def steps() -> list[dict[str, Any]]:
    """The nodes after the input, which the lab's board begins with."""
    return [node for node in reference()["nodes"] if node["type"] != "input"]


def test_by_hand(enter: Enter) -> None:
    lab = enter()
    last = "input"
    for node, way in zip(steps(), cycle((click, drop, pull)), strict=False):
        way(lab, last, node["type"])
        last = lab.selected
        lab.tab("inspect")
        for parameter, value in node["data"].items():
            lab.set(node["type"], parameter, value)
    expect(lab.nodes).to_have_count(23)

    lab.verify()
    celebration = lab.page.get_by_role("dialog", name=lab.words("celebrate.title"))
    expect(celebration).to_contain_text(PARAMS)
    expect(celebration).to_contain_text(MADDS)
    celebration.get_by_role("button", name=lab.words("dialog.ok"), exact=True).click()
    expect(lab.totals).to_contain_text(PARAMS)

    built = lab.board()
    steps_back = presses(lab, "undo")
    expect(lab.nodes).to_have_count(1)
    expect(lab.wires).to_have_count(0)
    assert presses(lab, "redo") == steps_back
    assert lab.board() == built
    lab.expect_correct()


def click(lab: LabPage, _last: str, type: str) -> None:
    """A click in the palette puts the block after the selected one, and wires it."""
    count = lab.nodes.count()
    lab.block(type).click()
    expect(lab.nodes).to_have_count(count + 1)


def drop(lab: LabPage, last: str, type: str) -> None:
    """Dragged onto the empty canvas, then wired from port to port."""
    overview(lab)
    count = lab.nodes.count()
    lab.drag(lab.handle(type), lab.empty_spot())
    expect(lab.nodes).to_have_count(count + 1)
    added = lab.selected
    lab.pull(last, added)
    lab.select(added)


def pull(lab: LabPage, last: str, type: str) -> None:
    """A wire dropped on the empty canvas asks what comes after it."""
    overview(lab)
    count = lab.nodes.count()
    lab.reach(last, lab.port(last, "out"))
    lab.drag(lab.port(last, "out"), lab.empty_spot())
    lab.page.get_by_role("combobox", name=lab.words("add.title")).fill(lab.title(type))
    lab.page.get_by_role("option", name=re.compile(f"^{re.escape(lab.title(type))}")).first.click()
    expect(lab.nodes).to_have_count(count + 1)
    expect(lab.wires).to_have_count(count)


def overview(lab: LabPage) -> None:
    """Tidy up, and show the whole network."""
    lab.tool("layout")
    lab.fit()


def presses(lab: LabPage, command: str) -> int:
    """Press undo or redo until there is nothing left; how often."""
    count: int = lab.command(command, lab.canvas).evaluate(PRESS_UNTIL_NOTHING_IS_LEFT)
    return count


def test_by_keyboard(enter: Enter) -> None:
    lab = enter()
    lab.page.keyboard.press("Tab")
    lab.page.keyboard.press("Enter")  # skip to the canvas
    for node in steps():
        count = lab.nodes.count()
        add(lab, node["type"])
        expect(lab.nodes).to_have_count(count + 1)
        if node["data"]:
            expect(lab.node(lab.selected)).to_be_focused()
            lab.page.keyboard.press("Enter")
            expect(lab.side.locator(":focus")).to_be_visible()
            for parameter in lab.blocks[node["type"]]["schema"]["properties"]:
                if parameter in node["data"]:
                    type_in(lab, node["type"], parameter, node["data"][parameter])
    lab.page.keyboard.press("Control+Enter")
    celebration = lab.page.get_by_role("dialog", name=lab.words("celebrate.title"))
    expect(celebration).to_contain_text(PARAMS)
    lab.page.keyboard.press("Enter")
    expect(celebration).to_be_hidden()


def add(lab: LabPage, type: str) -> None:
    """Add a block after the selected one, by the palette of commands."""
    lab.page.keyboard.press("Control+k")
    pick(lab, lab.words("commands.title"), lab.words("command.add-block"))
    pick(lab, lab.words("add.title"), lab.title(type))


def pick(lab: LabPage, list: str, name: str) -> None:
    """Type a name into a list and choose it."""
    expect(lab.page.get_by_role("combobox", name=list)).to_be_focused()
    lab.page.keyboard.insert_text(name)
    chosen = lab.page.get_by_role("option", selected=True)
    while not re.match(rf"{re.escape(name)}(?!\w)", chosen.locator(".chooser-name").inner_text()):
        lab.page.keyboard.press("ArrowDown")
    lab.page.keyboard.press("Enter")


def type_in(lab: LabPage, type: str, parameter: str, value: object) -> None:
    """Go to a parameter with Tab and give it its value by keys."""
    field = lab.field(type, parameter)
    tab_to(lab, field)
    role = lab.page.locator(":focus").get_attribute("role")
    if role == "spinbutton":
        lab.page.keyboard.press("Control+a")
        lab.page.keyboard.insert_text(str(value))
    elif lab.page.locator("select:focus").count():
        while field.input_value() != value:
            lab.page.keyboard.press("ArrowDown")
    else:
        wanted = field.get_by_role("radio", name=lab.spelled(value))
        while not wanted.is_checked():
            lab.page.keyboard.press("ArrowRight")


def tab_to(lab: LabPage, field: Locator) -> None:
    """Press Tab, or Shift+Tab where it lies before, until the focus is in a field."""
    key = "Shift+Tab" if field.evaluate(IS_BEFORE_FOCUS) else "Tab"
    for _ in range(40):
        if field.evaluate(HAS_FOCUS):
            return
        lab.page.keyboard.press(key)
    raise AssertionError(f"Tab does not come to {field}")


def test_escape_leads_from_a_panel_s_buttons_back_to_what_is_chosen(enter: Enter) -> None:
    lab = enter(reference())
    lab.node("bneck2").focus()
    lab.page.keyboard.press("Control+a")
    lab.tab("inspect")
    align = lab.command("align-left")
    align.focus()
    lab.page.keyboard.press("Escape")
    expect(align).not_to_be_focused()
    assert lab.page.evaluate("() => document.activeElement.closest('#canvas') !== null")
    lab.page.keyboard.press("/")
    expect(lab.page.get_by_role("combobox", name=lab.words("add.title"))).to_be_focused()


def test_a_block_is_found_by_its_name_and_its_step_and_gets_the_focus(enter: Enter) -> None:
    lab = enter(reference())
    expect(lab.node("bneck7").locator(".node-step")).to_contain_text("8")
    by_name, by_step = f"{lab.title('bneck')} 12", lab.words("step.number", step="8")
    for query, node in ((by_name, "bneck12"), (by_step, "bneck7")):
        lab.page.keyboard.press("Control+k")
        expect(lab.page.get_by_role("combobox", name=lab.words("commands.title"))).to_be_focused()
        lab.page.keyboard.insert_text(query)
        lab.page.keyboard.press("Enter")
        expect(lab.node(node)).to_be_focused()
        expect(lab.node(node)).to_be_in_viewport()
