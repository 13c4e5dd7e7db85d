"""The way to a lab's demo in a real browser: whoever has the instructor's key finds it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Enter
from tests.e2e.serving import KEY
from tests.e2e.words import LANGS, Lang


@pytest.mark.parametrize("lang", LANGS)
def test_only_whoever_has_the_key_finds_the_way_from_a_lab_to_its_demo(
    enter: Enter, lang: Lang
) -> None:
    lab = enter(lab="se-module", lang=lang)
    said = lab.words("command.demo")
    menus = [
        lab.page.get_by_role("button", name=re.compile(f"^{lab.words('mode.label', mode='')}")),
        lab.page.get_by_role("button", name=lab.words("menu.file")),
    ]
    way = lab.page.get_by_role("menuitem", name=said)
    found = lab.page.get_by_role("option", name=said)
    search = lab.page.get_by_role("combobox", name=lab.words("commands.title"))

    def count(expected: int) -> None:
        for menu in menus:
            menu.click()
            expect(lab.page.get_by_role("menu")).to_be_visible()
            expect(way).to_have_count(expected)
            lab.page.keyboard.press("Escape")
        lab.page.keyboard.press("Control+k")
        search.fill(said)
        expect(found).to_have_count(expected)
        lab.page.keyboard.press("Escape")

    count(0)
    lab.page.goto("/")
    cards = lab.page.locator(".card-mode[href$='/demo']")
    expect(lab.page.locator(".card").first).to_be_visible()
    expect(cards).to_have_count(0)

    assert lab.page.request.post("/labs/se-module/demo", form={"key": KEY}).ok
    lab.page.reload()
    expect(cards.first).to_be_visible()
    lab.open(lab="se-module")
    count(1)
    menus[0].click()
    way.click()
    expect(lab.page).to_have_url(re.compile("/labs/se-module/demo"))
    expect(lab.page.locator(".demo-caption")).to_be_visible()
