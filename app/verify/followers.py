"""Batch norms and activations that are parted from the convolution they belong to."""

from app.verify import codes
from app.verify.draft import Draft
from app.verify.remains import Remains
from app.verify.unit import Unit, Value


def reunite(left: Remains) -> None:
    """Explain what stands alone, or is lacking, only because something is between or is gone."""
    _cut_off(left)
    _headless(left)


def _cut_off(left: Remains) -> None:
    """A batch norm or activation is not missing where it stands farther behind.

    What was put in between a convolution and its followers parts them: that alone is too much.
    """
    for part in [part for part in left.extra if len(part) == 1]:
        before, after = left.where.giver(part[0]), left.where.taker(part[0])
        if before is not None and (brought := _supplied(left, before, part[0])):
            left.extra.remove(part)
            _between(left, before, part[0], brought)
        elif after is not None and _supplied(left, after, part[0]):
            left.extra.remove(part)
            steps = left.where.steps_of([left.where.matching.partner[after]])
            left.add(codes.MISPLACED_BLOCK, part, steps)


def _supplied(left: Remains, owner: int, follower: int) -> frozenset[str]:
    """Return what a batch norm or activation brings to a convolution that lacks any of it."""
    due = left.where.expected.units[left.where.matching.partner[owner]]
    brought = _brought(left.where.net.units[follower], due)
    lacking = [other for other in left.fields if other.unit == owner and other.name in brought]
    left.fields = [other for other in left.fields if other not in lacking]
    return brought if lacking else frozenset()


def _between(left: Remains, owner: int, follower: int, brought: frozenset[str]) -> None:
    """Tell of what a convolution has itself though it comes behind, or comes too early."""
    unit, other = left.where.net.units[owner], left.where.matching.partner[owner]
    steps = left.where.steps_of([other])
    if "norm" in brought and unit.fields["norm"] != "none":
        left.add(codes.EXTRA_BLOCK, [follower], steps)
    if unit.fields["activation"] == "none":
        return
    if "activation" not in brought:
        if left.where.expected.units[other].fields["activation"] != "none":
            left.add(codes.ACTIVATION_BEFORE_NORM, [follower], steps)
        return
    node, parameter = unit.places["activation"]
    at = left.where.place[owner]
    if node in unit.nodes[1:]:
        left.drafts.append(Draft(codes.EXTRA_BLOCK, (node,), steps, at))
        return
    before_norm = "norm" in brought and parameter is not None
    code = codes.ACTIVATION_BEFORE_NORM if before_norm else codes.WRONG_ACTIVATION
    left.drafts.append(Draft(code, (node,), steps, at, parameter, expected="none"))


def _headless(left: Remains) -> None:
    """A convolution left out from before its own batch norm or activation is one thing."""
    for gap in list(left.missing):
        due = left.where.expected.units[gap[0]]
        follower = _follower(left, gap, due) if len(gap) == 1 else None
        if follower is None:
            continue
        before, _ = left.where.neighbours(gap)
        nodes = tuple(id for id in (before, follower) if id is not None)
        steps, at = left.where.steps_of(gap), left.where.at_gap(gap)
        around = before, follower
        left.drafts.append(Draft(codes.MISSING_BLOCK, nodes, steps, at, around=around))
        left.missing.remove(gap)


def _follower(left: Remains, gap: list[int], due: Unit) -> str | None:
    """Return the node that would follow the missing unit `due`, and explain it with it."""
    at, order = left.where.at_gap(gap), left.where.matching.order
    behind = order[at + 1 : at + 2]
    if behind in left.extra and _brought(left.where.net.units[behind[0]], due):
        left.extra.remove(behind)
        return left.where.node(behind[0])
    # Or the convolution before it, which has none of its own there, has taken it in.
    unit = left.where.net.units[order[at]] if at >= 0 else None
    taken = [
        other
        for other in left.fields
        if unit is not None
        and other.unit == order[at]
        and unit.places[other.name].node in unit.nodes[1:]
        and unit.fields[other.name] == due.fields.get(other.name)
    ]
    if unit is None or not taken:
        return None
    left.fields = [other for other in left.fields if other not in taken]
    # Other wires that leave before it leave at the end of that convolution after all.
    left.wires = [wire for wire in left.wires if wire.source != order[at] or wire.due != order[at]]
    return unit.places[taken[0].name].node


def _brought(follower: Unit, due: Unit) -> frozenset[str]:
    """Return the fields of a convolution that what stands alone behind it brings as they are due.

    Empty where it is no batch norm or activation, or brings anything that is not due.
    """
    fields: dict[str, Value] = {"norm": "batch"} if follower.kind == "norm" else {}
    activation = follower.fields.get("activation" if fields else "kind", "none")
    if follower.kind in ("norm", "activation") and activation != "none":
        fields["activation"] = activation
    fits = due.kind == "conv" and all(due.fields[name] == fields[name] for name in fields)
    return frozenset(fields) if fits else frozenset()
