"""SE in another place than where it belongs: behind the projection, before the depthwise."""

from collections.abc import Iterator

from app.verify.form.canonical import is_pixel
from app.verify.repair.found import Found, Slip, own_of, sets_of
from app.verify.repair.plan import Plan
from app.verify.repair.repairs import MoveWire, Repair, SetParameters, TakeOut, Together


def se_sized_where_it_stands(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
    """SE in another place, with widths that follow from that place."""
    for move in repairs:
        if not isinstance(move, Together) or move.name != "move":
            continue
        inside = {part.wire.target for part in move.parts if isinstance(part, MoveWire)}
        inside |= {part.begins for part in move.parts if isinstance(part, MoveWire)}
        near = set(inside)
        for _ in range(3):  # pool, FC1, FC2
            near |= {edge.target for id in near for edge in plan.drawing.outs.get(id, ())}
        widths = sets_of(repairs, "out_channels")
        sized = [one for one in widths if one.node in near and _on_a_pixel(plan, one)]
        if sized:
            yield [move, *sized]


def _on_a_pixel(plan: Plan, repair: SetParameters) -> bool:
    """Whether one pixel a channel enters where a block stands, as it does in SE."""
    op = plan.target.ops[repair.fragment.ops[0]]
    return bool(op.entering) and is_pixel(op.entering[0])


def se_beside(*, behind: bool) -> Slip:
    """Return the slip of SE switched off in a block, and a block of its own behind or before it."""

    def slip(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
        for off in sets_of(repairs, "se"):
            if own_of(plan, off, "se"):
                continue
            for out in repairs:
                if not isinstance(out, TakeOut) or not _is_se(plan, out):
                    continue
                sources = {edge.source for id in out.nodes for edge in plan.drawing.ins[id]}
                targets = {edge.target for id in out.nodes for edge in plan.drawing.outs[id]}
                if off.node in (sources if behind else targets):
                    yield [out, off]

    return slip


def _is_se(plan: Plan, out: TakeOut) -> bool:
    """Whether blocks are the SE block, or the pieces that it is made of."""
    types = {kind.info.type for id in out.nodes if (kind := plan.drawing.kinds[id]) is not None}
    pieces = {"global_avg_pool", "multiply"} <= types and "batch_norm" not in types
    return types == {"squeeze_excite"} or pieces
