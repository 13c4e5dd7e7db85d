"""The table is a live view of the board: rows and blocks light each other, cells are ticked."""

import re

import pytest
from playwright.sync_api import Locator, expect

from app.labs import get_lab
from tests.e2e.boards import changed, reference
from tests.e2e.conftest import Enter
from tests.e2e.lab_page import LabPage
from tests.e2e.sizes import LAPTOP, PHONE
from tests.e2e.spots import ROOM_BESIDE
from tests.e2e.words import LANGS, Lang


def row(lab: LabPage, step: int) -> Locator:
    """A row of the table in the side panel."""
    return lab.side.locator(f'.paper-table [data-step="{step}"]').first


def left(thing: Locator) -> float:
    """Where it begins, in px of the window."""
    box = thing.bounding_box()
    assert box is not None
    return box["x"]


def cell(lab: LabPage, step: int, column: str) -> Locator:
    """One cell of it."""
    return row(lab, step).locator(f'[data-column="{column}"]')


@pytest.mark.mouse("hovers; a tap on a row goes to its block instead")
def test_a_row_and_its_block_light_each_other(enter: Enter) -> None:
    lab = enter(reference())
    lab.tab("table")
    node = lab.node("bneck7").locator(".node")
    expect(row(lab, 8)).to_have_attribute("data-known", "true")
    row(lab, 8).hover()
    expect(node).to_have_attribute("data-state", "lit")
    lab.node("bneck3").hover()
    expect(row(lab, 4)).to_have_attribute("data-lit", "true")
    expect(node).not_to_have_attribute("data-state", "lit")


def test_a_click_on_a_cell_goes_to_the_block_and_to_its_field(enter: Enter) -> None:
    lab = enter(reference())
    lab.tab("table")
    expect(row(lab, 8)).to_have_attribute("data-known", "true")
    cell(lab, 8, "exp_size").click()
    assert lab.selected == "bneck7"
    expect(lab.field("bneck", "exp_size")).to_be_focused()
    lab.page.keyboard.type("248")
    expect(lab.node("bneck7")).to_contain_text("exp 248")


def test_the_keyboard_walks_the_rows_and_goes_to_their_blocks(enter: Enter) -> None:
    lab = enter(reference())
    lab.tab("table")
    expect(row(lab, 1)).to_have_attribute("data-known", "true")
    first = row(lab, 1).get_by_role("button")
    first.focus()
    for _ in range(7):
        lab.page.keyboard.press("ArrowDown")
    expect(row(lab, 8).get_by_role("button")).to_be_focused()
    said = lab.words("table.row_of", step=8, name="bneck 7")
    expect(row(lab, 8).get_by_role("button")).to_have_attribute("aria-label", said)
    lab.page.keyboard.press("Enter")
    expect(lab.node("bneck7")).to_be_focused()


def test_matching_cells_are_ticked_in_guided_mode_alone(enter: Enter) -> None:
    board = changed(reference(), "bneck7", nl="RE")
    lab = enter(board)
    lab.tab("table")
    ticked = row(lab, 8).locator("td:has(.cell-tick)")
    expect(ticked).to_have_count(6)
    expect(cell(lab, 8, "nl").locator(".cell-tick")).to_have_count(0)
    expect(cell(lab, 8, "exp_size")).to_contain_text(lab.words("table.agrees"))
    expect(row(lab, 9).locator(".cell-tick")).to_have_count(7)

    exercise = enter(board, query="?mode=exercise")
    exercise.verify()
    exercise.tab("table")
    expect(row(exercise, 8)).to_have_attribute("data-known", "true")
    expect(exercise.side.locator(".cell-tick")).to_have_count(0)


def test_the_table_can_be_kept_in_sight_beside_the_parameters(enter: Enter) -> None:
    lab = enter(reference())
    lab.tab("table")
    lab.command("pin-table", lab.side).click()
    lab.choose("bneck7")
    expect(row(lab, 8)).to_be_in_viewport()
    expect(row(lab, 8)).to_have_attribute("data-hand", "true")
    expect(lab.field("bneck", "exp_size")).to_be_visible()
    table, block = lab.side.locator(".pinned-table"), lab.side.get_by_role("tabpanel")
    assert left(table) == left(block)
    lab.page.set_viewport_size({"width": 1920, "height": 1080})
    expect(lab.field("bneck", "kernel_size")).to_be_in_viewport()
    assert left(table) < left(block)
    lab.page.set_viewport_size({"width": 1440, "height": 900})
    lab.saved()
    lab.page.reload()
    lab.ready()
    expect(row(lab, 1)).to_be_visible()
    lab.command("pin-table", lab.side).click()
    expect(lab.side.locator(".pinned-table")).to_have_count(0)


def test_the_row_of_the_block_in_hand_stands_in_the_blocks_tab(enter: Enter) -> None:
    lab = enter(reference())
    lab.choose("bneck7")
    expect(row(lab, 8)).to_be_visible()
    expect(cell(lab, 8, "nl")).to_contain_text("HS")
    lab.choose("conv2")
    expect(cell(lab, 17, "out")).to_contain_text("960")

    exercise = enter(reference(), query="?mode=exercise")
    exercise.choose("bneck7")
    expect(row(exercise, 8)).to_be_visible()
    exercise.side.get_by_role("button", name=exercise.words("table.row_after")).click()
    expect(row(exercise, 9)).to_be_visible()
    exercise.choose("bneck2")
    expect(row(exercise, 3)).to_be_visible()

    exam = enter(reference(), query="?mode=exam")
    exam.choose("bneck7")
    expect(row(exam, 8)).to_be_visible()


def test_what_a_hint_mentions_is_a_link(enter: Enter) -> None:
    lab = enter(changed(reference(), "bneck7", nl="RE"), instructor=True)
    lab.verify()
    message = lab.finding.locator(".finding-message")
    message.get_by_role("button", name=re.compile("step 8|第 8 步", re.IGNORECASE)).click()
    expect(lab.side.locator('.sheet-step[data-step="8"]')).to_have_attribute("data-open", "true")
    lab.tab("problems")
    hints = lab.finding.locator(".finding-hints li")
    for count in range(1, 5):
        lab.finding.locator("> .button").click()
        expect(hints).to_have_count(count)
    hints.get_by_role("button", name=re.compile("NL column|NL 一列")).first.click()
    expect(cell(lab, 8, "nl")).to_have_attribute("data-reading", "true")
    expect(cell(lab, 9, "nl")).not_to_have_attribute("data-reading", "true")


def test_fields_stand_in_the_tables_order_and_idle_ones_are_away(enter: Enter) -> None:
    lab = enter(reference())
    lab.choose("bneck7")
    fields = lab.side.locator(".param")
    order = fields.evaluate_all("(all) => all.map((each) => each.dataset.parameter)")
    assert order[:6] == ["exp_size", "out_channels", "kernel_size", "expand", "se", "nl"]
    assert "se_channels" not in order
    lab.choose("bneck5")
    expect(lab.field("bneck", "se_channels")).to_have_attribute(
        "aria-valuetext", lab.words("word.of", word=lab.words("field.automatic"), value=32)
    )
    lab.choose("conv1")
    expect(lab.field("conv2d", "padding")).to_have_attribute(
        "aria-valuetext", lab.words("word.of", word="same", value=1)
    )


def test_a_blocks_values_are_set_in_its_row_by_keys(enter: Enter) -> None:
    lab = enter(reference())
    lab.tab("table")
    lab.command("pin-table", lab.side).click()
    lab.choose("bneck7")
    own = lab.side.get_by_role("row", name=lab.words("table.own", name="bneck 7"))
    expansion = own.locator('[data-own="exp_size"] input')
    expansion.focus()
    lab.page.keyboard.type("248")
    lab.page.keyboard.press("Tab")
    lab.page.keyboard.type("0")
    lab.page.keyboard.press("Enter")
    expect(own.locator('[data-own="out_channels"] input')).to_have_value("80")
    own.locator('[data-own="nl"] select').select_option("RE")
    card = lab.node("bneck7")
    expect(card).to_contain_text("exp 248")
    expect(card).to_contain_text("ReLU")
    for text in ("exp 248", "exp 240"):
        lab.tool("undo")
        expect(card).to_contain_text(text)
        expect(card).to_contain_text("h-swish")


@pytest.mark.parametrize("lang", LANGS)
def test_a_laptop_shows_all_columns(enter: Enter, lang: Lang) -> None:
    """With every tick, and with the row in which a block's own values are set."""
    lab = enter(reference(), size=LAPTOP, lang=lang)
    lab.choose("bneck5")
    lab.tab("table")
    expect(lab.side.locator(".row-own")).to_be_visible()
    expect(cell(lab, 6, "exp_size").locator(".cell-tick")).to_be_visible()
    scroll = lab.side.locator(".table-scroll")
    assert scroll.evaluate("(each) => each.scrollWidth - each.clientWidth") <= 0
    expect(cell(lab, 6, "nbn")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("lang", LANGS)
def test_a_telephone_shows_all_columns_pinned_or_not(enter: Enter, lang: Lang) -> None:
    lab = enter(reference(), size=PHONE, is_mobile=True, lang=lang)
    lab.panel("panel-right", shown=True)
    lab.tab("table")
    whole = lab.side.locator(".table-scroll")
    expect(cell(lab, 6, "exp_size").locator(".cell-tick")).to_be_visible()
    assert cell(lab, 6, "input").evaluate(ROOM_BESIDE) >= 16
    assert whole.evaluate("(each) => each.scrollWidth - each.clientWidth") <= 0
    lab.command("pin-table", lab.side).last.click()
    scroll = lab.side.locator(".pinned-table .scroll")
    expect(scroll).to_be_visible()
    assert scroll.evaluate("(each) => each.scrollWidth - each.clientWidth") <= 0
    lab.command("pin-table", lab.side).click()
    expect(scroll).to_have_count(0)


def test_the_row_of_a_whole_bneck_says_so_beside_its_pieces(enter: Enter) -> None:
    lab = enter(reference("bneck-v3"), lab="bneck-v3", query="?mode=exercise")
    lab.choose(reference("bneck-v3")["nodes"][1]["id"])
    beside = lab.side.locator(".row-in-hand")
    for column in ("kernel", "exp_size", "out", "se"):
        expect(beside.locator(f'[data-column="{column}"]')).to_be_visible()
    table = get_lab("bneck-v3").given.table
    assert table is not None
    assert table.legend is not None
    expect(beside).to_contain_text(re.split("[:：]", table.legend[lab.words.lang])[0])
    expect(lab.side.locator(".param").first).to_be_visible()
    expect(lab.side.locator(".param-heading")).to_have_count(0)


def test_no_row_of_a_whole_bneck_speaks_against_the_sheet_of_its_piece(enter: Enter) -> None:
    lab = enter(reference("bneck-v3"), lab="bneck-v3")
    lab.choose(reference("bneck-v3")["nodes"][1]["id"])
    expect(lab.field("conv2d", "out_channels")).to_have_value("120")
    expect(lab.side.locator(".row-in-hand")).to_have_count(0)
