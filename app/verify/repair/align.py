"""A piece of the board laid beside the reference: which of its nodes stand for which operations.

Dynamic programming over the nodes in sequence and the reference's operations in sequence: a node
takes a fragment of its kind, at the price of what it lacks, or is left over; operations are passed
over. Gaps are affine, so that a stretch left out costs little more than one operation. A piece may
begin and end anywhere: what comes before and behind it is still to come.
"""

from collections.abc import Iterator, Sequence
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
    last, stop, tail = _trimmed_end(tokens, length)
    first, start, head = _trimmed_beginning(tokens[:last], stop)
    window = tokens[first:last]
    price, middle = _aligned(window, start, stop, begun=bool(head), ended=bool(tail))
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


def _aligned(
    tokens: Sequence[Token], start: int, stop: int, *, begun: bool, ended: bool
) -> tuple[float, list[Choice]]:
    """Align tokens with the operations from `start` to `stop`, to which they lead where `ended`."""
    if not tokens:
        return (PUT_IN if begun and ended and start < stop else 0.0), []
    table = _Table(tokens, start, stop, begun)
    return table.walk_back(ended)


class _Table:
    """The least prices after some tokens, by the place reached, and how they arose.

    Places are the operations at which anything can begin or end. Prices are by what came last: a
    match, operations passed over, a token left over. `via` is for a match its fragment and the
    state it began in, `left_via` that state for what is left over.
    """

    def __init__(self, tokens: Sequence[Token], start: int, stop: int, begun: bool) -> None:
        self.tokens = tokens
        fits = [
            [
                (price, one)
                for price, one in token.fits
                if one.in_a_row and one.first >= start and one.behind <= stop
            ]
            for token in tokens
        ]
        bounds = {place for own in fits for _, one in own for place in (one.first, one.behind)}
        self.places = sorted({start, stop, *bounds})
        self.number = {place: at for at, place in enumerate(self.places)}
        first = [EARLY * place for place in self.places]
        if begun:
            first[1:] = [NEVER] * (len(first) - 1)
        never = [NEVER] * len(first)
        self.matched, self.left_over = [first], [never]
        self.passed: list[list[float]] = []
        self.via: list[dict[int, tuple[Fragment, int]]] = [{}]
        self.left_via: list[list[int]] = [[]]
        self.idle: list[list[bool]] = [[]]
        for token, own in zip(tokens, fits, strict=True):
            self._close()
            self._take(token, own)
        self._close()

    def _close(self) -> None:
        """Let operations be passed over from every state."""
        matched, left_over, places = self.matched[-1], self.left_over[-1], self.places
        passed = [NEVER] * len(places)
        least = NEVER
        for at in range(1, len(places)):
            begun = matched[at - 1] if matched[at - 1] < left_over[at - 1] else left_over[at - 1]
            begun += PUT_IN + EARLY * places[at]
            more = PUT_IN_MORE * (places[at] - places[at - 1])
            least = (begun if begun < least else least) + more
            passed[at] = least
        self.passed.append(passed)

    def _best(self, row: int, at: int) -> tuple[float, int]:
        """Return the least price at a place, and the state that has it."""
        matched, left = self.matched[row][at], self.left_over[row][at]
        passed = self.passed[row][at]
        if matched <= left and matched <= passed:
            return matched, MATCHED
        return (left, LEFT_OVER) if left <= passed else (passed, PASSED)

    def _take(self, token: Token, fits: list[tuple[float, Fragment]]) -> None:
        """Add the row behind a token."""
        row, number, size = len(self.via) - 1, self.number, len(self.places)
        matched = [NEVER] * size
        via: dict[int, tuple[Fragment, int]] = {}
        for price, fragment in fits:
            before, state = self._best(row, number[fragment.first])
            at = number[fragment.behind]
            if before + price < matched[at]:
                matched[at] = before + price
                via[at] = (fragment, state)
        left_over, left_via, idle = [NEVER] * size, [MATCHED] * size, [False] * size
        own, passed, left = self.matched[row], self.passed[row], self.left_over[row]
        for at in range(size):
            price, state = (own[at], MATCHED) if own[at] < passed[at] else (passed[at], PASSED)
            price += TAKE_OUT
            if left[at] + TAKE_OUT_MORE < price:
                price, state = left[at] + TAKE_OUT_MORE, LEFT_OVER
            if token.idle is not None and token.idle[self.places[at]]:
                least, of = self._best(row, at)
                if least + IDLE < price:
                    price, state, idle[at] = least + IDLE, of, True
            left_over[at], left_via[at] = price, state
        self.matched.append(matched)
        self.left_over.append(left_over)
        self.via.append(via)
        self.left_via.append(left_via)
        self.idle.append(idle)

    def walk_back(self, ended: bool) -> tuple[float, list[Choice]]:
        """Return the price and the choices; where not `ended`, the rest is still to come."""
        last, at = len(self.tokens), len(self.places) - 1
        if ended:
            price, state = self._best(last, at)
        else:
            matched, left = self.matched[last], self.left_over[last]
            at = min(range(len(matched)), key=lambda at: min(matched[at], left[at]))
            state = MATCHED if matched[at] <= left[at] else LEFT_OVER
            price = min(matched[at], left[at])
        chosen: list[Choice] = []
        for row in range(last, 0, -1):
            while state == PASSED:
                before = min(self.matched[row][at - 1], self.left_over[row][at - 1])
                if before + PUT_IN + EARLY * self.places[at] <= self.passed[row][at - 1]:
                    matched_first = self.matched[row][at - 1] <= self.left_over[row][at - 1]
                    state = MATCHED if matched_first else LEFT_OVER
                at -= 1
            if state == MATCHED:
                fragment, state = self.via[row][at]
                at = self.number[fragment.first]
                chosen.append(fragment)
            else:
                chosen.append(self.idle[row][at])
                state = self.left_via[row][at]
        return price, chosen[::-1]
