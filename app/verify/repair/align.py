"""A piece of the board laid beside the reference: which of its nodes stand for which operations.

Dynamic programming over the nodes in sequence and the reference's operations in sequence: a node
takes a fragment of its kind, at the price of what it lacks, or is left over; operations are passed
over. Gaps are affine, so that a stretch left out costs little more than one operation. A piece may
begin and end anywhere: what comes before and behind it is still to come.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app.verify.repair.fragment import Fragment
from app.verify.repair.prices import PUT_IN, PUT_IN_MORE, TAKE_OUT, TAKE_OUT_MORE

NEVER = 1e9
EARLY = 1e-5
"""Of equally cheap places for a gap the earliest is taken: each operation further costs this."""

IDLE = 0.002
"""A node that only hands on a tensor may stand for something all the same, and rather does."""

MATCHED, PASSED, LEFT_OVER = range(3)


@dataclass(frozen=True, slots=True)
class Token:
    """A node as the alignment sees it: what it can stand for, and at what price.

    `idle` tells behind how many operations it only hands on what it gets, None if it never does.
    """

    fits: Sequence[tuple[float, Fragment]]
    idle: Sequence[bool] | None


Choice: TypeAlias = Fragment | bool
"""The fragment that a node stands for; True where it only hands on, False where it is left over."""


def align(tokens: Sequence[Token], length: int) -> tuple[float, list[Choice]]:
    """Return what each token stands for, and the price, in a reference of that length.

    What is right at both ends is taken first, the end before the beginning, so that of equally good
    places the earliest is blamed.
    """
    last, stop, tail = len(tokens), length, []
    while last and (exact := _ending(tokens[last - 1], stop)) is not None:
        last, stop = last - 1, stop if exact is True else exact.first
        tail.append(exact)
    if tail and all(choice is True for choice in tail):
        last, stop, tail = len(tokens), length, []
    first, start, head = 0, 0, []
    while first < last and (exact := _beginning(tokens[first], start)) is not None:
        if exact is not True and exact.behind > stop:
            break
        first, start = first + 1, start if exact is True else exact.behind
        head.append(exact)
    window = tokens[first:last]
    price, middle = _aligned(window, start, stop, begun=bool(head), ended=bool(tail))
    return price, head + middle + tail[::-1]


def _ending(token: Token, stop: int) -> Choice | None:
    """Return what a token is exactly, where it ends just there."""
    for price, fragment in token.fits:
        if price == 0 and fragment.behind == stop and fragment.in_a_row:
            return fragment
    if token.fits:
        return None
    return True if token.idle is not None and token.idle[stop] else None


def _beginning(token: Token, start: int) -> Choice | None:
    """Return what a token is exactly, where it begins just there; of several the longest."""
    exact = [
        fragment
        for price, fragment in token.fits
        if price == 0 and fragment.first == start and fragment.in_a_row
    ]
    if exact:
        return max(exact, key=lambda fragment: len(fragment.ops))
    if token.fits:
        return None
    return True if token.idle is not None and token.idle[start] else None


def _aligned(
    tokens: Sequence[Token], start: int, stop: int, *, begun: bool, ended: bool
) -> tuple[float, list[Choice]]:
    """Align tokens with the operations from `start` to `stop`, to which they lead where `ended`."""
    if not tokens:
        return (PUT_IN if begun and ended and start < stop else 0.0), []
    rows = [_Row.first(start, stop, begun)]
    for token in tokens:
        rows.append(_next(rows[-1], token))
    return _walk_back(tokens, rows, ended)


class _Row:
    """The least prices after some tokens, by the operation that comes next, and how they arose.

    The prices are by what came last: a match, operations passed over, a token left over. `via` is
    for a match its fragment and the state it began in, `left_via` that state for what is left over.
    """

    __slots__ = ("idle", "left_over", "left_via", "matched", "passed", "start", "via")

    def __init__(self, start: int, size: int) -> None:
        self.start = start
        self.matched = [NEVER] * size
        self.passed = [NEVER] * size
        self.left_over = [NEVER] * size
        self.via: dict[int, tuple[Fragment, int]] = {}
        self.left_via = [MATCHED] * size
        self.idle = [False] * size

    @classmethod
    def first(cls, start: int, stop: int, begun: bool) -> "_Row":
        row = cls(start, stop - start + 1)
        row.matched = [EARLY * j for j in range(stop - start + 1)]
        if begun:
            row.matched[1:] = [NEVER] * (stop - start)
        return row

    def close(self) -> None:
        """Let operations be passed over from every state."""
        passed = NEVER
        matched, left_over, own = self.matched, self.left_over, self.passed
        for j in range(1, len(own)):
            begun = matched[j - 1] if matched[j - 1] < left_over[j - 1] else left_over[j - 1]
            begun += PUT_IN + EARLY * j
            passed = (begun if begun < passed else passed) + PUT_IN_MORE
            own[j] = passed

    def best(self, j: int) -> tuple[float, int]:
        """Return the least price at a place, and the state that has it."""
        matched, left, passed = self.matched[j], self.left_over[j], self.passed[j]
        if matched <= left and matched <= passed:
            return matched, MATCHED
        return (left, LEFT_OVER) if left <= passed else (passed, PASSED)


def _next(above: _Row, token: Token) -> _Row:
    above.close()
    start, size = above.start, len(above.matched)
    row = _Row(start, size)
    for price, fragment in token.fits:
        first, behind = fragment.first - start, fragment.behind - start
        if first < 0 or behind >= size or not fragment.in_a_row:
            continue
        before, state = above.best(first)
        if before + price < row.matched[behind]:
            row.matched[behind] = before + price
            row.via[behind] = (fragment, state)
    idle = token.idle
    left_over, left_via = row.left_over, row.left_via
    for j in range(size):
        matched, passed, left = above.matched[j], above.passed[j], above.left_over[j]
        price, state = (matched, MATCHED) if matched < passed else (passed, PASSED)
        price += TAKE_OUT
        if left + TAKE_OUT_MORE < price:
            price, state = left + TAKE_OUT_MORE, LEFT_OVER
        if idle is not None and idle[start + j]:
            least, of = above.best(j)
            if least + IDLE < price:
                price, state = least + IDLE, of
                row.idle[j] = True
        left_over[j] = price
        left_via[j] = state
    return row


def _walk_back(
    tokens: Sequence[Token], rows: list[_Row], ended: bool
) -> tuple[float, list[Choice]]:
    last = rows[-1]
    if ended:
        last.close()
        j = len(last.matched) - 1
        price, state = last.best(j)
    else:
        places = range(len(last.matched))
        j = min(places, key=lambda j: min(last.matched[j], last.left_over[j]))
        state = MATCHED if last.matched[j] <= last.left_over[j] else LEFT_OVER
        price = min(last.matched[j], last.left_over[j])
    chosen: list[Choice] = []
    for a in range(len(tokens), 0, -1):
        row = rows[a]
        while state == PASSED:
            begun = min(row.matched[j - 1], row.left_over[j - 1]) + PUT_IN + EARLY * j
            if begun <= row.passed[j - 1]:
                state = MATCHED if row.matched[j - 1] <= row.left_over[j - 1] else LEFT_OVER
            j -= 1
        if state == MATCHED:
            fragment, state = row.via[j]
            j = fragment.first - row.start
            chosen.append(fragment)
        else:
            chosen.append(row.idle[j])
            state = row.left_via[j]
    return price, chosen[::-1]
