"""Unfolding, code, pictures, the clipboard, files, notes, layout: what an editor has."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.boards import reference
from tests.e2e.conftest import Complaints, Enter
from tests.e2e.lab_page import LabPage
from tests.e2e.test_hands import solved
from tests.e2e.words import words

LABELS = "(wires) => wires.map((wire) => wire.getAttribute('aria-label'))"


def test_unfolding_keeps_verifys_answer(enter: Enter) -> None:
    lab = enter(reference())
    lab.expect_correct()
    lab.select("bneck4")
    with lab.page.expect_response(re.compile(r"/verify\?")):
        lab.page.keyboard.press("e")
    frame = lab.canvas.locator(".svelte-flow__node-frame")
    expect(frame).to_have_count(1)
    expect(lab.nodes).not_to_have_count(23)
    expect(frame).to_be_in_viewport(ratio=0.99)
    lab.tab("problems")
    verdict = lab.side.locator(".verdict")
    expect(verdict).to_have_attribute("data-verdict", "correct")
    expect(verdict).to_have_attribute("data-stale", "false")
    lab.dialog.wait_for(state="hidden")
    frame.get_by_role("button", name=lab.words("command.fold")).click()
    expect(frame).to_have_count(0)
    expect(lab.nodes).to_have_count(23)
    expect(verdict).to_have_attribute("data-stale", "false")
    lab.page.keyboard.press("Control+z")
    expect(frame).to_have_count(1)


@pytest.mark.mouse("hovers; where fingers are, code lies over the canvas")
def test_code_and_canvas_light_each_other(enter: Enter) -> None:
    lab = enter(reference())
    lab.tab("code")
    lab.fit()
    line = lab.side.locator('.code-line[data-owner="bneck7"]').first
    line.hover()
    expect(lab.node("bneck7").locator(".node")).to_have_attribute("data-state", "lit")
    lab.node("bneck3").hover()
    expect(lab.side.locator('.code-line[data-owner="bneck3"]').first).to_have_attribute(
        "data-lit", "true"
    )
    with lab.page.expect_download() as download:
        lab.side.get_by_role("button", name=lab.words("code.download")).click()
    code = download.value.path().read_text(encoding="utf-8")
    compile(code, "network.py", "exec")
    assert "import torch" in code


def test_code_that_is_not_there_yet_speaks_to_students(
    enter: Enter, complaints: Complaints
) -> None:
    """It told them to ask `POST /api/check`."""
    complaints.expect("409")
    lab = enter(lab="se-module")
    lab.block("conv2d").click()
    lab.tab("code")
    expect(lab.side.get_by_text(lab.words("code.not_runnable"))).to_be_visible()
    lab.switch_language()
    other = words("en" if lab.words.lang == "zh-CN" else "zh-CN")
    expect(lab.page.get_by_text(other("code.not_runnable"))).to_be_visible()


@pytest.mark.parametrize(
    ("command", "start"), [("picture-svg", b"<svg"), ("picture-png", b"\x89PNG")]
)
def test_pictures_show_the_whole_network(enter: Enter, command: str, start: bytes) -> None:
    lab = enter(reference())
    lab.tool("zoom-in")
    with lab.page.expect_download() as download:
        lab.run(command)
    picture = download.value.path().read_bytes()
    assert start in picture[:200]
    if command == "picture-svg":
        text = picture.decode()
        assert "bneck 15" in text
        assert "softmax" in text.lower()
        opened = lab.page.context.new_page()
        opened.set_content(f"<!doctype html>{text}")
        expect(opened.get_by_text("bneck 15")).to_be_visible()


def test_blocks_go_through_the_clipboard_to_another_tab(
    enter: Enter, contexts: Callable[..., BrowserContext]
) -> None:
    context = contexts(permissions=["clipboard-read", "clipboard-write"])
    lab = enter(reference(), context=context)
    lab.select("bneck4")
    lab.select("bneck5", "Control")
    lab.page.keyboard.press("Control+c")
    text = json.loads(lab.page.evaluate("() => navigator.clipboard.readText()"))
    assert [node["id"] for node in text["nodes"]] == ["bneck4", "bneck5"]
    other = enter(context=context, lab="mobilenet-v3-small")
    other.canvas.click(position={"x": 40, "y": 40})
    other.page.keyboard.press("Control+v")
    expect(other.nodes).to_have_count(3)
    expect(other.wires).to_have_count(1)
    other.page.keyboard.press("Control+z")
    expect(other.nodes).to_have_count(1)


def test_a_dropped_file_opens_and_a_bad_one_loses_nothing(enter: Enter) -> None:
    lab = enter()
    lab.drop_file("mine.bneck.json", json.dumps(reference()))
    expect(lab.nodes).to_have_count(23)
    lab.ready()
    before = lab.board()
    alert = lab.page.get_by_role("alert")
    for content, key in (
        ("{", "file.not_json_at"),
        ("[]", "file.not_a_board"),
        ('{"version": 9, "nodes": [], "edges": []}', "file.newer_version"),
        ('{"nodes": [{"id": "a"}], "edges": []}', "file.missing"),
    ):
        lab.drop_file("bad.bneck.json", content)
        expect(alert).to_contain_text(stem(lab, key))
        alert.get_by_role("button", name=lab.words("dialog.close")).click()
        expect(alert).to_have_count(0)
    assert lab.board() == before
    lab.expect_correct()


def stem(lab: LabPage, key: str) -> str:
    """The longest part of a message that holds no value."""
    return max(re.split(r"\{\w+\}", lab.words(key)), key=len).strip()


def test_every_gesture_is_one_step(enter: Enter) -> None:
    lab = enter()
    seen = [shown(lab)]

    def done() -> None:
        seen.append(shown(lab))
        assert seen[-1] != seen[-2]

    lab.block("conv2d").click()
    done()
    lab.set("conv2d", "out_channels", 16)
    done()
    lab.block("bneck").click()
    done()
    lab.set("bneck", "out_channels", 24)
    done()
    lab.pick(lab.wire(lab.title("input"), lab.title("conv2d")))
    lab.page.keyboard.press("Delete")
    done()
    lab.pull("input", "conv2d-1")
    done()
    lab.select("bneck-1")
    lab.page.keyboard.press("Control+d")
    done()
    lab.page.keyboard.press("Delete")
    done()
    lab.select("conv2d-1")
    lab.page.keyboard.press("Delete")
    done()
    lab.page.keyboard.press("Control+a")
    lab.page.keyboard.press("Delete")
    done()
    assert seen[-1] == ([], [])
    expect(lab.page.get_by_text(lab.words("empty.title"))).to_be_visible()

    for board in reversed(seen[:-1]):
        lab.page.keyboard.press("Control+z")
        assert shown(lab) == board
    expect(lab.command("undo", lab.canvas)).to_be_disabled()
    for board in seen[1:]:
        lab.page.keyboard.press("Control+Shift+z")
        assert shown(lab) == board
    expect(lab.command("redo", lab.canvas)).to_be_disabled()


def test_a_button_with_nothing_left_to_do_keeps_the_keyboard_s_place(enter: Enter) -> None:
    lab = enter(lab="se-module")
    lab.block("conv2d").click()
    undo = lab.command("undo", lab.canvas)
    undo.focus()
    lab.page.keyboard.press("Enter")
    expect(lab.nodes).to_have_count(1)
    expect(undo).to_be_disabled()
    expect(undo).to_be_focused()


def shown(lab: LabPage) -> tuple[list[str], list[str]]:
    """The network as it stands on screen, once the server has spoken: its blocks and its wires."""
    lab.ready()
    return sorted(lab.nodes.all_inner_texts()), sorted(lab.wires.evaluate_all(LABELS))


def test_a_drag_is_one_step_and_a_block_on_a_wire_goes_between(enter: Enter) -> None:
    lab = solved(enter)
    before = lab.board()
    lab.bring(lab.node("softmax"))
    lab.drag(lab.node("softmax"), lab.command("undo", lab.canvas))
    assert lab.board() != before
    lab.tool("undo")
    assert lab.board() == before

    lab.fit()
    lab.drag(lab.handle("squeeze_excite"), lab.middle_of(lab.wire("bneck 9", "bneck 10")))
    expect(lab.nodes).to_have_count(24)
    expect(lab.wire("bneck 9", lab.title("squeeze_excite"))).to_have_count(1)
    expect(lab.wire(lab.title("squeeze_excite"), "bneck 10")).to_have_count(1)
    lab.tool("undo")
    assert lab.board() == before


def test_search_at_the_pointer_and_wires_that_may_not_be(enter: Enter) -> None:
    lab = enter()
    lab.canvas.dblclick(position={"x": 200, "y": 150})
    lab.page.get_by_role("combobox", name=lab.words("add.title")).fill(lab.title("avg_pool"))
    lab.page.keyboard.press("Enter")
    expect(lab.nodes).to_have_count(2)
    added = lab.selected
    lab.uncover()
    lab.carry(lab.port(added, "out"), lab.port(added, "in"))
    expect(lab.canvas.locator(".pull-chip")).to_have_text(lab.words("wire.same_node"))
    lab.let_go()
    expect(lab.wires).to_have_count(0)


def test_several_blocks_are_edited_together(enter: Enter) -> None:
    lab = enter(reference())
    lab.select("bneck2")
    lab.select("bneck3", "Control")
    lab.tab("inspect")
    expect(lab.field("bneck", "exp_size")).to_have_attribute(
        "placeholder", lab.words("field.mixed")
    )
    lab.set("bneck", "exp_size", 48)
    data = {node["id"]: node["data"] for node in lab.board()["nodes"]}
    assert data["bneck2"]["exp_size"] == data["bneck3"]["exp_size"] == 48
    lab.tool("undo")
    lab.expect_correct()
