"""The table that a board was built from: another one of the same family, or this one a row off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from app.blocks import Block
from app.blocks.bneck import Bneck
from app.verify.repair import prices
from app.verify.repair.drawing import Drawing
from app.verify.repair.fitting import exactly, fragments
from app.verify.repair.found import FEWEST, Found, grouped, sets_of
from app.verify.repair.fragment import Fragment, whole
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
    price_of,
)
from app.verify.repair.search import mend
from app.verify.repair.target import Target, others

WIRED = (PutIn, DrawWire, MoveWire, RemoveWire)
"""Repairs that leave the blocks as they are that are there."""

Place: TypeAlias = tuple[str, str | None]
"""A node, and a parameter or port of it; None where it is all of it."""


# --- another table


def another_table(plan: Plan, repairs: Sequence[Repair]) -> Iterator[list[Repair]]:
    """Rows of another table of the family; what is wrong by that one, too, is no part of it.

    It is looked for where enough blocks are, just as they are, in another table and not in this.
    """
    wrong = [one for one in repairs if one.wrong]
    blocks = {
        id: block
        for id in {node for one in wrong for node, _ in places(one)}
        if (block := plan.drawing.block(id)) is not None and not exactly(plan.target, block).all
    }
    best: tuple[set[str], Target] | None = None
    for table in others(plan.target) if len(blocks) >= FEWEST else ():
        foreign = {id for id, block in blocks.items() if exactly(table, block).all}
        if len(blocks) <= len(table.ops) and (best is None or len(foreign) > len(best[0])):
            best = foreign, table
    if best is None or len(best[0]) < FEWEST:
        return
    foreign, table = best
    beside = _wrong_by(table, plan.drawing)
    read = [part for one in wrong for part in _read(one, beside)]
    rows = {node for one in read for node, _ in places(one)} & foreign
    if len(rows) >= FEWEST and price_of(beside) < price_of(wrong):
        yield read


# A board is read in several ways, and by another table they are all the same.
@lru_cache(maxsize=8)
def _wrong_by(table: Target, drawing: Drawing) -> tuple[Repair, ...]:
    """Return what is wrong by a table."""
    return tuple(one for one in mend(drawing.graph, table).repairs if one.wrong)


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
    """A row that is skipped, with the repair that puts it in, and one that is there twice.

    A row may be drawn as one block or unfolded.
    """

    repairs: tuple[Repair, ...]
    skipped: int
    twice: tuple[str, ...]

    def rows(self, plan: Plan) -> tuple[str, ...]:
        """Return the blocks that are one row off, with those that are too many."""
        off, end = self._between(plan)
        return (*self.twice, *off) if end < self.skipped else (*off, *self.twice)

    def many(self, plan: Plan) -> bool:
        """Whether so many rows are one off that they tell a row that is misread."""
        firsts = (plan.standing[id].first for id in self._between(plan)[0])
        return len({plan.target.ops[first].node for first in firsts}) >= FEWEST

    def _between(self, plan: Plan) -> tuple[list[str], int]:
        """Return what stands between the two rows, and where the one that is too many is fed."""
        sources = {edge.source for id in self.twice for edge in plan.drawing.ins[id]}
        fed = {one for source in sources for one in plan.reached(source)} - {*self.twice}
        end = max(map(plan.place, fed), default=0)
        first, last = sorted((self.skipped, end))
        off = [
            id
            for id, one in plan.standing.items()
            if id not in self.twice and _of_a_row(plan, one) and first < one.first <= last
        ]
        return sorted(off, key=plan.place), end


def shifted_rows(plan: Plan, repairs: Sequence[Repair]) -> Iterator[list[Repair]]:
    """One row skipped and another one there twice, or the other way round: all between is one off.

    With fewer rows between them, they are told as the two that they are.
    """
    found = next((one for one in shifts(plan, repairs) if one.many(plan)), None)
    if found is not None:
        yield list(found.repairs)


def shifts(plan: Plan, repairs: Sequence[Repair]) -> Iterator[Shift]:
    """Yield what may be rows one off: a row put in and one taken out, or one that is both."""
    for one in repairs:
        if isinstance(one, PutIn) and one.passed_by and _is_row([block for _, block in one.nodes]):
            for out in repairs:
                if isinstance(out, TakeOut) and _is_read(plan, out.nodes):
                    yield Shift((one, out), one.ops[0], out.nodes)
        elif isinstance(one, Together) and one.name == "move":
            wires = [part for part in one.parts if isinstance(part, MoveWire)]
            begun, led = {wire.begins for wire in wires}, {wire.wire.target for wire in wires}
            for row in _rows(plan):
                set_ = [of for of in repairs if isinstance(of, SetParameters) and of.node in row]
                if set_ and begun & {*row} and led & {*row} and _is_read(plan, row):
                    yield Shift((one, *set_), min(map(plan.place, row)), row)


def _rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    """Yield the blocks that stand for a row of the table, and those that do together."""
    yield from ((id,) for id, one in plan.standing.items() if issubclass(one.kind, Bneck))
    for row in whole(plan.target):
        found = dict.fromkeys(plan.covered[op] for op in row.ops if op in plan.covered)
        if row.kind is Bneck and len(found) > 1:
            yield tuple(found)


def _of_a_row(plan: Plan, fragment: Fragment) -> bool:
    """Whether a row of the table is what a node stands for, or is part of."""
    row = plan.target.reference.graph.nodes[plan.target.ops[fragment.first].node]
    return issubclass(fragment.kind, Bneck) or isinstance(row.block, Bneck)


def _is_read(plan: Plan, nodes: tuple[str, ...]) -> bool:
    """Whether nodes are one row of the table, as it is there: in one block, or unfolded."""
    blocks = [block for id in nodes if (block := plan.drawing.block(id)) is not None]
    right = [exactly(plan.target, block).all for block in blocks]
    if len(nodes) == 1:
        return _is_row(blocks) and any(right)
    return any(
        _make_up(row.ops, right)
        for row in whole(plan.target)
        if row.kind is Bneck and len(blocks) == len(nodes)
    )


def _make_up(row: Sequence[int], right: Sequence[Sequence[Fragment]]) -> bool:
    """Whether blocks are a row's operations together, for where each of them is right."""
    inside = set(row)
    own = [[one for one in those if inside.issuperset(one.ops)] for those in right]
    covered = {op for those in own for one in those for op in one.ops}
    return covered == inside and sum(len(those[0].ops) for those in own if those) == len(row)


def _is_row(blocks: Sequence[Block | None]) -> bool:
    return len(blocks) == 1 and isinstance(blocks[0], Bneck)


def another_row(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
    """A block with many wrong values, which are just those of another row of the table."""
    for node, own in grouped(sets_of(repairs), lambda one: one.node).items():
        block, fragment = plan.drawing.block(node), plan.standing.get(node)
        if len(own) < FEWEST or block is None or fragment is None:
            continue
        rows = (row for row in fragments(plan.target, type(block)) if row is not fragment)
        if any(_same_row(block, row.block) for row in rows):
            yield list(own)


def _same_row(block: Block, row: Block) -> bool:
    """Whether a block says what a row of the table says; the shortcut is in no column."""
    if isinstance(block, Bneck) and isinstance(row, Bneck):
        columns = ("kernel_size", "exp_size", "out_channels", "se", "nl", "stride")
        return all(getattr(block, name) == getattr(row, name) for name in columns)
    return block == row
