"""Every input that should be, and the wire that is there for it, or comes nearest."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.blocks.base import IN
from app.graph.model import Edge
from app.verify.repair import prices
from app.verify.repair.fragment import Fragment
from app.verify.repair.plan import Plan
from app.verify.repair.repairs import Reorder


@dataclass(frozen=True, slots=True)
class Slot:
    """One input that a node should have: from operation `due`, over `wire` if that is there.

    `straight` tells that the wire is right; `port` is the name that the wire should end at, `at`
    its number among those of the same port.
    """

    node: str
    due: int
    port: str
    at: int | None
    wire: Edge | None
    straight: bool


@dataclass(frozen=True, slots=True)
class Slots:
    """All inputs, the wires that are too many, and where only the order is another."""

    all: list[Slot]
    surplus: list[Edge]
    orders: list[Reorder]


def slots_of(plan: Plan) -> Slots:
    """Every input that should be, the wires that are too many, and the orders to change."""
    slots: list[Slot] = []
    surplus: list[Edge] = []
    orders: list[Reorder] = []
    for id, fragment in plan.standing.items():
        own = list(plan.drawing.ins[id])
        if len(own) == len(fragment.inputs) == 1:
            straight = bool(plan.from_wire(own[0]) & plan.wanted(fragment.inputs[0]))
            slots.append(Slot(id, fragment.inputs[0], own[0].port, None, own[0], straight))
            continue
        slots += _paired(plan, id, fragment, own, surplus, orders)
    return Slots([_open(plan, slot) for slot in slots], surplus, orders)


def _paired(
    plan: Plan,
    id: str,
    fragment: Fragment,
    own: list[Edge],
    surplus: list[Edge],
    orders: list[Reorder],
) -> Iterator[Slot]:
    """Yield a node's inputs, each with the wire that is or comes nearest to it."""
    ports = [port.name for port in fragment.block.info.inputs] or [IN.name]
    many = any(port.many for port in fragment.block.info.inputs)
    replaced = plan.drawing.kinds[id] is not fragment.kind
    ends = {
        edge: ports[0 if many else min(at, len(ports) - 1)] if replaced else edge.port
        for at, edge in enumerate(own)
    }
    commutes = plan.target.ops[fragment.ops[0]].commutes and len(fragment.ops) == 1
    due = list(fragment.inputs)
    pairs: dict[int, Edge] = {}
    free = list(own)
    # What is there is paired first; then what is reached past operations that are not there.
    for through in (False, True):
        for at, op in enumerate(due):
            if at in pairs or (op in plan.covered) is through:
                continue
            wanted = plan.wanted(op)
            hits = [edge for edge in free if plan.from_wire(edge) & wanted]
            if hits and many:
                hits.sort(key=lambda edge: abs(own.index(edge) - at))
            elif hits and not commutes:
                hits.sort(key=lambda edge: ends[edge] != ports[min(at, len(ports) - 1)])
            if hits:
                pairs[at] = hits[0]
                free.remove(hits[0])
    straight = set(pairs)
    for at in range(len(due)):
        if at not in pairs and free:
            near = [edge for edge in free if many or ends[edge] == ports[min(at, len(ports) - 1)]]
            lone = [edge for edge in near or free if plan.from_wire(edge)] or near or free
            pairs[at] = lone[0]
            free.remove(lone[0])
    surplus += free
    if many:
        order = [pairs[at] for at in sorted(straight)]
        if order != [edge for edge in own if edge in order]:
            steps = plan.steps_of(fragment.ops)
            wires = tuple(order)
            orders.append(Reorder(node=id, wires=wires, price=prices.REORDER, steps=steps))
    taken = {ends[edge] for edge in pairs.values()}
    spare = iter([port for port in ports if port not in taken])
    for at, op in enumerate(due):
        wire = pairs.get(at)
        port = ports[0] if many else ends[wire] if wire else next(spare, ports[-1])
        yield Slot(id, op, port, at if many else None, wire, at in straight)


def _open(plan: Plan, slot: Slot) -> Slot:
    """Return a slot at the node where its wire is lacking: before what only hands on."""
    if slot.wire is None or plan.from_wire(slot.wire):
        return slot
    *_, first = plan.before(slot.wire)
    id = first.source
    if not plan.hands_on(id) or plan.drawing.ins[id]:
        return slot
    return Slot(id, slot.due, plan.first_port(id), None, None, False)
