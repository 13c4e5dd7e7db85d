"""Every input that should be, and the wire that is there for it, or comes nearest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.blocks.base import IN
from app.graph.model import Edge
from app.verify.repair import prices
from app.verify.repair.fragment import Fragment
from app.verify.repair.plan import Change, Plan
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
class Own:
    """The inputs of one node, its wires too many and its order; and what all that hangs on.

    `staying` are the nodes before its inputs that hand a tensor on and stay where they are, each
    with the operation that the tensor should come from; `past_left_over` the wires by which an
    input gets what it should past a node that stands for nothing.
    """

    slots: tuple[Slot, ...]
    surplus: tuple[Edge, ...]
    orders: tuple[Reorder, ...]
    staying: tuple[tuple[str, int], ...]
    past_left_over: tuple[tuple[Slot, Edge], ...]
    nodes: frozenset[str]
    ops: frozenset[int]

    def holds(self, change: Change) -> bool:
        """Whether it is the same for another reading of the board."""
        return self.nodes.isdisjoint(change.nodes) and self.ops.isdisjoint(change.ops)


@dataclass(frozen=True, slots=True)
class Slots:
    """All inputs, the wires that are too many, and where only the order is another."""

    of: Mapping[str, Own]

    @property
    def all(self) -> Iterator[Slot]:
        """Every input that should be."""
        return (slot for own in self.of.values() for slot in own.slots)

    @property
    def surplus(self) -> Iterator[Edge]:
        """The wires that are too many."""
        return (edge for own in self.of.values() for edge in own.surplus)

    @property
    def orders(self) -> Iterator[Reorder]:
        """The orders to change."""
        return (order for own in self.of.values() for order in own.orders)


def slots_of(plan: Plan, known: Slots | None = None, change: Change | None = None) -> Slots:
    """Return the inputs of all nodes; as far as they are known and do not change, those."""
    found: dict[str, Own] = {}
    for id, fragment in plan.standing.items():
        before = known.of.get(id) if known is not None else None
        if before is None or change is None or not before.holds(change):
            before = _own(plan, id, fragment)
        found[id] = before
    return Slots(found)


def _own(plan: Plan, id: str, fragment: Fragment) -> Own:
    own = list(plan.drawing.ins[id])
    surplus: list[Edge] = []
    orders: list[Reorder] = []
    if len(own) == len(fragment.inputs) == 1:
        straight = bool(plan.from_wire(own[0]) & plan.wanted(fragment.inputs[0]))
        slots = [Slot(id, fragment.inputs[0], own[0].port, None, own[0], straight)]
    else:
        slots = list(_paired(plan, id, fragment, own, surplus, orders))
    slots = [_open(plan, slot) for slot in slots]
    return Own(
        tuple(slots),
        tuple(surplus),
        tuple(orders),
        tuple((node, slot.due) for slot in slots for node in _staying(plan, slot)),
        tuple(_past_left_over(plan, slots)),
        frozenset((id,)).union(*(plan.passed(edge) for edge in own)),
        frozenset(fragment.ops).union(*(plan.leading(op) for op in fragment.inputs)),
    )


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
        # A wire that is moved keeps its place, so its place has to be right as well.
        stay = [at for at in sorted(pairs) if at in straight or plan.from_wire(pairs[at])]
        order = [pairs[at] for at in stay]
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


def _staying(plan: Plan, slot: Slot) -> Iterator[str]:
    """Yield what comes before an input, as far as it stays there when the wire is moved."""
    if slot.wire is None:
        return
    moved = None if slot.straight or slot.due not in plan.covered else plan.top(slot.wire)
    for edge in plan.before(slot.wire):
        if edge == moved or not plan.hands_on(edge.source):
            return
        yield edge.source


def _past_left_over(plan: Plan, slots: list[Slot]) -> Iterator[tuple[Slot, Edge]]:
    for slot in slots:
        if slot.wire is not None and slot.straight:
            *_, wire = plan.before(slot.wire)
            if wire.source not in plan.standing:
                yield slot, wire


def _open(plan: Plan, slot: Slot) -> Slot:
    """Return a slot at the node where its wire is lacking: before what only hands on."""
    if slot.wire is None or plan.from_wire(slot.wire):
        return slot
    *_, first = plan.before(slot.wire)
    id = first.source
    if not plan.hands_on(id) or plan.drawing.ins[id]:
        return slot
    if not plan.idles(id, slot.due):
        return replace(slot, wire=None)
    return Slot(id, slot.due, plan.first_port(id), None, None, False)
