"""An instructor makes a lab of a board, the server proves it, and a student does it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import serving
from tests.e2e.boards import changed, fragment, reference
from tests.e2e.conftest import Complaints, Contexts
from tests.e2e.lab_page import LabPage
from tests.e2e.serving import KEY
from tests.e2e.sizes import DESKTOP
from tests.e2e.words import Lang, words
from tests.tree import ROOT

LAB = "se-module"
PROOF = 60_000
"""Milliseconds that the proof of a small network may take on a busy machine."""


def said(lang: Lang) -> dict[str, str]:
    """The words of the page."""
    path = ROOT / f"static/src/make/{lang}.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.fixture(autouse=True)
def _closed(complaints: Complaints) -> None:
    complaints.expect(r"status of 403")  # the page that asks for the key


@pytest.fixture(name="folder", scope="session")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("labs")


@pytest.fixture(name="own", scope="session")
def _own(folder: Path) -> Iterator[str]:
    with serving.running("--labs", str(folder)) as address:
        yield address


def with_key(context: BrowserContext, own: str) -> Page:
    """The page that makes labs, opened with the key."""
    page = context.new_page()
    page.goto(f"{own}/make")
    page.locator("#key").fill(KEY)
    page.keyboard.press("Enter")
    expect(page.locator(".make-begin")).to_be_visible()
    return page


def from_editor(page: Page, own: str, board: str, lang: Lang = "en") -> None:
    """Take a board from the editor to the form, by the menu."""
    page.goto(f"{own}/labs/{LAB}{board}")
    lab = LabPage(page, words(lang))
    lab.ready()
    page.get_by_role("banner").get_by_role("button", name=lab.words("menu.file")).click()
    page.get_by_role("menuitem", name=lab.words("command.make-lab")).click()
    expect(page.locator(".make-steps")).to_be_visible()


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_a_board_becomes_a_lab_that_a_student_does(
    contexts: Contexts, own: str, folder: Path, lang: Lang
) -> None:
    slug, word = f"mine-{lang.lower()}", said(lang)
    page = with_key(contexts(lang), own)
    from_editor(page, own, fragment(reference(LAB)), lang)
    expect(page.locator(".make-step")).to_have_count(4)
    page.get_by_role("button", name=word["step.merge"]).nth(1).click()
    expect(page.locator(".make-step")).to_have_count(3)
    page.get_by_role("button", name=word["undo"]).click()
    expect(page.locator(".make-step")).to_have_count(4)
    page.locator(f"#title-{lang}").fill("Attention")
    page.locator("#slug").fill(slug)
    page.locator(f"#task-{lang}").fill("Build it.")
    expect(page.locator(".make-sheet h3")).to_have_text("Attention")
    expect(page.locator(".make-closing")).to_have_count(0)
    page.locator(".make-form details").first.locator("summary").click()
    page.locator(f"#closing-{lang}").fill("Look back at FC1.")
    expect(page.locator(".make-closing")).to_contain_text("Look back at FC1.")
    save = page.get_by_role("button", name=word["save"])
    save.click()
    expect(page.locator(".make-saved")).to_be_visible(timeout=PROOF)
    expect(save).to_be_focused()
    expect(page.locator(".make-proof li")).to_have_count(3)
    assert (folder / f"{slug}.toml").is_file()

    page.goto(f"{own}/labs/{slug}/demo")
    expect(page.locator(".svelte-flow__node").first).to_be_visible()
    page.keyboard.press("End")
    expect(page.locator(".demo-caption")).to_contain_text("Look back at FC1.")

    student = contexts(lang).new_page()
    student.goto(own)
    student.get_by_role("link", name="Attention").last.click()
    lab = LabPage(student, words(lang))
    lab.ready()
    student.goto(f"{own}/labs/{slug}?mode=exercise{fragment(reference(LAB))}")
    lab.ready()
    lab.expect_correct()


def test_the_ways_to_begin_are_pressed_in_one_line(contexts: Contexts, own: str) -> None:
    ways = with_key(contexts(), own).locator(".make-way .button")
    expect(ways).to_have_count(3)
    ends = ways.evaluate_all("(all) => all.map((each) => each.getBoundingClientRect().bottom)")
    assert len(set(ends)) == 1


def test_what_came_of_the_proof_is_in_sight(contexts: Contexts, own: str) -> None:
    """It stood below the end of the window."""
    page = with_key(contexts("en", size=DESKTOP), own)
    from_editor(page, own, fragment(reference(LAB)))
    page.locator("#title-en").fill("In sight")
    page.locator("#task-en").fill("Build it.")
    page.get_by_role("button", name=said("en")["save"]).press("Enter")
    expect(page.locator(".make-saved")).to_be_in_viewport(ratio=1, timeout=PROOF)


def test_a_broken_board_is_refused_with_its_proof_until_it_is_mended(
    contexts: Contexts, own: str, folder: Path
) -> None:
    word = said("en")
    board = reference(LAB)
    board["edges"] = [edge for edge in board["edges"] if edge["target"] != "fc2"]
    page = with_key(contexts("en"), own)
    page.goto(f"{own}/make{fragment(board)}")
    page.locator("#title-en").fill("Broken")
    page.locator("#task-en").fill("Build it.")
    expect(page.locator("#slug")).to_have_value("broken")
    page.get_by_role("button", name=word["save"]).click()
    expect(page.locator(".make-proof")).to_have_text(word["proof.not_run"], timeout=PROOF)
    assert not (folder / "broken.toml").exists()


def test_a_network_that_does_not_run_is_mended_where_it_was_drawn(
    contexts: Contexts, own: str
) -> None:
    board = reference(LAB)
    del next(node for node in board["nodes"] if node["id"] == "fc1")["data"]["out_channels"]
    page = with_key(contexts("en"), own)
    page.goto(f"{own}/labs/{LAB}{fragment(board)}")
    lab = LabPage(page, words("en"))
    lab.ready()
    lab.run("make-lab")
    expect(page.get_by_text(lab.words("said.not_made"))).to_be_visible()
    assert lab.selected == "fc1"


def test_words_stay_when_the_network_is_exchanged(contexts: Contexts, own: str) -> None:
    page = with_key(contexts("en"), own)
    from_editor(page, own, fragment(reference(LAB)))
    page.locator("#title-en").fill("Attention, please")
    page.locator("#task-en").fill("Build it.")
    page.get_by_role("button", name=said("en")["again"]).click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    from_editor(page, own, fragment(changed(reference(LAB), "fc1", out_channels=16)))
    expect(page.locator("#title-en")).to_have_value("Attention, please")
    expect(page.locator("#slug")).to_have_value("attention-please")
    expect(page.locator("#task-en")).to_have_value("Build it.")
    expect(page.locator(".make-preview")).to_contain_text("16")


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_an_address_with_no_board_behind_it_says_so(
    contexts: Contexts, own: str, lang: Lang
) -> None:
    """Before there is a draft and beside one, which stays as it is."""
    page, word = with_key(contexts(lang), own), said(lang)
    board = fragment(reference(LAB))
    page.goto(f"{own}/make#bord=x")
    told = page.get_by_role("alert")
    expect(told).to_have_text(word["begin.no_board_in_link"])
    page.goto(f"{own}/make{board[:-40]}")
    expect(told).to_have_text(word["begin.bad_link"])
    assert page.url.endswith(board[:-40])
    page.goto(f"{own}/make{board}")
    expect(page.locator(".make-sheet")).to_be_visible()
    expect(told).to_have_count(0)
    page.goto(f"{own}/make#bord=x")
    expect(told).to_have_text(word["begin.no_board_in_link"])
    expect(page.locator(".make-sheet")).to_be_visible()


def test_what_is_missing_is_said_at_its_field_once_saving_was_tried(
    contexts: Contexts, own: str
) -> None:
    page = with_key(contexts("en"), own)
    page.goto(f"{own}/make{fragment(reference(LAB))}")
    expect(page.locator(".make-sheet")).to_be_visible()
    expect(page.locator("#title-en")).to_have_attribute("aria-invalid", "false")
    page.get_by_role("button", name=said("en")["save"]).click()
    for field in ("#title-en", "#slug", "#task-en"):
        expect(page.locator(field)).to_have_attribute("aria-invalid", "true")
    page.reload()
    expect(page.locator(".make-steps")).to_be_visible()


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_a_network_is_drawn_on_an_empty_canvas(contexts: Contexts, own: str, lang: Lang) -> None:
    page = with_key(contexts(lang), own)
    page.get_by_role("link", name=said(lang)["begin.editor.go"]).click()
    lab = LabPage(page, words(lang))
    expect(lab.nodes).to_have_count(1)
    expect(lab.verify_button).to_have_count(0)
    lab.block("softmax").click()
    lab.block("global_avg_pool").click()
    expect(lab.nodes).to_have_count(3)
    for tab in ("lab", "inspect", "problems", "code"):
        lab.tab(tab)
    lab.page.keyboard.press("Control+Enter")
    lab.command("make-lab", page.get_by_role("banner")).click()
    expect(page.locator(".make-step")).to_have_count(2)


def test_what_the_form_has_no_field_for_comes_along_and_can_be_left_out(
    contexts: Contexts, own: str
) -> None:
    word = said("en")
    page = with_key(contexts("en"), own)
    page.locator(".make-way select").select_option("bneck-v3")
    page.get_by_role("button", name=word["begin.lab.go"]).click()
    table = page.get_by_label(word["kept.table"])
    expect(table).to_be_checked()
    expect(page.get_by_text(word["kept.stays"])).to_be_visible()
    flaw = page.locator("#kept ~ fieldset .make-wrong")
    expect(flaw).to_have_count(0)
    page.get_by_role("button", name=word["step.merge"]).first.click()
    expect(flaw).to_be_visible()
    table.uncheck()
    expect(flaw).to_have_count(0)


def test_students_have_no_such_command(contexts: Contexts, own: str) -> None:
    page = contexts("en").new_page()
    page.goto(f"{own}/labs/{LAB}")
    lab = LabPage(page, words("en"))
    lab.ready()
    page.get_by_role("banner").get_by_role("button", name=lab.words("menu.file")).click()
    expect(page.get_by_role("menuitem", name=lab.words("command.save-file"))).to_be_visible()
    expect(page.get_by_role("menuitem", name=lab.words("command.make-lab"))).to_have_count(0)
