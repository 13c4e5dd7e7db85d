"""A demo as an instructor handles it: the key, the clicker, what the class sees."""

import re
from functools import cached_property
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.serving import KEY
from tests.e2e.words import Words

ASKED = r"403 \(Forbidden\)"
"""What the browser writes to its console when a page asks for the key."""

PARTS = ["html", ".demo", ".demo-caption", ".demo-top", ".demo-controls"]
"""What a demo's page has to have room for."""

CUT_OFF = """(parts) => parts.filter((name) => {
  const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.querySelector(name);
  return scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1;
})"""
"""Which of these have more in them than is shown."""


class DemoPage:
    """One tab with a lab's demo in it."""

    def __init__(self, page: Page, words: Words, lab: str) -> None:
        self.page = page
        self.words = words
        self.lab = lab

    def open(self, fragment: str = "") -> None:
        """Go to the demo, and give the key where it is asked for."""
        self.page.goto(f"/labs/{self.lab}/demo{fragment}")
        field = self.page.locator("#key")
        if field.count():
            field.fill(KEY)
            self.page.keyboard.press("Enter")
        self.ready()

    def ready(self) -> None:
        """Wait until the canvas stands."""
        expect(self.nodes.first).to_be_visible()

    @cached_property
    def score(self) -> Any:
        """What the server gives to whoever has the key."""
        return self.page.request.get(f"/api/labs/{self.lab}/demo").json()

    @property
    def nodes(self) -> Locator:
        return self.page.locator(".svelte-flow__node")

    @property
    def wires(self) -> Locator:
        return self.page.locator(".svelte-flow__edge")

    @property
    def caption(self) -> Locator:
        return self.page.locator(".demo-caption")

    @property
    def filled(self) -> Locator:
        """The rows of the table that are filled in."""
        return self.page.locator('.demo-rows tr[data-shown="true"]')

    def button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=self.words(key), exact=True)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def on(self, at: int) -> int:
        """Go on from a stop to the next thing to say, without waiting for what comes between."""
        kinds = [each["kind"] for each in self.score["moments"]]
        stop = next(n for n in range(at + 1, len(kinds)) if kinds[n] not in ("place", "wire"))
        self.press("PageDown")
        if stop > at + 1:  # blocks arrive and wires draw themselves: pressed again, they are there
            self.press("PageDown")
        self.stands(stop)
        return stop

    def stands(self, at: int) -> None:
        """The demo stands at this moment."""
        expect(self.page).to_have_url(re.compile(rf"#at={at}$"))

    def says(self, kind: str) -> None:
        """The caption is of this kind."""
        expect(self.caption).to_have_attribute("data-kind", kind)

    def moment(self, kind: str, step: int) -> int:
        """The place in the score of a moment of a step."""
        return next(
            at
            for at, each in enumerate(self.score["moments"])
            if each["kind"] == kind and each.get("step") == step
        )

    @property
    def at(self) -> int:
        """The moment at which the demo stands."""
        return int(self.page.url.partition("#at=")[2])

    def go(self, kind: str, step: int) -> int:
        """Go to a moment by the address."""
        at = self.moment(kind, step)
        self.page.evaluate("(at) => { location.hash = `at=${at}` }", at)
        self.stands(at)
        return at
