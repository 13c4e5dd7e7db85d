"""Fingers on the glass, and the clicks of a test where fingers are what there is."""

import time
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Self

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Locator, Page, expect

Key = Literal["Shift", "Control"]
KEYS: Mapping[Key | None, int] = {"Control": 2, "Shift": 8}
"""As the browser's protocol counts them."""

XY = tuple[float, float]
STEP_S = 0.02
"""Seconds from one place of a finger that drags to the next: before its end it rests, and all of it
is shorter than what a browser takes for a long press."""
TAP_S = 0.06
"""Seconds that each half of a tap takes that is one of two."""
APART_S = 0.5
"""Seconds between two taps that are not a double one."""


class Fingers:
    """Fingers on the glass."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session
        self.with_key: Key | None = None
        """What a keyboard beside the glass has pressed meanwhile."""

    @classmethod
    def on(cls, page: Page) -> Self:
        """The fingers on this page."""
        return cls(page.context.new_cdp_session(page))

    def down(self, *at: XY) -> None:
        self._send("touchStart", at)

    def move(self, *at: XY) -> None:
        self._send("touchMove", at)

    def up(self) -> None:
        self._send("touchEnd", ())

    def drag(self, start: XY, end: XY) -> None:
        """One finger, from here to there."""
        self.carry(start, end)
        self.up()

    def carry(self, start: XY, end: XY, steps: int = 6) -> None:
        """The same, and it stays on the glass.

        It is told as slow as a hand: what is still moving when it is let go is thrown, and the
        next tap only catches it.
        """
        begun = time.time() - 2 * STEP_S * steps
        self._send("touchStart", [start], begun)
        for step in range(1, 2 * steps + 1):
            share = min(1, step / steps)
            at = start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
            self._send("touchMove", [at], begun + STEP_S * step)

    def tap_twice(self, at: XY) -> None:
        """Tap a point twice, as quickly as a hand does it however busy the machine is.

        And so long after the tap before that this one does not count as the first.
        """
        begun = time.time() + APART_S
        for step in range(4):
            down = step % 2 == 0
            self._send(
                "touchStart" if down else "touchEnd", [at] if down else [], begun + TAP_S * step
            )

    def _send(self, type: str, at: Sequence[XY], when: float | None = None) -> None:
        points = [{"x": x, "y": y, "id": index} for index, (x, y) in enumerate(at)]
        told = {
            "type": type,
            "touchPoints": points,
            "timestamp": when or time.time(),
            "modifiers": KEYS.get(self.with_key, 0),
        }
        self.session.send("Input.dispatchTouchEvent", told)


def middle(thing: Locator) -> XY:
    """The middle of something on screen."""
    box = thing.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


class Glass:
    """The contexts without a mouse: what a test clicks there is tapped.

    So a test says once what is done, and a size says with what: a double click is two taps, the
    other button a finger that stays.
    """

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self._contexts: list[BrowserContext] = []

    def add(self, context: BrowserContext) -> None:
        """From now on fingers are what there is in this context."""
        if not self._contexts:
            self._patch.setattr(Locator, "click", self._instead("click", self._click))
            self._patch.setattr(Locator, "dblclick", self._instead("dblclick", self._dblclick))
        self._contexts.append(context)

    def _instead(self, name: str, by_finger: Any) -> Any:
        by_mouse = getattr(Locator, name)

        def act(locator: Locator, **options: Any) -> None:
            on_glass = locator.page.context in self._contexts
            (by_finger if on_glass else by_mouse)(locator, **options)

        return act

    @staticmethod
    def _click(locator: Locator, *, button: str = "left", **options: Any) -> None:
        if button == "right":
            locator.scroll_into_view_if_needed()
            stay(locator.page, middle(locator))
        else:
            locator.tap(**options)

    @staticmethod
    def _dblclick(locator: Locator, **options: Any) -> None:
        locator.tap(**options, trial=True)
        position = options.get("position")
        box = locator.bounding_box()
        assert box is not None
        at = (box["x"] + position["x"], box["y"] + position["y"]) if position else middle(locator)
        Fingers.on(locator.page).tap_twice(at)


def stay(page: Page, at: XY) -> None:
    """Lay a finger on a point until a menu opens there."""
    fingers = Fingers.on(page)
    fingers.down(at)
    expect(page.get_by_role("menu")).to_be_visible()
    fingers.up()
