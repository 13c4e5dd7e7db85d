"""Which blocks, and which of the lab's steps, a slip in reading a table is about."""

from app.verify.repair.plan import Plan
from app.verify.repair.repairs import PutIn, TakeOut, Together
from app.verify.repair.tables import places, shifts


def rows_off(plan: Plan, slip: Together) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the blocks that are one row off, and their steps with that of the row skipped."""
    shift = next(shifts(plan, slip.parts))
    nodes = shift.rows(plan)
    return nodes, plan.steps_of([*plan.ops_of(nodes), shift.skipped])


def rows_of_another(plan: Plan, slip: Together) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the blocks that were built from another table, and the steps that have them wrong.

    Where they are taken out and nothing is put in for them, so is the first that is not there.
    """
    put = [part for part in slip.parts if isinstance(part, PutIn)]
    out = [part for part in slip.parts if isinstance(part, TakeOut)]
    nodes = {node for part in slip.parts if part not in put for node, _ in places(part)}
    steps = {step for part in slip.parts if part not in out for step in part.steps}
    if out and not put:
        steps.update(plan.steps_of(sorted(plan.missing)[:1]))
    along = {id: at for at, id in enumerate(plan.drawing.graph.order)}
    ordered = sorted(nodes, key=lambda id: (along.get(id, len(along)), plan.rank[id]))
    return tuple(ordered), tuple(sorted(steps))
