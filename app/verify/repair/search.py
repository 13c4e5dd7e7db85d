"""The cheapest set of repairs that has been found, and tried.

The alignment proposes what each node stands for; the proposal is improved as long as another
reading of one node, or two, costs less. What it achieves is seen by making its repairs and asking
the judge; where that fails, coarser repairs are tried, down to building the network anew, so that
there is always an answer.
"""

from dataclasses import dataclass, replace

from app.blocks.head import Flatten
from app.core.shape import is_map
from app.engine import Propagation, propagate
from app.graph import Graph
from app.graph.model import Edge
from app.graph.wiring import outputs
from app.verify.form.canonical import is_pixel
from app.verify.form.net import identical, net_of
from app.verify.repair import prices
from app.verify.repair.drawing import Drawing
from app.verify.repair.fragment import single
from app.verify.repair.improve import improve
from app.verify.repair.plan import Plan
from app.verify.repair.proposal import Proposal
from app.verify.repair.propose import propose
from app.verify.repair.repairs import Outlet, PutIn, Repair, Replace, apply
from app.verify.repair.surplus import away
from app.verify.repair.target import Target

MOST_FURTHER = 8
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
        more = _further(plan, mended)
        if more is None:
            return None
        repairs = _joined(plan, repairs, more)
    return None


def _joined(plan: Plan, repairs: list[Repair], more: Repair) -> list[Repair]:
    """Return the repairs with one more; a flatten at the end belongs to an end that is to come."""
    if not isinstance(more, PutIn) or more.outlets:
        return [*repairs, more]
    for at, repair in enumerate(repairs):
        if isinstance(repair, PutIn) and plan.target.end in repair.ops:
            whole = replace(
                repair,
                nodes=(*repair.nodes, *more.nodes),
                wires=(*repair.wires, *more.wires),
                steps=tuple(sorted({*repair.steps, *more.steps})),
            )
            return [*repairs[:at], whole, *repairs[at + 1 :]]
    return [*repairs, more]


def _further(plan: Plan, mended: Graph) -> Repair | None:
    """Return a further repair for a board that is not accepted yet, where one is seen."""
    run, ends = propagate(mended), outputs(mended)
    beside = [id for id in ends if len(ends) > 1 and plan.hands_on(id)]
    if beside:
        return away(plan, beside[0], loose=True)
    for diagnostic in run.diagnostics:
        for id in diagnostic.nodes[:1]:
            found = _in_form(plan, mended, run, id)
            if found is not None:
                return found
    if len(ends) == 1 and ends[0] in run.measures:
        flat = not is_map(run.measures[ends[0]].shape)
        if plan.target.net.flat and not flat:
            return _flatten(plan, ends[0], None)
        if flat and not plan.target.net.flat:
            return _unflattened(plan, mended)
    return None


def _in_form(plan: Plan, mended: Graph, run: Propagation, id: str) -> Repair | None:
    """Return what gives a node a flat tensor for a map of one pixel, or a map for what is flat."""
    for edge in mended.incoming[id]:
        measured = run.measures.get(edge.source)
        if measured is None:
            continue
        if is_map(measured.shape):
            if is_pixel(measured.shape):
                return _flatten(plan, edge.source, edge)
        elif plan.hands_on(edge.source):
            return away(plan, edge.source, loose=False)
        elif (giver := plan.standing.get(edge.source)) and len(giver.ops) == 1:
            alone = single(plan.target)[giver.ops[0]]
            steps = plan.steps_of(giver.ops)
            price = prices.REPLACE_KIN
            return Replace(node=edge.source, fragment=alone, price=price, steps=steps)
    return None


def _unflattened(plan: Plan, mended: Graph) -> Repair | None:
    """Return what takes out the last flatten of the student's."""
    for id in reversed(mended.order):
        if plan.hands_on(id) and isinstance(plan.drawing.block(id), Flatten):
            return away(plan, id, loose=False)
    return None


def _flatten(plan: Plan, source: str, edge: Edge | None) -> PutIn:
    """Return a flatten behind a node: before a wire, or at the end."""
    name, kinds = plan.fresh("flatten"), plan.drawing.kinds
    there = edge is not None and edge in plan.drawing.graph.edges
    outlets = (Outlet(name, edge.target, edge.port, edge, None),) if edge else ()
    own = plan.target.reference
    steps = [
        own.steps[id]
        for ids in plan.target.idle_nodes.values()
        for id in ids
        if id in own.steps and isinstance(own.graph.nodes[id].block, Flatten)
    ]
    return PutIn(
        nodes=((name, Flatten()),),
        wires=((source, name, "in"),),
        outlets=outlets,
        ops=(),
        around=(source if source in kinds else None, edge.target if edge else None),
        passed_by=there,
        price=prices.PUT_IN if there else prices.STILL_TO_COME,
        steps=tuple(steps[:1]) or (plan.target.last_step,),
        to_come=True,
    )
