"""The cheapest set of repairs that has been found, and tried.

The alignment proposes what each node stands for; the plan that follows from it is improved as long
as another reading of one node, or two, costs less. What a plan achieves is seen by making its
repairs and asking the judge; where that fails, coarser repairs are tried, down to building the
network anew, so that there is always an answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from app.core.shape import is_map
from app.engine import propagate
from app.graph import Graph
from app.graph.model import Edge
from app.graph.wiring import outputs
from app.verify.form.canonical import is_pixel
from app.verify.form.net import Net, identical, net_of
from app.verify.repair import prices
from app.verify.repair.align import Choice, Token, align
from app.verify.repair.drawing import Drawing
from app.verify.repair.embed import Piece, embed
from app.verify.repair.fragment import (
    Fragment,
    difference,
    fitting,
    fragments,
    single,
    whole,
)
from app.verify.repair.plan import Plan, kin
from app.verify.repair.repairs import (
    DrawWire,
    Exchange,
    MoveWire,
    PutIn,
    RemoveWire,
    Repair,
    Replace,
    SetParameters,
    TakeOut,
    apply,
)
from app.verify.repair.target import Target

MOST_TRIED = 160
"""So many other plans are looked at for one board at most."""

MOST_CELLS = 150_000
"""Beyond so many pairs of nodes and operations a piece is not aligned: it is taken as it comes."""


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
    plan = Plan(drawing, target, propose(drawing, target))
    plan, first = improve(plan)
    repairs = [*first, *plan.repairs]
    return tried(graph, plan, repairs)


def standing_for(graph: Graph, net: Net, target: Target) -> Plan:
    """Return what each node of a graph that is the reference's network stands for."""
    partner = dict(zip(net.order, range(len(target.ops)), strict=True))
    own: dict[str, list[int]] = {}
    for index, op in enumerate(net.ops):
        own.setdefault(op.node, []).append(partner[index])
    chosen: dict[str, Choice] = {}
    for id, node in graph.nodes.items():
        ops = tuple(own.get(id, ()))
        inside = set(ops)
        feeding = [i for op in ops for i in target.ops[op].inputs if i not in inside]
        inputs = target.ops[ops[0]].inputs if len(ops) == 1 else tuple(dict.fromkeys(feeding))
        chosen[id] = Fragment(target, type(node.block), ops, inputs, node.block) if ops else True
    return Plan(Drawing(graph), target, chosen)


# --- propose


def propose(drawing: Drawing, target: Target) -> dict[str, Choice]:
    """Return what each node stands for: pieces that are right by where they lie, others aligned."""
    chosen: dict[str, Choice] = {}
    taken: set[int] = set()
    pieces = [Piece(drawing, target, ids) for ids in drawing.pieces]
    right = [piece.may_be_right for piece in pieces]
    weight = sum(map(len, drawing.pieces))
    for ids, exact in zip(drawing.pieces, right, strict=True):
        if not exact and len(ids) * 3 > weight:
            _lay(drawing, target, ids, chosen, taken)
    rest = [number for number, ids in enumerate(drawing.pieces) if ids[0] not in chosen]
    placed = embed([pieces[number] for number in rest], taken)
    for at, place in placed.items():
        chosen.update(place)
        chosen.update(dict.fromkeys(pieces[rest[at]].idle, True))
        taken.update(op for fragment in place.values() for op in fragment.ops)
    for ids in drawing.pieces:
        if ids[0] not in chosen:
            _lay(drawing, target, ids, chosen, taken)
    return chosen


def _lay(
    drawing: Drawing, target: Target, ids: list[str], chosen: dict[str, Choice], taken: set[int]
) -> None:
    """Align a piece with what of the reference is not taken yet."""
    most = MOST_CELLS // len(target.ops)
    tokens = {id: token(drawing, target, id, taken) for id in ids}
    best: tuple[float, list[str], list[Choice]] | None = None
    for sequence in drawing.sequences(ids):
        looked_at = sequence[:most]
        price, found = align([tokens[id] for id in looked_at], len(target.ops))
        if best is None or price < best[0]:
            best = (price, looked_at, found)
    chosen.update(dict.fromkeys(ids, False))
    if best is not None:
        chosen.update(zip(best[1], best[2], strict=True))
        taken.update(op for one in best[2] if isinstance(one, Fragment) for op in one.ops)


def token(drawing: Drawing, target: Target, id: str, taken: set[int]) -> Token:
    """Return a node as the alignment sees it, with what is not taken yet."""
    found = stands_for(drawing, target, id)
    if taken:
        found = tuple(one for one in found if taken.isdisjoint(one[1].ops))
    return Token(found, idle_after(drawing, target, id))


def idle_after(drawing: Drawing, target: Target, id: str) -> list[bool] | None:
    """Return behind how many operations a node only hands on what it gets, None if never."""
    if not drawing.may_idle(id):
        return None
    kind = drawing.kinds[id]
    anywhere = kind is not None and kind.info.type not in ("flatten", "global_avg_pool")
    return [True, *(anywhere or is_pixel(op.shape) for op in target.ops)]


def stands_for(drawing: Drawing, target: Target, id: str) -> Sequence[tuple[float, Fragment]]:
    """Return what a node can stand for, with the price of what it lacks of it."""
    kind, block = drawing.kinds[id], drawing.block(id)
    if block is not None:
        return fitting(target, block)
    if kind is None:
        return tuple((prices.REPLACE, fragment) for fragment in whole(target))
    return tuple((prices.STILL_TO_COME, fragment) for fragment in fragments(target, kind))


# --- improve


def improve(plan: Plan) -> tuple[Plan, list[Repair]]:
    """Return the plan after all single changes that make it cheaper, and blocks to exchange first."""
    left = MOST_TRIED
    better = True
    while better and left > 0:
        better = False
        for chosen in _others(plan):
            left -= 1
            other = plan.instead(chosen)
            if other.price < plan.price - 1e-9:
                plan, better = other, True
                break
            if left <= 0:
                break
    return _exchanged(plan)


def _others(plan: Plan) -> Iterator[dict[str, Choice]]:
    """Yield other readings of the board: of one node that something is amiss with, or of two."""
    amiss = list(_amiss(plan))
    for id in amiss:
        now = plan.chosen[id]
        if now is False:
            for fragment in _stand_ins(plan, id):
                yield {**plan.chosen, id: fragment}
        for fragment in _instead(plan, id):
            yield {**plan.chosen, id: fragment}
        if now is not True and plan.drawing.may_idle(id):
            yield {**plan.chosen, id: True}
        if isinstance(now, Fragment):
            yield {**plan.chosen, id: False}
    for id in amiss:
        if plan.chosen[id] is False:
            yield from _making_room(plan, id)
    for one, other in combinations(amiss, 2):
        a, b = plan.chosen[one], plan.chosen[other]
        if (
            isinstance(a, Fragment)
            and isinstance(b, Fragment)
            and a.kind is b.kind
            and plan.drawing.kinds[one] is plan.drawing.kinds[other]
        ):
            yield {**plan.chosen, one: b, other: a}


def _making_room(plan: Plan, id: str) -> Iterator[dict[str, Choice]]:
    """Yield readings in which a node that is left over takes the place of others, which give way."""
    for _, fragment in stands_for(plan.drawing, plan.target, id)[:MOST_INSTEAD]:
        holders = {plan.covered[op] for op in fragment.ops if op in plan.covered}
        if not holders or len(holders) > 2:
            continue
        chosen: dict[str, Choice] = {**plan.chosen, id: fragment}
        taken = set(fragment.ops)
        free = plan.missing - taken
        for holder in holders:
            free |= set(plan.standing[holder].ops) - taken
        for holder in holders:
            fitting = stands_for(plan.drawing, plan.target, holder)
            instead = next((one for _, one in fitting if free.issuperset(one.ops)), False)
            chosen[holder] = instead
            if isinstance(instead, Fragment):
                free -= set(instead.ops)
        yield chosen


MOST_INSTEAD = 5
"""So many other fragments are tried for a node."""


def _instead(plan: Plan, id: str) -> list[Fragment]:
    """Return what a node may stand for instead, what its wires speak for first."""
    now = plan.chosen[id]
    free = plan.missing | (set(now.ops) if isinstance(now, Fragment) else set())
    before = {one for edge in plan.drawing.ins[id] for one in plan.reached(edge.source)}
    found = []
    for price, fragment in stands_for(plan.drawing, plan.target, id):
        if fragment is now or not free.issuperset(fragment.ops):
            continue
        wanted = {one for source in fragment.inputs for one in plan.wanted(source)}
        found.append((price - (1.5 if before & wanted else 0.0), len(found), fragment))
    return [fragment for _, _, fragment in sorted(found, key=lambda one: one[:2])[:MOST_INSTEAD]]


def _stand_ins(plan: Plan, id: str) -> Iterator[Fragment]:
    """Yield what a node of another kind may stand for: what is not there, just where it is."""
    kind = plan.drawing.kinds[id]
    for fragment in (*whole(plan.target), *single(plan.target)):
        if (
            fragment.kind is not kind
            and plan.missing.issuperset(fragment.ops)
            and fragment.inputs
            and _beside(plan, id, fragment)
        ):
            yield fragment


def _beside(plan: Plan, id: str, fragment: Fragment) -> bool:
    before = {one for edge in plan.drawing.ins[id] for one in plan.reached(edge.source)}
    wanted = {one for source in fragment.inputs for one in plan.wanted(source)}
    if before & wanted:
        return True
    after = {edge.target for edge in plan.drawing.outs[id]}
    users = {plan.covered.get(user) for user in plan.target.users[fragment.output]}
    return bool(after & users)


def _amiss(plan: Plan) -> Iterator[str]:
    """Yield the nodes that another reading may serve better, those first that cost most.

    A node with a single wrong value and right wires is read as it should be.
    """
    found: dict[str, float] = {}
    for repair in plan.repairs:
        weight = repair.price * (0.5 if isinstance(repair, SetParameters) else 1.0)
        for id in touched(repair):
            if id in plan.chosen:
                found[id] = found.get(id, 0.0) + weight
    hot = {id: weight for id, weight in found.items() if weight > 0.5}
    yield from sorted(hot, key=lambda id: -hot[id])


def touched(repair: Repair) -> Iterator[str]:
    """Yield the student's nodes that a repair is at."""
    match repair:
        case SetParameters() | Replace():
            yield repair.node
        case TakeOut():
            yield from repair.nodes
        case MoveWire():
            yield repair.wire.target
            yield repair.wire.source
            yield repair.source
        case DrawWire():
            yield repair.target
            yield repair.source
        case RemoveWire():
            yield repair.wire.target
            yield repair.wire.source
        case PutIn():
            yield from (id for id in repair.around if id is not None)


def _exchanged(plan: Plan) -> tuple[Plan, list[Repair]]:
    """Return the plan with blocks exchanged first, where that costs less than what it saves."""
    first: list[Repair] = []
    lacking = [repair.node for repair in plan.repairs if isinstance(repair, SetParameters)]
    pairs = combinations(dict.fromkeys(lacking), 2)
    for one, other in pairs:
        a, b = plan.standing[one], plan.standing[other]
        block, second = plan.drawing.block(one), plan.drawing.block(other)
        if block is None or second is None or type(block) is not type(second) or block == second:
            continue
        if {one, other} & {id for repair in first for id in (repair.first, repair.second)}:
            continue
        steps = plan.steps_of((*a.ops, *b.ops))
        near = steps[-1] - steps[0] <= 1
        price = prices.EXCHANGE if near else prices.EXCHANGE_FAR
        now = sum(_lacks(plan.drawing, id) for id in ((one, a), (other, b)))
        then = prices.of_parameters(len(difference(block, b))) + prices.of_parameters(
            len(difference(second, a))
        )
        if then + price < now - 1e-9:
            exchange = Exchange(first=one, second=other, price=price, steps=steps)
            drawing = Drawing(exchange.apply(plan.drawing.graph))
            plan = Plan(drawing, plan.target, plan.chosen)
            first.append(exchange)
    return plan, first


def _lacks(drawing: Drawing, standing: tuple[str, Fragment]) -> float:
    id, fragment = standing
    block = drawing.block(id)
    return prices.of_parameters(len(difference(block, fragment))) if block else 0.0


# --- try


def tried(graph: Graph, plan: Plan, repairs: list[Repair]) -> Mended:
    """Return the repairs with what else it takes until the judge accepts the board."""
    for _ in range(8):
        mended = apply(repairs, graph)
        if accepted(mended, plan.target):
            return Mended(plan, tuple(repairs), mended)
        more = _still_lacking(plan, mended)
        if more is None:
            break
        repairs = [*repairs, more]
    return anew(Drawing(graph), plan.target)


def _still_lacking(plan: Plan, mended: Graph) -> Repair | None:
    """Return a further repair for a board that is not accepted yet, where one is seen."""
    run = propagate(mended)
    ends = outputs(mended)
    own = plan.drawing.kinds
    for id in ends:
        if len(ends) > 1 and id in own and plan.chosen.get(id) is True:
            return plan._away(id, loose=True)
    for diagnostic in run.diagnostics:
        for id in diagnostic.nodes[:1]:
            edges = mended.incoming[id]
            entering = run.measures[edges[0].source].shape if edges else ()
            if diagnostic.code.name == "needs-flat" or (
                is_map(entering) and is_pixel(entering) and not diagnostic.parameter
            ):
                return _flatten(plan, edges[0])
            if not is_map(entering):
                for edge in edges:
                    if plan.chosen.get(edge.source) is True:
                        return plan._away(edge.source, loose=False)
                    giver = plan.standing.get(edge.source)
                    if giver is not None and len(giver.ops) == 1:
                        alone = single(plan.target)[giver.ops[0]]
                        return Replace(
                            node=edge.source,
                            fragment=alone,
                            price=prices.REPLACE_KIN,
                            steps=plan.steps_of(giver.ops),
                        )
    if len(ends) == 1 and ends[0] in run.measures:
        flat = not is_map(run.measures[ends[0]].shape)
        if plan.target.net.flat and not flat:
            return _flatten(plan, None, ends[0])
        if flat and not plan.target.net.flat:
            for id in reversed(mended.order):
                if plan.chosen.get(id) is True and own[id] and own[id].info.type == "flatten":
                    return plan._away(id, loose=False)
    return None


def _flatten(plan: Plan, edge: Edge | None, end: str | None = None) -> Repair:
    from app.blocks.head import Flatten
    from app.verify.repair.repairs import Outlet

    name = plan._fresh("flatten")
    node = next((n for n, names in plan.target.idle_nodes.items() for x in names), None)
    source = edge.source if edge else end or ""
    outlets = (Outlet(name, edge.target, edge.port, edge, None),) if edge else ()
    steps = (plan.target.last_step,)
    there = edge is not None and any(
        (own.id, own.source, own.target) == (edge.id, edge.source, edge.target)
        for own in plan.drawing.graph.edges
    )
    for op, names in plan.target.idle_nodes.items():
        for id in names:
            if isinstance(plan.target.reference.graph.nodes[id].block, Flatten):
                steps = (plan.target.reference.steps[id],)
    del node
    return PutIn(
        nodes=((name, Flatten()),),
        wires=((source, name, "in"),),
        outlets=outlets,
        ops=(),
        around=(source if source in plan.drawing.kinds else None, edge.target if edge else None),
        passed_by=there,
        price=prices.PUT_IN if there else prices.STILL_TO_COME,
        steps=steps,
        to_come=True,
    )


def anew(drawing: Drawing, target: Target) -> Mended:
    """Return the coarsest repairs of all: everything taken out, and the network built anew."""
    blank = Plan(drawing, target, dict.fromkeys(drawing.kinds, False))
    repairs = list(blank.repairs)
    graph = apply(repairs, drawing.graph)
    if not accepted(graph, target):
        more = _still_lacking(blank, graph)
        if more is not None:
            repairs.append(more)
            graph = apply(repairs, drawing.graph)
    return Mended(blank, tuple(repairs), graph)


__all__ = ["Mended", "accepted", "kin", "mend", "replace"]
