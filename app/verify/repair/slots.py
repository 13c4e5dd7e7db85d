"""Every input that should be, and the wire that is there for it, or comes nearest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from app.graph.model import Edge
from app.verify.form.canonical import is_pixel
from app.verify.repair import prices
from app.verify.repair.fragment import Fragment
from app.verify.repair.plan import Change, Giving, Plan
from app.verify.repair.repairs import MoveWire, RemoveWire, Reorder


class Slot(NamedTuple):
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


class Own(NamedTuple):
    """The inputs of one node, its wires too many and its order; and what all that hangs on.

    Of the inputs, `astray` have no wire from what should feed them, though that is there, each with
    how its wire is moved if it has one; `open` should be fed by what is not there. `staying` are
    the nodes before its inputs that hand a tensor on and stay where they are, each with the
    operation that the tensor should come from.
    """

    nodes: frozenset[str]
    ops: frozenset[int]
    slots: tuple[Slot, ...] = ()
    astray: tuple[tuple[Slot, MoveWire | None], ...] = ()
    open: tuple[Slot, ...] = ()
    surplus: tuple[RemoveWire, ...] = ()
    orders: tuple[Reorder, ...] = ()
    staying: tuple[tuple[str, int], ...] = ()

    @property
    def plain(self) -> bool:
        """Whether there is nothing to be said about it."""
        return not (self.astray or self.open or self.surplus or self.orders or self.staying)


@dataclass(eq=False)
class Slots:
    """The inputs of all nodes; those apart, in the nodes' order, that anything is to be said of."""

    of: Mapping[str, Own]
    spoken: Mapping[str, Own]

    def hanging_on(self, change: Change) -> set[str]:
        """Return the nodes whose inputs may be others for another reading of the board."""
        by_node, by_op = self._hanging
        found = {id for node in change.nodes for id in by_node.get(node, ())}
        return found.union(*(by_op.get(op, ()) for op in change.ops))

    @cached_property
    def _hanging(self) -> tuple[Mapping[str, list[str]], Mapping[int, list[str]]]:
        by_node: dict[str, list[str]] = {}
        by_op: dict[int, list[str]] = {}
        for id, own in self.of.items():
            for node in own.nodes:
                by_node.setdefault(node, []).append(id)
            for op in own.ops:
                by_op.setdefault(op, []).append(id)
        return by_node, by_op


def slots_of(plan: Plan) -> Slots:
    """Return the inputs of all nodes that stand for something, and of one that ends the board."""
    ids = (*plan.standing, *plan.drawing.flat_ends, *plan.drawing.crowded)
    of = {id: own for id in ids if (own := _at(plan, id)) is not None}
    return Slots(of, {id: own for id, own in of.items() if not own.plain})


def slots_after(plan: Plan, before: Slots, change: Change) -> Slots:
    """Return the inputs of all nodes, where those for another reading are known."""
    of, spoken = {**before.of}, {**before.spoken}
    for id in before.hanging_on(change) | change.nodes:
        of.pop(id, None)
        spoken.pop(id, None)
        own = _at(plan, id)
        if own is None:
            continue
        of[id] = own
        if not own.plain:
            spoken[id] = own
    return Slots(of, {id: spoken[id] for id in sorted(spoken, key=plan.rank.__getitem__)})


def _at(plan: Plan, id: str) -> Own | None:
    """Return the inputs of a node, None where nothing is due at them."""
    fragment = plan.standing.get(id)
    if fragment is not None:
        return _own(plan, id, fragment)
    if id in plan.drawing.crowded:
        return _crowded(plan, id) if plan.hands_on(id) else None
    return _ending(plan, id) if id in plan.drawing.flat_ends and plan.hands_on(id) else None


def _own(plan: Plan, id: str, fragment: Fragment) -> Own:
    own = plan.drawing.ins[id]
    if (straight := _straight(plan, id, fragment)) is not None:
        nodes = frozenset((id, *(edge.source for edge in own)))
        return Own(nodes, frozenset((*fragment.ops, *fragment.inputs)), straight)
    surplus: list[Edge] = []
    orders: tuple[Reorder, ...] = ()
    nodes = frozenset((id,)).union(*(plan.walk_before(edge)[1] for edge in own))
    ops = frozenset(fragment.ops).union(*(plan.walk_to(op)[1] for op in fragment.inputs))
    if len(own) == len(fragment.inputs) == 1:
        slots = [_only(plan, id, own[0], fragment.inputs[0])]
    else:
        slots, surplus, orders = _paired(plan, id, fragment)
    if bare := {first for edge in own if (first := _bare(plan, edge)) is not None}:
        nodes = nodes.union(*map(plan.behind, bare))
        slots = [_open(plan, slot) for slot in slots]
    astray = [slot for slot in slots if not slot.straight and slot.due in plan.covered]
    return Own(
        nodes,
        ops,
        tuple(slots),
        tuple((slot, _moved(plan, slot)) for slot in astray),
        tuple(slot for slot in slots if slot.due not in plan.covered),
        tuple(
            RemoveWire(wire=edge, price=prices.REMOVE_WIRE, steps=plan.steps_of(fragment.ops))
            for edge in surplus
            if plan.chosen[edge.source] is not False  # Such a wire goes with what it comes from.
        ),
        orders,
        tuple((node, slot.due) for slot in slots for node in _staying(plan, slot)),
    )


def _straight(plan: Plan, id: str, fragment: Fragment) -> tuple[Slot, ...] | None:
    """Return a node's inputs if each wire comes just from what should feed it: so nearly all do."""
    own, due = plan.drawing.ins[id], fragment.inputs
    if len(own) != len(due) or plan.drawing.kinds[id] is not fragment.kind:
        return None
    ops, covered = plan.target.ops, plan.covered
    for edge, op in zip(own, due, strict=True):
        if covered.get(op) != edge.source or ops[op].out != edge.out:
            return None
    many = fragment.kind.info.many
    return tuple(
        Slot(id, op, edge.port, at if many else None, edge, True)
        for at, (edge, op) in enumerate(zip(own, due, strict=True))
    )


def _only(plan: Plan, id: str, edge: Edge, due: int) -> Slot:
    """Return the one input of a node, with the one wire into it."""
    straight = not plan.from_wire(edge).isdisjoint(plan.wanted(due))
    return Slot(id, due, edge.port, None, edge, straight)


def _ending(plan: Plan, id: str) -> Own:
    """Return the input of a node that hands on the board's output, and gets more than a pixel.

    It should get what the reference's own does, unless another hands that on already.
    """
    (edge,), due = plan.drawing.ins[id], plan.target.end
    (brought, passed), (_, leading) = plan.walk_before(edge), plan.walk_to(due)
    giver = plan.covered.get(due)
    slot = _only(plan, id, edge, due)
    bare = Own(passed | {id}, leading | {due})
    given = giver is not None and (slot.straight or bool(plan.drawing.outs[giver]))
    maps = any(not is_pixel(plan.target.ops[plan.standing[one].output].shape) for one, _ in brought)
    if given or not maps or not plan.target.flattened_end:
        return bare
    if giver is None:
        return bare._replace(slots=(slot,), open=(slot,), staying=((id, due),))
    return bare._replace(slots=(slot,), astray=((slot, _moved(plan, slot)),), staying=((id, due),))


def _crowded(plan: Plan, id: str) -> Own | None:
    """Return the wires too many into a node that hands on one tensor, by what takes that first."""
    takers = _takers(plan, id)
    dues = plan.standing[takers[0]].inputs if takers else (plan.target.end,)
    wanted = frozenset[Giving]().union(*map(plan.wanted, dues))
    own = plan.drawing.ins[id]
    kept = next((edge for edge in own if plan.from_wire(edge) & wanted), own[0])
    steps = plan.steps_of(dues[:1])
    surplus = tuple(
        RemoveWire(wire=edge, price=prices.REMOVE_WIRE, steps=steps)
        for edge in own
        if edge is not kept and plan.chosen[edge.source] is not False
    )
    nodes = frozenset(plan.behind(id)).union(*(plan.walk_before(edge)[1] for edge in own))
    ops = frozenset(dues).union(*(plan.walk_to(due)[1] for due in dues))
    return Own(nodes, ops, surplus=surplus)


def _moved(plan: Plan, slot: Slot) -> MoveWire | None:
    """Return how the wire of an input is moved to what should feed it, None if it has none."""
    if slot.wire is None:
        return None
    brought = plan.from_wire(slot.wire)
    begins = plan.last_of(brought)[0] if brought else _bare(plan, slot.wire)
    if begins is None:
        return None
    return MoveWire(
        wire=plan.top(slot.wire),
        begins=begins,
        source=plan.covered[slot.due],
        out=plan.target.ops[slot.due].out,
        price=prices.MOVE_WIRE,
        steps=steps_at(plan, slot),
    )


def steps_at(plan: Plan, slot: Slot) -> tuple[int, ...]:
    """Return the lab's step of an input: its node's, or that of what should feed it."""
    own = plan.standing.get(slot.node)
    return plan.steps_of([own.ops[0] if own else slot.due])


def _paired(
    plan: Plan, id: str, fragment: Fragment
) -> tuple[list[Slot], list[Edge], tuple[Reorder, ...]]:
    """Return a node's inputs, each with the wire that is or comes nearest to it.

    With them the wires that are too many, and the order of the others if that is wrong.
    """
    own, due = plan.drawing.ins[id], fragment.inputs
    info = fragment.kind.info
    replaced = plan.drawing.kinds[id] is not fragment.kind and info.inputs
    ends = {edge: info.port(at) if replaced else edge.port for at, edge in enumerate(own)}
    pairs: dict[int, Edge] = {}
    free = list(own)
    # What is there is paired first; then what is reached past operations that are not there.
    for through in (False, True):
        for at, op in enumerate(due):
            if at in pairs or (op in plan.covered) is through:
                continue
            wanted = plan.wanted(op)
            hits = [edge for edge in free if plan.from_wire(edge) & wanted]
            if hits and info.many:
                hits.sort(key=lambda edge: abs(own.index(edge) - at))
            elif hits and not fragment.commutes:
                hits.sort(key=lambda edge: ends[edge] != info.port(at))
            if hits:
                pairs[at] = hits[0]
                free.remove(hits[0])
    straight = set(pairs)
    # A wire that comes from elsewhere is for what is there; what is not brings its own.
    for at in sorted(range(len(due)), key=lambda at: due[at] not in plan.covered):
        if at not in pairs and free:
            near = [edge for edge in free if ends[edge] == info.port(at)]
            lone = [edge for edge in near or free if plan.from_wire(edge)] or near or free
            pairs[at] = lone[0]
            free.remove(lone[0])
    orders: tuple[Reorder, ...] = ()
    if info.many:
        # A wire that is moved keeps its place, so its place has to be right as well.
        stay = [at for at in sorted(pairs) if at in straight or _stays(plan, pairs[at], due[at])]
        order = [pairs[at] for at in stay]
        if order != [edge for edge in own if edge in order]:
            steps = plan.steps_of(fragment.ops)
            orders = (Reorder(node=id, wires=tuple(order), price=prices.REORDER, steps=steps),)
    taken = {ends[edge] for edge in pairs.values()}
    spare = iter([port.name for port in info.inputs if port.name not in taken])
    slots: list[Slot] = []
    for at, op in enumerate(due):
        wire = pairs.get(at)
        port = ends[wire] if wire and not info.many else next(spare, info.port(at))
        slots.append(Slot(id, op, port, at if info.many else None, wire, at in straight))
    return slots, free, orders


def _stays(plan: Plan, wire: Edge, due: int) -> bool:
    """Whether a wire is there until it is moved.

    It goes with a node that is taken out before what should feed it is there.
    """
    gone = due not in plan.covered and plan.chosen[wire.source] is False
    return not gone and bool(plan.from_wire(wire))


def _staying(plan: Plan, slot: Slot) -> Iterator[str]:
    """Yield what comes before an input, as far as it stays there when the wire is moved."""
    if slot.wire is None:
        return
    moved = None if slot.straight or slot.due not in plan.covered else plan.top(slot.wire)
    for edge in plan.before(slot.wire):
        if edge == moved or not plan.hands_on(edge.source):
            return
        yield edge.source


def _open(plan: Plan, slot: Slot) -> Slot:
    """Return a slot at the node where its wire is lacking: before what only hands on."""
    id = _bare(plan, slot.wire) if slot.wire is not None else None
    if id is None:
        return slot
    if not plan.idles(id, slot.due):
        return slot._replace(wire=None)
    if slot.due not in plan.standing[_takers(plan, id)[0]].inputs:
        return slot  # It is to hand on something else: the wire begins at the wrong place.
    port = plan.drawing.graph.nodes[id].block.info.port(0)
    return Slot(id, slot.due, port, None, None, False)


def _bare(plan: Plan, wire: Edge) -> str | None:
    """Return the first node that hands on what a wire is to bring, where nothing leads to it."""
    if plan.from_wire(wire):
        return None
    idle = [edge.source for edge in plan.before(wire) if plan.hands_on(edge.source)]
    return idle[-1] if idle and plan.bare(idle[-1]) else None


def _takers(plan: Plan, id: str) -> list[str]:
    """Return all that takes what a node hands on, in the order of the reference."""
    return sorted(plan.behind(id) & plan.standing.keys(), key=plan.place)
