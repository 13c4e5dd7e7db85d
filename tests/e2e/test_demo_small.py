"""A demo in small windows: what is told, and what is pressed, can be read."""

import pytest
from playwright.sync_api import expect

from tests.e2e.boards import LARGE
from tests.e2e.conftest import Play
from tests.e2e.demo_page import CUT_OFF, PARTS
from tests.e2e.sizes import AT_400_PERCENT, PHONE, TABLET, Size
from tests.e2e.words import LANGS, Lang


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=lambda size: size.name)
def test_a_small_screen_has_the_row_that_is_told(play: Play, size: Size) -> None:
    demo = play(size=size)
    side = demo.page.locator(".demo-side")
    expect(side).to_be_hidden()  # before the first step there is none
    demo.go("show", 5)
    rows = side.locator("tbody tr:visible")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("56×56×24")
    assert side.evaluate("side => side.scrollWidth <= side.clientWidth")
    inside = "all => all.every(each => each.getBoundingClientRect().right <= innerWidth - 8)"
    assert demo.page.locator(".demo-controls :is(button, select):visible").evaluate_all(inside)
    small = "all => all.filter(each => parseFloat(getComputedStyle(each).fontSize) < 12).length"
    assert demo.page.locator(".demo :is(button, td, th, p):visible").evaluate_all(small) == 0


SMALLEST = """() => Math.min(...[...document.querySelectorAll('.demo *, .notes *')]
  .filter((each) => !each.closest('.svelte-flow, .unseen') && each.checkVisibility() &&
    [...each.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
  .map((each) => parseFloat(getComputedStyle(each).fontSize)))"""
"""The smallest words around the canvas, in px."""


@pytest.mark.parametrize("width", [901, 1024, 1180])
def test_the_words_of_a_small_window_can_be_read(play: Play, width: int) -> None:
    demo = play(size=Size("window", width, 768))
    demo.go("show", 5)
    assert demo.page.evaluate(SMALLEST) >= 12
    assert demo.page.evaluate(CUT_OFF, PARTS) == []
    demo.button("demo.break").click()
    assert demo.page.evaluate(SMALLEST) >= 12
    notes = demo.page.context.new_page()
    notes.set_viewport_size({"width": width, "height": 768})
    notes.goto(f"/labs/{LARGE}/demo/notes")
    expect(notes.locator(".notes-shapes")).to_be_visible()
    assert notes.evaluate(SMALLEST) >= 12


@pytest.mark.parametrize("lang", LANGS)
def test_the_mistakes_can_be_read_on_a_telephone(play: Play, lang: Lang) -> None:
    demo = play("se-module", lang, size=PHONE)
    demo.go("show", 2)
    demo.button("demo.break").click()
    for slip in demo.page.get_by_role("menu").get_by_role("menuitem").all():
        expect(slip).to_be_in_viewport(ratio=1)


def test_at_400_percent_the_controls_can_be_reached(play: Play) -> None:
    """They lay below the window, and nothing scrolled."""
    demo = play("se-module", size=AT_400_PERCENT)
    for key in ("demo.play", "demo.turn"):
        button = demo.button(key)
        button.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport(ratio=1)
    demo.page.locator(".demo-board").scroll_into_view_if_needed()
    expect(demo.page.locator(".demo-board")).to_be_in_viewport()
