"""Columns of the table misread as a whole: two for each other, by a factor, or a row off."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from app.blocks import Block
from app.verify.repair.align import Choice
from app.verify.repair.found import FEWEST, MANY, Found, due_of, grouped, own_of, sets_of
from app.verify.repair.fragment import Fragment, whole
from app.verify.repair.plan import Plan
from app.verify.repair.repairs import Repair, SetParameters, TakeOut

WIDTHS = ("exp_size", "out_channels", "out_features", "se_channels", "squeeze_channels")

FACTORS = (0.25, 0.35, 0.5, 0.75, 1.25, 1.3, 1.4, 1.5, 2.0)
"""The widths that the papers' networks are offered in, beside 1."""


def row_by_row(plan: Plan, repairs: Found) -> dict[str, Choice]:
    """Return what blocks stand for if they are the table's rows in turn, where they do not already.

    One by one they lack too much of what is to be put in instead; but if the same is amiss in each
    of them, it may be one thing. It is told of as many blocks as there are rows, or of those that
    are to be taken out; what lies between them stays too much.
    """
    gone = [id for one in repairs if isinstance(one, TakeOut) for id in one.nodes]
    rows = [row for row in whole(plan.target) if row.kind.info.category == "composite"]
    if not rows:
        return _kind_by_kind(plan)
    nodes = _of_kinds(plan, plan.drawing.kinds, rows)
    if len(nodes) != len(rows):
        missing = [row for row in whole(plan.target) if _is_missing(plan, row)]
        rows = [row for row in missing if _of_kinds(plan, gone, [row])]
        nodes = _of_kinds(plan, gone, rows)
        if not rows:
            rows, nodes = missing, gone
    one_kind = len({plan.drawing.kinds[id] for id in nodes}) == 1
    if len(nodes) < FEWEST or len(rows) < len(nodes) or not one_kind:
        return {}
    nodes.sort(key=lambda id: plan.drawing.depth.get(id, 0))
    found = dict(zip(nodes, sorted(rows, key=lambda row: row.first), strict=False))
    if _are_read(plan, found):
        return {}
    held = (op for row in found.values() for op in row.ops if op in plan.covered)
    return {**{plan.covered[op]: False for op in held}, **found}


def _kind_by_kind(plan: Plan) -> dict[str, Choice]:
    """Return what the blocks of a chain stand for if those of each kind are in turn what is due."""
    if any(len(op.inputs) > 1 for op in plan.target.ops):
        return {}
    found: dict[str, Fragment] = {}
    for kind, rows in grouped(whole(plan.target), lambda row: row.kind).items():
        nodes = [id for id, own in plan.drawing.kinds.items() if own is kind]
        if len(nodes) != len(rows):
            return {}
        nodes.sort(key=lambda id: plan.drawing.depth.get(id, 0))
        rows.sort(key=lambda row: row.first)
        found.update(zip(nodes, rows, strict=True))
    return {} if _are_read(plan, found) else {**found}


def _are_read(plan: Plan, rows: Mapping[str, Fragment]) -> bool:
    """Whether blocks stand for these rows already."""
    return all((now := plan.standing.get(id)) and now.ops == row.ops for id, row in rows.items())


def _of_kinds(plan: Plan, nodes: Iterable[str], rows: Sequence[Fragment]) -> list[str]:
    """Return those nodes that are of the same kind as rows."""
    kinds = {row.kind for row in rows}
    return [id for id in nodes if plan.drawing.kinds[id] in kinds]


def _is_missing(plan: Plan, row: Fragment) -> bool:
    """Whether most of a row is not there; what else stands for a part of it gives way."""
    return 2 * len(plan.missing.intersection(row.ops)) > len(row.ops)


def swapped_columns(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
    """Two values of a block, each where the other belongs, in one block after another."""
    by_node = grouped(_numbers(plan, repairs), lambda one: one.node)
    swapped: dict[tuple[str, str], list[Repair]] = {}
    for values in by_node.values():
        for one, other in combinations(values, 2):
            if (own_of(plan, one), own_of(plan, other)) == (due_of(other), due_of(one)):
                pair = (one.values[0][0], other.values[0][0])
                swapped.setdefault(pair, []).extend((one, other))
    yield from (found for found in swapped.values() if len(found) >= 2 * FEWEST)


def scaled_widths(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
    """Widths that are all one factor of what they should be, rounded or not."""
    widths = [one for one in _numbers(plan, repairs) if one.values[0][0] in WIDTHS]
    scaled = [[one for one in widths if _is_scaled(plan, one, by)] for by in FACTORS]
    found = max(scaled, key=len)
    several = len({due_of(one) for one in found}) > 1
    if several and len(found) >= MANY and 2 * len(found) > len(widths):
        yield list(found)


def _is_scaled(plan: Plan, one: SetParameters, factor: float) -> bool:
    exact = int(due_of(one) * factor)
    return own_of(plan, one) in {exact, exact // 8 * 8, exact // 8 * 8 + 8}


def columns_off(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
    """A column in which each block has what its neighbour should have, right ones among them."""
    for name in dict.fromkeys(one.values[0][0] for one in sets_of(repairs)):
        wrong = {one.node: one for one in sets_of(repairs, name)}
        nodes = [
            id
            for id, one in plan.standing.items()
            if one.kind.info.category == "composite" and hasattr(plan.drawing.block(id), name)
        ]
        nodes.sort(key=plan.place)
        for way in (-1, 1):
            beside = dict(zip(nodes[max(0, -way) :], nodes[max(0, way) :], strict=False))
            there = {id: _value(plan.standing[one].block, name) for id, one in beside.items()}
            own = {id: _value(plan.drawing.block(id), name) for id in there}
            off = [id for id in there if there[id] in (own[id], None)]
            found = [wrong[id] for id in off if id in wrong]
            if sum(there[one.node] is not None for one in found) < MANY:
                continue
            first, last = nodes.index(found[0].node), nodes.index(found[-1].node)
            if {*nodes[first : last + 1]} <= {*off}:
                yield list(found)
                break


def _value(block: Block | None, name: str) -> Any:
    return getattr(block, name, None)


def _numbers(plan: Plan, repairs: Found) -> list[SetParameters]:
    """Return the repairs that set one number for another."""
    sets = sets_of(repairs)
    return [one for one in sets if type(due_of(one)) is type(own_of(plan, one)) is int]
