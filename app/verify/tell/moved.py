"""Which block, or stretch, a ring of wires says is in another place than it should be."""

from app.verify.repair.plan import Plan
from app.verify.repair.repairs import MoveWire, TakeOut, Together, parted
from app.verify.report import FindingCode
from app.verify.tell.codes import misconceptions, structure

LONGEST = 12
"""A stretch that is moved has no more nodes than this."""

# SE's operations, norms aside: some networks have them inside.
SE_FORMS = ["pool", "conv", "activation", "conv", "activation", "multiply"]


def moved(plan: Plan, ring: Together) -> tuple[FindingCode, tuple[str, ...]]:
    """Return what to call a move, and the nodes that are elsewhere than they should be.

    A block and its neighbour in each other's place can be told of either: of SE and what it changed
    places with, it is told of SE, else of the stretch that does less.
    """
    out = [part for part in parted(ring) if isinstance(part, TakeOut)]
    if out:
        return structure.MISPLACED_BLOCK, out[0].nodes
    wires = [part for part in parted(ring) if isinstance(part, MoveWire)]
    stretches = []
    for end in dict.fromkeys(wire.begins for wire in wires):
        nodes = _stretch(plan, wires, end)
        if nodes:
            stretches.append(nodes)
    if not stretches:
        return structure.MISPLACED_BLOCK, (wires[0].wire.target,)
    for nodes in stretches:
        if [form for form in _forms(plan, nodes) if form != "batch_norm"] == SE_FORMS:
            first = plan.standing[nodes[0]].ops[0]
            giver = {wire.begins for wire in wires if wire.wire.target in nodes}
            before = [max(plan.standing[one].ops) for one in giver if one in plan.standing]
            if before and max(before) > first:
                return misconceptions.SE_AFTER_PROJECTION, nodes
            return misconceptions.SE_BEFORE_DEPTHWISE, nodes
    for nodes in stretches:
        kinds = {plan.drawing.type_of(id) for id in nodes}
        if kinds == {"activation"} and any(
            plan.drawing.type_of(other) == "batch_norm" for others in stretches for other in others
        ):
            return misconceptions.ACTIVATION_BEFORE_NORM, nodes
    return structure.MISPLACED_BLOCK, min(stretches, key=lambda nodes: len(_forms(plan, nodes)))


def _stretch(plan: Plan, wires: list[MoveWire], end: str) -> tuple[str, ...]:
    """Return the nodes between the wires that should begin elsewhere and the one that is `end`."""
    turned = {(wire.wire.id, wire.wire.target) for wire in wires}
    found, stack = {end}, [end]
    while stack:
        id = stack.pop()
        own = plan.drawing.ins[id]
        if not own or len(found) > LONGEST:
            return ()
        for edge in own:
            if (edge.id, edge.target) not in turned and edge.source not in found:
                found.add(edge.source)
                stack.append(edge.source)
    standing = [id for id in found if id in plan.standing]
    return tuple(sorted(standing, key=lambda id: plan.standing[id].ops[0]))


def _forms(plan: Plan, nodes: tuple[str, ...]) -> list[object]:
    return [plan.target.ops[op].form[0] for op in sorted(plan.ops_of(nodes))]
