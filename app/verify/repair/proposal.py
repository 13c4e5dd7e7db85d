"""A plan worked out into the repairs that bring the rest about, and their price.

Given what each node stands for, everything else follows: what the node lacks of it, which nodes are
too many, which operations are not there, and which wires go elsewhere than the reference says. A
wire is right where it comes, past nodes that are too many, from where it should come, past
operations that are not there: so a block too many or too few is told once, and not again as a wire.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from app.verify.repair.align import Choice
from app.verify.repair.exchange import exchanges
from app.verify.repair.fragment import Fragment
from app.verify.repair.nodes import lacking
from app.verify.repair.plan import Change, Plan
from app.verify.repair.repairs import Repair, SetParameters
from app.verify.repair.slots import Slots, slots_after, slots_of
from app.verify.repair.stretches import Stretch, stretches
from app.verify.repair.surplus import LeftOver, left_over, loose
from app.verify.repair.wires import wires


@dataclass(eq=False)
class Proposal:
    """A plan, its repairs and their price."""

    plan: Plan
    _known: dict[tuple[str, Fragment, str], tuple[Repair, ...]] = field(default_factory=dict)
    _other: tuple[Slots, Mapping[str, tuple[Repair, ...]], Change] | None = None
    _found: list[Repair | Stretch | LeftOver] = field(default_factory=list)

    def instead(self, others: Mapping[str, Choice]) -> "Proposal":
        """Return the proposal in which some nodes stand for something else."""
        plan, change = self.plan.instead(others)
        return Proposal(plan, self._known, (self.slots, self.lacks, change))

    @property
    def work(self) -> int:
        """How much it has been to work the proposal out: nodes to look over, repairs found."""
        return 10 + len(self.plan.drawing.kinds) // 4 + 2 * len(self._found)

    @cached_property
    def slots(self) -> Slots:
        """Every input that should be, and the wire that is there for it."""
        if self._other is None:
            return slots_of(self.plan)
        slots, _, change = self._other
        return slots_after(self.plan, slots, change)

    @cached_property
    def lacks(self) -> Mapping[str, tuple[Repair, ...]]:
        """What each node lacks with the block that it has, where it lacks anything."""
        standing, rank = self.plan.standing, self.plan.rank
        found: dict[str, tuple[Repair, ...]] = {}
        nodes: Iterable[str] = standing
        if self._other is not None:
            _, lacks, change = self._other
            found, nodes = {**lacks}, change.nodes
        for id in nodes:
            found.pop(id, None)
            if id in standing and (repairs := self._lacking(id, standing[id], id)):
                found[id] = repairs
        return {id: found[id] for id in sorted(found, key=rank.__getitem__)}

    @cached_property
    def repairs(self) -> list[Repair]:
        """All that is to be done."""
        for _ in self._parts:
            pass
        return [one if isinstance(one, Repair) else one.worded() for one in self._found]

    @cached_property
    def price(self) -> float:
        """What the repairs cost together."""
        for _ in self._parts:
            pass
        return sum(one.price for one in self._found)

    def costs_less(self, limit: float) -> bool:
        """Whether the repairs cost less than this; they are looked for only until that is clear."""
        price, known = 0.0, 0
        while True:
            price += sum(one.price for one in self._found[known:])
            known = len(self._found)
            if price >= limit:
                return False
            if next(self._parts, None) is None:
                return True

    @cached_property
    def _parts(self) -> Iterator[bool]:
        """Find what is to be done part by part, what is found soonest first; nothing is free."""
        plan, found = self.plan, self._found
        own = {**self.lacks}
        for exchange in exchanges(plan, [id for id, repairs in own.items() if _is_set(repairs)]):
            found.append(exchange)
            for id, other in ((exchange.first, exchange.second), (exchange.second, exchange.first)):
                own[id] = self._lacking(id, plan.standing[id], other)
        found += chain.from_iterable(own.values())
        yield True
        found += wires(plan, self.slots)
        yield True
        found += left_over(plan, self.slots)
        yield True
        found += loose(plan, self.slots)
        yield True
        found += stretches(plan, self.slots)
        yield True

    def _lacking(self, id: str, fragment: Fragment, holder: str) -> tuple[Repair, ...]:
        """Return what a node lacks of a fragment if it has the block that `holder` has."""
        key = (id, fragment, holder)
        if key not in self._known:
            self._known[key] = tuple(lacking(self.plan, id, fragment, holder))
        return self._known[key]


def _is_set(repairs: tuple[Repair, ...]) -> bool:
    """Whether a node lacks values that another block could have."""
    return bool(repairs) and isinstance(repairs[0], SetParameters)
