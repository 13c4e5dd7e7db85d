"""The table that a board was built from: another one of the same paper, or this one a row off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from app.blocks import Block
from app.blocks.bneck import Bneck
from app.verify.repair import prices
from app.verify.repair.fitting import exactly
from app.verify.repair.plan import Plan
from app.verify.repair.repairs import (
    DrawWire,
    Exchange,
    Fill,
    MoveWire,
    PutIn,
    RemoveWire,
    Reorder,
    Repair,
    Replace,
    SetParameters,
    TakeOut,
    Together,
    Unfold,
)
from app.verify.repair.search import mend
from app.verify.repair.target import others

FEWEST = 3
"""So many rows tell a table from another, and rows that are one off from one that is missing."""

WIRED = (PutIn, DrawWire, MoveWire, RemoveWire)
"""Repairs that leave the blocks as they are that are there."""

Place: TypeAlias = tuple[str, str | None]
"""A node, and a parameter or port of it; None where it is all of it."""


# --- another table


def another_table(plan: Plan, repairs: Sequence[Repair]) -> Iterator[list[Repair]]:
    """Rows of another table of the same paper; what is wrong by that one, too, is no part of it.

    It is looked for where enough blocks are, just as they are, in the other table and not in this.
    """
    wrong = [one for one in repairs if _is_wrong(one)]
    blocks = {
        id: block
        for id in {node for one in wrong for node, _ in places(one)}
        if (block := plan.drawing.block(id)) is not None and not exactly(plan.target, block).all
    }
    for table in others(plan.target):
        if not FEWEST <= len(blocks) <= len(table.ops):
            continue
        foreign = {id for id, block in blocks.items() if exactly(table, block).all}
        if len(foreign) < FEWEST:
            continue
        beside = [one for one in mend(plan.drawing.graph, table).repairs if _is_wrong(one)]
        read = [part for one in wrong for part in _read(one, beside)]
        rows = {node for one in read for node, _ in places(one)} & foreign
        if len(rows) >= FEWEST and _weight(beside) < _weight(wrong):
            yield read


def _read(repair: Repair, beside: Sequence[Repair]) -> Iterator[Repair]:
    """Yield what of a repair is not about what is wrong by the other table, too.

    Of a stretch that is taken out, it is the rows that are as the other table has them.
    """
    if isinstance(repair, TakeOut):
        faulty = {id for one in beside if not isinstance(one, WIRED) for id, _ in places(one)}
        rows = tuple(id for id in repair.nodes if id not in faulty)
        if rows:
            yield replace(repair, nodes=rows, price=prices.of_taking_out(len(rows)))
        return
    wrong = {place for one in beside for place in places(one)}
    if not any(place in wrong or (place[0], None) in wrong for place in places(repair)):
        yield repair


def _is_wrong(repair: Repair) -> bool:
    """Whether something is wrong, and not only still to come."""
    return repair.price > prices.HALF


def _weight(repairs: Sequence[Repair]) -> float:
    return sum(one.price for one in repairs)


def places(repair: Repair) -> Iterator[Place]:
    """Yield what of the board a repair is about."""
    match repair:
        case SetParameters():
            yield repair.node, repair.values[0][0]
        case Fill() | Replace() | Unfold() | Reorder():
            yield repair.node, None
        case TakeOut():
            yield from ((id, None) for id in repair.nodes)
        case PutIn():
            yield from ((one.target, one.port) for one in repair.outlets)
        case DrawWire():
            yield repair.target, repair.port
        case MoveWire() | RemoveWire():
            yield repair.wire.target, repair.wire.port
        case Exchange():
            yield repair.first, None
            yield repair.second, None
        case Together():
            for part in repair.parts:
                yield from places(part)


# --- a row off


@dataclass(frozen=True, slots=True)
class Shift:
    """A row that is skipped, with the repair that puts it in, and one that is there twice."""

    repairs: tuple[Repair, ...]
    skipped: int
    twice: str

    def rows(self, plan: Plan) -> tuple[str, ...]:
        """Return the blocks that are one row off, with the one that is too many."""
        fed = {one for edge in plan.drawing.ins[self.twice] for one in plan.reached(edge.source)}
        end = max(map(plan.place, fed), default=0)
        first, last = sorted((self.skipped, end))
        off = [
            id
            for id, one in plan.standing.items()
            if id != self.twice and issubclass(one.kind, Bneck) and first < one.first <= last
        ]
        off.sort(key=plan.place)
        return (self.twice, *off) if end < self.skipped else (*off, self.twice)


def shifted_rows(plan: Plan, repairs: Sequence[Repair]) -> Iterator[list[Repair]]:
    """One row skipped and another one there twice, or the other way round: all between is one off.

    With fewer rows between them, they are told as the two that they are.
    """
    found = next((one for one in shifts(plan, repairs) if len(one.rows(plan)) > FEWEST), None)
    if found is not None:
        yield list(found.repairs)


def shifts(plan: Plan, repairs: Sequence[Repair]) -> Iterator[Shift]:
    """Yield what may be rows one off: a row put in and one taken out, or one that is both."""
    for one in repairs:
        if isinstance(one, PutIn) and one.passed_by and _is_row([block for _, block in one.nodes]):
            for out in repairs:
                if isinstance(out, TakeOut) and _is_read(plan, out.nodes):
                    yield Shift((one, out), one.ops[0], out.nodes[0])
        elif isinstance(one, Together) and one.name == "move":
            wires = [part for part in one.parts if isinstance(part, MoveWire)]
            begun = {wire.begins for wire in wires} & {wire.wire.target for wire in wires}
            for id in sorted(begun, key=plan.rank.__getitem__):
                set_ = [of for of in repairs if isinstance(of, SetParameters) and of.node == id]
                if set_ and _is_read(plan, (id,)):
                    yield Shift((one, *set_), plan.place(id), id)


def _is_read(plan: Plan, nodes: tuple[str, ...]) -> bool:
    """Whether nodes are one row of the table, as it is there."""
    block = plan.drawing.block(nodes[0])
    return _is_row([block] * len(nodes)) and bool(block and exactly(plan.target, block).all)


def _is_row(blocks: Sequence[Block | None]) -> bool:
    return len(blocks) == 1 and isinstance(blocks[0], Bneck)
