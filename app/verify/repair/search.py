"""The cheapest set of repairs that has been found, and tried.

The alignment proposes what each node stands for; the proposal is improved as long as another
reading of one node, or two, costs less. What it achieves is seen by making its repairs and asking
the judge; where that fails, coarser repairs are tried, down to building the network anew, so that
there is always an answer.
"""

from dataclasses import dataclass

from app.graph import Graph
from app.verify.form.net import identical, net_of
from app.verify.repair.drawing import Drawing
from app.verify.repair.flatness import suited
from app.verify.repair.improve import improve
from app.verify.repair.plan import Plan
from app.verify.repair.proposal import Proposal
from app.verify.repair.propose import propose
from app.verify.repair.repairs import Repair, apply
from app.verify.repair.target import Target

MOST_FURTHER = 60
"""So many repairs are added at most until the board runs."""


@dataclass(frozen=True)
class Mended:
    """The repairs found, the plan that they come from, and the board with all of them made."""

    plan: Plan
    repairs: tuple[Repair, ...]
    graph: Graph

    @property
    def price(self) -> float:
        """What the repairs cost together."""
        return sum(repair.price for repair in self.repairs)


def accepted(graph: Graph, target: Target) -> bool:
    """Whether a graph is the reference's network."""
    net = net_of(graph, compare_bias=target.reference.compare_bias)
    return identical(net, target.net)


def mend(graph: Graph, target: Target) -> Mended:
    """Return the cheapest repairs that have been found to make a graph the reference's network."""
    drawing = Drawing(graph)
    improved = improve(Proposal(Plan(drawing, target, propose(drawing, target))))
    return _tried(graph, improved.proposal.plan, improved.repairs) or anew(drawing, target)


def anew(drawing: Drawing, target: Target) -> Mended:
    """Return the coarsest repairs of all: everything taken out, and the network built anew."""
    blank = Plan(drawing, target, dict.fromkeys(drawing.kinds, False))
    mended = _tried(drawing.graph, blank, Proposal(blank).repairs)
    assert mended is not None, "the reference itself is accepted"
    return mended


def _tried(graph: Graph, plan: Plan, repairs: list[Repair]) -> Mended | None:
    """Return the repairs with what else it takes until the judge accepts the board."""
    for _ in range(MOST_FURTHER):
        mended = apply(repairs, graph)
        if accepted(mended, plan.target):
            return Mended(plan, tuple(repairs), mended)
        more = suited(plan, repairs, mended)
        if more is None:
            return None
        repairs = more
    return None
