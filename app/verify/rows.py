"""A block of the right kind in its place, with the values of another row of the table."""

from collections.abc import Iterator
from itertools import chain

from app.blocks import Block
from app.core.diagnostic import Arg
from app.verify import codes
from app.verify.answer import SWITCHED
from app.verify.draft import Draft
from app.verify.lower import primitives
from app.verify.remains import Remains
from app.verify.survey import Survey


def another_row(left: Remains) -> None:
    """Tell of a block's values where they are so many that parts of it pass for nothing due.

    It stands for one block of its kind: nothing is to be taken away or put in.
    """
    where = left.where
    for due in dict.fromkeys(where.expected.units[gap[0]].node for gap in left.missing):
        model = where.reference.graph.nodes[due].block
        gaps = [gap for gap in left.missing if where.expected.units[gap[0]].node == due]
        extra: dict[str, list[list[int]]] = {}
        for part in left.extra:
            extra.setdefault(where.node(part[0]), []).append(part)
        for node, parts in extra.items():
            block = where.graph.nodes[node].block
            if type(block) is not type(model) or not _stands_for(where, parts, gaps):
                continue
            unlike = list(_unlike(block, model))
            if unlike:
                steps, at = where.steps_of(gaps[0]), where.place[parts[0][0]]
                for name, value in unlike:
                    code = codes.WRONG_ACTIVATION if name == "nl" else codes.WRONG_PARAMETER
                    left.drafts.append(Draft(code, (node,), steps, at, name, expected=value))
                left.fields = [other for other in left.fields if where.node(other.unit) != node]
                left.missing = [gap for gap in left.missing if gap not in gaps]
                left.extra = [part for part in left.extra if part not in parts]
                break


def _stands_for(where: Survey, parts: list[list[int]], gaps: list[list[int]]) -> bool:
    """Whether all else of the node stands for all else of the block that the gaps are in."""
    node, due = where.node(parts[0][0]), where.expected.units[gaps[0][0]].node
    extra, missing = set(chain(*parts)), set(chain(*gaps))
    own = set(where.units_of[node]) - extra
    others = {i for i, unit in enumerate(where.expected.units) if unit.node == due} - missing
    if any(where.expected.units[index].node != due for index in missing):
        return False
    if own or others:
        return {where.matching.partner.get(index) for index in own} == others
    return where.place[parts[0][0]] == where.at_gap(gaps[0]) + 1


def _unlike(block: Block, model: Block) -> Iterator[tuple[str, Arg]]:
    """Yield the parameters that make a block another one than the model, with the model's value."""
    for name in type(block).model_fields:
        value = getattr(model, name)
        if value is None or value == getattr(block, name):
            continue
        if primitives(block.model_copy(update={name: value}), None) != primitives(block, None):
            yield name, SWITCHED[value] if isinstance(value, bool) else value
