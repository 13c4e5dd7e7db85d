"""Of the ways to lay a net out beside the reference, the one that leaves the least to explain.

A fault in one of several branches can change which of them is the longest, and with that the whole
sequence; a branch that leads nowhere, or a concat in another order, does the same. So near whatever
differs, other orders of the branches are tried. This decides what is told, never what is accepted.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import combinations, islice

from app.verify.canonical import Net
from app.verify.compare import Differences, compare, nearest
from app.verify.linear import Layout, lay_out
from app.verify.match import match
from app.verify.mend import leads_to, open_inputs, own_sources

MOST_TRIED = 24
"""So many other orders are tried for one board at most."""

MOST_LOOKED_AT = 10
"""For each that is tried so many are looked at: some give the same sequence, and cost little."""

MOST_DIFFERENCES = 12
"""A board with more of them is told as it lies: there is no one cause to be found."""

JUST_BEFORE = 3
"""A piece that is not wired yet is tried behind so many units before its place."""


def settle(net: Net, due: Layout, steps: list[int | None], most: int = MOST_TRIED) -> Differences:
    """Return what separates a net from the reference's, whose steps are given unit by unit.

    At most so many other orders are tried of what is not wired yet, and of branches.
    """
    labels = [due.net.units[index].label for index in due.order]

    def found_in(layout: Layout) -> Differences:
        return compare(match(layout, due, steps))

    found = found_in(lay_out(net, labels))
    too_many = sum(len(run) for run in found.extra) > len(due.order)
    if found.count > MOST_DIFFERENCES or too_many:
        return found
    order = found.matching.order
    pieces = islice(_led(found), most)
    led = [found_in(layout) for layout in pieces if layout.order != order]
    found = min([found, *led], key=lambda other: other.weight)
    turns = _turns(found)
    for _ in range(most * MOST_LOOKED_AT):
        layout = next(turns, None)
        if layout is None or most == 0:
            break
        if layout.order == found.matching.order:
            continue
        most -= 1
        other = found_in(layout)
        if other.weight < found.weight:
            found, turns = other, _turns(other)
    return found


def _led(found: Differences) -> Iterator[Layout]:
    """Yield the layouts with a piece that is not wired yet begun elsewhere."""
    layout = found.matching.layout
    for slots, source in _beginnings(found):
        led = layout.led(slots, source)
        joins = {i: i for i, own in enumerate(led.sources) if len(own) > 1}
        behind = nearest(slots[-1], joins, lambda i: layout.net.users.get(i, ()))
        yield led
        for join in sorted(behind, key=layout.order.index):
            yield from (led.turned(join, own) for own in _exchanged(led.sources[join]))


def _turns(found: Differences) -> Iterator[Layout]:
    """Yield the layouts with two branches of a join exchanged, or a loose end led into it."""
    layout = found.matching.layout
    for join in _joins(found):
        for sources in _orders(layout, join, layout.sources[join]):
            yield layout.turned(join, sources)


def _beginnings(found: Differences) -> Iterator[tuple[list[int], int]]:
    """Yield open inputs, one or a composite's, with a unit that they may be meant to take from.

    That is what stands for a unit just before theirs in the reference, even if it is taken already:
    a block that was placed and then passed by.
    """
    matching = found.matching
    for slots in open_inputs(matching.net).values():
        label = matching.net.units[slots[0]].label
        before: deque[int] = deque(maxlen=JUST_BEFORE)
        for index in matching.expected_order:
            if matching.expected.units[index].label == label:
                for source in reversed(before):
                    if not any(leads_to(matching.layout.sources, i, source) for i in slots):
                        yield slots, source
            if index in matching.found:
                before.append(matching.found[index])


def _orders(layout: Layout, join: int, sources: Sequence[int]) -> Iterator[list[int]]:
    yield from _exchanged(sources)
    if layout.net.units[join].commutes:
        return  # Its open inputs are mended.
    behind = set(layout.order[layout.order.index(join) :])
    for end in layout.ends:
        if end not in behind:
            for at in range(len(sources) + 1):
                yield [*sources[:at], end, *sources[at:]]


def _exchanged(sources: Sequence[int]) -> Iterator[list[int]]:
    for i, j in combinations(range(len(sources)), 2):
        turned = [*sources]
        turned[i], turned[j] = turned[j], turned[i]
        yield turned


def _joins(found: Differences) -> list[int]:
    """Return the joins that the branches with a difference in them run into, in sequence."""
    matching = found.matching
    net, order = matching.net, matching.order
    amiss = {other.unit for other in found.fields} | {fault.unit for fault in found.wires}
    amiss.update(index for run in found.extra for index in run)
    for gap in found.missing:
        beside = nearest(gap[0], matching.found, partial(own_sources, matching.expected))
        amiss.update(matching.found[index] for index in beside)
    joins = {index: index for index in order if len(matching.layout.sources[index]) > 1}
    near = {join for at in amiss for join in nearest(at, joins, lambda i: net.users.get(i, ()))}
    return [index for index in order if index in near]
