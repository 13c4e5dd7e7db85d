"""Nodes that are too many: what stands for nothing, and what hands on to nobody."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from app.graph.model import Edge
from app.verify.repair import prices
from app.verify.repair.again import drawn_again
from app.verify.repair.connected import connected
from app.verify.repair.drawing import Drawing
from app.verify.repair.plan import Giving, Plan
from app.verify.repair.repairs import TakeOut
from app.verify.repair.slots import Slot, Slots


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A connected stretch of nodes that stand for nothing."""

    plan: Plan
    nodes: list[str]

    @property
    def price(self) -> float:
        """What it costs to take them out."""
        return price_out(self.plan.drawing, self.nodes, spare=not self.plan.missing)

    def worded(self, slots: Slots) -> TakeOut:
        """Return how they are taken out."""
        plan = self.plan
        leading: dict[str, list[tuple[Edge, str, str]]] = {id: [] for id in self.nodes}
        for id in sorted(slots.of, key=plan.rank.__getitem__):
            for slot in slots.of[id].slots:
                for wire, begin in _past(plan, slot):
                    if wire.source in leading:
                        leading[wire.source].append((wire, *begin))
        return TakeOut(
            nodes=tuple(self.nodes),
            healed=tuple(chain.from_iterable(leading.values())),
            price=self.price,
            steps=near(plan, self.nodes),
        )


def left_over(plan: Plan) -> Iterator[LeftOver]:
    """Yield each connected stretch of nodes that stand for nothing, to be taken out."""
    for group in together(plan.drawing, plan.left_over):
        yield LeftOver(plan, group)


def together(drawing: Drawing, ids: Iterable[str]) -> Iterator[list[str]]:
    """Yield the connected nodes among these; what is drawn again is a matter of its own."""
    again = drawn_again(drawing)
    ids = [*ids]
    for group in ([id for id in ids if id not in again], [id for id in ids if id in again]):
        yield from connected(group, drawing.beside)


def price_out(drawing: Drawing, nodes: Sequence[str], *, spare: bool) -> float:
    """Return what it costs to take out nodes that are connected, as `together` yields them."""
    if nodes[0] in drawn_again(drawing):
        return prices.AGAIN * len(nodes)
    return prices.of_taking_out(len(nodes), spare=spare)


def _past(plan: Plan, slot: Slot) -> Iterator[tuple[Edge, Giving]]:
    """Yield the wires out of what is too much by which an input gets what it should.

    Each with where it begins then. There are several where something that hands on lies between.
    """
    if slot.wire is None or not slot.straight:
        return
    giving = plan.first_of(plan.from_wire(slot.wire) & plan.wanted(slot.due))
    on: Edge | None = slot.wire
    seen: set[Edge] = set()
    while on is not None and on not in seen:
        seen.add(on)
        *_, wire = plan.before(on)
        if plan.chosen[wire.source] is not False:
            return
        begin = _through(plan, wire, giving)
        yield wire, begin
        on = _bringing(plan, begin[0], giving) if plan.hands_on(begin[0]) else None


def _through(plan: Plan, edge: Edge, giving: Giving) -> Giving:
    """Return where a wire from what is taken out begins then: at what hands on, or the giver."""
    seen = {edge.source}
    while plan.chosen[edge.source] is False:
        before = _bringing(plan, edge.source, giving)
        if before is None or before.source in seen:
            return giving
        edge = before
        seen.add(edge.source)
    return edge.source, edge.out


def _bringing(plan: Plan, id: str, giving: Giving) -> Edge | None:
    """Return the first wire into a node that brings what another gives."""
    return next((wire for wire in plan.drawing.ins[id] if giving in plan.from_wire(wire)), None)


def near(plan: Plan, group: list[str]) -> tuple[int, ...]:
    """Return the step beside nodes that stand for nothing."""
    drawing, standing, gone = plan.drawing, plan.standing, set(group)
    for id in group:
        block = drawing.block(id)
        for other in (*drawing.targets[id], *drawing.sources[id]):
            if block is not None and other in standing and drawing.block(other) == block:
                return plan.steps_of(standing[other].ops)  # One of the two is too many.
    for id in group:
        for before in drawing.sources[id]:
            last = before if before in standing else plan.last_before.get(before)
            if last is not None and before not in gone:
                return plan.steps_of([standing[last].behind - 1])
    for id in group:
        for behind in drawing.targets[id]:
            if behind in standing:
                return plan.steps_of([standing[behind].first])
    return plan.steps_of([max(plan.covered)]) if plan.covered else (1,)


def loose(plan: Plan, slots: Slots) -> Iterator[TakeOut]:
    """Yield what only hands on, and what it hands on is nothing, or goes where it must not."""
    idle = [id for id, one in plan.chosen.items() if one is True]
    dues: dict[str, list[int]] = {id: [] for id in idle if plan.drawing.needs_pixel(id)}
    if dues:
        for own in slots.spoken.values():
            for id, due in own.staying:
                if id in dues:
                    dues[id].append(due)
    opened = {slot.node for own in slots.spoken.values() for slot in own.slots}
    for id in idle:
        if id not in plan.last_before:
            if id not in plan.leading_on:
                yield away(plan, id, loose=True)
            elif id in dues and plan.bare(id) and id not in opened:
                yield away(plan, id, loose=False)
        elif id in dues and not _idles(plan, id, dues[id]):
            yield away(plan, id, loose=False)


def away(plan: Plan, id: str, *, loose: bool) -> TakeOut:
    healed = [
        (edge, own.source, own.out)
        for own in plan.drawing.ins[id][:1]
        for edge in plan.drawing.outs[id]
    ]
    price = prices.STILL_TO_COME if loose else prices.TAKE_OUT
    return TakeOut(
        nodes=(id,),
        healed=tuple(healed),
        loose=loose,
        price=price,
        steps=near(plan, [id]),
        to_come=loose,
    )


def _idles(plan: Plan, id: str, dues: list[int]) -> bool:
    """Whether a node hands on what it gets where it stands, in the network as it should be."""
    return all(plan.idles(id, due) for due in dues) if dues else id not in plan.fed_maps
