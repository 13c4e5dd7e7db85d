"""A board in progress, in thought made whole: where its loose ends most likely go.

Only the order in which units are compared depends on this. Wires that are not there stay findings.
"""

from collections.abc import Hashable, Mapping, Sequence

from app.verify.canonical import Net
from app.verify.unit import Unit

MOST_PAIRS = 2_500
"""Beyond this many pairs of open inputs and loose ends, a board is compared as it lies."""


def mend(net: Net, familiar: Sequence[Hashable]) -> list[list[int]]:
    """Return each unit's sources: its wires, and where an input is open, a likely loose end.

    `familiar` are the labels of the reference in sequence: an end is likely where it stands just
    before the open input there.
    """
    sources = [own_sources(net, index) for index in range(len(net.units))]
    ends = [i for i in net.ends if net.units[i].kind != "softmax"]
    waiting = open_inputs(net)
    slots = [own[0] for own in waiting.values()]
    if not slots or not ends or len(slots) * len(ends) > MOST_PAIRS:
        return sources
    places: dict[Hashable, list[int]] = {}
    for at, label in enumerate(familiar):
        places.setdefault(label, []).append(at)
    pairs = sorted(
        (_gap(places, net.units[end].label, net.units[slot].label), slot, end)
        for slot in slots
        for end in ends
        if slot != end
    )
    for _, slot, end in pairs:
        takers = waiting[net.units[slot].entry]
        if slot in slots and end in ends and not any(leads_to(sources, i, end) for i in takers):
            for index in takers:
                sources[index].append(end)
            slots.remove(slot)
            ends.remove(end)
    return sources


def own_sources(net: Net, index: int) -> list[int]:
    """Return the units that a unit takes from by its wires."""
    return [wire.source for wire in net.units[index].wires]


def open_inputs(net: Net) -> dict[str, list[int]]:
    """Return the units that wait for a wire, by the node where it is to end.

    A composite takes its input in more than one place, all of which wait for one wire.
    """
    waiting: dict[str, list[int]] = {}
    for index, unit in enumerate(net.units):
        if _open(unit):
            waiting.setdefault(unit.entry, []).append(index)
    return waiting


def _open(unit: Unit) -> bool:
    """Whether an input of the unit has no wire yet."""
    needed = 0 if unit.kind == "input" else 2 if unit.commutes else 1
    return len(unit.wires) < needed


def _gap(places: Mapping[Hashable, list[int]], end: Hashable, slot: Hashable) -> int:
    """Return how far apart the two stand in the reference, at the nearest."""
    never = 1_000_000
    gaps = [b - a for a in places.get(end, ()) for b in places.get(slot, ()) if b > a]
    return min(gaps, default=never)


def leads_to(sources: list[list[int]], start: int, goal: int) -> bool:
    """Whether `goal` is, or takes anything from, `start`."""
    seen = {goal}
    stack = [goal]
    while stack:
        at = stack.pop()
        if at == start:
            return True
        fresh = [source for source in sources[at] if source not in seen]
        seen.update(fresh)
        stack.extend(fresh)
    return False
