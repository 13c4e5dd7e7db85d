"""Stretches of the reference that are not there, as what to put in and where."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.blocks import Block
from app.core.shape import is_map
from app.graph.model import Edge
from app.verify.repair import prices
from app.verify.repair.connected import connected
from app.verify.repair.fitting import fragments
from app.verify.repair.plan import Plan
from app.verify.repair.repairs import Outlet, PutIn
from app.verify.repair.slots import Slot, Slots
from app.verify.repair.wires import outlet_of, takes_flat


@dataclass(frozen=True, slots=True)
class Stretch:
    """A connected stretch of operations that no node stands for, and the inputs it should feed.

    `passed` are the inputs whose wires pass it by, `astray` those whose wires come from elsewhere.
    """

    plan: Plan
    ops: list[int]
    slots: list[Slot]
    passed: list[Slot]
    astray: list[Slot]
    price: float

    @property
    def beside(self) -> Iterator[str]:
        """The nodes that stand before and behind it, and those of the wires it is put into."""
        yield from (id for id in _around(self.plan, self.ops) if id is not None)
        for slot in self.slots:
            if slot.wire is not None:
                wire = _splice(self.plan, slot.wire, self.ops)
                yield from (wire.source, wire.target)

    def worded(self, _: Slots) -> PutIn:
        """Return what to put in and where."""
        plan, ops, astray = self.plan, self.ops, self.astray
        inside = set(ops)
        blocks = list(_blocks(plan, ops))
        made = {op: id for group, id, _ in blocks for op in group}
        passing = [_splice(plan, slot.wire, ops) for slot in self.passed if slot.wire is not None]
        wires: list[tuple[str, str, str, str]] = []
        for group, id, block in blocks:
            for at, source in enumerate(plan.target.feeding(group)):
                begin = made[source] if source in inside else _begin(plan, source, block, passing)
                wires.append((begin, id, block.info.port(at), plan.target.ops[source].out))
        outlets = tuple(
            Outlet(
                made[slot.due],
                slot.node,
                slot.port,
                _splice(plan, slot.wire, ops) if slot.wire is not None else None,
                slot.at,
                plan.target.ops[slot.due].out,
            )
            for slot in self.slots
        )
        return PutIn(
            nodes=tuple((id, block) for _, id, block in blocks),
            wires=tuple(wires),
            outlets=outlets,
            ops=tuple(ops),
            around=_around(plan, ops),
            passed_by=bool(self.passed),
            astray=astray[0].wire if astray else None,
            price=self.price,
            steps=plan.steps_of(ops),
            to_come=not astray,
        )


def stretches(plan: Plan, slots: Slots) -> Iterator[Stretch]:
    """Yield each connected stretch of operations that no node stands for."""
    open_ = dict.fromkeys(slot for own in slots.spoken.values() for slot in own.open)
    for group in connected(sorted(plan.missing), plan.target.beside.__getitem__):
        inside = set(group)
        yield _stretch(plan, sorted(group), [slot for slot in open_ if slot.due in inside])


def _stretch(plan: Plan, ops: list[int], slots: list[Slot]) -> Stretch:
    passed = [slot for slot in slots if slot.wire is not None and slot.straight]
    astray = [slot for slot in slots if _astray(plan, slot)]
    length = len(ops) + prices.IN_PARTS * _in_parts(plan, ops)
    price = prices.STILL_TO_COME * (1 + 0.01 * length)
    if passed or astray:
        ways = {one for slot in passed if slot.wire for one in plan.from_wire(slot.wire)}
        price = prices.PUT_IN * max(1, len(ways)) + prices.PUT_IN_MORE * length
    elif _could_have(plan, ops):
        price = prices.PUT_IN
    if astray:
        # Beside wires that pass it by, one from elsewhere may pass it by as well, read otherwise.
        price += prices.PUT_IN if passed else prices.MOVE_WIRE
    return Stretch(plan, ops, slots, passed, astray, price)


def _in_parts(plan: Plan, ops: list[int]) -> int:
    """Return of how many blocks of the reference only a part is missing."""
    return len({own for op in ops if not (own := plan.target.together[op]) <= plan.missing})


def _begin(plan: Plan, source: int, block: Block, passing: list[Edge]) -> str:
    """Return where to take a tensor from: behind what hands it on in a wire that passes by."""
    giving = plan.covered[source], plan.target.ops[source].out
    for wire in passing:
        idle = plan.hands_on(wire.source) and giving in plan.from_wire(wire)
        if idle and (takes_flat(block) or not plan.drawing.needs_pixel(wire.source)):
            return wire.source
    return outlet_of(plan, giving[0], block)


def _could_have(plan: Plan, ops: list[int]) -> bool:
    """Whether a composite that is there would give these operations, by one of its switches."""
    sources = {source for op in ops for source in plan.target.ops[op].inputs}
    for id in {plan.covered[source] for source in sources if source in plan.covered}:
        own = plan.standing[id]
        if own.kind.info.category != "composite":
            continue
        for other in fragments(plan.target, own.kind):
            more = set(other.ops) - set(own.ops)
            if set(own.ops) < set(other.ops) and more.issubset(ops):
                return True
    return False


def _astray(plan: Plan, slot: Slot) -> bool:
    """Whether a wire that should come from what is not there comes from elsewhere."""
    return slot.wire is not None and not slot.straight and bool(plan.from_wire(slot.wire))


def _around(plan: Plan, ops: list[int]) -> tuple[str | None, str | None]:
    inside = set(ops)
    before = [
        plan.first_of(plan.wanted(source))[0]
        for op in ops
        for source in plan.target.ops[op].inputs
        if source not in inside and plan.wanted(source)
    ]
    after = [
        plan.covered[user] for op in ops for user in plan.target.users[op] if user not in inside
    ]
    return (
        max(before, key=plan.place) if before else None,
        min(after, key=plan.place) if after else None,
    )


def _splice(plan: Plan, edge: Edge, ops: list[int]) -> Edge:
    """Return the wire to put a stretch into: before nodes that only hand on, if it gives maps."""
    entering = [shape for op in ops for shape in plan.target.ops[op].entering[:1]]
    flat = not all(map(is_map, entering))
    return edge if flat else plan.top(edge)


def _blocks(plan: Plan, ops: list[int]) -> Iterator[tuple[tuple[int, ...], str, Block]]:
    """Yield the blocks to put in: the reference's own, or single ones where part is there."""
    graph, inside = plan.target.reference.graph, set(ops)
    done: set[int] = set()
    for op in ops:
        if op in done:
            continue
        one = plan.target.ops[op]
        group = plan.target.parts[one.node]
        if set(group) <= inside:
            done.update(group)
            yield group, plan.fresh(one.node), graph.nodes[one.node].block
        else:
            done.add(op)
            name = f"{one.node}.{one.primitive.path}".rstrip(".")
            yield (op,), plan.fresh(name), one.block
