"""Differences to findings: the fewest places a student can change to make them vanish.

Several differences that one parameter of the student's node explains are one finding at that
parameter. What no parameter explains is a block missing, put in, misplaced or replaced.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from app.graph import Graph
from app.reference import Reference
from app.verify import codes
from app.verify.answer import SWITCHED, answer
from app.verify.canonical import Place
from app.verify.compare import Differences, FieldDifference, WireDifference, nearest
from app.verify.draft import Draft
from app.verify.fields import HEAVY
from app.verify.naming import field_code
from app.verify.report import FindingCode
from app.verify.roles import switches


class Explanation:
    """Works through one comparison; `drafts` grow as differences are explained."""

    def __init__(self, graph: Graph, reference: Reference, found: Differences) -> None:
        self.graph = graph
        self.reference = reference
        self.found = found
        self.matching = found.matching
        self.net, self.expected = found.matching.net, found.matching.expected
        self.place = {index: at for at, index in enumerate(found.matching.order)}
        self.due_place = {index: at for at, index in enumerate(found.matching.expected_order)}
        self.drafts: list[Draft] = []

    def run(self) -> list[Draft]:
        """Return the findings, in order of the student's network."""
        missing = [part for run in self.found.missing for part in _parted(run, self.step)]
        extra = [part for run in self.found.extra for part in _parted(run, self._node)]
        fields = self._of_another_kind(self.found.fields, missing, extra)
        self._misplaced(missing, extra)
        self._switched_off(missing)
        self._switched_on(extra)
        self._replaced(missing, extra)
        self._left(missing, extra)
        self._fields(fields)
        self._wires(self.found.wires)
        self._flatten()
        self._loose()
        told: dict[object, Draft] = {}
        for draft in self.drafts:
            told.setdefault(draft.place, draft)
        return sorted(told.values(), key=lambda draft: (draft.steps[:1] or (0,), draft.at))

    # Where things are

    def step(self, expected: int) -> int:
        """Return the step of a unit of the reference; the picture is told of with the first."""
        return self.reference.steps.get(self.expected.units[expected].node, 1)

    def steps_of(self, units: Iterable[int]) -> tuple[int, ...]:
        """Return the steps of units of the reference, in order."""
        return tuple(sorted({self.step(unit) for unit in units}))

    def _node(self, unit: int) -> str:
        return self.net.units[unit].node

    def near(self, unit: int) -> tuple[int, ...]:
        """Return the step around a unit of the student's that stands for nothing."""
        order = self.matching.order
        at = self.place[unit]
        for index in [*order[at::-1], *order[at:]]:
            if index in self.matching.partner:
                return self.steps_of([self.matching.partner[index]])
        return (1,)

    def _last(self) -> tuple[int, ...]:
        """Return the step at the end of the student's network."""
        return self.near(self.matching.order[-1]) if self.matching.order else (1,)

    def _around(self, units: list[int]) -> tuple[int, ...]:
        """Return the steps just before and just after a stretch of the student's units."""
        order, partner = self.matching.order, self.matching.partner
        before = (i for i in order[: self.place[units[0]]][::-1] if i in partner)
        after = (i for i in order[self.place[units[-1]] :] if i in partner)
        beside = [i for i in (next(before, None), next(after, None)) if i is not None]
        return self.steps_of(partner[i] for i in beside)

    def _neighbours(self, missing: list[int]) -> tuple[str | None, str | None]:
        """Return the student's nodes before and after a gap, as the reference is wired."""
        net, found = self.expected, self.matching.found
        before = nearest(missing[0], found, lambda i: [w.source for w in net.units[i].wires])
        after = nearest(missing[-1], found, lambda i: net.users.get(i, []))
        last = max(before, key=lambda i: self.due_place[i], default=None)
        first = min(after, key=lambda i: self.due_place[i], default=None)
        return (
            None if last is None else self.net.units[found[last]].node,
            None if first is None else self.net.units[found[first]].node,
        )

    def _at_gap(self, missing: list[int]) -> int:
        order, found = self.matching.expected_order, self.matching.found
        before = (i for i in order[self.due_place[missing[0]] :: -1] if i in found)
        return next((self.place[found[i]] for i in before), -1)

    # Structure

    def _of_another_kind(
        self, fields: list[FieldDifference], missing: list[list[int]], extra: list[list[int]]
    ) -> list[FieldDifference]:
        """One node that stands alone for a step, as a block of another kind, is one thing.

        Part of it passes for part of what belongs there, but hardly: taking it for that would tell
        of everything else as well. Return the differing fields that this does not explain.
        """
        for node in dict.fromkeys(self.net.units[other.unit].node for other in fields):
            steps = self._steps_of_node(node)
            gaps = [gap for gap in missing if self.steps_of(gap) == steps]
            surplus = [part for part in extra if self.net.units[part[0]].node == node]
            own = [other for other in fields if self.net.units[other.unit].node == node]
            weight = sum(2 if other.name in HEAVY else 1 for other in own)
            if weight < 2 or not (gaps or surplus) or not self._stands_alone(node, steps):
                continue
            self._add(codes.WRONG_BLOCK, [own[0].unit], steps)
            fields = [other for other in fields if other not in own]
            for gap in gaps:
                missing.remove(gap)
            for part in surplus:
                extra.remove(part)
        return fields

    def _stands_alone(self, node: str, steps: tuple[int, ...]) -> bool:
        """Whether a step is one block, and this node, of another kind, is all there is for it."""
        due = {id for id, step in self.reference.steps.items() if (step,) == steps}
        wired = any(edge.source == node for edge in self.graph.edges)
        return (
            wired
            and len(due) == 1
            and self._nodes_in_step(steps) == [node]
            and type(self.graph.nodes[node].block)
            is not type(self.reference.graph.nodes[next(iter(due))].block)
        )

    def _misplaced(self, missing: list[list[int]], extra: list[list[int]]) -> None:
        """What is missing here and stands nearby instead is one thing in the wrong place."""
        for gap in list(missing):
            roles = [self.expected.units[unit].role for unit in gap]
            steps = self.steps_of(gap)
            for group in self._groups(extra, len(gap)):
                units = [unit for part in group for unit in part]
                if [self.net.units[unit].role for unit in units] != roles:
                    continue
                code, moved = self._moved(units, gap)
                if not self._whole_nodes(moved) or not _close(self._around(units), steps):
                    continue
                self._add(code, moved, steps)
                missing.remove(gap)
                for part in group:
                    extra.remove(part)
                break

    def _whole_nodes(self, units: list[int]) -> bool:
        """Whether the units are nodes of their own, not pieces that a parameter decides on."""
        whole = Counter(unit.node for unit in self.net.units)
        return all(
            whole[node] == count
            for node, count in Counter(self.net.units[unit].node for unit in units).items()
        )

    def _moved(self, units: list[int], gap: list[int]) -> tuple[FindingCode, list[int]]:
        """Return what to call it, and which units to show as being in the wrong place.

        A block and its neighbour in each other's place can be told of either; of SE and what it
        changed places with, it is told of SE.
        """
        at, there = self.place[units[0]], self._at_gap(gap)
        order = self.matching.order
        between = order[there + 1 : at] if there < at else order[at + len(units) : there + 1]
        for moved, later in ((units, there < at), (between, there > at)):
            if [self.net.units[unit].role for unit in moved] == SE_ROLES:
                code = codes.SE_AFTER_PROJECTION if later else codes.SE_BEFORE_DEPTHWISE
                return code, moved
        return codes.MISPLACED_BLOCK, units

    def _groups(self, extra: list[list[int]], size: int) -> list[list[list[int]]]:
        """Return the stretches of neighbouring surplus parts that have `size` units together."""
        groups: list[list[list[int]]] = []
        for start in range(len(extra)):
            group: list[list[int]] = []
            for part in extra[start:]:
                if group and self.place[part[0]] != self.place[group[-1][-1]] + 1:
                    break
                group.append(part)
                if sum(map(len, group)) >= size:
                    break
            if sum(map(len, group)) == size:
                groups.append(group)
        return groups

    def _switched_off(self, missing: list[list[int]]) -> None:
        """Units missing inside a composite are explained by the parameter that would add them."""
        for gap in list(missing):
            left = Counter(self.expected.units[unit].role for unit in gap)
            for node in self._nodes_in_step(self.steps_of(gap)):
                for name, (added, _) in switches(self.graph.nodes[node].block).items():
                    if added and not added - left:
                        left -= added
                        self._switch(node, name, self.steps_of(gap))
            if not left:
                missing.remove(gap)

    def _switched_on(self, extra: list[list[int]]) -> None:
        """Surplus units inside a composite are explained by the parameter that removes them."""
        whole = Counter(unit.node for unit in self.net.units)
        for part in list(extra):
            node = self.net.units[part[0]].node
            if whole[node] == len(part):
                continue
            left = Counter(self.net.units[unit].role for unit in part)
            for name, (_, removed) in switches(self.graph.nodes[node].block).items():
                if removed and not removed - left:
                    left -= removed
                    self._switch(node, name, self._steps_of_node(node))
            if not left:
                extra.remove(part)

    def _switch(self, node: str, name: str, steps: tuple[int, ...]) -> None:
        value = getattr(self.graph.nodes[node].block, name)
        at = min(self.place[i] for i, unit in enumerate(self.net.units) if unit.node == node)
        self.drafts.append(
            Draft(
                codes.WRONG_PARAMETER,
                (node,),
                steps,
                at,
                name,
                expected=SWITCHED[not value],
            )
        )

    def _nodes_in_step(self, steps: tuple[int, ...]) -> list[str]:
        due = {node for node, step in self.reference.steps.items() if step in steps}
        nodes = [
            self.net.units[unit].node
            for unit, expected in self.matching.partner.items()
            if self.expected.units[expected].node in due
        ]
        return list(dict.fromkeys(nodes))

    def _steps_of_node(self, node: str) -> tuple[int, ...]:
        partner = self.matching.partner
        return self.steps_of(due for unit, due in partner.items() if self._node(unit) == node)

    def _replaced(self, missing: list[list[int]], extra: list[list[int]]) -> None:
        """One unit missing exactly where one other stands is the wrong kind of block."""
        for gap in list(missing):
            for part in list(extra):
                if len(gap) == len(part) == 1 and self._at_gap(gap) + 1 == self.place[part[0]]:
                    self._add(codes.WRONG_BLOCK, part, self.steps_of(gap))
                    missing.remove(gap)
                    extra.remove(part)
                    break

    def _left(self, missing: list[list[int]], extra: list[list[int]]) -> None:
        """What is still missing or surplus: one finding for each stretch."""
        for stretch in self._joined(missing, self.due_place):
            before, after = around = self._neighbours(stretch)
            nodes = tuple(node for node in (before, after) if node is not None)
            steps, at = self.steps_of(stretch), self._at_gap(stretch)
            self.drafts.append(Draft(codes.MISSING_BLOCK, nodes, steps, at, around=around))
        for stretch in self._joined(extra, self.place):
            self._add(codes.EXTRA_BLOCK, stretch, self.near(stretch[0]))

    def _joined(self, parts: list[list[int]], place: Mapping[int, int]) -> list[list[int]]:
        joined: list[list[int]] = []
        for part in sorted(parts, key=lambda part: place[part[0]]):
            if joined and place[part[0]] == place[joined[-1][-1]] + 1:
                joined[-1] += part
            else:
                joined.append([*part])
        return joined

    def _add(self, code: FindingCode, units: list[int], steps: tuple[int, ...]) -> None:
        nodes = tuple(dict.fromkeys(self.net.units[unit].node for unit in units))
        self.drafts.append(Draft(code, nodes, steps, min(self.place[unit] for unit in units)))

    def _flatten(self) -> None:
        """The flatten leaves no unit behind: it is compared as a fact about the output."""
        if self.found.flatten_extra and self.net.flatten:
            draft = Draft(codes.EXTRA_BLOCK, (self.net.flatten,), self._last(), len(self.place))
            self.drafts.append(draft)
        waiting = self.net.flatten if not self.net.flat else None
        node = self.expected.flatten
        step = self.reference.steps.get(node) if node else None
        if not self.found.flatten_missing or step is None:
            return
        if waiting is not None:
            if waiting not in (draft.nodes[0] for draft in self.drafts if draft.nodes):
                draft = Draft(codes.MISSING_WIRE, (waiting,), (step,), len(self.place))
                draft.around = (None, waiting)
                self.drafts.append(draft)
            return
        gaps = [draft.steps for draft in self.drafts if draft.code is codes.MISSING_BLOCK]
        if any(later >= step for steps in gaps for later in steps):
            return
        last = self._node(self.matching.order[-1]) if self.matching.order else None
        draft = Draft(codes.MISSING_BLOCK, (last,) if last else (), (step,), len(self.place))
        draft.around = (last, None)
        self.drafts.append(draft)

    def _loose(self) -> None:
        """What lies beside the network without effect, and wires that are not there yet."""
        told = {node for draft in self.drafts for node in draft.nodes[:1]}
        at = len(self.place)
        for node in self.net.idle:
            if node not in told:
                self.drafts.append(Draft(codes.EXTRA_BLOCK, (node,), self._last(), at))
        for source, node in self.net.torn:
            steps, around = self._steps_of_node(source), (source, node)
            self.drafts.append(Draft(codes.MISSING_WIRE, (node,), steps, at, around=around))

    # Fields and wires

    def _fields(self, fields: list[FieldDifference]) -> None:
        drafted: dict[tuple[Place, str], Draft] = {}
        for difference in fields:
            unit, due = self.net.units[difference.unit], self.expected.units[difference.expected]
            place = unit.places[difference.name]
            if difference.name == "bias" and self._comes_with_norm(difference):
                continue
            code = field_code(self.found, difference)
            # Without a parameter, what differs in the same way inside one node is told once.
            key = (place, "" if place.parameter else code.id)
            if key in drafted:
                drafted[key].fields.append(difference)
                continue
            draft = Draft(
                code,
                (place.node,),
                self.steps_of([difference.expected]),
                self.place[difference.unit],
                place.parameter,
                expected=answer(self.graph, self.reference, unit, due, difference.name),
                fields=[difference],
            )
            drafted[key] = draft
            self.drafts.append(draft)

    def _comes_with_norm(self, difference: FieldDifference) -> bool:
        """Whether a bias is as it is only because a norm differs, and goes when that is put right.

        Where it is not set by hand, a convolution has a bias exactly where no norm follows.
        """
        unit, due = self.net.units[difference.unit], self.expected.units[difference.expected]
        by_hand = getattr(self.graph.nodes[unit.node].block, "bias", None) is not None
        differs = unit.fields["norm"] != due.fields["norm"]
        return differs and not by_hand and due.fields["bias"] == (due.fields["norm"] == "none")

    def _wires(self, wires: list[WireDifference]) -> None:
        told: set[tuple[str, str | None, str]] = set()
        for fault in wires:
            unit = self.net.units[fault.unit]
            joins = self.expected.units[fault.expected].role == "add"
            code = {
                "missing": codes.MISSING_WIRE,
                "wrong": codes.WRONG_SHORTCUT if joins else codes.WRONG_WIRE,
                "extra": codes.EXTRA_WIRE,
                "order": codes.WRONG_ORDER,
            }[fault.fault]
            source = self.net.units[fault.source].node if fault.source is not None else None
            # A composite takes its input in more than one place; its wire is one.
            node = unit.entry if fault.fault == "missing" else unit.node
            if (node, fault.edge, fault.fault) in told:
                continue
            told.add((node, fault.edge, fault.fault))
            self.drafts.append(
                Draft(
                    code,
                    (node,) if fault.fault == "missing" or source is None else (node, source),
                    self.steps_of([fault.expected]),
                    self.place[fault.unit],
                    edges=(fault.edge,) if fault.edge else (),
                    around=(source, node),
                )
            )


def _parted(run: list[int], key: Callable[[int], object]) -> list[list[int]]:
    parts: dict[object, list[int]] = {}
    for unit in run:
        parts.setdefault(key(unit), []).append(unit)
    return list(parts.values())


def _close(here: tuple[int, ...], there: tuple[int, ...]) -> bool:
    """Whether two places are within one step of each other."""
    return any(abs(a - b) <= 1 for a in here for b in there)


SE_ROLES = ["pool", "conv", "conv", "multiply"]
