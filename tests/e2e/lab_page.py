"""The lab page as a student handles it: what can be seen, clicked, dragged and typed."""

import json
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.boards import LARGE, Board, fragment
from tests.e2e.fingers import XY, Key, middle
from tests.e2e.hand import Hand
from tests.e2e.spots import DRAWN, FIND_EMPTY_SPOT, FIND_SPOT, IN_SIGHT, IS_MET
from tests.e2e.words import Words

NARROW = 900
"""Px of a window in which panels lie over the canvas, as `static/src/styles/narrow.css` has it."""


class LabPage(Hand):
    """One tab with a lab in it."""

    def __init__(self, page: Page, words: Words) -> None:
        super().__init__(page)
        self.words = words

    # ------------------------------------------------------------ coming and going

    def open(self, board: Board | None = None, *, lab: str | None = None, query: str = "") -> None:
        """Go to the lab's page, with a board in the link where one is given.

        An exam opens only what was made in it: the board says so.
        """
        if board and "mode=exam" in query:
            board = {**board, "home": f"{lab or LARGE}/exam"}
        link = fragment(board) if board else ""
        self.page.goto(f"/labs/{lab or LARGE}{query}{link}")
        self.ready()

    def ready(self) -> None:
        """Wait until the editor stands and the server has checked the board."""
        expect(self.verify_button).to_be_enabled()
        expect(self.totals).to_have_attribute("data-pending", "false")

    # ------------------------------------------------------------ what is there

    @property
    def canvas(self) -> Locator:
        return self.page.get_by_role("region", name=self.words("canvas.label"), exact=True)

    @property
    def verify_button(self) -> Locator:
        banner = self.page.get_by_role("banner")
        return banner.get_by_role("button", name=self.words("command.verify"), exact=True)

    @property
    def palette(self) -> Locator:
        return self.page.get_by_role("complementary", name=self.words("palette.label"), exact=True)

    @property
    def side(self) -> Locator:
        return self.page.get_by_role("complementary", name=self.words("side.label"), exact=True)

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def totals(self) -> Locator:
        return self.page.locator(".totals")

    @property
    def step(self) -> Locator:
        """The step in hand: a card beside the canvas, or a line above it."""
        return self.page.locator(".step-card")

    @property
    def finding(self) -> Locator:
        """The one card in sight that tells of the finding, in the panel or on the canvas."""
        return self.page.locator(".finding:visible")

    @property
    def nodes(self) -> Locator:
        return self.canvas.locator(".svelte-flow__node")

    @property
    def wires(self) -> Locator:
        return self.canvas.locator(".svelte-flow__edge")

    def node(self, id: str) -> Locator:
        return self.canvas.locator(f'.svelte-flow__node[data-id="{id}"]')

    def wire(self, source: str, target: str) -> Locator:
        """The wire between two nodes, by the names that are on screen."""
        label = self.words("wire.label", source=source, target=target)
        return self.canvas.get_by_role("group", name=re.compile(f"^{re.escape(label)}"))

    def port(self, node: str, port: str) -> Locator:
        return self.node(node).locator(f'[data-handleid="{port}"]')

    @property
    def selected(self) -> str:
        """The id of the one selected node."""
        chosen = self.canvas.locator(".svelte-flow__node.selected")
        expect(chosen).to_have_count(1)
        id = chosen.get_attribute("data-id")
        assert id is not None
        return id

    def command(self, id: str, within: Locator | None = None) -> Locator:
        """A command's button."""
        name = self.words(f"command.{id}")
        return (within or self.page).get_by_role("button", name=name, exact=True)

    # ------------------------------------------------------------ what is done

    def run(self, id: str) -> None:
        """Run a command from the palette of commands."""
        self.page.keyboard.press("Control+k")
        self.page.get_by_role("combobox", name=self.words("commands.title")).fill(
            self.words(f"command.{id}")
        )
        self.page.get_by_role("option", name=self.words(f"command.{id}")).first.click()

    @property
    def narrow(self) -> bool:
        """Whether the panels lie over the canvas."""
        size = self.page.viewport_size
        assert size is not None
        return size["width"] <= NARROW

    def uncover(self) -> None:
        """Fold the panels away that lie over the canvas."""
        if self.narrow:
            for panel in ("panel-left", "panel-right"):
                self.panel(panel, shown=False)

    def unfold(self) -> None:
        """Show the side panel, which a narrow window begins without."""
        self.panel("panel-right", shown=True)

    def tool(self, id: str) -> None:
        """Press one of the canvas's own buttons."""
        self.uncover()
        self.command(id, self.canvas).click()
        self.page.evaluate(DRAWN)

    def tab(self, name: str) -> None:
        """Show a tab of the side panel."""
        self.unfold()
        tab = self.side.get_by_role("tab", name=re.compile(f"^{self.words(f'tab.{name}')}"))
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")

    def panel(self, id: str, *, shown: bool) -> None:
        """Unfold or fold one of the panels beside the canvas."""
        button = self.command(id)
        state = str(shown).lower()
        if button.get_attribute("aria-pressed") != state:
            button.click()
        expect(button).to_have_attribute("aria-pressed", state)

    def select(self, id: str, *with_keys: Key) -> None:
        """Select a node by a click; where it is not in sight, in the view of all."""
        self.uncover()
        self.bring(self.node(id))
        self.node(id).click(modifiers=with_keys)

    def choose(self, id: str) -> None:
        """Select a node by a click and show its parameters."""
        self.select(id)
        self.tab("inspect")

    def bring(self, *things: Locator) -> None:
        """Have all of these in sight: put the finding's card away, then show the whole network."""
        if all(thing.evaluate(IN_SIGHT) for thing in things):
            return
        if (card := self.canvas.locator(".spotlight-close")).is_visible():
            card.click()
        if not all(thing.evaluate(IN_SIGHT) for thing in things):
            self.fit()

    def reach(self, id: str, port: Locator) -> None:
        """Have a node's port in sight and as large as it is at 100 %: by its bar in the ribbon."""
        if not port.evaluate(IS_MET):
            self.run("zoom-100")
            self.page.locator(f"#ribbon-{id}").click()
            self.page.evaluate(DRAWN)

    def block(self, type: str) -> Locator:
        """A block's entry in the palette, which a narrow window has to be asked for."""
        self.panel("panel-left", shown=True)
        return self.palette.get_by_role("button", name=self.title(type), exact=True)

    def step_text(self) -> str:
        """All that the step in hand says; a line is unfolded to be read."""
        folded = self.step.locator("details:not([open]) summary")
        if not folded.count():
            return self.step.inner_text()
        folded.click()
        expect(folded).to_have_count(0)
        text = self.step.inner_text()
        self.step.locator("summary").click()
        return text

    def handle(self, type: str) -> Locator:
        """By what a block is dragged out of the palette; elsewhere a finger scrolls the list."""
        entry = self.block(type)
        return entry.locator(".block-tile") if self.touch else entry

    def title(self, type: str) -> str:
        """What a block is called on screen, and a node of it that is the only one."""
        label: str = self.blocks[type]["label"][self.words.lang]
        return label

    def switch_language(self) -> None:
        """Have the page in the other language; on a telephone that is in the menu."""
        lang = self.page.locator("html").get_attribute("lang")
        button = self.page.get_by_role("banner").locator(".topbar-lang")
        if button.is_visible():
            button.click()
        else:
            self.in_menu("language")
        # The other language's words are fetched first.
        expect(self.page.locator("html")).not_to_have_attribute("lang", lang or "")

    def in_menu(self, command: str) -> None:
        """Choose a command from the menu of everything."""
        self.page.get_by_role("button", name=self.words("menu.file")).click()
        self.page.get_by_role("menuitem", name=self.words(f"command.{command}")).click()

    @cached_property
    def blocks(self) -> Mapping[str, Any]:
        """The server's catalogue of blocks, by type."""
        given = self.page.request.get("/api/blocks").json()
        return {block["type"]: block for block in given}

    def middle_of(self, wire: Locator) -> XY:
        """The middle of a wire, where its tensor is drawn."""
        slab = wire.locator(".slab")
        self.bring(slab)
        return middle(slab)

    def pick(self, wire: Locator) -> None:
        """Select a wire by a click on its middle."""
        self.uncover()
        self.click_at(self.middle_of(wire))
        expect(wire).to_have_class(re.compile(r"\bselected\b"))

    def pull(self, source: str, target: str, *, out: str = "out", into: str = "in") -> None:
        """Draw a wire from port to port.

        Fingers tap one and then the other, for which they need not be in sight together.
        """
        self.uncover()
        start, end = self.port(source, out), self.port(target, into)
        count = self.drawn_wires()
        if self.touch:
            self.reach(source, start)
            start.click()
            self.reach(target, end)
            end.click()
        else:
            self.bring(start, end)
            self.drag(start, end)
        expect(self.wires).to_have_count(count + 1)

    def drawn_wires(self) -> int:
        """How many wires there are; those of a new block are drawn once it has been measured."""
        expect(self.nodes.locator("visible=false")).to_have_count(0)
        self.page.evaluate(DRAWN)
        return self.wires.count()

    def spot(self, selector: str) -> XY:
        """A point of the canvas, near its middle, where the pointer meets such an element."""
        x, y = self.canvas.evaluate(FIND_SPOT, selector)
        return x, y

    def empty_spot(self) -> XY:
        """A point of the canvas, in px of the window, with nothing near it and no panel over it."""
        x, y = self.canvas.evaluate(FIND_EMPTY_SPOT, self.zoom)
        return x, y

    @property
    def zoom(self) -> float:
        """How large the canvas is shown."""
        view = self.canvas.locator(".svelte-flow__viewport")
        found = re.search(r"scale\(([\d.]+)\)", view.get_attribute("style") or "")
        assert found
        return float(found[1])

    def full_size(self) -> None:
        """Show the canvas at 100 %."""
        self.run("zoom-100")

    def fit(self) -> None:
        """Show the whole network."""
        self.tool("fit")

    # ------------------------------------------------------------ parameters

    def field(self, type: str, parameter: str) -> Locator:
        """The inspector's control for one parameter."""
        self.unfold()
        schema = self.blocks[type]["schema"]["properties"][parameter]
        label = re.escape(schema["label"][self.words.lang])
        name = re.compile(rf"^{label}\*?$")
        if is_number(schema):
            return self.side.get_by_role("spinbutton", name=name)
        return self.side.get_by_role("group" if is_short(schema) else "combobox", name=name)

    def set(self, type: str, parameter: str, value: object) -> None:
        """Give a parameter a value as it is done with the mouse: type it, or click it."""
        field = self.field(type, parameter)
        if isinstance(value, bool) or is_short(
            self.blocks[type]["schema"]["properties"][parameter]
        ):
            field.get_by_text(self.spelled(value)).click()
        elif isinstance(value, str):
            field.select_option(value)
        else:
            field.fill(str(value))

    def spelled(self, value: object) -> re.Pattern[str]:
        """A choice as it is written on screen."""
        text = str(value)
        if isinstance(value, bool):
            text = self.words("field.yes" if value else "field.no")
        elif value == "batch":
            text = "batchNorm"
        return re.compile(f"^{re.escape(text)}")

    # ------------------------------------------------------------ Verify

    def verify(self) -> None:
        """Press Verify and wait for its answer."""
        with self.page.expect_response(re.compile(r"/verify\?")):
            self.verify_button.click()

    def expect_correct(self) -> None:
        """Verify is content, says so, and lets go."""
        self.verify()
        dialog = self.page.get_by_role("dialog", name=self.words("celebrate.title"))
        expect(dialog).to_be_visible()
        dialog.get_by_role("button", name=self.words("dialog.ok"), exact=True).click()
        expect(dialog).to_be_hidden()

    # ------------------------------------------------------------ files

    def board(self) -> Board:
        """The board as the editor saves it to a file."""
        with self.page.expect_download() as download:
            self.page.keyboard.press("Control+s")
        board: Board = json.loads(download.value.path().read_text(encoding="utf-8"))
        return board

    def drop_file(self, name: str, content: str) -> None:
        """Drop a file onto the page."""
        transfer = self.page.evaluate_handle(
            """([name, content]) => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([content], name, { type: "application/json" }));
                return transfer;
            }""",
            [name, content],
        )
        self.canvas.dispatch_event("drop", {"dataTransfer": transfer})

    def saved(self) -> None:
        """Wait until the browser has written everything to its disk."""
        expect(self.page.get_by_text(self.words("badge.saved"), exact=True)).to_be_visible()

    def picture(self, path: Path) -> None:
        """Keep a picture of the window."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, animations="disabled")


def is_number(schema: Mapping[str, Any]) -> bool:
    """Whether a parameter's control is a number to type."""
    kinds = schema.get("anyOf", [schema])
    return any(kind.get("type") in ("integer", "number") for kind in kinds)


def is_short(schema: Mapping[str, Any]) -> bool:
    """Whether a parameter's control is a row of at most four choices."""
    if is_number(schema):
        return False
    kinds = schema.get("anyOf", [schema])
    count = sum(
        2 if kind.get("type") == "boolean" else len(kind.get("enum", [None])) for kind in kinds
    )
    return count <= 4
