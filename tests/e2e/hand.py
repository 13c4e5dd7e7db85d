"""A hand on a page: a mouse, or fingers where fingers are what there is."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from playwright.sync_api import Locator, Page

from tests.e2e.fingers import XY, Fingers, Key, middle, stay

PULL_STEPS = 6
"""Places between press and release: a drag that jumps is no drag."""


class Hand:
    """What presses and drags on one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @cached_property
    def touch(self) -> bool:
        """Whether fingers are what there is; a page that has not come yet cannot be asked."""
        coarse: bool = self.page.evaluate("() => matchMedia('(pointer: coarse)').matches")
        return coarse

    def drag(self, start: Locator | XY, end: Locator | XY) -> None:
        """Drag from the middle of one thing to the middle of another; either may be a point."""
        self.carry(start, end)
        self.let_go()

    def carry(self, start: Locator | XY, end: Locator | XY) -> None:
        """The same without letting go."""
        if not isinstance(start, tuple):
            start.scroll_into_view_if_needed()
            start = middle(start)
        end = end if isinstance(end, tuple) else middle(end)
        if self.touch:
            self.fingers.carry(start, end, PULL_STEPS)
            return
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=PULL_STEPS)

    @contextmanager
    def held(self, key: Key) -> Iterator[None]:
        """Keep a key pressed meanwhile."""
        self.page.keyboard.down(key)
        self.fingers.with_key = key
        try:
            yield
        finally:
            self.fingers.with_key = None
            self.page.keyboard.up(key)

    def carry_on(self, end: XY) -> None:
        """Go on to another point with what is held."""
        if self.touch:
            self.fingers.move(end)
        else:
            self.page.mouse.move(*end, steps=PULL_STEPS)

    def let_go(self) -> None:
        """Let go of what is held."""
        if self.touch:
            self.fingers.up()
        else:
            self.page.mouse.up()

    @cached_property
    def fingers(self) -> Fingers:
        return Fingers.on(self.page)

    def click_at(self, at: XY) -> None:
        """Click a point of the window, where no element begins or ends."""
        if self.touch:
            self.page.touchscreen.tap(*at)
        else:
            self.page.mouse.click(*at)

    def click_twice_at(self, at: XY) -> None:
        """Double-click a point of the window."""
        if self.touch:
            self.fingers.tap_twice(at)
        else:
            self.page.mouse.dblclick(*at)

    def menu_at(self, at: XY) -> None:
        """Ask for the menu of what is at a point of the window."""
        if self.touch:
            stay(self.page, at)
        else:
            self.page.mouse.click(*at, button="right")
