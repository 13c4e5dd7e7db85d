"""A tablet without a mouse: tap to add, tap-tap to wire, drag, pinch."""

import re
from collections.abc import Sequence

from playwright.sync_api import CDPSession, Locator, expect

from tests.e2e.boards import reference
from tests.e2e.conftest import Enter
from tests.e2e.sizes import TABLET

XY = tuple[float, float]


class Fingers:
    """Fingers on the glass."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session

    def down(self, *at: XY) -> None:
        self._send("touchStart", at)

    def move(self, *at: XY) -> None:
        self._send("touchMove", at)

    def up(self) -> None:
        self._send("touchEnd", ())

    def drag(self, start: XY, end: XY, steps: int = 6) -> None:
        """One finger, from here to there."""
        self.down(start)
        for step in range(1, steps + 1):
            share = step / steps
            self.move(
                (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
            )
        self.up()

    def _send(self, type: str, at: Sequence[XY]) -> None:
        points = [{"x": x, "y": y, "id": index} for index, (x, y) in enumerate(at)]
        self.session.send("Input.dispatchTouchEvent", {"type": type, "touchPoints": points})


def middle(thing: Locator) -> XY:
    """The middle of something on screen."""
    box = thing.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_building_with_a_finger(enter: Enter) -> None:
    lab = enter(size=TABLET, has_touch=True)
    fingers = Fingers(lab.page.context.new_cdp_session(lab.page))
    lab.panel("panel-left", shown=True)
    expect(lab.page.locator(".palette-foot")).to_have_text(lab.words("palette.help_tap"))
    lab.block("conv2d").tap()
    expect(lab.nodes).to_have_count(2)
    expect(lab.wires).to_have_count(1)

    ground = lab.canvas.bounding_box()
    assert ground is not None
    fingers.drag(middle(lab.block("softmax")), (ground["x"] + 600, ground["y"] + 700))
    expect(lab.nodes).to_have_count(3)
    lab.panel("panel-left", shown=False)
    lab.command("fit", lab.canvas).tap()

    lab.port("conv2d-1", "out").tap()
    lab.port("softmax-1", "in").tap()
    expect(lab.wires).to_have_count(2)

    before = lab.node("softmax-1").get_attribute("style") or ""
    x, y = middle(lab.node("softmax-1").locator(".node-icon"))
    fingers.drag((x, y), (x - 90, y + 60))
    expect(lab.node("softmax-1")).not_to_have_attribute("style", before)


def test_two_fingers_zoom_and_one_pans(enter: Enter) -> None:
    lab = enter(reference(), size=TABLET, has_touch=True)
    fingers = Fingers(lab.page.context.new_cdp_session(lab.page))
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
    lab = enter(reference(), size=TABLET, has_touch=True)
    lab.node("conv1").tap()
    chip = lab.side.locator(".chip").first
    chip.scroll_into_view_if_needed()
    assert chip.evaluate(MEETS)
