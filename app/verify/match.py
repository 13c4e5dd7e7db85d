"""Which units of the student's net stand for which units of the reference."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from app.verify.canonical import Net
from app.verify.fields import distance
from app.verify.linear import Layout
from app.verify.sequence import align
from app.verify.unit import Unit

Strays: TypeAlias = Callable[[Mapping[int, int], Iterable[int]], int]


@dataclass(frozen=True, slots=True)
class Matching:
    """Units paired by index; both nets in sequence.

    `partner` maps the student's units to the reference's, `found` the other way round.
    """

    layout: Layout
    due: Layout
    partner: dict[int, int]
    found: dict[int, int]

    @property
    def net(self) -> Net:
        """The student's."""
        return self.layout.net

    @property
    def expected(self) -> Net:
        """The reference's."""
        return self.due.net

    @property
    def order(self) -> list[int]:
        """The student's units in sequence."""
        return self.layout.order

    @property
    def expected_order(self) -> list[int]:
        """The reference's units in sequence."""
        return self.due.order

    @property
    def missing(self) -> list[list[int]]:
        """Runs of the reference's units that nothing stands for."""
        return _runs(self.expected_order, self.found)

    @property
    def extra(self) -> list[list[int]]:
        """Runs of the student's units that stand for nothing."""
        return _runs(self.order, self.partner)


def match(layout: Layout, due: Layout, steps: list[int | None]) -> Matching:
    """Return the alignment that the fewest, most local differences explain.

    `steps` are the reference's, unit by unit: of equally good places for a gap, one is taken that
    is a whole step (or whole nodes of the student's).
    """
    net, order, expected, expected_order = layout.net, layout.order, due.net, due.order
    labels = [expected.units[index].label for index in expected_order]
    own = [net.units[index].label for index in order]
    # Units with the same key cost the same; small numbers for the keys make the look-up quick.
    numbers: dict[tuple[Hashable, ...], int] = {}
    kinds = [numbers.setdefault(_key(net.units[i]), len(numbers)) for i in order]
    due_kinds = [numbers.setdefault(_key(expected.units[i]), len(numbers)) for i in expected_order]
    costs: dict[tuple[int, int], float] = {}

    def cost(i: int, j: int) -> float:
        key = (kinds[i], due_kinds[j])
        if key not in costs:
            costs[key] = distance(net.units[order[i]], expected.units[expected_order[j]])
        return costs[key]

    pairs = align(own, labels, cost)
    forward, backward = dict(pairs), {j: i for i, j in pairs}

    def wired(before: int, after: int) -> bool:
        return any(wire.source == order[before] for wire in net.units[order[after]].wires)

    _slide(
        labels, backward, forward, lambda j: steps[expected_order[j]], wired, _strays(due, layout)
    )
    _slide(
        own,
        forward,
        backward,
        lambda i: net.units[order[i]].node,
        lambda *_: True,
        _strays(layout, due),
    )
    partner = {order[i]: expected_order[j] for i, j in forward.items()}
    found = {j: i for i, j in partner.items()}
    return Matching(layout, due, partner, found)


def _key(unit: Unit) -> tuple[Hashable, ...]:
    """Return all that the cost of taking this unit for another depends on."""
    return (unit.label, unit.squeezed, unit.map_size, unit.entering, unit.channels)


def _runs(order: list[int], paired: dict[int, int]) -> list[list[int]]:
    runs: list[list[int]] = []
    last = None
    for position, index in enumerate(order):
        if index in paired:
            continue
        if runs and last == position - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
        last = position
    return runs


def _strays(layout: Layout, other: Layout) -> Strays:
    """Return what counts, for a pairing by places, the wires near some of them without an equal."""
    places = {index: place for place, index in enumerate(layout.order)}
    theirs = {index: place for place, index in enumerate(other.order)}

    def count(pairing: Mapping[int, int], near: Iterable[int]) -> int:
        units = {layout.order[place] for place in near}
        takers = units | {user for unit in units for user in layout.net.users.get(unit, ())}
        return sum(
            pairing[places[wire.source]]
            not in {theirs[w.source] for w in other.net.units[other.order[pairing[place]]].wires}
            for unit in takers
            if (place := places[unit]) in pairing
            for wire in layout.net.units[unit].wires
            if places[wire.source] in pairing
        )

    return count


def _slide(
    labels: list[tuple[object, ...]],
    paired: dict[int, int],
    back: dict[int, int],
    group: Callable[[int], object],
    wired: Callable[[int, int], bool],
    strays: Strays,
) -> None:
    """Move each gap, where its neighbours are equal to its ends, to the place that reads best.

    That is first of all a place where whole groups are left out, then one where the fewest wires
    go astray, then one where the other side is not wired either, then the earliest.
    """
    for run in _runs(list(range(len(labels))), paired):
        best: tuple[tuple[bool, int, bool, int], dict[int, int]] | None = None
        for offset, pairing, astray in _positions(labels, paired, (run[0], run[-1]), strays):
            first, last = run[0] + offset, run[-1] + offset
            around = pairing.get(first - 1), pairing.get(last + 1)
            torn = None not in around and not wired(around[0] or 0, around[1] or 0)
            whole = _whole(first, last, len(labels), group)
            key = (not whole, astray, not torn, offset)
            if best is None or key < best[0]:
                best = (key, pairing)
        if best is not None and best[1] is not paired:
            paired.clear()
            paired.update(best[1])
    back.clear()
    back.update({other: own for own, other in paired.items()})


def _positions(
    labels: list[tuple[object, ...]], paired: dict[int, int], run: tuple[int, int], strays: Strays
) -> Iterator[tuple[int, dict[int, int], int]]:
    """Yield how far a gap can slide, with the pairing that it then has.

    With each comes how many wires go astray, more or fewer than where the gap is.
    """
    yield 0, paired, 0
    for step in (-1, 1):
        (first, last), moved, offset, astray = run, dict(paired), 0, 0
        while True:
            source, target = (first - 1, last) if step < 0 else (last + 1, first)
            unpaired = source not in moved or not 0 <= source < len(labels)
            if unpaired or labels[source] != labels[target]:
                break
            astray -= strays(moved, (source, target))
            moved[target] = moved.pop(source)
            astray += strays(moved, (source, target))
            first, last, offset = first + step, last + step, offset + step
            yield offset, dict(moved), astray


def _whole(first: int, last: int, length: int, group: Callable[[int], object]) -> bool:
    """Whether a gap begins and ends where a group does."""
    begins = first == 0 or group(first - 1) != group(first)
    ends = last == length - 1 or group(last + 1) != group(last)
    return begins and ends
