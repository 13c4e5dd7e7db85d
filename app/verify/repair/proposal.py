"""A plan worked out into the repairs that bring the rest about, and their price.

Given what each node stands for, everything else follows: what the node lacks of it, which nodes are
too many, which operations are not there, and which wires go elsewhere than the reference says. A
wire is right where it comes, past nodes that are too many, from where it should come, past
operations that are not there: so a block too many or too few is told once, and not again as a wire.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.verify.repair.align import Choice
from app.verify.repair.fragment import Fragment
from app.verify.repair.nodes import lacking
from app.verify.repair.plan import Plan
from app.verify.repair.repairs import Repair
from app.verify.repair.slots import slots_of
from app.verify.repair.stretches import stretches
from app.verify.repair.surplus import left_over, loose
from app.verify.repair.wires import wires


@dataclass(eq=False)
class Proposal:
    """A plan, its repairs and their price."""

    plan: Plan
    _known: dict[tuple[str, Fragment], tuple[Repair, ...]] = field(default_factory=dict)

    def instead(self, chosen: Mapping[str, Choice]) -> "Proposal":
        """Return the proposal for another reading of the same board."""
        return Proposal(Plan(self.plan.drawing, self.plan.target, chosen), self._known)

    @property
    def work(self) -> int:
        """How much there is to look at, to work such a proposal out."""
        drawing, target = self.plan.drawing, self.plan.target
        return len(drawing.kinds) + len(drawing.graph.edges) + len(target.ops) // 2

    @cached_property
    def repairs(self) -> list[Repair]:
        """All that is to be done."""
        plan = self.plan
        found: list[Repair] = []
        for id, fragment in plan.standing.items():
            if (id, fragment) not in self._known:
                self._known[id, fragment] = tuple(lacking(plan, id, fragment))
            found += self._known[id, fragment]
        slots = slots_of(plan)
        found += wires(plan, slots)
        found += stretches(plan, slots)
        found += left_over(plan, slots)
        found += loose(plan, slots)
        return found

    @cached_property
    def price(self) -> float:
        """What the repairs cost together."""
        return sum(repair.price for repair in self.repairs)
