"""The windows beside a demo's: the notes of whoever presents, and those of the audience."""

import json
import re
import zlib
from base64 import urlsafe_b64decode

from playwright.sync_api import Page, expect

from app.labs import catalog
from tests.e2e.boards import LARGE
from tests.e2e.conftest import Contexts, Play
from tests.e2e.lab_page import LabPage
from tests.e2e.sizes import PHONE
from tests.e2e.spots import IN_SIGHT


def test_it_hands_the_board_to_the_audience(play: Play) -> None:
    demo = play()
    demo.go("show", 3)
    demo.button("demo.turn").click()
    dialog = demo.page.get_by_role("dialog")
    expect(dialog.get_by_role("img", name=demo.words("demo.code"))).to_be_visible()
    expect(dialog.get_by_text(demo.words("demo.turn_local"))).to_be_visible()
    link = dialog.get_by_role("textbox").input_value()
    page = demo.page.context.new_page()
    page.goto(link)
    student = LabPage(page, demo.words)
    student.ready()
    expect(student.nodes).to_have_count(4)
    packed = link.partition("board=")[2]
    raw = urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    board = json.loads(zlib.decompress(raw, wbits=-15))
    assert [node["id"] for node in board["nodes"]] == ["input", "conv1", "bneck1", "bneck2"]
    demo.press("Escape")
    expect(dialog).to_have_count(0)
    demo.says("show")


def test_the_board_is_gone_on_with_where_it_ends(play: Play, contexts: Contexts) -> None:
    """A telephone has no room for all of it: the block that was placed last is in sight."""
    demo = play()
    demo.go("show", 7)
    demo.button("demo.turn").click()
    link = demo.page.get_by_role("dialog").get_by_role("textbox").input_value()
    student = LabPage(contexts(demo.words.lang, size=PHONE).new_page(), demo.words)
    student.page.goto(link)
    student.ready()
    assert student.zoom >= 0.5
    assert student.node("bneck6").evaluate(IN_SIGHT)
    assert not student.node("input").evaluate(IN_SIGHT)


def test_the_talks_clock_goes_on_in_another_window(play: Play, contexts: Contexts) -> None:
    context = contexts()
    context.clock.install(time="2026-11-27T10:00:00")
    demo = play(context=context)

    def open_notes() -> Page:
        with demo.page.expect_popup() as opened:
            demo.page.get_by_role("link", name=demo.words("demo.notes")).click()
        return opened.value

    notes = open_notes()
    expect(notes.get_by_role("timer")).to_have_text(re.compile("^00:"))
    context.clock.fast_forward("12:00")
    notes.close()
    demo.page.reload()
    demo.ready()
    notes = open_notes()
    expect(notes.get_by_role("timer")).to_have_text(re.compile("^12:"))
    notes.get_by_role("button", name=demo.words("demo.reset")).click()
    expect(notes.get_by_role("timer")).to_have_text(re.compile("^00:"))


def test_the_presenters_view_goes_along(play: Play) -> None:
    demo = play()
    with demo.page.expect_popup() as opened:
        demo.page.get_by_role("link", name=demo.words("demo.notes")).click()
    notes = opened.value
    expect(notes.get_by_role("timer")).to_be_visible()
    expect(notes.get_by_text(demo.words("demo.alone"))).to_have_count(0)
    notes.get_by_label(demo.words("demo.go_to")).select_option("3")
    demo.stands(demo.moment("say", 3))
    titles = catalog()[LARGE].steps
    expect(notes.locator(".notes-title")).to_contain_text(titles[2].title[demo.words.lang])
    expect(notes.locator(".notes-next-title")).to_contain_text(titles[3].title[demo.words.lang])
    notes.locator(".notes-title").click()
    notes.keyboard.press("PageDown")
    demo.stands(demo.moment("ask", 3))
    expect(notes.get_by_text(demo.words("demo.notes_ask"))).to_be_visible()
    sheet = titles[2].sheet
    assert sheet is not None
    facts = sheet[demo.words.lang].strip().split("\n")
    expect(notes.get_by_role("listitem")).to_have_text(facts)
    notes.keyboard.press("PageDown")
    demo.stands(demo.moment("show", 3))
    demo.page.bring_to_front()
    demo.press("PageDown")
    expect(notes.locator(".notes-title")).to_contain_text(titles[3].title[demo.words.lang])
