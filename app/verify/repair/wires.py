"""Wires that are not there, go elsewhere, are too many, or come in another order."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from app.blocks import Block
from app.graph.model import Edge
from app.verify.repair import prices
from app.verify.repair.plan import Plan
from app.verify.repair.repairs import DrawWire, MoveWire, Repair, Together
from app.verify.repair.slots import Slot, Slots, steps_at


def wires(plan: Plan, slots: Slots) -> list[Repair]:
    """Return what is to be done about wires."""
    return turned(plan, list(_wires(plan, slots)))


def _wires(plan: Plan, slots: Slots) -> Iterator[Repair]:
    spoken = slots.spoken.values()
    for own in spoken:
        yield from own.orders
    for own in spoken:
        yield from own.surplus
    moved: set[Edge] = set()
    drawn: set[Slot] = set()
    for slot, move in (each for own in spoken for each in own.astray):
        if move is None and slot not in drawn:
            drawn.add(slot)  # What hands on to several is wired once.
            yield _drawn(plan, slot)
        elif move is not None and move.wire not in moved:
            moved.add(move.wire)
            yield move


def _drawn(plan: Plan, slot: Slot) -> DrawWire:
    return DrawWire(
        source=outlet_of(plan, plan.covered[slot.due], plan.drawing.block(slot.node)),
        target=slot.node,
        port=slot.port,
        at=slot.at,
        out=plan.target.ops[slot.due].out,
        price=prices.STILL_TO_COME,
        steps=steps_at(plan, slot),
        to_come=True,
    )


def outlet_of(plan: Plan, giver: str, taker: Block | None) -> str:
    """Return where to take a node's tensor from: behind what hands it on to nobody yet."""
    kind = plan.drawing.kinds[giver]
    if kind is not None and len(kind.info.outputs) > 1:
        return giver  # What hands on one of its outputs does not hand on the other.
    seen: set[str] = set()
    while giver not in seen:
        seen.add(giver)
        targets = dict.fromkeys(plan.drawing.targets[giver])
        behind = [id for id in targets if plan.hands_on(id) and id not in plan.leading_on]
        if len(behind) != 1 or (plan.drawing.needs_pixel(behind[0]) and not takes_flat(taker)):
            break
        giver = behind[0]
    return giver


@lru_cache(maxsize=4096)
def takes_flat(block: Block | None) -> bool:
    """Whether a block takes a tensor (n, c) as well as a map."""
    if block is None:
        return False
    flat = ((1, 8),) * max(1, len(block.info.inputs))
    return not any(True for _ in block.check(*flat))


def turned(plan: Plan, repairs: list[Repair]) -> list[Repair]:
    """Return the repairs with wires that go round in a ring told as the one move they are.

    Where a stands for b, b for c and c for a, as what wires begin at, one block or stretch is
    elsewhere than it should be, or two neighbours are in each other's place. Where c ends the
    board, nothing takes it yet, and the third wire is none.
    """
    groups: dict[tuple[str, str], list[MoveWire]] = {}
    begun: dict[str, list[str]] = {}
    for repair in repairs:
        if isinstance(repair, MoveWire):
            if (repair.begins, repair.source) not in groups:
                begun.setdefault(repair.begins, []).append(repair.source)
            groups.setdefault((repair.begins, repair.source), []).append(repair)
    moves: list[Repair] = []
    while (keys := _ring(plan, groups, begun)) is not None:
        ring = tuple(wire for key in keys for wire in groups.pop(key))
        steps = tuple(sorted({step for wire in ring for step in wire.steps}))
        moves.append(Together(parts=ring, name="move", price=prices.MOVE, steps=steps))
    if not moves:
        return repairs
    left = {wire for wires in groups.values() for wire in wires}
    return [
        *(one for one in repairs if not isinstance(one, MoveWire) or one in left),
        *moves,
    ]


def _ring(
    plan: Plan,
    groups: Mapping[tuple[str, str], list[MoveWire]],
    begun: Mapping[str, list[str]],
) -> list[tuple[str, str]] | None:
    """Return what the wires of a ring begin at and should begin at."""
    for (a, b), own in groups.items():
        for d in begun.get(b, ()):
            if d == a or (second := groups.get((b, d))) is None:
                continue
            if (d, a) in groups:
                return [(a, b), (b, d), (d, a)]
            if _ends(plan, d) and _led(plan, own, d) and _led(plan, second, a):
                return [(a, b), (b, d)]
    return None


def _ends(plan: Plan, id: str) -> bool:
    """Whether nothing that stands for something takes what a node gives."""
    return id not in plan.leading_on and plan.standing.keys().isdisjoint(plan.drawing.targets[id])


def _led(plan: Plan, moved: list[MoveWire], end: str) -> bool:
    """Whether what a wire ends at leads on to a node, by itself or in a row."""
    (at, *others) = {wire.wire.target for wire in moved}
    seen: set[str] = set()
    while not others and at != end and at not in seen and len(plan.drawing.targets[at]) == 1:
        seen.add(at)
        (at,) = plan.drawing.targets[at]
    return not others and at == end
