"""Flat tensors and maps of one pixel: the same numbers, and yet a block may take only one of them.

A student may draw the fully connected layers as linear layers, or as 1×1 convolutions. What is put
in between takes after what is there: a convolution behind a flat tensor becomes a linear layer, and
a flatten comes before a linear layer that a map would reach.
"""

from collections.abc import Iterator
from dataclasses import replace

from app.blocks import Block
from app.blocks.activation import Activation
from app.blocks.base import IN, OUT
from app.blocks.conv2d import Conv2d
from app.blocks.head import Flatten, Linear
from app.core.shape import is_map
from app.engine import Propagation, propagate
from app.graph import Graph
from app.graph.model import Edge
from app.graph.wiring import outputs
from app.verify.form.canonical import is_pixel
from app.verify.repair import edit, prices
from app.verify.repair.fragment import single
from app.verify.repair.plan import Plan
from app.verify.repair.repairs import DrawWire, Outlet, PutIn, Repair, Replace, TakeOut
from app.verify.repair.surplus import away
from app.verify.repair.wires import takes_flat


def suited(plan: Plan, repairs: list[Repair], mended: Graph) -> list[Repair] | None:
    """Return the repairs with one more, or with one that suits the board better; None for none."""
    run, ends = propagate(mended), outputs(mended)
    beside = [id for id in ends if len(ends) > 1 and plan.hands_on(id)]
    if beside:
        return [*repairs, away(plan, beside[0], loose=True)]
    for diagnostic in run.diagnostics:
        for id in diagnostic.nodes[:1]:
            found = _at(plan, repairs, mended, run, id)
            if found is not None:
                return found
    if len(ends) == 1 and ends[0] in run.measures:
        flat = not is_map(run.measures[ends[0]].shape)
        if plan.target.net.flat and not flat:
            return _flattened_end(plan, repairs, mended, ends[0])
        if flat and not plan.target.net.flat:
            return _unflattened(plan, repairs, mended)
    return None


def _at(
    plan: Plan, repairs: list[Repair], mended: Graph, run: Propagation, id: str
) -> list[Repair] | None:
    """Return the repairs by which a node gets a flat tensor for a map, or a map for a flat one."""
    for edge in mended.incoming[id]:
        measured = run.measures.get(edge.source)
        if measured is None:
            continue
        if is_map(measured.shape):
            if is_pixel(measured.shape):
                return _flatten_before(plan, repairs, mended, edge)
            continue
        linear = None if id in plan.drawing.kinds else as_linear(mended.nodes[id].block)
        if linear is not None:
            return [_with_block(repair, id, linear) for repair in repairs]
        if plan.hands_on(edge.source):
            return [*repairs, away(plan, edge.source, loose=False)]
        if plan.hands_on(id):
            return [*repairs, away(plan, id, loose=False)]
        giver = plan.standing.get(edge.source)
        if giver is not None and len(giver.ops) == 1:
            alone = single(plan.target)[giver.ops[0]]
            steps = plan.steps_of(giver.ops)
            price = prices.REPLACE_KIN
            return [
                *repairs,
                Replace(node=edge.source, fragment=alone, price=price, steps=steps),
            ]
    return None


def as_linear(block: Block) -> Block | None:
    """Return a 1×1 convolution as a linear layer, None where it is no such thing."""
    if not isinstance(block, Conv2d) or block.norm != "none":
        return None
    if (block.kernel_size, block.groups) != (1, 1):
        return None
    return Linear(out_features=block.out_channels, bias=block.has_bias, activation=block.activation)


def _with_block(repair: Repair, id: str, block: Block) -> Repair:
    """Return a stretch to put in with another block at one of its nodes."""
    if not isinstance(repair, PutIn):
        return repair
    return replace(repair, nodes=tuple((n, block if n == id else b) for n, b in repair.nodes))


def _flatten_before(plan: Plan, repairs: list[Repair], mended: Graph, edge: Edge) -> list[Repair]:
    """Return the repairs with a flatten in a wire: part of what is put in there, if anything is."""
    edge = _drawn_before(plan, mended, edge)
    name = _fresh(plan, mended)
    wire = (edge.source, edge.target, edge.port, edge.out)
    for at, repair in enumerate(repairs):
        if not isinstance(repair, PutIn):
            continue
        outlets = [one for one in repair.outlets if (one.source, one.target) == wire[:2]]
        if wire not in repair.wires and not outlets:
            continue
        wires = tuple((name, *one[1:3], OUT) if one == wire else one for one in repair.wires)
        whole = replace(
            repair,
            nodes=(*repair.nodes, (name, Flatten())),
            wires=(*wires, (edge.source, name, IN.name, edge.out)),
            outlets=tuple(
                replace(one, source=name) if one in outlets else one for one in repair.outlets
            ),
        )
        return [*repairs[:at], whole, *repairs[at + 1 :]]
    drawn = [
        repair
        for repair in repairs
        if isinstance(repair, DrawWire)
        and (repair.source, repair.target, repair.port) == (edge.source, edge.target, edge.port)
    ]
    if drawn:
        rest = [repair for repair in repairs if repair is not drawn[0]]
        used = _with_loose(plan, rest, edge.source)
        if used is not None:
            return [*used[1], replace(drawn[0], source=used[0])]
        outlet = Outlet(name, edge.target, edge.port, None, drawn[0].at)
        return [*rest, _flatten(plan, name, edge.source, outlet, passed_by=False)]
    there = edge in plan.drawing.graph.edges
    begins = None if there else edge.source
    outlet = Outlet(name, edge.target, edge.port, edge, None, begins=begins)
    return [*repairs, _flatten(plan, name, edge.source, outlet, passed_by=there)]


def _drawn_before(plan: Plan, mended: Graph, edge: Edge) -> Edge:
    """Return a wire, or the one that is yet to be drawn before nodes that flat tensors pass, too.

    That is to come anyway, and a flatten with it.
    """
    at, there = edge, set(plan.drawing.graph.edges)
    while at in there and _passes(plan, at.source):
        own = mended.incoming[at.source]
        if len(own) != 1:
            return edge
        at = own[0]
    return edge if at in there else at


def _passes(plan: Plan, id: str) -> bool:
    """Whether it is the same to flatten what a node gets, or what it gives."""
    block = plan.drawing.block(id)
    return isinstance(block, Activation) or (plan.hands_on(id) and takes_flat(block))


def _with_loose(plan: Plan, repairs: list[Repair], source: str) -> tuple[str, list[Repair]] | None:
    """Return a loose flatten and the repairs that wire it behind a node instead of taking it out.

    What hangs on it alone stays, too. None where there is no loose one.
    """
    for repair in repairs:
        if not (isinstance(repair, TakeOut) and repair.loose):
            continue
        id = repair.nodes[0]
        if not isinstance(plan.drawing.block(id), Flatten) or plan.drawing.ins[id]:
            continue
        kept = {id, *_behind(plan, id)}
        rest = [one for one in repairs if not (isinstance(one, TakeOut) and kept >= {*one.nodes})]
        for number, other in enumerate(rest):
            if isinstance(other, PutIn) and any(source == new for new, _ in other.nodes):
                wires = (*other.wires, (source, id, IN.name, OUT))
                return id, [*rest[:number], replace(other, wires=wires), *rest[number + 1 :]]
        wire = DrawWire(
            source=source,
            target=id,
            port=IN.name,
            at=None,
            out=OUT,
            price=prices.STILL_TO_COME,
            steps=_steps_of_flatten(plan),
            to_come=True,
        )
        return id, [*rest, wire]
    return None


def _behind(plan: Plan, id: str) -> Iterator[str]:
    """Yield the nodes that hand on what a loose one gives, and take it flat, one by one."""
    seen = {id}
    while len(behind := plan.drawing.outs[id]) == 1:
        id = behind[0].target
        if id in seen or not plan.hands_on(id) or not takes_flat(plan.drawing.block(id)):
            return
        seen.add(id)
        yield id


def _flattened_end(plan: Plan, repairs: list[Repair], mended: Graph, end: str) -> list[Repair]:
    """Return the repairs with a flatten at the end: part of an end that is to come anyway."""
    used = _with_loose(plan, repairs, end)
    if used is not None:
        return used[1]
    more = _flatten(plan, _fresh(plan, mended), end, None, passed_by=False)
    for at, repair in enumerate(repairs):
        if isinstance(repair, PutIn) and plan.target.end in repair.ops:
            whole = replace(
                repair,
                nodes=(*repair.nodes, *more.nodes),
                wires=(*repair.wires, *more.wires),
            )
            return [*repairs[:at], whole, *repairs[at + 1 :]]
    return [*repairs, more]


def _unflattened(plan: Plan, repairs: list[Repair], mended: Graph) -> list[Repair] | None:
    """Return the repairs with the student's last flatten taken out."""
    for id in reversed(mended.order):
        if plan.hands_on(id) and isinstance(plan.drawing.block(id), Flatten):
            return [*repairs, away(plan, id, loose=False)]
    return None


def _flatten(
    plan: Plan, name: str, source: str, outlet: Outlet | None, *, passed_by: bool
) -> PutIn:
    """Return a flatten behind a node, as a repair of its own."""
    before = source if source in plan.drawing.kinds else None
    return PutIn(
        nodes=((name, Flatten()),),
        wires=((source, name, IN.name, OUT),),
        outlets=(outlet,) if outlet else (),
        ops=(),
        around=(before, outlet.target if outlet else None),
        passed_by=passed_by,
        price=prices.PUT_IN if passed_by else prices.STILL_TO_COME,
        steps=min(_steps_of_flatten(plan), _steps_of_taker(plan, outlet)),
        to_come=True,
    )


def _steps_of_flatten(plan: Plan) -> tuple[int, ...]:
    """Return the step in which the reference has its flatten; the last one where it has none."""
    return (plan.target.idle_steps.get(Flatten, plan.target.last_step),)


def _steps_of_taker(plan: Plan, outlet: Outlet | None) -> tuple[int, ...]:
    """Return the step of what takes the flat tensor: there it is needed, at the latest."""
    taker = plan.standing.get(outlet.target) if outlet else None
    return plan.steps_of(taker.ops[:1]) if taker else (plan.target.last_step,)


def _fresh(plan: Plan, mended: Graph) -> str:
    """Return a name that no node has, nor one that is taken out and may yet be kept."""
    name = "flatten"
    while edit.has(mended, name) or name in plan.drawing.kinds:
        name += "'"
    return name
