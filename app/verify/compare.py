"""Matched nets to differences: fields, gaps, surplus units and wires, each a fact without words."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias

from app.verify.canonical import Net
from app.verify.fields import COSTS, differing
from app.verify.match import Matching
from app.verify.sequence import GAP_EXTEND, GAP_OPEN
from app.verify.unit import Wire

Tap: TypeAlias = tuple[int, str | None]
"""A unit, and where inside it a wire leaves if not at its end."""

WireFault: TypeAlias = Literal["missing", "wrong", "extra", "order"]


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field of a unit that differs from the unit of the reference that it stands for."""

    unit: int
    expected: int
    name: str


@dataclass(frozen=True, slots=True)
class WireDifference:
    """A unit takes its input from elsewhere than the reference says.

    `edge` is the student's wire and `node` where it ends, None where there is none yet; `source`
    is the unit it comes from, `due` the one it should come from, where that is there.
    """

    unit: int
    expected: int
    fault: WireFault
    edge: str | None = None
    source: int | None = None
    due: int | None = None
    node: str | None = None


@dataclass(frozen=True)
class Differences:
    """All that separates two matched nets.

    `missing` are runs of the reference's units, `extra` runs of the student's.
    """

    matching: Matching
    fields: list[FieldDifference]
    wires: list[WireDifference]
    missing: list[list[int]]
    extra: list[list[int]]

    @property
    def count(self) -> int:
        """How many things differ."""
        return len(self.fields) + len(self.wires) + len(self.missing) + len(self.extra)

    @cached_property
    def weight(self) -> float:
        """How much it takes to explain one net by the other, in the costs of the alignment."""
        return (
            sum(COSTS.get(other.name, 1.0) for other in self.fields)
            + len(self.wires)
            + sum(GAP_OPEN + GAP_EXTEND * len(run) for run in (*self.missing, *self.extra))
        )

    @cached_property
    def flatten_missing(self) -> bool:
        """Whether the reference flattens its output and the student does not."""
        return bool(self.matching.expected.flat) and not self.matching.net.flat

    @cached_property
    def flatten_extra(self) -> bool:
        """Whether the student flattens and the reference does not."""
        net, expected = self.matching.net, self.matching.expected
        # In pieces, a loose end that is flat says nothing while another is a map.
        whole = self._ends_match or net.flat == set(net.ends)
        return bool(net.flat) and not expected.flat and whole

    @property
    def _ends_match(self) -> bool:
        matching = self.matching
        ends = [matching.partner.get(index) for index in matching.net.ends]
        return sorted(ends, key=str) == sorted(matching.expected.ends, key=str)


def compare(matching: Matching) -> Differences:
    """Return all that separates the two nets.

    A width that only follows from an earlier one (the gate's from the map it multiplies, the
    projection's from the shortcut it is added to) is no difference of its own.
    """
    matching = _reunite(matching)
    fields = list(_fields(matching))
    wires = [fault for pair in matching.partner.items() for fault in _wires(matching, *pair)]
    found = Differences(matching, fields, wires, matching.missing, matching.extra)
    told = fields or wires or found.missing or found.extra or _loose(matching)
    if told or found.flatten_missing or found.flatten_extra:
        return found
    # Everything was excused as following from something else, and nothing else is left: then the
    # first difference is no consequence. It must never be accepted.
    return Differences(matching, list(_raw(matching))[:1], list(_crossed(matching))[:1], [], [])


FEW_WIRES = 2
"""A block that truly stands elsewhere has more wires amiss: in, out, and where it was."""


def _reunite(matching: Matching) -> Matching:
    """Pair what is missing with what is surplus, where only a wire or two then differ.

    A wire from the wrong place can change which branch is the longer one, and with it the sequence;
    so can branches of a concat in another order.
    """
    extra = _branches(matching.net, matching.extra)
    for gap in _branches(matching.expected, matching.missing):
        labels = [matching.expected.units[index].label for index in gap]
        for run in extra:
            if [matching.net.units[index].label for index in run] != labels:
                continue
            partner = {**matching.partner, **dict(zip(run, gap, strict=True))}
            found = {**matching.found, **dict(zip(gap, run, strict=True))}
            joined = replace(matching, partner=partner, found=found)
            faults = [fault for pair in partner.items() for fault in _wires(joined, *pair)]
            if len(faults) <= FEW_WIRES:
                return _reunite(joined)
    return matching


def _branches(net: Net, runs: list[list[int]]) -> list[list[int]]:
    """Return the runs, cut where a unit does not take what the one before it gives."""
    parts: list[list[int]] = []
    for run in runs:
        for at, index in enumerate(run):
            if at and any(wire.source == run[at - 1] for wire in net.units[index].wires):
                parts[-1].append(index)
            else:
                parts.append([index])
    return parts


def identical(matching: Matching) -> bool:
    """Whether the matching is an isomorphism: every unit, field and wire has its equal."""
    net, expected, partner = matching.net, matching.expected, matching.partner
    if not len(partner) == len(net.units) == len(expected.units):
        return False
    if bool(net.flat) != bool(expected.flat):
        return False
    if any(_raw(matching)) or _loose(matching):
        return False
    return not any(_crossed(matching))


def _loose(matching: Matching) -> bool:
    """Whether something without effect lies beside the network, or a wire to it is not there."""
    return bool(matching.net.torn or matching.net.idle)


def _crossed(matching: Matching) -> Iterator[WireDifference]:
    """Yield where a fully matched pair takes its inputs from units that are not partners."""
    net, expected, partner = matching.net, matching.expected, matching.partner
    for index, other in partner.items():
        own = [(partner.get(wire.source), wire.tap) for wire in net.units[index].wires]
        due = [(wire.source, wire.tap) for wire in expected.units[other].wires]
        if own == due or (net.units[index].commutes and Counter(own) == Counter(due)):
            continue
        wire = net.units[index].wires[0] if own else None
        yield WireDifference(index, other, "wrong", *((wire.edge, wire.source) if wire else ()))


def _raw(matching: Matching) -> Iterator[FieldDifference]:
    for index, other in matching.partner.items():
        own, due = matching.net.units[index], matching.expected.units[other]
        for name, value in own.fields.items():
            if value != due.fields[name]:
                yield FieldDifference(index, other, name)


def _fields(matching: Matching) -> Iterator[FieldDifference]:
    place = {index: at for at, index in enumerate(matching.order)}
    due_place = {index: at for at, index in enumerate(matching.expected_order)}
    for index in matching.order:
        if index not in matching.partner:
            continue
        other = matching.partner[index]
        for name in differing(matching.net.units[index], matching.expected.units[other]):
            if name == "out_channels" and (
                _follows(matching.net, index, place)
                and _follows(matching.expected, other, due_place)
            ):
                continue
            yield FieldDifference(index, other, name)


def _follows(net: Net, index: int, place: dict[int, int]) -> bool:
    """Whether a unit's width is that of an earlier tensor that it is added to or multiplied by."""
    users = net.users.get(index, [])
    if len(users) != 1 or not net.units[users[0]].commutes:
        return False
    partners = [wire.source for wire in net.units[users[0]].wires if wire.source != index]
    return any(
        place[partner] < place[index]
        and net.units[partner].channels == net.units[index].fields["out_channels"]
        for partner in partners
    )


def _wires(matching: Matching, index: int, other: int) -> Iterator[WireDifference]:
    """Yield where a matched unit's inputs come from the wrong units.

    Units that have no partner are looked through: what they take from counts in their place, so
    that a gap or a surplus unit is not told a second time as a wrong wire.
    """
    net, expected, found = matching.net, matching.expected, matching.found
    own = list(net.units[index].wires)
    due = list(expected.units[other].wires)
    reached = [{(i, wire.tap) for i in _roots(net, wire.source, matching.partner)} for wire in own]
    wanted = [{(found[i], wire.tap) for i in _roots(expected, wire.source, found)} for wire in due]
    free_own, free_due = _unpaired(reached, wanted)
    if not free_own and not free_due:
        straight = all(a & b for a, b in zip(reached, wanted, strict=True))
        if not net.units[index].commutes and not straight:
            yield WireDifference(index, other, "order", own[0].edge, own[0].source)
        return
    yield from _unlike(
        matching, (index, other), [own[i] for i in free_own], [due[i] for i in free_due]
    )


def _unpaired(reached: list[set[Tap]], wanted: list[set[Tap]]) -> tuple[list[int], list[int]]:
    """Return the indices of both lists that find no partner in the other."""
    free_own = list(range(len(reached)))
    free_due: list[int] = []
    for at, want in enumerate(wanted):
        straight = [i for i in free_own if i == at and reached[i] & want]
        hit = straight or [i for i in free_own if reached[i] & want]
        if hit:
            free_own.remove(hit[0])
        else:
            free_due.append(at)
    return free_own, free_due


def _unlike(
    matching: Matching, pair: tuple[int, int], own: list[Wire], due: list[Wire]
) -> Iterator[WireDifference]:
    index, other = pair
    for wire, meant in zip(own, due, strict=False):
        source = matching.found.get(meant.source)
        yield WireDifference(index, other, "wrong", wire.edge, wire.source, source, wire.node)
    for wire in own[len(due) :]:
        if wire.source in matching.partner:
            yield WireDifference(index, other, "extra", wire.edge, wire.source, node=wire.node)
    for wire in due[len(own) :]:
        if wire.source in matching.found:
            source = matching.found[wire.source]
            yield WireDifference(index, other, "missing", None, source, source)


def _roots(net: Net, index: int, known: Mapping[int, int]) -> set[int]:
    """Return the nearest units at or before this one that have a partner."""
    return nearest(index, known, lambda at: [wire.source for wire in net.units[at].wires])


def nearest(
    index: int, known: Mapping[int, int], beside: Callable[[int], Iterable[int]]
) -> set[int]:
    """Return the nearest known units from this one on, going where `beside` leads."""
    reached: set[int] = set()
    seen = {index}
    stack = [index]
    while stack:
        at = stack.pop()
        if at in known:
            reached.add(at)
            continue
        fresh = [other for other in beside(at) if other not in seen]
        seen.update(fresh)
        stack.extend(fresh)
    return reached
