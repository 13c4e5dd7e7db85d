"""What a hand expects of a canvas: a clicked port pulls a line, Shift adds, a title bar drags."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.boards import fragment, reference
from tests.e2e.conftest import Enter
from tests.e2e.fingers import Key, middle
from tests.e2e.lab_page import LabPage
from tests.e2e.place import Place
from tests.e2e.sizes import DESKTOP
from tests.tree import ROOT


def solved(enter: Enter) -> LabPage:
    """The solution, once every step is ticked: from then on nothing moves by itself."""
    lab = enter(reference())
    ticked = lab.words("steps.count", matched=21, total=21)
    expect(lab.page.get_by_text(ticked, exact=True)).to_be_visible()
    return lab


def two_blocks(enter: Enter) -> LabPage:
    """Input and convolution wired, and a pool that is not, all of them in sight."""
    lab = enter(
        {
            "version": 1,
            "nodes": [
                {"id": "in", "type": "input", "position": {"x": 0, "y": 0}, "data": {}},
                {
                    "id": "conv",
                    "type": "conv2d",
                    "position": {"x": 300, "y": 0},
                    "data": {"out_channels": 16},
                },
                {
                    "id": "pool",
                    "type": "global_avg_pool",
                    "position": {"x": 300, "y": 200},
                    "data": {},
                },
            ],
            "edges": [{"id": "e", "source": "in", "target": "conv"}],
        }
    )
    lab.bring(*lab.canvas.locator(".svelte-flow__handle").all())
    return lab


@pytest.mark.mouse("what a line says before its end is chosen, a pointer that hovers asks for")
def test_a_clicked_port_pulls_a_line_and_says_yes_or_no(enter: Enter) -> None:
    lab = two_blocks(enter)
    chip = lab.canvas.locator(".pull-chip")
    lab.port("pool", "out").click()
    lab.node("conv").hover()
    expect(lab.canvas.locator(".pull-line")).to_have_attribute("data-tone", "yes")
    expect(chip).to_have_text(lab.words("wire.replaces", source=lab.title("input")))
    lab.node("in").hover()
    expect(chip).to_have_text(lab.words("wire.no_port"))
    lab.select("in")
    expect(lab.page.get_by_role("alert")).to_contain_text(lab.words("wire.no_port"))
    expect(chip).to_have_count(0)
    expect(lab.wires).to_have_count(1)

    lab.port("conv", "out").click()
    expect(lab.canvas.locator(".armed-port")).to_have_count(1)
    lab.port("pool", "in").hover()
    expect(chip).to_have_text(lab.words("wire.fits"))
    lab.port("pool", "in").click()
    expect(lab.wires).to_have_count(2)
    expect(lab.page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("how", ["key", "ground"])
def test_a_clicked_port_can_be_let_go(enter: Enter, how: str) -> None:
    lab = two_blocks(enter)
    lab.port("conv", "out").click()
    expect(lab.canvas.locator(".armed-port")).to_have_count(1)
    if how == "key":
        lab.page.keyboard.press("Escape")
    else:
        lab.click_at(lab.empty_spot())
    expect(lab.canvas.locator(".armed-port")).to_have_count(0)
    lab.port("pool", "in").click()
    expect(lab.wires).to_have_count(1)


def test_a_wire_dropped_onto_a_taken_input_takes_its_place(enter: Enter) -> None:
    lab = two_blocks(enter)
    lab.tool("zoom-out")  # At the edge of a small window the view would follow the hand.
    box = lab.node("conv").bounding_box()
    assert box is not None
    before = lab.board()
    lab.carry(lab.port("pool", "out"), lab.node("conv"))
    for share in (0.3, 0.6, 0.95):
        lab.carry_on((box["x"] + box["width"] * share, box["y"] + box["height"] / 2))
        expect(lab.canvas.locator(".pull-chip")).to_have_text(
            lab.words("wire.replaces", source=lab.title("input"))
        )
    lab.let_go()
    told = lab.words("said.replaced", source=lab.title("input"), target=lab.title("conv2d"))
    expect(lab.page.locator(".notice", has_text=told)).to_be_visible()
    expect(lab.wires).to_have_count(1)
    (wire,) = lab.board()["edges"]
    assert (wire["source"], wire["target"]) == ("pool", "conv")
    lab.tool("undo")
    assert lab.board() == before


@pytest.mark.parametrize("key", ["Shift", "Control"])
def test_shift_and_control_add_to_the_selection(enter: Enter, key: Key) -> None:
    lab = solved(enter)
    lab.select("bneck2")
    lab.uncover()
    lab.bring(lab.node("bneck3"))
    x, y = middle(lab.node("bneck3"))
    with lab.held(key):  # A hand is never quite still.
        lab.drag((x, y), (x + 1, y))
    chosen = lab.canvas.locator(".svelte-flow__node.selected")
    expect(chosen).to_have_count(2)


def test_shift_and_a_drag_over_the_ground_is_a_box(enter: Enter) -> None:
    """It begins on the free ground behind the last block: a finger takes hold of what is near."""
    lab = solved(enter)
    lab.bring(lab.node("flatten"), lab.node("softmax"))
    first, second = lab.node("flatten").bounding_box(), lab.node("softmax").bounding_box()
    assert first is not None
    assert second is not None
    start = second["x"] + 1.2 * second["width"], second["y"] + 1.2 * second["height"]
    with lab.held("Shift"):
        lab.drag(start, (first["x"] + 0.8 * first["width"], first["y"] + 0.2 * first["height"]))
    expect(lab.canvas.locator(".svelte-flow__node.selected")).to_have_count(2)


def test_a_group_is_dragged_by_its_title_and_named_by_a_double_click(enter: Enter) -> None:
    lab = two_blocks(enter)
    lab.select("conv")
    lab.select("pool", "Shift")
    lab.page.keyboard.press("Control+g")
    frame = lab.canvas.locator(".svelte-flow__node-frame")
    title = frame.locator(".frame-title")
    field = frame.get_by_role("textbox")
    before = lab.board()
    lab.click_at(lab.empty_spot())
    lab.drag(title, lab.command("undo", lab.canvas))
    assert lab.board() != before
    expect(frame).to_have_class(re.compile(r"\bselected\b"))
    expect(field).to_have_count(0)
    assert lab.side.get_by_role("button", name=lab.words("command.fold")).count() == 0

    # Single keys belong to the canvas until the title is being written.
    lab.page.keyboard.press("Control+z")
    title.click()
    lab.page.keyboard.press("n")
    note = lab.canvas.locator(".svelte-flow__node-note")
    expect(note.get_by_role("textbox")).to_be_focused()
    lab.page.keyboard.press("Escape")
    expect(note.get_by_role("textbox")).to_have_count(0)
    lab.page.keyboard.press("Control+z")
    expect(note).to_have_count(0)

    for begin, end in (("dblclick", "Enter"), ("Enter", "Escape"), ("F2", "Escape")):
        if begin == "dblclick":
            lab.click_at(lab.empty_spot())  # or the click before would be the first of the two
            title.dblclick()
        else:
            lab.page.keyboard.press(begin)
        field.fill(f"stage {begin}")
        lab.page.keyboard.press(end)
        expect(field).to_have_count(0)
        expect(title).to_have_text(f"stage {begin}")


def test_escape_leaves_a_note(enter: Enter) -> None:
    lab = two_blocks(enter)
    lab.click_at(lab.empty_spot())
    lab.page.keyboard.press("n")
    note = lab.canvas.locator(".svelte-flow__node-note")
    field = note.get_by_role("textbox")
    expect(field).to_be_focused()
    field.dispatch_event("contextmenu")  # the browser's own: its menu has what writing needs
    expect(lab.page.get_by_role("menu")).to_have_count(0)
    lab.page.keyboard.type("halved five times")
    lab.page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    expect(note).to_contain_text("halved five times")
    lab.page.keyboard.press("Delete")
    expect(note).to_have_count(0)


def test_a_link_opens_in_the_tab_that_shows_the_lab_already(enter: Enter, where: Place) -> None:
    lab = enter()
    mine = lab.board()
    # As a click on a link does: the page stays, only the fragment changes.
    lab.page.evaluate("(fragment) => { location.hash = fragment; }", fragment(reference()))
    expect(lab.nodes).to_have_count(23)
    # All of it where that can be read, else its beginning.
    seen = lab.node("softmax" if where.size is DESKTOP else "input")
    expect(seen).to_be_in_viewport(ratio=0.99)
    assert "#" not in lab.page.url
    lab.canvas.focus()
    lab.page.keyboard.press("Control+z")
    expect(lab.nodes).to_have_count(1)
    assert lab.board() == mine


def test_a_picture_has_arrow_heads_and_the_light_theme(enter: Enter) -> None:
    lab = enter(reference(), color_scheme="dark")
    with lab.page.expect_download() as download:
        lab.run("picture-svg")
    picture = download.value.path().read_text(encoding="utf-8")
    assert picture.count("M-12 -4L-6 0L-12 4") > 3, "wires along the rows"
    assert picture.count("M-4 -12L0 -6L4 -12") > 3, "wires to the next row"
    ground = re.search(r'<rect [^>]*fill="rgb\((\d+), (\d+), (\d+)\)"', picture)
    assert ground is not None
    assert min(map(int, ground.groups())) > 200, "a dark picture lands in a white report"


def test_a_block_over_a_wire_says_where_it_will_go(enter: Enter) -> None:
    lab = solved(enter)
    lab.fit()
    lab.carry(lab.handle("squeeze_excite"), lab.middle_of(lab.wire("bneck 9", "bneck 10")))
    chip = lab.canvas.locator(".drop-chip")
    expect(chip).to_have_text(lab.words("wire.splice", source="bneck 9", target="bneck 10"))
    lab.picture(ROOT / "artifacts" / "screenshots" / "splice.png")
    lab.carry_on((10, 10))
    expect(chip).to_have_count(0)
    lab.let_go()


def test_space_and_a_drag_move_the_view_even_over_a_block(enter: Enter) -> None:
    lab = solved(enter)
    before = lab.board()
    lab.bring(lab.node("bneck9"))
    x, y = middle(lab.node("bneck9"))
    lab.canvas.focus()
    lab.page.keyboard.down(" ")
    lab.drag((x, y), (x + 60, y + 40))
    lab.page.keyboard.up(" ")
    to_x, to_y = middle(lab.node("bneck9"))
    assert (round(to_x - x), round(to_y - y)) == (60, 40)
    expect(lab.canvas.locator(".svelte-flow__node.selected")).to_have_count(0)
    assert lab.board() == before


@pytest.mark.mouse("a wheel; what fingers do instead has a test of its own")
def test_a_wheel_zooms_and_two_fingers_pan_unless_set_otherwise(enter: Enter) -> None:
    lab = solved(enter)
    x, y = lab.spot(".svelte-flow__pane")
    lab.page.mouse.move(x, y)
    view = lab.canvas.locator(".svelte-flow__viewport")
    whole, placed = lab.zoom, view.get_attribute("style") or ""
    lab.page.mouse.wheel(0, 7)
    expect(view).not_to_have_attribute("style", placed)
    assert lab.zoom == whole
    lab.page.mouse.wheel(0, -120)
    expect(view).not_to_have_attribute("style", re.compile(rf"scale\({whole}\)"))
    assert lab.zoom > whole
    lab.run("wheel-pan")
    zoomed = lab.zoom
    placed = view.get_attribute("style") or ""
    lab.page.mouse.move(x, y)
    lab.page.mouse.wheel(0, -120)
    expect(view).not_to_have_attribute("style", placed)
    assert lab.zoom == zoomed


def test_keys_zoom_the_canvas(enter: Enter) -> None:
    lab = solved(enter)
    # A telephone has no room for it.
    shown = lab.canvas.get_by_role(
        "button", name=lab.words("command.zoom-100"), include_hidden=True
    )
    lab.fit()
    whole = shown.text_content() or ""
    for key, text in (("Control+0", "100%"), ("Control+=", "125%"), ("Control+-", "100%")):
        lab.canvas.focus()
        lab.page.keyboard.press(key)
        expect(shown).to_have_text(text)
    lab.page.keyboard.press("Control+1")
    expect(shown).to_have_text(whole)


@pytest.mark.mouse("a double click; a tap on a block opens its fields at once")
def test_a_double_click_goes_to_a_blocks_first_field(enter: Enter) -> None:
    lab = solved(enter)
    lab.bring(lab.node("bneck7"))
    lab.node("bneck7").dblclick()
    expect(lab.field("bneck", "exp_size")).to_be_focused()


def test_a_double_click_puts_a_block_on_a_wire(enter: Enter) -> None:
    lab = solved(enter)
    lab.click_twice_at(lab.middle_of(lab.wire("bneck 7", "bneck 8")))
    search = lab.page.get_by_role("combobox", name=lab.words("add.title"))
    expect(lab.page.get_by_role("dialog", name=lab.words("command.insert"))).to_be_visible()
    search.fill("squeeze_excite")
    lab.page.keyboard.press("Enter")
    expect(lab.wire("bneck 7", lab.title("squeeze_excite"))).to_have_count(1)
    expect(lab.wire(lab.title("squeeze_excite"), "bneck 8")).to_have_count(1)


def test_a_wires_menu_inserts_a_block(enter: Enter) -> None:
    lab = solved(enter)
    lab.menu_at(lab.middle_of(lab.wire("bneck 7", "bneck 8")))
    lab.page.get_by_role("menuitem", name=lab.words("command.insert")).click()
    lab.page.get_by_role("combobox", name=lab.words("add.title")).fill("squeeze_excite")
    lab.page.keyboard.press("Enter")
    expect(lab.wire(lab.title("squeeze_excite"), "bneck 8")).to_have_count(1)


@pytest.mark.mouse("so near its end a finger meets the port")
def test_near_its_end_a_wire_is_selected_and_delete_takes_the_wire_alone(enter: Enter) -> None:
    lab = solved(enter)
    lab.select("bneck8")
    lab.uncover()
    port = lab.port("bneck8", "in").bounding_box()
    assert port is not None
    lab.click_at((port["x"] - 14, port["y"] + port["height"] / 2))
    expect(lab.wire("bneck 7", "bneck 8")).to_have_class(re.compile(r"\bselected\b"))
    expect(lab.canvas.locator(".svelte-flow__node.selected")).to_have_count(0)
    lab.page.keyboard.press("Delete")
    expect(lab.nodes).to_have_count(23)
    expect(lab.wires).to_have_count(21)


def test_after_delete_the_keyboard_goes_on_behind_it(enter: Enter) -> None:
    lab = solved(enter)
    lab.select("bneck8")
    lab.page.keyboard.press("Delete")
    expect(lab.nodes).to_have_count(22)
    expect(lab.node("bneck9")).to_be_focused()
    lab.page.keyboard.press("Control+z")
    lab.page.keyboard.press("Escape")
    for key, command in (("e", "unfold"), ("Control+c", "copy"), ("Control+x", "cut")):
        lab.page.keyboard.press(key)
        told = lab.words("said.not_now", name=lab.words(f"command.{command}"))
        expect(lab.page.get_by_role("status").filter(has_text=told)).to_have_count(1)
