"""The cheapest set of repairs that has been found, and tried.

The alignment proposes what each node stands for; the proposal is improved as long as another
reading of one node, or two, costs less. What it achieves is seen by making its repairs and asking
the judge; where that fails, coarser repairs are tried, down to building the network anew, so that
there is always an answer.
"""

from dataclasses import dataclass, replace

from app.engine import propagate
from app.graph import Graph
from app.verify.form.net import identical
from app.verify.repair.drawing import Drawing, settled
from app.verify.repair.flatness import suited
from app.verify.repair.improve import Effort, improve
from app.verify.repair.parts import in_parts
from app.verify.repair.plan import Plan
from app.verify.repair.proposal import Proposal
from app.verify.repair.propose import grown, nearly, propose
from app.verify.repair.repairs import (
    Exchange,
    Fill,
    Repair,
    Replace,
    SetParameters,
    apply,
    price_of,
)
from app.verify.repair.target import Target

CROOKED = 1.0
"""Blocks and wires that cost more than this to put right may have been misread from the start."""

SMALL = 16
"""So many nodes are a small board."""

FEW = 2
"""A board in more pieces than this can be laid out in many ways."""

MOST_DOUBTED = 3
"""So often nodes that turn out to be misread are left over instead, and the rest is tried again."""

MOST_FURTHER = 60
"""So many repairs are added at most until the board runs."""

SIMPLE = (SetParameters, Exchange, Fill, Replace)
"""Repairs of a block where it stands; all others are of blocks and wires."""


@dataclass(frozen=True)
class Mended:
    """The repairs found, the plan that they come from, and the board with all of them made.

    `besides` are other readings of the board, which cost more.
    """

    plan: Plan
    repairs: tuple[Repair, ...]
    graph: Graph
    besides: tuple[Proposal, ...] = ()

    @property
    def price(self) -> float:
        """What the repairs cost together."""
        return price_of(self.repairs)


def accepted(graph: Graph, target: Target) -> bool:
    """Whether a graph is the reference's network."""
    return identical(target.net_of(graph), target.net)


def mend(graph: Graph, target: Target) -> Mended:
    """Return the cheapest repairs that have been found to make a graph the reference's network."""
    graph = settled(graph)
    drawing = Drawing(graph)
    effort = Effort()
    read = [improve(Proposal(Plan(drawing, target, propose(drawing, target))), effort)]
    if _crooked(read[0].repairs):
        beginning = grown(drawing, target)
        if _ambiguous(read[0]):
            second = Proposal(Plan(drawing, target, beginning))
            read.append(improve(second, effort.renewed()))
            read.sort(key=lambda one: one.price)
        else:
            read[0] = in_parts(read[0], beginning, effort.renewed())
        if _half_built(read[0].repairs) and (place := nearly(drawing, target)) is not None:
            read.append(Proposal(Plan(drawing, target, place)))
            read.sort(key=lambda one: one.price)
    found: Mended | None = None
    for one in read:
        if found is None or one.price < found.price:
            made = tried(one)
            if made is not None and (found is None or made.price < found.price):
                found = replace(made, besides=tuple(each for each in read if each is not one))
    improved = read[0]
    plan = improved.plan
    for _ in range(MOST_DOUBTED):
        if found is not None:
            return found
        doubted = _doubted(plan, apply(improved.repairs, graph))
        if not doubted:
            break
        plan = Plan(drawing, target, {**plan.chosen, **dict.fromkeys(doubted, False)})
        improved = Proposal(plan)
        found = tried(improved)
    return found or anew(drawing, target)


def _crooked(repairs: list[Repair]) -> bool:
    """Whether another beginning is worth a try.

    It is where more is wrong with blocks and wires than one thing; and on half a board, whose
    pieces lie in more than one place, where anything is wrong at all.
    """
    wrong = [one for one in repairs if one.wrong]
    if wrong and any(one.to_come for one in repairs):
        return True
    return price_of(one for one in wrong if not isinstance(one, SIMPLE)) > CROOKED


def _half_built(repairs: list[Repair]) -> bool:
    """Whether blocks and wires are to be put right where something is still to come.

    The place of each node is then hardly told by its neighbours: values may be wrong instead. What
    wires pass by is no part to come: it is missing in a whole network.
    """
    wrong = [one for one in repairs if one.wrong]
    crooked = any(not isinstance(one, SIMPLE) for one in wrong)
    return crooked and len(wrong) < len(repairs)


def _ambiguous(proposal: Proposal) -> bool:
    """Whether a board may be read as something else altogether, and not only in some of its parts.

    So it may where a reference branches into many ways that look alike, and where the board lies in
    several pieces. A small board is soon read twice.
    """
    plan = proposal.plan
    return (
        plan.target.branches or len(plan.drawing.kinds) <= SMALL or len(plan.drawing.pieces) > FEW
    )


def _doubted(plan: Plan, mended: Graph) -> set[str]:
    """Return the nodes that do not stand in the board as mended where they should."""
    doubted = {
        id
        for diagnostic in propagate(mended).diagnostics
        for id in diagnostic.nodes
        if id in plan.standing
    }
    for id, fragment in plan.standing.items():
        if id not in mended.nodes:
            continue
        given = {edge.source for edge in mended.incoming[id]}
        due = {plan.covered[op] for op in fragment.inputs if op in plan.covered}
        through = {one for source in given for one in _past(plan, mended, source)}
        if not due <= through:
            doubted.add(id)
    return doubted


def _past(plan: Plan, mended: Graph, id: str) -> set[str]:
    """Return a node, or what it hands on."""
    seen: set[str] = set()
    while id not in plan.standing and id not in seen and mended.incoming.get(id):
        seen.add(id)
        id = mended.incoming[id][0].source
    return {id}


def anew(drawing: Drawing, target: Target) -> Mended:
    """Return the coarsest repairs of all: everything taken out, and the network built anew."""
    blank = Plan(drawing, target, dict.fromkeys(drawing.kinds, False))
    mended = tried(Proposal(blank))
    assert mended is not None, "the reference itself is accepted"
    return mended


def tried(reading: Proposal) -> Mended | None:
    """Return the repairs of a reading with what else it takes until the judge accepts the board.

    None where they do not do.
    """
    plan, repairs = reading.plan, reading.repairs
    for _ in range(MOST_FURTHER):
        mended = apply(repairs, plan.drawing.graph)
        if accepted(mended, plan.target):
            return Mended(plan, tuple(repairs), mended)
        more = suited(plan, repairs, mended)
        if more is None:
            return None
        repairs = more
    return None
