"""A proposal made cheaper: by reading one node in another way, or several together."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from app.verify.repair import prices
from app.verify.repair.again import drawn_again
from app.verify.repair.align import Choice
from app.verify.repair.floor import Floor
from app.verify.repair.fragment import Fragment
from app.verify.repair.plan import Plan
from app.verify.repair.proposal import Proposal
from app.verify.repair.readings import readings
from app.verify.repair.repairs import (
    DrawWire,
    Exchange,
    MoveWire,
    RemoveWire,
    Reorder,
    Repair,
    Replace,
    SetParameters,
    TakeOut,
    Together,
    parted,
)
from app.verify.repair.stretches import Stretch
from app.verify.repair.surplus import LeftOver
from app.verify.repair.together import together

MOST_IN_VAIN = 6_000
"""Other readings are looked at until so much work brought no gain (see `Proposal.work`)."""

MOST_WORK = 15_000
"""So much work goes into a board from one beginning, whatever it brings."""

GLANCE = 10
"""So much work it is to see that another reading is too dear."""

SURE: dict[type, float] = {SetParameters: 0.5, Exchange: 0.5, Together: 0.25}
"""What part of its price speaks against the reading of a node that a repair is at."""

LEAST = 1e-9
"""Less than this is no gain."""


@dataclass(eq=False)
class Effort:
    """What is left of the work that may go into a board, and the changes that were in vain.

    A change that was tried in vain is not tried again as long as all beside it stays the same,
    whatever the proposal began with. `patience` is how much work may yet be in vain until a gain.
    """

    left: int = MOST_WORK
    patience: int = MOST_IN_VAIN
    vain: set[Hashable] = field(default_factory=set)

    def spend(self, work: int) -> None:
        """Count the work that a try was."""
        self.left -= work
        self.patience -= work

    def gained(self) -> None:
        """Let as much be tried after a gain as before."""
        self.patience = MOST_IN_VAIN

    def spent(self) -> bool:
        """Return whether nothing more is to be tried."""
        return self.left <= 0 or self.patience <= 0

    def renewed(self) -> "Effort":
        """Return as much for another beginning, in which the same is in vain."""
        return Effort(vain=self.vain)


def improve(proposal: Proposal, effort: Effort) -> Proposal:
    """Return the proposal after all changes of one reading, or several, that make it cheaper."""
    better: Proposal | None = proposal
    while better is not None and not effort.spent():
        proposal, better = better, None
        limit, floor = proposal.price - LEAST, Floor(proposal)
        for others in _others(proposal):
            if effort.spent():
                break
            if floor.reaches(limit, others):
                effort.spend(GLANCE)
                continue
            case = _case(proposal.plan, others)
            if case in effort.vain:
                continue
            other = proposal.instead(others)
            gained = other.costs_less(limit)
            effort.spend(other.work)
            if gained:
                effort.gained()
                better = other
                break
            effort.vain.add(case)
    return better or proposal


def _others(proposal: Proposal) -> Iterator[dict[str, Choice]]:
    """Yield other readings of the board, by what differs: of one node that is amiss, or several."""
    plan, amiss = proposal.plan, list(_amiss(proposal))
    for id in amiss:
        for choice in readings(plan, id):
            yield {id: choice}
    yield from together(proposal, amiss)


def _case(plan: Plan, others: dict[str, Choice]) -> Hashable:
    """Return a change of readings with all that stands beside it, on the board and there."""
    chosen, covered, users = plan.chosen, plan.covered, plan.target.users
    beside: list[object] = []
    for id, choice in others.items():
        beside += (id, choice)
        beside += [chosen[edge.source] for edge in plan.drawing.ins[id]]
        for edge in plan.drawing.outs[id]:
            taker = chosen[edge.target]
            beside.append(taker)
            if isinstance(taker, Fragment):
                beside += map(covered.get, taker.inputs)
        for one in (choice, chosen[id]):
            if isinstance(one, Fragment):
                for ops in (one.ops, one.inputs, users[one.output]):
                    beside += map(covered.get, ops)
    return tuple(beside)


def _amiss(proposal: Proposal) -> Iterator[str]:
    """Yield the nodes that another reading may serve better, those first that cost most.

    A node with a single wrong value and right wires is read as it should be, and so is one that is
    elsewhere, where that is all.
    """
    found: dict[str, float] = {}
    again = drawn_again(proposal.plan.drawing)
    for repair in proposal.found:
        weight = repair.price * SURE.get(type(repair), 1.0)
        for id in dict.fromkeys(touched(repair)):
            if id in proposal.plan.chosen and id not in again:
                found[id] = found.get(id, 0.0) + weight
    hot = {id: weight for id, weight in found.items() if weight > prices.HALF}
    yield from sorted(hot, key=lambda id: -hot[id])


def touched(repair: Repair | Stretch | LeftOver) -> Iterator[str]:
    """Yield the student's nodes that a repair is at."""
    for part in parted(repair) if isinstance(repair, Repair) else (repair,):
        match part:
            case Stretch():
                yield from part.beside
            case SetParameters() | Replace():
                yield part.node
            case Exchange():
                yield from (part.first, part.second)
            case TakeOut() | LeftOver():
                yield from part.nodes
            case MoveWire():
                yield from (part.wire.target, part.wire.source, part.source)
            case DrawWire():
                yield from (part.target, part.source)
            case RemoveWire():
                yield from (part.wire.target, part.wire.source)
            case Reorder():
                yield part.node
                yield from (wire.source for wire in part.wires)
