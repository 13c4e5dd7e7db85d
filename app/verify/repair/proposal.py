"""A plan worked out into the repairs that bring the rest about, and their price.

Given what each node stands for, everything else follows: what the node lacks of it, which nodes are
too many, which operations are not there, and which wires go elsewhere than the reference says. A
wire is right where it comes, past nodes that are too many, from where it should come, past
operations that are not there: so a block too many or too few is told once, and not again as a wire.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from math import inf
from typing import TypeAlias

from app.verify.repair.align import Choice
from app.verify.repair.exchange import Savings, exchanges, savings, savings_after
from app.verify.repair.fragment import Fragment
from app.verify.repair.nodes import lacking
from app.verify.repair.plan import Change, Plan
from app.verify.repair.repairs import Repair, SetParameters
from app.verify.repair.slots import Slots, slots_after, slots_of
from app.verify.repair.stretches import Stretch, stretches
from app.verify.repair.surplus import LeftOver, left_over, loose
from app.verify.repair.wires import wires

ToDo: TypeAlias = Repair | Stretch | LeftOver
"""A repair, or what becomes one when it has to be told."""


@dataclass(eq=False)
class Proposal:
    """A plan, its repairs and their price."""

    plan: Plan
    _known: dict[tuple[str, Fragment, str], tuple[Repair, ...]] = field(default_factory=dict)
    _other: "tuple[Proposal, Change] | None" = None
    _asked: int = 0
    _spent: float = 0.0
    _found: list[ToDo] = field(default_factory=list)

    def instead(self, others: Mapping[str, Choice]) -> "Proposal":
        """Return the proposal in which some nodes stand for something else."""
        plan, change = self.plan.instead(others)
        return Proposal(plan, self._known, (self, change))

    @cached_property
    def slots(self) -> Slots:
        """Every input that should be, and the wire that is there for it."""
        if self._other is None:
            return slots_of(self.plan)
        before, change = self._other
        return slots_after(self.plan, before.slots, change)

    @cached_property
    def lacks(self) -> Mapping[str, tuple[Repair, ...]]:
        """What each node lacks with the block that it has, where it lacks anything."""
        standing, rank = self.plan.standing, self.plan.rank
        found: dict[str, tuple[Repair, ...]] = {}
        nodes: Iterable[str] = standing
        if self._other is not None:
            before, change = self._other
            found, nodes = {**before.lacks}, change.nodes
        for id in nodes:
            found.pop(id, None)
            if id in standing and (repairs := self._lacking(id, standing[id], id)):
                found[id] = repairs
        return {id: found[id] for id in sorted(found, key=rank.__getitem__)}

    @cached_property
    def savings(self) -> Savings:
        """The exchanges of two nodes' blocks that cost less than what both lack."""
        lacking = [id for id, own in self.lacks.items() if isinstance(own[0], SetParameters)]
        if self._other is None:
            return savings(self.plan, lacking)
        before, change = self._other
        return savings_after(self.plan, lacking, before.savings, change)

    @cached_property
    def repairs(self) -> list[Repair]:
        """All that is to be done."""
        return [one if isinstance(one, Repair) else one.worded(self.slots) for one in self.found]

    @property
    def found(self) -> Sequence[ToDo]:
        """All that is to be done; what is not told yet is known by its price alone."""
        self.costs_less(inf)
        return self._found

    def own(self) -> Iterator[ToDo]:
        """Yield what is to be done about the blocks that stand for something."""
        lacks = {**self.lacks}
        chosen = exchanges(self.plan, self.savings)
        for one in chosen:
            for id, other in ((one.first, one.second), (one.second, one.first)):
                lacks[id] = self._lacking(id, self.plan.standing[id], other)
        yield from chosen
        yield from chain.from_iterable(lacks.values())

    @property
    def price(self) -> float:
        """What the repairs cost together."""
        self.costs_less(inf)
        return self._spent

    @property
    def work(self) -> int:
        """How much it has been to work the proposal out: nodes to look over, repairs found."""
        return 10 + len(self.plan.drawing.kinds) // 4 + 2 * len(self._found)

    def costs_less(self, limit: float) -> bool:
        """Whether the repairs cost less than this; they are looked for only until that is clear."""
        while self._spent < limit:
            if self._asked == len(PARTS):
                return True
            part = [*PARTS[self._asked](self)]
            self._asked += 1
            self._spent += sum(one.price for one in part)
            self._found += part
        return False

    def _lacking(self, id: str, fragment: Fragment, holder: str) -> tuple[Repair, ...]:
        """Return what a node lacks of a fragment if it has the block that `holder` has."""
        key = (id, fragment, holder)
        if key not in self._known:
            self._known[key] = tuple(lacking(self.plan, id, fragment, holder))
        return self._known[key]


PARTS: Sequence[Callable[[Proposal], Iterable[ToDo]]] = (
    Proposal.own,
    lambda one: left_over(one.plan),
    lambda one: wires(one.plan, one.slots),
    lambda one: loose(one.plan, one.slots),
    lambda one: stretches(one.plan, one.slots),
)
"""What is to be done part by part, what is found soonest first; nothing is free."""
