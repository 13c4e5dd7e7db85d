"""Where the differences between two matched nets lie: in which steps, nodes and places."""

from collections import Counter
from collections.abc import Iterable

from app.graph import Graph
from app.reference import Reference
from app.verify.compare import Differences, nearest


class Survey:
    """A graph, the reference and what separates them, with the questions one asks of the three.

    Units are named by their index in their net, nodes by id; `place` is where a unit of the
    student's stands in sequence, `due_place` where one of the reference does, `units_of` are the
    student's units by their node.
    """

    def __init__(self, graph: Graph, reference: Reference, found: Differences) -> None:
        self.graph = graph
        self.reference = reference
        self.found = found
        self.matching = found.matching
        self.net, self.expected = found.matching.net, found.matching.expected
        self.place = {index: at for at, index in enumerate(found.matching.order)}
        self.due_place = {index: at for at, index in enumerate(found.matching.expected_order)}
        self.units_of: dict[str, list[int]] = {}
        for index, unit in enumerate(self.net.units):
            self.units_of.setdefault(unit.node, []).append(index)

    def step(self, expected: int) -> int:
        """Return the step of a unit of the reference; the picture is told of with the first."""
        return self.reference.steps.get(self.expected.units[expected].node, 1)

    def steps_of(self, units: Iterable[int]) -> tuple[int, ...]:
        """Return the steps of units of the reference, in order."""
        return tuple(sorted({self.step(unit) for unit in units}))

    def node(self, unit: int) -> str:
        return self.net.units[unit].node

    def giver(self, unit: int) -> int | None:
        """Return what a unit gets its tensor from that stands for something, if that is one."""
        units, partner = self.net.units, self.matching.partner
        found = nearest(unit, partner, lambda i: [wire.source for wire in units[i].wires])
        return found.pop() if len(found) == 1 else None

    def taker(self, unit: int) -> int | None:
        """Return what takes a unit's tensor and stands for something, if that is one."""
        found = nearest(unit, self.matching.partner, lambda index: self.net.users.get(index, ()))
        return found.pop() if len(found) == 1 else None

    def connected(self, one: int, other: int) -> bool:
        """Whether one of two units takes, however indirectly, what the other gives."""
        return any(
            nearest(a, {b: b}, lambda i: [wire.source for wire in self.net.units[i].wires])
            for a, b in ((one, other), (other, one))
        )

    def pools_before(self, taker: int | None) -> set[int]:
        """Return the reference's pools nearest before what a unit stands for, or before its end."""
        net = self.expected
        ends = net.ends if taker is None else [self.matching.partner[taker]]
        pools = {i: i for i, unit in enumerate(net.units) if unit.kind == "pool"}
        return {
            pool
            for end in ends
            for pool in nearest(end, pools, lambda i: [w.source for w in net.units[i].wires])
        }

    def near(self, unit: int) -> tuple[int, ...]:
        """Return the step around a unit of the student's that stands for nothing."""
        order = self.matching.order
        at = self.place[unit]
        for index in [*order[at::-1], *order[at:]]:
            if index in self.matching.partner:
                return self.steps_of([self.matching.partner[index]])
        return (1,)

    def beside(self, stretch: list[int]) -> tuple[int, ...]:
        """Return the step of a surplus stretch: its twin's where one is next to it, else `near`."""
        order, partner, units = self.matching.order, self.matching.partner, self.net.units
        at, size = self.place[stretch[0]], len(stretch)
        for twin in (order[at + size : at + 2 * size], order[max(0, at - size) : at]):
            if [units[i].fields for i in twin] == [units[i].fields for i in stretch] and all(
                i in partner for i in twin
            ):
                return self.steps_of(partner[i] for i in twin)
        return self.near(stretch[0])

    def last(self) -> tuple[int, ...]:
        """Return the step at the end of the student's network."""
        return self.near(self.matching.order[-1]) if self.matching.order else (1,)

    def around(self, units: list[int]) -> tuple[int, ...]:
        """Return the steps just before and just after a stretch of the student's units."""
        order, partner = self.matching.order, self.matching.partner
        before = (i for i in order[: self.place[units[0]]][::-1] if i in partner)
        after = (i for i in order[self.place[units[-1]] :] if i in partner)
        beside = [i for i in (next(before, None), next(after, None)) if i is not None]
        return self.steps_of(partner[i] for i in beside)

    def neighbours(self, missing: list[int]) -> tuple[str | None, str | None]:
        """Return the student's nodes before and after a gap, as the reference is wired."""
        net, found = self.expected, self.matching.found
        before = self.before(missing)
        after = nearest(missing[-1], found, lambda i: net.users.get(i, []))
        first = min(after, key=lambda i: self.due_place[i], default=None)
        return (
            self.net.units[before[-1]].node if before else None,
            None if first is None else self.net.units[found[first]].node,
        )

    def before(self, missing: list[int]) -> list[int]:
        """Return the student's units that a gap takes from, as the reference is wired."""
        net, found = self.expected, self.matching.found
        before = nearest(missing[0], found, lambda i: [w.source for w in net.units[i].wires])
        return [found[index] for index in sorted(before, key=lambda i: self.due_place[i])]

    def at_gap(self, missing: list[int]) -> int:
        order, found = self.matching.expected_order, self.matching.found
        before = (i for i in order[self.due_place[missing[0]] :: -1] if i in found)
        return next((self.place[found[i]] for i in before), -1)

    def nodes_in_step(self, steps: tuple[int, ...]) -> list[str]:
        due = {node for node, step in self.reference.steps.items() if step in steps}
        nodes = [
            self.net.units[unit].node
            for unit, expected in self.matching.partner.items()
            if self.expected.units[expected].node in due
        ]
        return list(dict.fromkeys(nodes))

    def steps_of_node(self, node: str) -> tuple[int, ...]:
        partner = self.matching.partner
        return self.steps_of(due for unit, due in partner.items() if self.node(unit) == node)

    def stands_alone(self, node: str, steps: tuple[int, ...]) -> bool:
        """Whether a step is one block, and this node, of another kind, is all there is for it."""
        due = {id for id, step in self.reference.steps.items() if (step,) == steps}
        wired = any(edge.source == node for edge in self.graph.edges)
        return (
            wired
            and len(due) == 1
            and self.nodes_in_step(steps) == [node]
            and type(self.graph.nodes[node].block)
            is not type(self.reference.graph.nodes[next(iter(due))].block)
        )

    def whole_nodes(self, units: list[int]) -> bool:
        """Whether the units are nodes of their own, not pieces that a parameter decides on."""
        return all(
            len(self.units_of[node]) == count
            for node, count in Counter(self.net.units[unit].node for unit in units).items()
        )
