"""Blocks that are taken out in one place and lacking in another: they are elsewhere."""

from collections.abc import Iterator, Sequence

from app.verify.form.canonical import is_pixel
from app.verify.repair.found import Found
from app.verify.repair.plan import Plan
from app.verify.repair.repairs import PutIn, Repair, TakeOut
from app.verify.repair.surplus import away


def elsewhere(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
    """A block taken out here and put in there.

    One that only hands on is not in the way; it is elsewhere where it is lacked before that.
    """
    outs = {one.nodes[0]: one for one in repairs if isinstance(one, TakeOut) and not one.loose}
    for put in repairs:
        if not isinstance(put, PutIn) or len(put.nodes) != 1:
            continue
        ((_, block),) = put.nodes
        there = [id for id in plan.drawing.kinds if plan.drawing.block(id) == block]
        for id in there:
            if id in outs and len(outs[id].nodes) == 1:
                yield [outs.pop(id), put]
                break
            if put.passed_by and plan.hands_on(id) and _lacks_before(plan, id, put.ops):
                yield [away(plan, id, loose=False), put]
                break


def _lacks_before(plan: Plan, id: str, ops: Sequence[int]) -> bool:
    """Whether a node needs a pixel, and that is what operations before it are to make of a map."""
    giver = next(iter(plan.reached(id)), None)
    op = plan.standing[giver].output if giver and plan.drawing.needs_pixel(id) else -1
    while op >= 0 and op not in ops and is_pixel(plan.target.ops[op].shape):
        op = plan.target.ops[op].inputs[0] if plan.target.ops[op].inputs else -1
    return op in ops
