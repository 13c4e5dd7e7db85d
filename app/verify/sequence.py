"""Two sequences aligned so that the fewest, most local differences explain one by the other.

Gaps are affine (a run left out or put in costs little more than one item), so that a block of many
units that is missing is one difference. Equal ends are matched first, the end before the beginning;
dynamic programming (Gotoh, J. Mol. Biol. 162, 1982) aligns what lies between. Where that is long,
runs of five equal items that occur once in both, in the same order, divide it: so the time grows
with the length, not its square, unless nothing is alike.

Ties: among equally cheap alignments the earliest place is blamed.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import NamedTuple

GAP_OPEN = 1.5
GAP_EXTEND = 0.5
NEVER = 1e9
SMALL = 25_000
"""Stretches with at most so many pairs are aligned without anchors, at the least cost."""

WINDOW = 2
"""Anchors compare items with this many neighbours on each side."""

LARGE = 60_000
"""Of longer stretches of unlike length only so many pairs are looked at, those at the beginning."""

BAND = 48
"""Longer stretches of like length are aligned this many places off the diagonal at most."""

Pairs = list[tuple[int, int]]
Cost = Callable[[int, int], float]


def align(a: Sequence[Hashable], b: Sequence[Hashable], cost: Cost) -> Pairs:
    """Return the index pairs of `a` and `b` that belong together, in order.

    `cost(i, j)` is what matching `a[i]` with `b[j]` costs, 0 for no difference, `NEVER` where the
    two cannot stand for each other.
    """
    low, high_a, high_b = 0, len(a), len(b)
    tail: Pairs = []
    while high_a and high_b and a[high_a - 1] == b[high_b - 1]:
        high_a, high_b = high_a - 1, high_b - 1
        tail.append((high_a, high_b))
    while low < min(high_a, high_b) and a[low] == b[low]:
        low += 1
    pairs = [(i, i) for i in range(low)]
    start_a, start_b = low, low
    anchors: Pairs = []
    if (high_a - low) * (high_b - low) > SMALL:
        anchors = _anchors(a, b, (low, high_a), (low, high_b))
    for i, j in [*anchors, (high_a, high_b)]:
        pairs += _between(range(start_a, i), range(start_b, j), cost)
        if i < high_a:
            pairs.append((i, j))
        start_a, start_b = i + 1, j + 1
    return pairs + tail[::-1]


def _anchors(
    a: Sequence[Hashable], b: Sequence[Hashable], in_a: tuple[int, int], in_b: tuple[int, int]
) -> Pairs:
    """Return the longest increasing run of pairs whose neighbourhoods are equal and unique."""
    windows_a = _unique_windows(a, in_a)
    windows_b = _unique_windows(b, in_b)
    common = sorted((i, windows_b[key]) for key, i in windows_a.items() if key in windows_b)
    heads: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(common):
        at = bisect_left(heads, j)
        before.append(last[at - 1] if at else -1)
        heads[at : at + 1] = [j]
        last[at : at + 1] = [index]
    chain: Pairs = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(common[index])
        index = before[index]
    return chain[::-1]


def _unique_windows(
    items: Sequence[Hashable], bounds: tuple[int, int]
) -> dict[tuple[Hashable, ...], int]:
    low, high = bounds
    keys = {
        i: tuple(items[i - WINDOW : i + WINDOW + 1]) for i in range(low + WINDOW, high - WINDOW)
    }
    counts = Counter(keys.values())
    return {key: i for i, key in keys.items() if counts[key] == 1}


class Row(NamedTuple):
    """One row of the tables, from column `start` on: the least costs by what the last step did."""

    start: int
    match: list[float]
    skip_a: list[float]
    skip_b: list[float]

    def at(self, j: int) -> tuple[float, float, float]:
        """Return the costs in column j; outside the band everything costs `NEVER`."""
        k = j - self.start
        if 0 <= k < len(self.match):
            return self.match[k], self.skip_a[k], self.skip_b[k]
        return NEVER, NEVER, NEVER


def _between(a: range, b: range, cost: Cost) -> Pairs:
    """Align two stretches by dynamic programming with affine gaps (Gotoh), within a band."""
    a, b = _within(a, b)
    n, m = len(a), len(b)
    if not n or not m:
        return []
    reach = m if n * m <= LARGE else abs(n - m) + BAND
    last = min(m, reach)
    gaps = [GAP_OPEN + GAP_EXTEND * j for j in range(1, last + 1)]
    rows = [Row(0, [0.0] + [NEVER] * last, [NEVER] * (last + 1), [NEVER, *gaps])]
    for i in range(1, n + 1):
        middle = i * m // n
        columns = range(max(0, middle - reach), min(m, middle + reach) + 1)
        rows.append(_next(rows[-1], columns, partial(cost, a[i - 1]), b))
    return _walk_back(a, b, rows)


def _next(above: Row, columns: range, cost: Callable[[int], float], b: range) -> Row:
    """Return the row below another. This is the inner loop: it spells `min` out for its speed."""
    row = Row(columns.start, [], [], [])
    diagonal = min(above.at(columns.start - 1))
    match = skip_a = skip_b = NEVER
    for j in columns:
        up_match, up_a, up_b = above.at(j)
        before, skipped = (match if match < skip_a else skip_a) + GAP_OPEN, skip_b
        skip_b = (before if before < skipped else skipped) + GAP_EXTEND
        match = diagonal + cost(b[j - 1]) if j and diagonal < NEVER else NEVER
        opened = (up_match if up_match < up_b else up_b) + GAP_OPEN
        skip_a = (opened if opened < up_a else up_a) + GAP_EXTEND
        diagonal = up_match if up_match < up_a else up_a
        diagonal = diagonal if diagonal < up_b else up_b
        row.match.append(match)
        row.skip_a.append(skip_a)
        row.skip_b.append(skip_b)
    return row


def _within(a: range, b: range) -> tuple[range, range]:
    """Return the stretches to compare: of two long ones of unlike length, the beginnings."""
    n, m = len(a), len(b)
    if n * m <= LARGE or abs(n - m) <= BAND:
        return a, b
    return (a[: LARGE // m], b) if n > m else (a, b[: LARGE // n])


def _walk_back(a: range, b: range, rows: list[Row]) -> Pairs:
    """Follow the cheapest way from the end, matching where it can: gaps come to lie early."""
    i, j = len(a), len(b)
    pairs: Pairs = []
    state = _cheapest(*rows[i].at(j))
    while i and j:
        if state == 0:
            i, j = i - 1, j - 1
            pairs.append((a[i], b[j]))
            state = _cheapest(*rows[i].at(j))
        elif state == 1:
            i -= 1
            match, skip_a, skip_b = rows[i].at(j)
            state = _cheapest(match + GAP_OPEN, skip_a, skip_b + GAP_OPEN)
        else:
            j -= 1
            match, skip_a, skip_b = rows[i].at(j)
            state = _cheapest(match + GAP_OPEN, skip_a + GAP_OPEN, skip_b)
    return pairs[::-1]


def _cheapest(*costs: float) -> int:
    """Return the index of the least cost, the first among equals."""
    return costs.index(min(costs))
