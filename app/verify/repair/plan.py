"""What each node of a board stands for in the reference, and what can be asked of that."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeAlias

from app.blocks.base import OUT
from app.graph.model import Edge
from app.verify.form.canonical import is_pixel
from app.verify.repair.align import Choice
from app.verify.repair.drawing import Drawing
from app.verify.repair.fitting import lack
from app.verify.repair.fragment import Fragment
from app.verify.repair.target import Target
from app.verify.repair.walks import Walk, Walks

Giving: TypeAlias = tuple[str, str]
"""A node that stands for something, and the output of it that a tensor comes from."""


class Change(NamedTuple):
    """The nodes that two readings of a board differ in, and the operations that they stand for."""

    nodes: set[str]
    ops: set[int]


@dataclass(eq=False)
class Plan:
    """What each node of a board stands for in the reference.

    A node maps to a fragment, to True where it only hands on what it gets, or to False where it is
    left over. A plan that differs from another in a few nodes takes over from it what does not hang
    on these, and keeps what it finds itself.
    """

    drawing: Drawing
    target: Target
    chosen: Mapping[str, Choice]
    _other: "tuple[Plan, Change] | None" = None
    _reached: Walks[Giving, Giving, str] = field(default_factory=Walks)
    _wanted: Walks[int, Giving, int] = field(default_factory=Walks)
    _lacks: dict[tuple[str, Fragment], float] = field(default_factory=dict)
    _saved: dict[tuple[str, Fragment, str, Fragment], float] = field(default_factory=dict)

    def change(self, others: Mapping[str, Choice]) -> Change:
        """Return what changes where some nodes stand for something else."""
        nodes = {id for id, one in others.items() if self.chosen[id] is not one}
        both = [of[id] for id in nodes for of in (self.chosen, others)]
        return Change(nodes, {op for one in both if isinstance(one, Fragment) for op in one.ops})

    def instead(self, others: Mapping[str, Choice]) -> "tuple[Plan, Change]":
        """Return the plan in which some nodes stand for something else, and what changes."""
        change = self.change(others)
        plan = Plan(
            self.drawing,
            self.target,
            {**self.chosen, **others},
            (self, change),
            Walks((self._reached, change.nodes)),
            Walks((self._wanted, change.ops)),
            self._lacks,
            self._saved,
        )
        return plan, change

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """The place of each node among all of them, the same where plans come from each other."""
        if self._other is not None:
            return self._other[0].rank
        return {id: at for at, id in enumerate(self.chosen)}

    @cached_property
    def standing(self) -> dict[str, Fragment]:
        """The nodes that stand for something."""
        return {id: one for id, one in self.chosen.items() if isinstance(one, Fragment)}

    @cached_property
    def left_over(self) -> list[str]:
        """The nodes that stand for nothing."""
        return [id for id, one in self.chosen.items() if one is False]

    @cached_property
    def covered(self) -> dict[int, str]:
        """The operations that a node stands for."""
        if self._other is None:
            return {op: id for id, one in self.standing.items() for op in one.ops}
        other, change = self._other
        found = {**other.covered}
        for op in change.ops:
            found.pop(op, None)
        for id in change.nodes & self.standing.keys():
            found.update(dict.fromkeys(self.standing[id].ops, id))
        return found

    @cached_property
    def missing(self) -> set[int]:
        """The operations that no node stands for."""
        return set(range(len(self.target.ops))) - self.covered.keys()

    def saved(self, one: str, other: str) -> float:
        """Return how much less two nodes lack, taken together, of what the other stands for."""
        return self.saved_at(one, self.standing[one], other, self.standing[other])

    def saved_at(self, one: str, here: Fragment, other: str, there: Fragment) -> float:
        """Return how much less two nodes lack, taken together, if they change places."""
        if self.drawing.kinds[one] is not self.drawing.kinds[other]:
            return 0.0
        key = (one, here, other, there)
        known = self._saved.get(key)
        if known is None:
            known = 0.0
            if self.drawing.block(one) is not None and self.drawing.block(other) is not None:
                now = self.lack(one, here) + self.lack(other, there)
                known = now - self.lack(one, there) - self.lack(other, here)
            self._saved[key] = known
        return known

    def lack(self, id: str, fragment: Fragment) -> float:
        """Return the price of what a node's block lacks of a fragment of its kind."""
        key = (id, fragment)
        known = self._lacks.get(key)
        if known is None:
            block = self.drawing.graph.nodes[id].block
            known = self._lacks[key] = lack(self.target, block, fragment)
        return known

    def from_wire(self, edge: Edge) -> frozenset[Giving]:
        """Return what a wire brings: of the nearest nodes before it that stand for something."""
        return self.walk_before(edge)[0]

    def reached(self, id: str) -> frozenset[str]:
        """Return the nearest nodes at or before one that stand for something."""
        return frozenset(node for node, _ in self._reached.from_((id, OUT), self._reach)[0])

    def walk_before(self, edge: Edge) -> Walk[Giving, str]:
        """Return what a wire brings, and all nodes that are looked at on the way there."""
        return self._reached.from_((edge.source, edge.out), self._reach)

    def _reach(self, begin: Giving) -> Walk[Giving, str]:
        """Walk back from here; along a run of nodes that all hand on, from one to the next."""
        run: dict[Giving, None] = {}
        at, known = begin, None
        while known is None and at not in run and at[0] not in self.standing:
            wires = self.drawing.ins[at[0]]
            if len(wires) != 1:
                break
            run[at] = None
            at = (wires[0].source, wires[0].out)
            known = self._reached.known(at)
        found, past = known or self._look_back(at)
        for at in reversed(run):
            past |= {at[0]}
            self._reached.keep(at, (found, past))
        return found, past

    def _look_back(self, begin: Giving) -> Walk[Giving, str]:
        found: set[Giving] = set()
        seen = {begin}
        stack = [begin]
        while stack:
            at, out = stack.pop()
            if at in self.standing:
                found.add((at, out))
                continue
            for edge in self.drawing.ins[at]:
                before = (edge.source, edge.out)
                if before not in seen:
                    seen.add(before)
                    stack.append(before)
        return frozenset(found), frozenset(id for id, _ in seen)

    def wanted(self, op: int) -> frozenset[Giving]:
        """Return what gives an operation, or the nearest before it that is there."""
        return self.walk_to(op)[0]

    def walk_to(self, op: int) -> Walk[Giving, int]:
        """Return what is wanted of an operation, and all that are looked at on the way there."""
        return self._wanted.from_(op, self._lead)

    def _lead(self, begin: int) -> Walk[Giving, int]:
        found: set[Giving] = set()
        seen = {begin}
        stack = [begin]
        while stack:
            op = stack.pop()
            if op in self.covered:
                found.add((self.covered[op], self.target.ops[op].out))
                continue
            for source in self.target.ops[op].inputs:
                if source not in seen:
                    seen.add(source)
                    stack.append(source)
        return frozenset(found), frozenset(seen)

    def hands_on(self, id: str) -> bool:
        """Whether a node is taken to do nothing but hand on what it gets."""
        return self.chosen.get(id) is True

    def idles(self, id: str, due: int) -> bool:
        """Whether a node hands on what an operation gives as it is."""
        return not self.drawing.needs_pixel(id) or is_pixel(self.target.ops[due].shape)

    def before(self, edge: Edge) -> Iterator[Edge]:
        """Yield a wire, and those before it as far as nodes only hand on what one wire brings."""
        yield edge
        seen: set[str] = set()
        while self.hands_on(edge.source) and edge.source not in seen:
            seen.add(edge.source)
            if len(own := self.drawing.ins[edge.source]) != 1:
                return
            (edge,) = own
            yield edge

    def top(self, edge: Edge) -> Edge:
        """Return the wire to move: before nodes that only hand on, and only to this place."""
        top = edge
        for wire in self.before(edge):
            top = wire
            if len(self.drawing.outs[wire.source]) != 1:
                break
        return top

    def bare(self, id: str) -> bool:
        """Whether nothing leads to a node but what is left over, and goes."""
        return all(self.chosen[edge.source] is False for edge in self.drawing.ins[id])

    def behind(self, id: str) -> set[str]:
        """Return a node and those behind it, as far as each only hands on what it gets."""
        found: set[str] = set()
        stack = [id]
        while stack:
            at = stack.pop()
            if at not in found:
                found.add(at)
                stack += self.drawing.targets[at] if self.hands_on(at) else ()
        return found

    @cached_property
    def last_before(self) -> Mapping[str, str]:
        """Of what stands before a node that stands for nothing, the last in the reference."""
        standing, targets = self.standing, self.drawing.targets
        givers = [id for id in standing if not standing.keys() >= {*targets[id]}]
        found: dict[str, str] = {}
        for giver in sorted(givers, key=self.place, reverse=True):
            stack = [giver]
            while stack:
                for id in targets[stack.pop()]:
                    if id not in found and id not in standing:
                        found[id] = giver
                        stack.append(id)
        return found

    @cached_property
    def fed_maps(self) -> AbstractSet[str]:
        """The nodes that stand for nothing, and what comes before them gives more than a pixel."""
        ops = self.target.ops
        maps = {id for id, own in self.standing.items() if not is_pixel(ops[own.output].shape)}
        return self._joined(maps, self.drawing.sources, self.drawing.targets)

    @cached_property
    def leading_on(self) -> AbstractSet[str]:
        """The nodes that stand for nothing, and something that stands comes behind them."""
        return self._joined(self.standing.keys(), self.drawing.targets, self.drawing.sources)

    def _joined(
        self,
        ends: AbstractSet[str],
        there: Mapping[str, tuple[str, ...]],
        back: Mapping[str, tuple[str, ...]],
    ) -> AbstractSet[str]:
        """Return the nodes from which wires lead to one of these, past nothing that stands."""
        standing = self.standing
        idle = [id for id in self.drawing.kinds if id not in standing]
        found = {id for id in idle if not ends.isdisjoint(there[id])}
        stack = list(found)
        while stack:
            for id in back[stack.pop()]:
                if id not in found and id not in standing:
                    found.add(id)
                    stack.append(id)
        return found

    def fresh(self, name: str) -> str:
        """Return a name like this one that no node has."""
        while name in self.drawing.kinds:
            name += "'"
        return name

    def place(self, id: str) -> int:
        """Return where a node that stands for something begins in the reference."""
        return self.standing[id].first

    def first_of(self, givings: Iterable[Giving]) -> Giving:
        """Return the one that comes first in the reference."""
        return min(givings, key=lambda one: (self.place(one[0]), one[1]))

    def last_of(self, givings: Iterable[Giving]) -> Giving:
        """Return the one that comes last in the reference."""
        return max(givings, key=lambda one: (self.place(one[0]), one[1]))

    def ops_of(self, ids: Iterable[str]) -> list[int]:
        """Return the operations that nodes stand for, as far as they stand for any."""
        return [op for id in ids if id in self.standing for op in self.standing[id].ops]

    def steps_of(self, ops: Iterable[int]) -> tuple[int, ...]:
        """Return the lab's steps of operations, in order."""
        return tuple(sorted({self.target.steps[op] for op in ops}))
