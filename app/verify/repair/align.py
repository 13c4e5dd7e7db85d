"""A piece of the board laid beside the reference: which of its nodes stand for which operations.

Dynamic programming over the nodes in sequence and the reference's operations in sequence: a node
takes a fragment of its kind, at the price of what it lacks, or is left over; operations are passed
over. Gaps are affine, so that a stretch left out costs little more than one operation. A piece may
begin and end anywhere: what comes before and behind it is still to come.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

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

    fits: tuple[tuple[float, Fragment], ...]
    idle: Sequence[bool] | None


REMEMBERED = 4096
"""Of so many lists of what a node can stand for the columns are kept, some kB each."""

Prices: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.intp]

Choice: TypeAlias = Fragment | bool
"""The fragment that a node stands for; True where it only hands on, False where it is left over."""


def align(tokens: Sequence[Token], length: int) -> tuple[float, list[Choice]]:
    """Return what each token stands for, and the price, in a reference of that length.

    What is right at both ends is taken first, the end before the beginning, so that of equally good
    places the earliest is blamed.
    """
    last, stop, tail = _trimmed_end(tokens, length)
    first, start, head = _trimmed_beginning(tokens[:last], stop)
    if first == last:
        return (PUT_IN if head and tail and start < stop else 0.0), head + tail[::-1]
    table = _Table(tokens[first:last], start, stop, begun=bool(head))
    price, middle = table.walk_back(ended=bool(tail))
    return price, head + middle + tail[::-1]


def _trimmed_end(tokens: Sequence[Token], length: int) -> tuple[int, int, list[Choice]]:
    """Return how many tokens and operations are left before what ends as it should."""
    last, stop = len(tokens), length
    tail: list[Choice] = []
    while last:
        token = tokens[last - 1]
        exact = [one for one in _exact(token) if one.behind == stop]
        if exact:
            tail.append(exact[0])
            last, stop = last - 1, exact[0].first
        elif not token.fits and token.idle is not None and token.idle[stop]:
            tail.append(True)
            last -= 1
        else:
            break
    if all(choice is True for choice in tail):
        return len(tokens), length, []
    return last, stop, tail


def _trimmed_beginning(tokens: Sequence[Token], stop: int) -> tuple[int, int, list[Choice]]:
    """Return how many tokens and operations lie before what does not begin as it should."""
    first = start = 0
    head: list[Choice] = []
    while first < len(tokens):
        token = tokens[first]
        exact = [one for one in _exact(token) if one.first == start and one.behind <= stop]
        if exact:
            longest = max(exact, key=lambda one: len(one.ops))
            head.append(longest)
            first, start = first + 1, longest.behind
        elif not token.fits and token.idle is not None and token.idle[start]:
            head.append(True)
            first += 1
        else:
            break
    return first, start, head


def _exact(token: Token) -> Iterator[Fragment]:
    """Yield what a token is just as it is; the cheapest come first."""
    for price, fragment in token.fits:
        if price > 0:
            return
        if fragment.in_a_row:
            yield fragment


class _Columns(NamedTuple):
    """What a node can stand for in a row of operations: at what price, from where to where."""

    fragments: NDArray[np.object_]
    lacked: Prices
    first: Places
    behind: Places

    def within(self, start: int, stop: int) -> "_Columns":
        """Return what lies between two places."""
        inside = (self.first >= start) & (self.behind <= stop)
        return _Columns(
            self.fragments[inside], self.lacked[inside], self.first[inside], self.behind[inside]
        )


@lru_cache(maxsize=REMEMBERED)
def _columns(fits: tuple[tuple[float, Fragment], ...]) -> _Columns:
    """Return prices and fragments as columns."""
    own = [(price, one) for price, one in fits if one.in_a_row]
    return _Columns(
        np.array([one for _, one in own], dtype=np.object_),
        np.array([price for price, _ in own], dtype=np.float64),
        np.array([one.first for _, one in own], dtype=np.intp),
        np.array([one.behind for _, one in own], dtype=np.intp),
    )


class _Table:
    """The least prices after some tokens, by the place reached.

    Places are the operations at which anything can begin or end. Prices are by what came last: a
    match, operations passed over, a token left over. `reached` is the least of them. What led to a
    price is asked on the way back, which comes past few of them; so a row is made as a whole.
    Passing over is priced from the start, in `opening` and `length`, so that the best place to
    begin is a running minimum, `begun`.
    """

    def __init__(self, tokens: Sequence[Token], start: int, stop: int, *, begun: bool) -> None:
        self.tokens = tokens
        self.fits = [_columns(token.fits).within(start, stop) for token in tokens]
        bound = np.zeros(stop + 1, dtype=np.bool_)
        bound[[start, stop]] = True
        for own in self.fits:
            bound[own.first] = bound[own.behind] = True
        self.places = np.flatnonzero(bound)
        self.number = bound.cumsum() - 1
        self.length = PUT_IN_MORE * self.places
        self.opening = PUT_IN + EARLY * self.places[1:] - self.length[:-1]
        first: Prices = np.multiply(EARLY, self.places, dtype=np.float64)
        if begun:
            first[1:] = NEVER
        self.matched: list[Prices] = [first]
        self.left_over: list[Prices] = [np.full(len(first), NEVER)]
        self.begun: list[Prices] = []
        self.passed: list[Prices] = []
        self.reached: list[Prices] = []
        for token, own in zip(tokens, self.fits, strict=True):
            self._close()
            self._take(token, own)
        self._close()

    def _close(self) -> None:
        """Let operations be passed over from every state."""
        here = np.minimum(self.matched[-1], self.left_over[-1])
        begun = np.minimum(np.minimum.accumulate(here[:-1] + self.opening), NEVER)
        passed = np.full(len(here), NEVER)
        passed[1:] = begun + self.length[1:]
        self.begun.append(begun)
        self.passed.append(passed)
        self.reached.append(np.minimum(here, passed))

    def _take(self, token: Token, own: _Columns) -> None:
        """Add the row behind a token."""
        number, reached = self.number, self.reached[-1]
        matched = np.full(len(reached), NEVER)
        np.minimum.at(matched, number[own.behind], own.lacked + reached[number[own.first]])
        first = np.minimum(self.matched[-1], self.passed[-1]) + TAKE_OUT
        left_over = np.minimum(first, self.left_over[-1] + TAKE_OUT_MORE)
        if token.idle is not None:
            idle = np.array(token.idle)[self.places]
            left_over[idle] = np.minimum(left_over, reached + IDLE)[idle]
        self.matched.append(matched)
        self.left_over.append(left_over)

    def walk_back(self, *, ended: bool) -> tuple[float, list[Choice]]:
        """Return the price and the choices; where not `ended`, the rest is still to come."""
        last, at = len(self.tokens), len(self.places) - 1
        if ended:
            price, state = float(self.reached[last][at]), self._state(last, at)
        else:
            here = np.minimum(self.matched[last], self.left_over[last])
            at = int(here.argmin())
            price, state = float(here[at]), self._stopped(last, at)
        chosen: list[Choice] = []
        for row in range(last, 0, -1):
            while state == PASSED:
                at -= 1
                if at == 0 or self._opened(row, at):
                    state = self._stopped(row, at)
            if state == MATCHED:
                fragment = self._matching(row, at)
                at = int(self.number[fragment.first])
                chosen.append(fragment)
                state = self._state(row - 1, at)
            else:
                idle, state = self._left(row, at)
                chosen.append(idle)
        return price, chosen[::-1]

    def _matching(self, row: int, at: int) -> Fragment:
        """Return what a token stands for where it is a match: the first of the cheapest."""
        own, reached = self.fits[row - 1], self.reached[row - 1]
        here = np.flatnonzero(own.behind == self.places[at])
        price = own.lacked[here] + reached[self.number[own.first[here]]]
        fragment: Fragment = own.fragments[here[price.argmin()]]
        return fragment

    def _state(self, row: int, at: int) -> int:
        """Return what came last where the price is least."""
        stopped = self._stopped(row, at)
        here = self.matched[row][at] if stopped == MATCHED else self.left_over[row][at]
        return stopped if here <= self.passed[row][at] else PASSED

    def _stopped(self, row: int, at: int) -> int:
        """Return what came last where no operations are passed over just before."""
        return MATCHED if self.matched[row][at] <= self.left_over[row][at] else LEFT_OVER

    def _opened(self, row: int, at: int) -> bool:
        """Whether operations are passed over from here, and not from before."""
        here = min(self.matched[row][at], self.left_over[row][at])
        return bool(here + self.opening[at] <= self.begun[row][at - 1])

    def _left(self, row: int, at: int) -> tuple[bool, int]:
        """Return whether a token only hands on, or is left over, and what came before it."""
        idle, before = self.tokens[row - 1].idle, row - 1
        own, passed = self.matched[before][at], self.passed[before][at]
        more = self.left_over[before][at] + TAKE_OUT_MORE
        price = min(min(own, passed) + TAKE_OUT, more)
        if idle is not None and idle[self.places[at]] and self.reached[before][at] + IDLE < price:
            return True, self._state(before, at)
        if more < min(own, passed) + TAKE_OUT:
            return False, LEFT_OVER
        return False, MATCHED if own < passed else PASSED
