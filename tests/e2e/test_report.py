"""The lab report: the board on paper, what was filled in, how often Verify was asked."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.boards import reference
from tests.e2e.conftest import Contexts, Enter
from tests.e2e.spots import ROOM_BESIDE
from tests.e2e.words import LANGS, Lang


def test_the_board_and_its_table_are_printed_not_the_page(enter: Enter) -> None:
    lab = enter(reference(), color_scheme="dark")
    lab.page.emulate_media(media="print")
    sheet = lab.page.locator(".print-sheet")
    expect(sheet).to_be_attached()
    lab.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    expect(sheet.locator("svg")).to_be_visible()
    expect(sheet.locator("svg")).to_contain_text("bneck 15")
    expect(sheet.locator("svg .picture-ground")).to_have_count(1)
    expect(sheet.locator("svg .picture-ground")).to_be_hidden()
    expect(sheet.get_by_role("row")).to_have_count(24)
    heads = ["#", "Input", "Operator", "k", "exp", "#out", "SE", "NL", "s", "NBN", "shortcut"]
    totals = [lab.words(f"totals.{name}") for name in ("output", "params", "madds")]
    expect(sheet.get_by_role("columnheader")).to_have_text([*heads, *totals])
    row = sheet.get_by_role("row", name=re.compile("bneck 4"))
    expect(row.get_by_role("rowheader")).to_have_text("5")  # the row of Table 1
    expect(sheet.get_by_role("rowheader").last).to_have_text("21")
    filled = ["56×56×24", "bneck 4", "5", "72", "40", "✓", "RE", "2", "", "", "28×28×40"]
    for at, value in enumerate(filled):
        expect(row.get_by_role("cell").nth(at)).to_have_text(value)
    expect(lab.page.get_by_role("banner")).to_be_hidden()


def test_a_page_that_is_printed_as_it_opens_has_its_picture(contexts: Contexts) -> None:
    page = contexts().new_page()
    page.emulate_media(media="print")
    page.goto("/labs/se-module")
    expect(page.locator(".print-sheet svg")).to_be_visible()


PAGES = re.compile(rb"/Type\s*/Page[^s]")
"""What a PDF holds once for each of its pages."""


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_report_of_the_large_network_is_two_pages(enter: Enter, lang: Lang, paper: str) -> None:
    lab = enter(reference(), lang=lang)
    lab.expect_correct()
    lab.run("report")
    lab.page.evaluate("() => { window.print = () => {} }")
    lab.dialog.get_by_label(lab.words("hand_in.name")).fill("Ada Lovelace")
    lab.dialog.get_by_label(lab.words("report.notes")).fill("1 + 1\n" * 6)
    lab.dialog.get_by_role("button", name=lab.words("report.print")).click()
    expect(lab.page.locator(".print-head")).to_contain_text("Ada Lovelace")
    assert len(PAGES.findall(lab.page.pdf(format=paper))) == 2


def test_a_long_table_goes_on_over_the_page(enter: Enter) -> None:
    """Whole, it left half of the first page empty; its rows are whole all the same."""
    lab = enter(reference())
    lab.page.emulate_media(media="print")
    lab.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    table = lab.page.locator(".print-table")
    expect(table).to_have_css("break-inside", "auto")
    expect(table.locator("thead")).to_have_css("display", "table-header-group")
    expect(table.get_by_role("row").last).to_have_css("break-inside", "avoid")


def test_figures_and_words_of_the_printed_table_are_apart(enter: Enter) -> None:
    """Input and Operator nearly touched."""
    lab = enter(reference())
    lab.page.emulate_media(media="print")
    lab.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    figures = lab.page.locator(".print-table tbody tr [data-align=right]:has(+ [data-align=left])")
    assert figures.count() >= 20
    assert min(each.evaluate(ROOM_BESIDE) for each in figures.all()) >= 9


@pytest.mark.parametrize("lang", LANGS)
def test_the_report_says_how_often_verify_was_asked(enter: Enter, lang: Lang) -> None:
    """In a guided lab too, over a reload, until the lab is begun anew."""
    lab = enter(reference("se-module"), lab="se-module", lang=lang)
    sheet = lab.page.locator(".print-sheet")

    def attempts() -> Locator:
        term = lab.page.get_by_role("term").filter(has_text=lab.words("report.attempts"))
        return sheet.locator("div").filter(has=term).get_by_role("definition")

    lab.page.emulate_media(media="print")
    expect(attempts()).to_have_text("0")
    lab.page.emulate_media(media="screen")
    lab.expect_correct()
    lab.saved()
    lab.page.reload()
    lab.ready()
    lab.page.emulate_media(media="print")
    expect(attempts()).to_have_text("1")
    lab.page.emulate_media(media="screen")
    lab.run("start-over")
    lab.page.emulate_media(media="print")
    expect(attempts()).to_have_text("0")
