"""How many clicks and typed numbers a lab costs a student with a mouse, on the real page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Locator, expect

from tests.bench.row import Row
from tests.e2e.boards import LARGE
from tests.e2e.lab_page import LabPage
from tests.e2e.sizes import DESKTOP
from tests.e2e.words import words

FIRST = 8
"""The steps of MobileNetV3-Large that are counted by themselves."""


@dataclass
class Hands:
    """A student's hands: each press of the mouse is a click, each value on the keys a number.

    Tab and Enter lead from field to field and are not counted; no shortcut is used.
    """

    lab: LabPage
    clicks: int = 0
    numbers: int = 0
    placed: list[str] = field(default_factory=list)

    def block(self, type: str, **data: object) -> None:
        """Place a block behind the selected one and fill it in."""
        count = self.lab.nodes.count()
        self.clicks += 1
        self.lab.block(type).click()
        expect(self.lab.nodes).to_have_count(count + 1)
        self._fill(type, data)

    def again(self, type: str, **data: object) -> None:
        """Duplicate the selected block and change what differs."""
        count = self.lab.nodes.count()
        self.clicks += 1
        self.lab.command("duplicate", self.lab.side).click()
        expect(self.lab.nodes).to_have_count(count + 1)
        self._fill(type, data)

    def select(self, id: str) -> None:
        """Select a block."""
        self.clicks += 1
        self.lab.node(id).click()

    def wire(self, source: str, target: str, into: str) -> None:
        """Draw a wire: one press, one drag."""
        self.clicks += 1
        self.lab.pull(source, target, into=into)

    def _fill(self, type: str, data: Mapping[str, object]) -> None:
        self.placed.append(self.lab.selected)
        for name, value in data.items():
            field = self.lab.field(type, name)
            if isinstance(value, int) and not isinstance(value, bool):
                self._number(type, name, value)
            elif field.evaluate("(field) => field.matches('select')"):
                self.clicks += 2  # one opens the list, one chooses
                self.lab.set(type, name, value)
            else:
                self.clicks += 1
                self.lab.set(type, name, value)

    def _number(self, type: str, name: str, value: int) -> None:
        """Type a number; where one press of the stepper gives it, press that."""
        field = self.lab.field(type, name)
        stepped = {"stride": 1, "kernel_size": 2}.get(name)
        held = field.get_attribute("aria-valuenow")
        if stepped and held and abs(value - int(held)) == stepped:
            self.clicks += 1
            label = self.lab.blocks[type]["schema"]["properties"][name]["label"]["en"]
            key = "field.more" if value > int(held) else "field.less"
            field.locator("..").get_by_role(
                "button", name=self.lab.words(key, label=label), exact=True
            ).click()
        else:
            if not self._reached(field):
                self.clicks += 1
                field.click()
            self.numbers += 1
            self.lab.page.keyboard.type(str(value))
        expect(field).to_have_attribute("aria-valuenow", str(value))

    def _reached(self, field: Locator) -> bool:
        """Whether the field has the focus, or the next Tab gives it."""
        there = "(field) => document.activeElement === field"
        if field.evaluate(there):
            return True
        typing = "() => document.activeElement?.matches('[role=spinbutton]') ?? false"
        if self.lab.page.evaluate(typing):
            self.lab.page.keyboard.press("Tab")
            return bool(field.evaluate(there))
        return False


def rows(browser: Browser, address: str, *, whole: bool = True) -> Iterator[Row]:
    """Count each lab; of the largest its first steps, or the whole too."""
    yield from _large(browser, address, whole=whole)
    yield _se(browser, address)
    yield _bneck(browser, address)


def _row(what: str, count: int, goal: float, detail: str) -> Row:
    return Row(what, count, "at most", goal, detail)


def _large(browser: Browser, address: str, *, whole: bool) -> Iterator[Row]:
    hands = _enter(browser, address, LARGE)
    bneck, conv = "bneck", "conv2d"
    hands.block(conv, out_channels=16, stride=2, norm="batch", activation="hardswish")
    hands.block(bneck, expand=False, out_channels=16, shortcut=True)
    hands.block(bneck, exp_size=64, out_channels=24, stride=2)
    hands.block(bneck, exp_size=72, out_channels=24, shortcut=True)
    hands.block(bneck, exp_size=72, out_channels=40, kernel_size=5, se=True, stride=2)
    hands.again(bneck, exp_size=120, stride=1, shortcut=True)
    hands.again(bneck)
    hands.block(bneck, exp_size=240, out_channels=80, nl="HS", stride=2)
    counted = hands.lab.words("steps.count", matched=FIRST, total=21)
    expect(hands.lab.page.get_by_text(counted, exact=True)).to_be_visible()
    yield _row("clicks for the first eight steps of MobileNetV3-Large", hands.clicks, 34, "of 21")
    yield _row("numbers typed for them", hands.numbers, 13, "Tab leads from field to field")
    if not whole:
        hands.lab.page.context.close()
        return
    hands.again(bneck, exp_size=200, stride=1, shortcut=True)
    hands.again(bneck, exp_size=184)
    hands.again(bneck)
    hands.again(bneck, exp_size=480, out_channels=112, se=True, shortcut=False)
    hands.again(bneck, exp_size=672, shortcut=True)
    hands.again(bneck, out_channels=160, kernel_size=5, stride=2, shortcut=False)
    hands.again(bneck, exp_size=960, stride=1, shortcut=True)
    hands.again(bneck)
    hands.block(conv, out_channels=960, kernel_size=1, norm="batch", activation="hardswish")
    hands.block("global_avg_pool")
    hands.block(conv, out_channels=1280, kernel_size=1, activation="hardswish")
    hands.block(conv, out_channels=1000, kernel_size=1)
    hands.block("flatten")
    hands.block("softmax")
    yield _done(hands, "clicks for all 21 steps and Verify", 85)


def _se(browser: Browser, address: str) -> Row:
    hands = _enter(browser, address, "se-module")
    hands.block("global_avg_pool")
    hands.block("conv2d", out_channels=24, kernel_size=1, activation="relu")
    hands.block("conv2d", out_channels=72, kernel_size=1, activation="hardsigmoid")
    hands.block("multiply")
    hands.wire("input", "multiply-1", "a")
    return _done(hands, "clicks for the SE lab and Verify", 14)


def _bneck(browser: Browser, address: str) -> Row:
    hands = _enter(browser, address, "bneck-v3")
    hands.block("conv2d", out_channels=120, kernel_size=1, norm="batch", activation="relu")
    hands.block("depthwise_conv2d", kernel_size=5, norm="batch", activation="relu")
    hands.block("squeeze_excite")
    hands.block("conv2d", out_channels=40, kernel_size=1, norm="batch")
    hands.block("add")
    hands.wire("input", "add-1", "b")
    return _done(hands, "clicks for the V3 bneck and Verify", 24)


def _enter(browser: Browser, address: str, lab: str) -> Hands:
    context = browser.new_context(
        base_url=address,
        viewport={"width": DESKTOP.width, "height": DESKTOP.height},
        locale="en-US",
        reduced_motion="reduce",
    )
    page = LabPage(context.new_page(), words("en"))
    page.open(lab=lab)
    return Hands(page)


def _done(hands: Hands, what: str, goal: float) -> Row:
    """Verify, which has to be content: a count of a wrong network is none."""
    hands.lab.ready()
    hands.clicks += 1
    hands.lab.expect_correct()
    detail = f"{hands.numbers} numbers typed, {len(hands.placed)} blocks"
    hands.lab.page.context.close()
    return _row(what, hands.clicks, goal, detail)
