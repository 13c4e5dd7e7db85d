"""The alignment against trying everything: short pieces, few operations, every way to lay them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random

import pytest

from app.blocks.conv2d import Conv2d
from app.reference import Reference
from app.verify.repair import prices
from app.verify.repair.align import EARLY, IDLE, Choice, Token, align
from app.verify.repair.fragment import Fragment
from app.verify.repair.target import Target, prepare
from tests.boards import chain as in_a_row
from tests.boards import graph, node, picture

LENGTH = 6
"""So many operations the reference has."""

CLOSE = 1e-3
"""What tells equally cheap ways apart costs less than this."""


def target() -> Target:
    """A reference; only how long it is matters here."""
    board = in_a_row(
        picture(), *(node(f"c{i}", "conv2d", out_channels=4) for i in range(LENGTH - 1))
    )
    due = graph(board)
    return prepare(Reference(due, dict.fromkeys(due.nodes, 1)))


TARGET = target()
BLOCK = Conv2d(out_channels=4)


def piece(first: int, behind: int) -> Fragment:
    """What a node stands for: the operations from one to before another."""
    return Fragment(TARGET, Conv2d, tuple(range(first, behind)), (), BLOCK)


def token(*fits: tuple[float, int, int], idle: Sequence[int] | None = None) -> Token:
    """A node by what it fits, each a price and a place, and where it idles."""
    own = sorted(((price, piece(*at)) for price, *at in fits), key=lambda one: one[0])
    return Token(tuple(own), None if idle is None else [at in idle for at in range(LENGTH + 1)])


def ways(tokens: Sequence[Token], at: int) -> Iterator[list[tuple[Choice, float, int]]]:
    """Yield every way to lay the tokens behind a place: choices with their price and place."""
    if not tokens:
        yield []
        return
    first, *rest = tokens
    for price, one in first.fits:
        if one.first >= at:
            for way in ways(rest, one.behind):
                yield [(one, price, one.first), *way]
    for place in range(at, LENGTH + 1):
        if first.idle is not None and first.idle[place]:
            for way in ways(rest, place):
                yield [(True, IDLE, place), *way]
    for way in ways(rest, at):
        yield [(False, 0.0, -1), *way]


def cost(way: Sequence[tuple[Choice, float, int]]) -> float:
    """Return what a way costs: gaps inside, nodes too many in stretches, with what hands on."""
    total = sum(price for _, price, _ in way)
    at: int | None = None
    for (choice, _, place), before in zip(way, [None, *way], strict=False):
        if choice is False:
            more = before is not None and not isinstance(before[0], Fragment)
            total += prices.TAKE_OUT_MORE if more else prices.TAKE_OUT
            continue
        if at is not None and place > at:
            total += prices.PUT_IN + prices.PUT_IN_MORE * (place - at)
        at = choice.behind if isinstance(choice, Fragment) else place
    return total


def price_of(tokens: Sequence[Token], choices: Sequence[Choice]) -> float:
    """Return the least that these choices can cost, wherever what idles stands."""
    found = [way for way in ways(tokens, 0) if _same([one for one, _, _ in way], choices)]
    return min(map(cost, found))


def _same(one: Sequence[Choice], other: Sequence[Choice]) -> bool:
    return all(a is b for a, b in zip(one, other, strict=True))


def drawn(random: Random, *, exact: bool) -> list[Token]:
    """Some tokens. Where none is exact, the ends are not taken beforehand."""
    found = []
    for _ in range(random.randint(1, 4)):
        fits = []
        for _ in range(random.randint(0, 3)):
            first = random.randrange(LENGTH)
            behind = random.randint(first + 1, min(LENGTH, first + 2))
            fits.append((random.choice([0.0 if exact else 0.3, 0.4, 1.0, 2.0]), first, behind))
        idle = random.choice([None, None, range(LENGTH + 1)])
        found.append(token(*fits, idle=idle))
    return found


@pytest.mark.parametrize("seed", range(300))
def test_no_way_is_cheaper(seed: int) -> None:
    tokens = drawn(Random(seed), exact=False)
    tokens = [one for one in tokens if one.fits] or [token((0.3, 2, 3))]
    price, choices = align(tokens, LENGTH)
    assert price == pytest.approx(min(map(cost, ways(tokens, 0))), abs=CLOSE)
    assert price_of(tokens, choices) == pytest.approx(price, abs=CLOSE)


@pytest.mark.parametrize("seed", range(150))
def test_what_is_chosen_can_be_and_costs_what_is_said(seed: int) -> None:
    tokens = drawn(Random(seed), exact=True)
    _, choices = align(tokens, LENGTH)
    assert len(choices) == len(tokens)
    standing = [one for one in choices if isinstance(one, Fragment)]
    assert all(one.behind <= other.first for one, other in pairwise(standing))
    for one, choice in zip(tokens, choices, strict=True):
        assert (
            choice is False or (choice is True and one.idle) or choice in [f for _, f in one.fits]
        )


@pytest.mark.parametrize("seed", range(150))
def test_between_what_is_right_at_both_ends_no_way_is_cheaper(seed: int) -> None:
    """The picture and the end are right; what lies between leads from one to the other."""
    middle = [one for one in drawn(Random(seed), exact=False) if one.fits]
    middle = [token(*((p, *_clamped(f)) for p, f in one.fits)) for one in middle]
    middle = middle or [token((0.3, 2, 3))]
    tokens = [token((0.0, 0, 1)), *middle, token((0.0, LENGTH - 1, LENGTH))]
    price, choices = align(tokens, LENGTH)
    fixed = [
        way
        for way in ways(tokens, 0)
        if isinstance(way[0][0], Fragment) and isinstance(way[-1][0], Fragment)
    ]
    assert price == pytest.approx(min(map(cost, fixed)), abs=CLOSE)
    assert price_of(tokens, choices) == pytest.approx(price, abs=CLOSE)


def _clamped(one: Fragment) -> tuple[int, int]:
    """Return where a fragment lies, if need be moved off the ends."""
    first = min(max(one.first, 1), LENGTH - 2)
    return first, min(max(one.behind, first + 1), LENGTH - 1)


SAID: tuple[tuple[str, list[Token], list[object]], ...] = (
    ("all right", [token((0.0, 0, 1)), token((0.0, 1, 2))], [(0, 1), (1, 2)]),
    ("the longest of what is right", [token((0.0, 0, 1), (0.0, 0, 2))], [(0, 2)]),
    ("the earliest of two places", [token((0.4, 1, 2), (0.4, 4, 5))], [(1, 2)]),
    (
        "of two equal ones the later is too many",
        [token((0.0, 0, 1)), token((0.0, 1, 2)), token((0.0, 1, 2)), token((0.0, 2, 3))],
        [(0, 1), (1, 2), False, (2, 3)],
    ),
    ("idle where it may", [token((0.0, 0, 1)), token(idle=[1])], [(0, 1), True]),
    ("not idle where it may not", [token((0.0, 0, 1)), token(idle=[3])], [(0, 1), False]),
    ("rather standing than idle", [token((0.0, 2, 3), idle=range(LENGTH + 1))], [(2, 3)]),
    ("nothing fits", [token()], [False]),
    (
        "the end is right though the beginning is not there",
        [token((0.0, LENGTH - 2, LENGTH - 1)), token((0.0, LENGTH - 1, LENGTH))],
        [(LENGTH - 2, LENGTH - 1), (LENGTH - 1, LENGTH)],
    ),
    ("at the end idle", [token((0.0, 5, 6)), token(idle=[6])], [(5, 6), True]),
)


@pytest.mark.parametrize(("tokens", "due"), [row[1:] for row in SAID], ids=[row[0] for row in SAID])
def test_is_laid_there(tokens: list[Token], due: list[object]) -> None:
    _, choices = align(tokens, LENGTH)
    assert [(one.first, one.behind) if isinstance(one, Fragment) else one for one in choices] == due


def test_a_gap_between_what_is_right_is_one_stretch_to_put_in() -> None:
    price, _ = align([token((0.0, 0, 1)), token((0.0, LENGTH - 1, LENGTH))], LENGTH)
    assert price == prices.PUT_IN
    wide, _ = align([token((0.3, 0, 1)), token((0.3, LENGTH - 1, LENGTH))], LENGTH)
    more = prices.PUT_IN_MORE * (LENGTH - 2)
    assert wide == pytest.approx(0.6 + prices.PUT_IN + more + EARLY * (LENGTH - 1))


def test_nothing_costs_nothing() -> None:
    assert align([], LENGTH) == (0.0, [])
