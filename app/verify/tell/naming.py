"""What a repair is called: a plain difference, or a misconception that people have."""

from collections.abc import Iterator

from app.blocks import Block
from app.blocks.activation import Activation
from app.blocks.squeeze_excite import squeeze_width
from app.core.diagnostic import Arg
from app.verify.form.canonical import CONV_FIELDS, is_pixel
from app.verify.form.pieces import primitives
from app.verify.repair.fragment import Fragment
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
from app.verify.repair.target import Target
from app.verify.report import FindingCode
from app.verify.tell.codes import BY_NAME, misconceptions, parameters, structure
from app.verify.tell.cures import SWITCHED
from app.verify.tell.draft import Draft
from app.verify.tell.moved import moved
from app.verify.tell.rows import rows_of_another, rows_off

OF_A_BLOCK = {"another-row", "twice-throughout"}
"""Slips of parameters that are about a block as a whole."""

ROWS = {"another-table": rows_of_another, "shifted-rows": rows_off}
"""Slips that are about many blocks as a whole."""

JOINS = {"add", "multiply", "concat"}


def drafts_of(plan: Plan, repairs: tuple[Repair, ...]) -> list[Draft]:
    """Return the repairs as findings, in the order of the steps and of the student's network."""
    found = [draft for repair in repairs for draft in _drafts(plan, repair)]
    return sorted(found, key=lambda draft: (draft.steps[:1] or (0,), draft.at))


def _drafts(plan: Plan, repair: Repair) -> Iterator[Draft]:
    match repair:
        case SetParameters():
            yield parameter(plan, repair)
        case Fill():
            return  # The diagnostic at the node tells it.
        case Replace():
            kinds = {plan.drawing.type_of(repair.node), repair.fragment.block.info.type}
            code = parameters.WRONG_JOIN if kinds <= JOINS else structure.WRONG_BLOCK
            yield _at(plan, code, (repair.node,), repair)
        case Unfold():
            yield _at(plan, parameters.FIXED_INSIDE, (repair.node,), repair)
        case TakeOut():
            code = structure.MISSING_WIRE if repair.loose else structure.EXTRA_BLOCK
            end = repair.nodes[0] if repair.loose else None
            yield _at(plan, code, repair.nodes, repair, around=(None, end))
        case PutIn():
            yield _put_in(plan, repair)
        case DrawWire():
            around = (repair.source, repair.target)
            yield _at(plan, structure.MISSING_WIRE, (repair.target,), repair, around=around)
        case MoveWire() | RemoveWire():
            yield _wire(plan, repair)
        case Reorder():
            edges = tuple(edge.id for edge in repair.wires[:1])
            yield _at(plan, structure.WRONG_ORDER, (repair.node,), repair, edges=edges)
        case Exchange():
            yield _at(plan, structure.SWAPPED_BLOCKS, (repair.first, repair.second), repair)
        case Together():
            yield _together(plan, repair)


def _at(
    plan: Plan,
    code: FindingCode,
    nodes: tuple[str, ...],
    repair: Repair,
    *,
    edges: tuple[str, ...] = (),
    around: tuple[str | None, str | None] = (None, None),
) -> Draft:
    """Return a draft at nodes; its place is that of the first."""
    at = place(plan, nodes)
    return Draft(code, nodes, repair.steps, at, repair, edges=edges, around=around)


def place(plan: Plan, nodes: tuple[str, ...]) -> int:
    """Return where the first of some nodes lies in the reference, as far as that can be told."""
    for id in nodes:
        if id in plan.standing:
            return min(plan.standing[id].ops)
    for id in nodes:
        if id in plan.chosen and (reached := plan.reached(id)):
            return max(max(plan.standing[one].ops) for one in reached)
    return len(plan.target.ops)


def _wire(plan: Plan, repair: MoveWire | RemoveWire) -> Draft:
    wire = repair.wire
    code = structure.EXTRA_WIRE
    if isinstance(repair, MoveWire):
        taker = plan.standing.get(wire.target)
        adds = taker is not None and plan.target.ops[taker.ops[-1]].form[0] == "add"
        alone = taker is not None and len(taker.ops) == 1
        code = structure.WRONG_SHORTCUT if adds and alone else structure.WRONG_WIRE
        if repair.begins == repair.source:
            code = structure.WRONG_OUTPUT
    nodes = (wire.target, wire.source)
    around = (wire.source, wire.target)
    return _at(plan, code, nodes, repair, edges=(wire.id,), around=around)


def _put_in(plan: Plan, repair: PutIn) -> Draft:
    before, after = repair.around
    nodes = tuple(id for id in (before, after) if id is not None)
    at = min(repair.ops, default=len(plan.target.ops))
    if repair.astray is not None:
        wire = repair.astray
        nodes, around = (wire.target, wire.source), (wire.source, wire.target)
        return Draft(
            structure.WRONG_WIRE, nodes, repair.steps, at, repair, edges=(wire.id,), around=around
        )
    return Draft(structure.MISSING_BLOCK, nodes, repair.steps, at, repair, around=repair.around)


def _together(plan: Plan, repair: Together) -> Draft:
    if repair.name == "move":
        code, nodes = moved(plan, repair)
        steps = plan.steps_of(plan.ops_of(nodes))
        return Draft(code, nodes, steps[:1] or repair.steps, place(plan, nodes), repair)
    code = BY_NAME[repair.name]
    drafts = [draft for part in repair.parts for draft in _drafts(plan, part)]
    there = [draft for draft in drafts if not isinstance(draft.repair, PutIn)] or drafts
    nodes = tuple(dict.fromkeys(node for draft in there for node in draft.nodes))
    at = min((draft.at for draft in drafts), default=0)
    if repair.name in ROWS:
        nodes, steps = ROWS[repair.name](plan, repair)
        return Draft(code, nodes, steps, at, repair)
    leading = None if repair.name in OF_A_BLOCK else drafts[0].parameter
    around = drafts[0].around
    return Draft(code, nodes, repair.steps, at, repair, parameter=leading, around=around)


# --- parameters


def parameter(plan: Plan, repair: SetParameters) -> Draft:
    """Return the finding about a parameter, or some that follow from each other."""
    name, value = repair.values[0]
    block = plan.drawing.block(repair.node)
    assert block is not None
    code = code_of(plan.target, block, repair.fragment, name)
    expected: Arg = SWITCHED[value] if isinstance(value, bool) else value
    at = place(plan, (repair.node,))
    return Draft(code, (repair.node,), repair.steps, at, repair, name, expected=expected)


def code_of(target: Target, block: Block, fragment: Fragment, name: str) -> FindingCode:
    """Return the code for a parameter, naming a known misconception where it is one."""
    wanted, own = getattr(fragment.block, name), getattr(block, name)
    packs = target.reference.misconceptions
    index, field = _decides(target, fragment, name)
    match field:
        case "groups":
            return parameters.WRONG_GROUPS
        case "norm":
            if wanted == "batch":
                return parameters.MISSING_NORM
            if in_gate(target, index):
                return parameters.NORM_IN_SE
            return parameters.NORM_IN_HEAD if "mobilenet-v3" in packs else parameters.EXTRA_NORM
        case "bias":
            return parameters.WRONG_BIAS
        case "kind" | "activation":
            return _activation(target, fragment, index, field, own, wanted)
        case "out_channels" | "out_features":
            return _width(target, index, own, wanted)
    return parameters.WRONG_PARAMETER


def _activation(
    target: Target, fragment: Fragment, index: int, field: str, own: str, wanted: str
) -> FindingCode:
    if own == "none" and wanted != "none":
        return parameters.MISSING_ACTIVATION
    if field == "kind" and _gates(target, index):
        return parameters.WRONG_GATE
    if wanted == "none":
        outside = not set(target.users[index]) <= set(fragment.ops)
        if outside and _behind(target, index) == ["batch_norm"]:
            return misconceptions.ACTIVATION_BEFORE_NORM
        packs = target.reference.misconceptions
        if "inverted-residual" in packs and _is_projection(target, index):
            return misconceptions.ACTIVATION_AFTER_PROJECTION
    return parameters.WRONG_ACTIVATION


def _decides(target: Target, fragment: Fragment, name: str) -> tuple[int, str | None]:
    """Return the operation that a parameter decides on, and which of its fields if it is one."""
    entering = target.ops[fragment.inputs[0]].shape[1] if fragment.inputs else None
    inner = primitives(fragment.block, entering)
    if name in ("norm", "se_norm"):
        beside = "se_channels" if name == "se_norm" else name  # SE's norms are where its width is.
        at = next((i for i, one in enumerate(inner) if beside in one.origin.values()), 0)
        return fragment.ops[min(at, len(fragment.ops) - 1)], "norm"
    if name == "activation" and getattr(fragment.block, name, None) == "none":
        return fragment.ops[0], "activation"
    found = [
        (index, field)
        for one, index in zip(inner, fragment.ops, strict=False)
        for field, own in one.origin.items()
        if own == name
    ]
    # An activation's own kind says more than that its convolution has one.
    kinds = (one for one in found if one[1] == "kind")
    return next(kinds, found[0] if found else (fragment.ops[0], None))


def _gates(target: Target, index: int) -> bool:
    """Whether an activation gives the weights that a multiply takes."""
    is_activation = isinstance(target.ops[index].block, Activation)
    return is_activation and _behind(target, index) == ["multiply"]


def in_gate(target: Target, index: int) -> bool:
    """Whether an operation lies between a pool over the whole map and a multiply."""
    op = index
    for _ in range(6):
        users = target.users[op]
        if len(users) != 1:
            return False
        op = users[0]
        if target.ops[op].form[0] == "multiply":
            return True
    return False


def _behind(target: Target, index: int) -> list[object]:
    """Return the kinds of operation that take an operation's output."""
    return [target.ops[user].form[0] for user in target.users[index]]


def _is_projection(target: Target, index: int) -> bool:
    """Whether a convolution is linear: 1×1 with batch norm and no activation behind it."""
    op = target.ops[index]
    if op.form[0] != "conv" or op.form[2] != 1 or _behind(target, index) != ["batch_norm"]:
        return False
    return "activation" not in _behind(target, target.users[index][0])


def _width(target: Target, index: int, own: object, wanted: object) -> FindingCode:
    op = target.ops[index]
    named = dict(zip(CONV_FIELDS, op.form[1:], strict=True))
    entering = op.entering[0][1]
    squeezed = named["kernel_size"] == 1 and is_pixel(op.entering[0])
    rounded = own == entering // 4 and wanted == squeeze_width(entering)
    if squeezed and in_gate(target, index) and rounded:
        return parameters.UNROUNDED_SQUEEZE
    if (own, wanted) == (1280, 1024) and "mobilenet-v3" in target.reference.misconceptions:
        return misconceptions.HEAD_OF_LARGE
    return parameters.WRONG_PARAMETER
