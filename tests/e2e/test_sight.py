"""What is in sight: the block in hand, and words with a note."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.e2e.boards import chain, changed, reference
from tests.e2e.conftest import Enter
from tests.e2e.fingers import middle
from tests.e2e.sizes import DESKTOP, PHONE, SIZES, TABLET, Size
from tests.e2e.words import Lang

PLAN_NAMES = 0.28
"""From this zoom on a large board's drawing has names; see `static/src/canvas/plan.ts`."""

LEGIBLE_ZOOM = 0.92
"""At 12/13 the smallest figures, of 13 px, are 12 px; zooms are rounded."""


FREE_OF_PANELS = """(node) => {
  const block = node.getBoundingClientRect();
  return [...document.querySelectorAll('.panel')].filter((each) => each.checkVisibility())
    .map((each) => each.getBoundingClientRect())
    .every((panel) => block.right <= panel.left + 1 || block.left >= panel.right - 1 ||
      block.bottom <= panel.top + 1 || block.top >= panel.bottom - 1);
}"""
"""Whether no panel lies over a block."""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_what_is_placed_comes_into_sight(enter: Enter, size: Size) -> None:
    lab = enter(size=size)
    narrow = size.width <= TABLET.width
    for count in range(2, 11):
        if narrow:
            lab.panel("panel-left", shown=True)
        lab.block("conv2d").click()
        expect(lab.nodes).to_have_count(count)
        placed = lab.node(f"conv2d-{count - 1}")
        lab.page.wait_for_function(FREE_OF_PANELS, arg=placed.element_handle())
        if narrow:
            lab.panel("panel-left", shown=False)
        expect(placed).to_be_in_viewport(ratio=0.99)


def test_one_panel_at_a_time_lies_over_a_narrow_canvas(enter: Enter) -> None:
    lab = enter(reference(), size=TABLET)
    lab.panel("panel-left", shown=True)
    lab.panel("panel-right", shown=True)
    expect(lab.palette).to_be_hidden()
    lab.panel("panel-left", shown=True)
    expect(lab.side).to_be_hidden()
    lab.verify()
    expect(lab.palette).to_be_hidden()


def test_a_tap_opens_the_parameters_and_leaves_the_block_in_sight(enter: Enter) -> None:
    lab = enter(reference(), size=PHONE)
    lab.node("bneck3").tap()
    expect(lab.field("bneck", "exp_size")).to_be_visible()
    node, side = lab.node("bneck3").bounding_box(), lab.side.bounding_box()
    assert node is not None
    assert side is not None
    assert node["y"] + node["height"] <= side["y"] + 1
    expect(lab.command("delete", lab.side)).to_be_visible()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_no_panel_opens_over_the_block_in_hand(enter: Enter, size: Size) -> None:
    lab = enter(reference(), size=size)
    lab.panel("panel-right", shown=False)
    lab.fit()
    whole, node = lab.zoom, lab.node("bneck6")
    node.click()
    lab.panel("panel-right", shown=True)
    for tab in ("inspect", "table", "code", "lesson", "problems"):
        lab.tab(tab)
        expect(node).to_be_in_viewport(ratio=0.99)
        lab.page.wait_for_function(FREE_OF_PANELS, arg=node.element_handle())
    lab.panel("panel-right", shown=False)
    expect(node).to_be_in_viewport(ratio=0.99)
    # And the network is as it was.
    view = lab.canvas.locator(".svelte-flow__viewport")
    expect(view).to_have_attribute("style", re.compile(rf"scale\({whole}\)"))
    expect(lab.node("input")).to_be_in_viewport(ratio=0.99)


def test_a_click_on_the_faulty_block_opens_it_with_the_field_that_was_told(enter: Enter) -> None:
    lab = enter(changed(reference(), "bneck7", exp_size=200), instructor=True)
    lab.verify()
    lab.select("bneck7")
    field = lab.field("bneck", "exp_size")
    expect(field).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "false")
    lab.uncover()
    for _ in range(2):
        lab.finding.locator("> .button").click()
    lab.unfold()
    expect(field).to_have_attribute("aria-invalid", "true")


def test_a_long_press_opens_the_menu(enter: Enter) -> None:
    lab = enter(reference(), size=TABLET)
    lab.menu_at(middle(lab.node("bneck3")))
    menu = lab.page.get_by_role("menu", name=lab.words("menu.context"))
    expect(menu.get_by_role("menuitem", name=lab.words("command.rename"))).to_be_visible()


def test_beside_a_wider_panel_the_network_can_still_be_read_and_the_view_comes_back(
    enter: Enter,
) -> None:
    lab = enter(reference(), size=DESKTOP)
    whole = lab.zoom
    lab.select("conv3")
    lab.tab("table")
    expect(lab.node("conv3")).to_be_in_viewport(ratio=0.99)
    assert lab.zoom >= LEGIBLE_ZOOM
    lab.tab("lab")
    view = lab.canvas.locator(".svelte-flow__viewport")
    expect(view).to_have_attribute("style", re.compile(rf"scale\({whole}\)"))
    expect(lab.node("input")).to_be_in_viewport(ratio=0.99)


def test_the_minimap_keeps_off_the_blocks(enter: Enter) -> None:
    lab = enter(reference())
    lab.run("minimap")
    box = lab.canvas.locator(".minimap").bounding_box()
    assert box is not None
    lab.fit()
    for node in lab.nodes.all():
        there = node.bounding_box()
        assert there is not None
        right, bottom = there["x"] + there["width"], there["y"] + there["height"]
        assert right <= box["x"] or bottom <= box["y"]


@pytest.mark.mouse("hovers; by touch a note opens with the focus, as it does by keys")
def test_a_word_of_the_table_has_a_note_on_hover_and_focus(enter: Enter) -> None:
    lab = enter(reference())
    lab.tab("table")
    note = lab.page.get_by_role("tooltip")
    heading = lab.side.locator("thead .term", has_text="NL")
    heading.hover()
    expect(note).to_contain_text("HS is h-swish")
    lab.page.mouse.move(0, 0)
    expect(note).to_have_count(0)
    heading.focus()
    expect(note).to_be_visible()
    lab.page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    lab.choose("bneck7")
    lab.side.locator(".step-card .term", has_text="SAME").hover()
    expect(note).to_contain_text("5×5")


def test_ports_have_the_names_of_the_labs_text(enter: Enter) -> None:
    lab = enter(reference("se-module"), lab="se-module", lang="en")
    for port, name in (("a", "feature map"), ("b", "weights"), ("out", "output")):
        expect(lab.port("scale", port)).to_have_attribute("title", name)
        expect(lab.port("scale", port)).to_have_attribute("aria-label", f"{name} of multiply")


@pytest.mark.parametrize(
    ("lang", "name", "said"),
    [
        ("en", "multiply", "The input “weights” of “multiply” is not wired yet."),
        ("zh-CN", "相乘", "“相乘 Multiply”的输入“权重”还没有连线。"),
    ],
)
def test_messages_call_ports_what_the_page_does(
    enter: Enter, lang: Lang, name: str, said: str
) -> None:
    board = reference("se-module")
    board["edges"] = [edge for edge in board["edges"] if edge.get("targetHandle") != "b"]
    for node in board["nodes"]:
        node["data"].pop("label", None)
    lab = enter(board, lab="se-module", lang=lang)
    expect(lab.node("scale")).to_have_accessible_name(re.compile(f"^{name}"))
    lab.tab("problems")
    expect(lab.side).to_contain_text(said)


def test_a_file_over_the_page_is_told_where_it_may_go(enter: Enter) -> None:
    lab = enter()
    transfer = lab.page.evaluate_handle(
        """() => {
            const transfer = new DataTransfer();
            transfer.items.add(new File(['{}'], 'a.json', { type: 'application/json' }));
            return transfer;
        }"""
    )
    place = lab.page.get_by_text(lab.words("file.drop_here"))
    lab.canvas.dispatch_event("dragover", {"dataTransfer": transfer})
    expect(place).to_be_visible()
    lab.canvas.dispatch_event("dragleave", {"dataTransfer": transfer})
    expect(place).to_have_count(0)


def test_from_afar_blocks_are_drawn_simply(enter: Enter) -> None:
    lab = enter(chain(120))
    lines = lab.node("n1").locator(".node-line").first
    expect(lines).to_have_css("visibility", "visible")
    lab.fit()
    expect(lines).to_have_css("visibility", "hidden")
    expect(lab.node("n1").locator(".node-title")).to_have_css("visibility", "visible")


def test_a_board_of_an_earlier_layout_is_laid_out_anew_where_it_is_stored(enter: Enter) -> None:
    """A link is shown as it was sent."""
    former = chain(8)
    for index, node in enumerate(former["nodes"]):
        column, row = index % 4, index // 4
        node["position"] = {"x": 240 * (3 - column if row % 2 else column), "y": 128 * row}
    lab = enter(former)
    lab.saved()
    lab.page.reload()
    lab.ready()
    expect(lab.page.locator(".notice", has_text=lab.words("said.renewed"))).to_be_visible()
    places = [node["position"] for node in lab.board()["nodes"]]
    assert len({place["x"] for place in places}) == 4
    assert all(b["x"] > a["x"] for a, b in pairwise(places[4:]))


@pytest.mark.parametrize("size", [PHONE, Size("netbook", 1024, 640)], ids=lambda size: size.name)
def test_the_first_wire_is_shown_whole(enter: Enter, size: Size) -> None:
    """Also on a telephone, and beside an old laptop's panel."""
    lab = enter(lab="se-module", size=size, reduced_motion="no-preference")
    drawn = lab.canvas.locator(".ghost-block")
    expect(drawn).to_have_count(1)
    box, canvas = drawn.bounding_box(), lab.canvas.bounding_box()
    assert box is not None
    assert canvas is not None
    assert box["width"] > 40
    assert box["x"] + box["width"] <= canvas["x"] + canvas["width"]


def test_the_first_wire_is_shown_once_and_skipped_at_once(enter: Enter) -> None:
    lab = enter(lab="se-module", reduced_motion="no-preference")
    ghost = lab.canvas.locator(".ghost")
    expect(ghost).to_have_count(1)
    lab.page.keyboard.press("Escape")
    expect(ghost).to_have_count(0)
    lab.page.reload()
    lab.ready()
    expect(ghost).to_have_count(0)


# Counts what is put in, taken out and moved among blocks and wires from here on.
NOTE_CHANGES = """() => {
  const changes = window.changes_ = { added: 0, removed: 0, moved: [] };
  const things = '.svelte-flow__node, .svelte-flow__edge-wrapper';
  const count = (list) => [...list].filter((each) => each.matches?.(things)).length;
  new MutationObserver((records) => {
    for (const { type, target, addedNodes, removedNodes } of records) {
      changes.added += count(addedNodes);
      changes.removed += count(removedNodes);
      if (type === 'attributes' && target.matches('.svelte-flow__node')) {
        changes.moved.push(target.dataset.id);
      }
    }
  }).observe(document.querySelector('#canvas'), {
    subtree: true, childList: true, attributeFilter: ['style'],
  });
}"""


def test_tidying_300_blocks_moves_each_once_and_mounts_none_anew(enter: Enter) -> None:
    lab = enter(chain(300))
    lab.fit()
    lab.page.evaluate(NOTE_CHANGES)
    lab.tool("layout")
    expect(lab.canvas.locator(".plan")).to_have_count(0)
    expect(lab.canvas.locator(".node-title").first).to_be_visible()
    changes = lab.page.evaluate("() => window.changes_")
    assert (changes["added"], changes["removed"]) == (0, 0)
    assert len(changes["moved"]) > 250
    assert len(changes["moved"]) == len(set(changes["moved"]))
    # What is far from the view got no inside.
    assert lab.canvas.locator(".node-title").count() < 100


def test_while_a_large_board_is_panned_its_plan_alone_is_drawn(enter: Enter) -> None:
    """A thousand empty elements cost more to paint through than the plan; but the focus is kept."""
    lab = enter(chain(160))
    lab.fit()
    blocks, wires = (lab.canvas.locator(f".svelte-flow__{each}") for each in ("nodes", "edges"))
    x, y = lab.spot(".svelte-flow__pane")
    lab.carry((x, y), (x + 30, y + 30))
    for each in (blocks, wires):
        expect(each).to_have_css("content-visibility", "hidden")
    lab.let_go()
    for each in (blocks, wires):
        expect(each).to_have_css("content-visibility", "visible")


NOTE_HIDING = """() => {
  const blocks = document.querySelector('.svelte-flow__nodes');
  new MutationObserver(() => {
    window.hidden_ ||= getComputedStyle(blocks).contentVisibility === 'hidden';
  }).observe(document.body, { subtree: true, attributeFilter: ['data-moving'] });
}"""
"""A wheel is at rest again so soon that a look from outside may come too late."""


@pytest.mark.mouse("a wheel, which does not say when it is let go")
def test_while_a_large_board_is_zoomed_by_a_wheel_its_plan_alone_is_drawn(enter: Enter) -> None:
    lab = enter(chain(160))
    lab.fit()
    blocks = lab.canvas.locator(".svelte-flow__nodes")
    lab.page.mouse.move(*lab.spot(".svelte-flow__pane"))
    lab.page.evaluate(NOTE_HIDING)
    lab.page.mouse.wheel(0, 120)
    lab.page.wait_for_function("() => window.hidden_")
    expect(blocks).to_have_css("content-visibility", "visible")
    lab.node("n100").focus()
    lab.page.mouse.wheel(0, -120)
    expect(lab.node("n100")).to_be_focused()


@pytest.mark.mouse("a finger is thicker than blocks seen from so far away")
def test_a_large_board_from_afar_is_one_drawing_whose_blocks_can_be_chosen(enter: Enter) -> None:
    lab = enter(chain(160))
    expect(lab.canvas.locator(".plan")).to_have_count(0)
    lab.fit()
    plan = lab.canvas.locator(".plan")
    expect(plan.locator(".plan-wires")).to_have_attribute("d", re.compile("M.+M"))
    expect(lab.canvas.locator(".node-title, .wire-line")).to_have_count(0)
    expect(lab.node("n100")).to_have_accessible_name(re.compile(f"{lab.title('conv2d')} 100"))
    lab.select("n100")
    assert lab.selected == "n100"
    chosen = plan.locator('.plan-blocks[data-state="chosen"]')
    expect(chosen).to_have_attribute("d", re.compile("^M"))
    # Between the two blocks, where nothing but the drawing is.
    before, behind = lab.node("n101").bounding_box(), lab.node("n102").bounding_box()
    assert before is not None
    assert behind is not None
    x = (before["x"] + before["width"] + behind["x"]) / 2
    lab.click_at((x, before["y"] + before["height"] / 2))
    name = lab.title("conv2d")
    wire = lab.wire(f"{name} 101", f"{name} 102")
    expect(wire).to_have_class(re.compile(r"\bselected\b"))
    expect(chosen).to_have_attribute("d", "")
    lab.page.keyboard.press("Delete")
    expect(wire).to_have_count(0)
    expect(lab.nodes).to_have_count(160)
    # Nearer, each has its icon and its name.
    while lab.zoom < PLAN_NAMES:
        lab.tool("zoom-in")
    expect(plan.locator(".plan-icon svg")).not_to_have_count(0)
    expect(plan.locator("text", has_text=lab.title("conv2d"))).not_to_have_count(0)
    lab.full_size()
    expect(plan).to_have_count(0)
    expect(lab.canvas.locator(".node-title").first).to_be_visible()
