"""Compares a student's graph with a reference: the same architecture, or what separates them.

Lower and canonicalise (`form`), align and propose, try (`repair`), tell (`tell`): the graph is the
reference's network if the judge finds the two identical; if not, the cheapest repairs are looked
for, made and judged, and these repairs are the findings. Nothing here looks at positions, ids,
labels or the order of the JSON.
"""

from collections.abc import Collection, Iterator

from app.core.diagnostic import Severity
from app.engine import Propagation, propagate
from app.graph import Graph, Reading
from app.reference import Reference
from app.verify.form.comparable import comparable
from app.verify.form.net import identical
from app.verify.repair.columns import row_by_row
from app.verify.repair.found import FEWEST
from app.verify.repair.plan import Plan
from app.verify.repair.prices import of_taking_out
from app.verify.repair.proposal import Proposal
from app.verify.repair.propose import standing_for
from app.verify.repair.repairs import Fill, PutIn, Repair, apply, price_of
from app.verify.repair.search import Mended, anew, mend, tried
from app.verify.repair.slips import PRICE as ONE_THING
from app.verify.repair.slips import recognised
from app.verify.repair.surplus import near
from app.verify.repair.target import Target, prepare
from app.verify.repair.variants import within
from app.verify.report import Report, Step, StepStatus, Verdict
from app.verify.tell.codes import structure
from app.verify.tell.draft import Draft
from app.verify.tell.gates import gates
from app.verify.tell.naming import drafts_of
from app.verify.tell.words import findings


def verify(
    reading: Reading, reference: Reference, palette: Collection[str] | None = None
) -> Report:
    """Return how the graph compares with the reference.

    `palette` are the types of block that may be used, None for all.
    """
    run = propagate(reading.graph)
    plan, repairs = separating(reading.graph, run, prepare(reference))
    return reported(reading, run, plan, repairs, palette)


def reported(
    reading: Reading,
    run: Propagation,
    plan: Plan,
    repairs: tuple[Repair, ...],
    palette: Collection[str] | None = None,
) -> Report:
    """Return the report on a graph of which it is known what separates it from the reference."""
    graph = reading.graph
    diagnostics = (*reading.diagnostics, *run.diagnostics)
    drafts = drafts_of(plan, repairs)
    if palette is not None:
        drafts = _within(palette, plan, repairs, drafts)
    broken = any(each.code.severity is Severity.ERROR for each in diagnostics) or bool(graph.broken)
    return Report(
        _verdict(broken, drafts),
        gates(plan, run, diagnostics, drafts),
        _steps(plan, drafts, repairs),
        findings(graph, run, drafts, plan.target.reference),
        diagnostics,
        run.totals,
    )


def separating(graph: Graph, run: Propagation, target: Target) -> tuple[Plan, tuple[Repair, ...]]:
    """Return what stands for what, and the repairs that make the graph the reference's network."""
    graph = comparable(graph, target.reference)
    net = target.net_of(graph, run)
    if net is not None and identical(net, target.net):
        return standing_for(graph, net, target), ()
    mended = mend(graph, target)
    repairs = recognised(mended.plan, mended.repairs)
    price = price_of(repairs)
    for other in _otherwise(mended, price):
        told = recognised(other.plan, other.repairs)
        if len(told) > len(repairs) or price_of(told) >= price or (made := tried(other)) is None:
            continue  # Most are, and none of these has to be made.
        told = recognised(made.plan, made.repairs)
        if price_of(told) < price:
            mended, repairs, price = made, told, price_of(told)
    if price > of_taking_out(len(mended.plan.drawing.kinds)):
        blank = anew(mended.plan.drawing, target)  # Nothing costs more than to begin again.
        if blank.price < price:
            return blank.plan, blank.repairs
    return mended.plan, repairs


def _otherwise(mended: Mended, price: float) -> Iterator[Proposal]:
    """Yield what else a board may be read as: it costs more, but may be one thing throughout."""
    if price <= ONE_THING:
        return
    if rows := row_by_row(mended.plan, mended.repairs):
        plan, _ = mended.plan.instead(rows)
        yield Proposal(plan)
    yield from (other for other in mended.besides if len(other.found) >= FEWEST)


def _verdict(broken: bool, drafts: list[Draft]) -> Verdict:
    if broken:
        return "invalid"
    if not drafts:
        return "correct"
    return "incomplete" if all(draft.code.missing for draft in drafts) else "incorrect"


def _within(
    palette: Collection[str], plan: Plan, repairs: tuple[Repair, ...], drafts: list[Draft]
) -> list[Draft]:
    """Return the drafts, and one for each kind of block that the lab does not offer.

    What a repair takes away or replaces is told as that alone; and what only such blocks would
    need is not told to be put in.
    """
    offered = within(frozenset(palette))
    foreign: dict[str, list[str]] = {}
    for id, kind in plan.drawing.kinds.items():
        if kind is not None and kind.info.type not in offered:
            foreign.setdefault(kind.info.type, []).append(id)
    if not foreign:
        return drafts
    left = apply(repairs, plan.drawing.graph).nodes
    found = []
    for type_, own in foreign.items():
        if ids := [id for id in own if id in left and left[id].block.info.type == type_]:
            ops = plan.ops_of(ids)
            steps = plan.steps_of(ops) or near(plan, ids)
            found.append(Draft(structure.NOT_OFFERED, tuple(ids), steps, min(ops, default=0), None))
    return found + [draft for draft in drafts if not _puts_in_foreign(draft.repair, offered)]


def _puts_in_foreign(repair: Repair | None, offered: frozenset[str]) -> bool:
    """Whether all that a repair puts in are blocks that the lab does not offer."""
    return isinstance(repair, PutIn) and offered.isdisjoint(
        one.info.type for _, one in repair.nodes
    )


def _steps(plan: Plan, drafts: list[Draft], repairs: tuple[Repair, ...]) -> tuple[Step, ...]:
    """Return how each step stands, with the student's nodes that stand for it."""
    target = plan.target
    nodes: dict[int, dict[str, int]] = {n: {} for n in range(1, target.last_step + 1)}
    for id, fragment in plan.standing.items():
        for op in fragment.ops:
            if target.ops[op].node in target.reference.steps:
                own = nodes[target.steps[op]]
                own[id] = min(op, own.get(id, op))
    for step, id in _idle(plan):
        nodes[step][id] = len(target.ops)
    open_ = {step for repair in repairs if isinstance(repair, Fill) for step in repair.steps}
    open_ |= {target.steps[op] for op in plan.missing}
    if not plan.covered:
        open_ |= nodes.keys() - {*target.steps}  # of no operation, and there is no network yet
    return tuple(
        Step(n, _status(n, drafts, open_), tuple(sorted(found, key=found.__getitem__)))
        for n, found in nodes.items()
    )


def _idle(plan: Plan) -> list[tuple[int, str]]:
    """Return the student's nodes that hand on a tensor, as a node of the reference's does."""
    steps, idle = plan.target.idle_steps, filter(plan.hands_on, plan.chosen)
    kinds = ((id, plan.drawing.kinds[id]) for id in idle if id in plan.last_before)
    return [(steps[kind], id) for id, kind in kinds if kind is not None and kind in steps]


def _status(step: int, drafts: list[Draft], open_: Collection[int]) -> StepStatus:
    """A step with a fault is wrong; one with something not there yet, or still open, is missing."""
    touching = [draft for draft in drafts if step in draft.steps]
    if any(not draft.code.missing for draft in touching):
        return "wrong"
    return "missing" if touching or step in open_ else "matched"
