"""How a demo ends: the whole network so that it can be read, and what to look back at."""

import pytest
from playwright.sync_api import expect

from app.labs import catalog
from tests.e2e.conftest import Play
from tests.e2e.demo_page import CUT_OFF, PARTS
from tests.e2e.sizes import PROJECTOR, SMALL, Size
from tests.e2e.words import LANGS, Lang


@pytest.mark.parametrize("size", [PROJECTOR, SMALL], ids=lambda size: size.name)
@pytest.mark.parametrize("lang", LANGS)
def test_the_end_can_be_read_from_a_seat(play: Play, size: Size, lang: Lang) -> None:
    """A network of a hundred blocks is folded into its steps; what is said last has room."""
    demo = play("mobilenet-v3-large-listing", lang, size=size)
    demo.press("End")
    cards = demo.page.locator(".folded-step")
    steps = {str(each["number"]) for each in demo.score["steps"]}
    expect(cards.first).to_be_visible()
    numbers = cards.locator("strong")
    assert set(numbers.all_inner_texts()) == steps
    assert "15 bneck 14" in cards.all_inner_texts()
    for number in numbers.all():
        box, card = number.bounding_box(), number.locator("xpath=ancestor::*[2]").bounding_box()
        assert box
        assert card
        assert box["height"] >= 12
        assert box["width"] <= card["width"]
        assert box["height"] <= card["height"]
    assert demo.page.evaluate(CUT_OFF, PARTS) == []
    pool = demo.moment("place", 18)
    node = demo.page.locator(f'[data-id="{demo.score["moments"][pool]["node"]}"]')
    title = next(each["title"][lang] for each in demo.score["steps"] if each["number"] == 18)
    name = demo.page.locator(".folded-name")
    node.hover()
    expect(name).to_have_text(f"18 {title}")
    demo.page.mouse.move(0, 0)
    expect(name).to_have_count(0)
    node.focus()
    expect(name).to_have_text(f"18 {title}")
    expect(demo.page.get_by_role("status").filter(has_text=title)).to_have_count(1)
    box = name.bounding_box()
    assert box
    assert box["height"] >= 12
    demo.press("PageUp")
    expect(cards).to_have_count(0)
    demo.open(f"#at={len(demo.score['moments']) - 1}")
    expect(cards.first).to_be_visible()


def test_no_closing_word_is_cut_off(play: Play) -> None:
    """In both languages, of which the page is left in the one that it begins with."""
    demo = play(lang="en", size=SMALL)
    for slug in catalog():
        demo.page.goto(f"/labs/{slug}/demo")
        demo.ready()
        demo.press("End")
        demo.says("end")
        for lang, name in (("zh-CN", "中文"), ("en", "English")):
            demo.page.get_by_text(name, exact=True).click()
            expect(demo.page.locator("html")).to_have_attribute("lang", lang)
            expect(demo.caption.locator(".demo-costs")).not_to_be_empty()
            assert demo.page.evaluate(CUT_OFF, PARTS) == [], (slug, lang)
