"""Systematic slips: repairs that are one thing, because one row or rule was misread.

Each slip looks at the repairs found and returns those that it explains, all of one cause. It is one
finding then, with one price, and its repair is all of theirs together.
"""

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import replace
from functools import partial

from app.blocks import Block
from app.blocks.activation import Activation
from app.blocks.bneck import Bneck
from app.blocks.conv2d import Conv2d
from app.blocks.squeeze_excite import squeeze_width
from app.verify.repair import prices
from app.verify.repair.columns import columns_off, scaled_widths, swapped_columns
from app.verify.repair.difference import lacked
from app.verify.repair.elsewhere import elsewhere
from app.verify.repair.found import FEWEST, MANY, Found, Slip, due_of, grouped, own_of, sets_of
from app.verify.repair.plan import Plan
from app.verify.repair.repairs import (
    MoveWire,
    PutIn,
    Repair,
    Replace,
    SetParameters,
    TakeOut,
    Together,
)
from app.verify.repair.se_places import se_beside, se_sized_where_it_stands
from app.verify.repair.tables import another_row, another_table, shifted_rows

PRICE = 1.5

PRICE_OF_A_TABLE = 3.0
"""Another table was read without a mistake, but no row of the one that is asked for."""


def recognised(plan: Plan, found: Found) -> tuple[Repair, ...]:
    """Return the repairs with those that one slip explains told as that slip."""
    repairs = list(found)
    for name, pack, price, slip in SLIPS:
        if pack is not None and pack not in plan.target.reference.misconceptions:
            continue
        for parts in slip(plan, repairs):
            steps = tuple(sorted({step for part in parts for step in part.steps}))
            least = min(price, sum(part.price for part in parts))
            one = Together(parts=tuple(parts), name=name, price=least, steps=steps)
            repairs = [*_besides(plan, repairs, parts), one]
    return tuple(repairs)


def _besides(plan: Plan, repairs: Found, parts: Found) -> Iterator[Repair]:
    """Yield the repairs that are no part of a slip, and what of them is none.

    What is left of a stretch is at the first step that is not there: its neighbours are gone.
    """
    gone = {id for part in parts if isinstance(part, TakeOut) for id in part.nodes}
    for repair in repairs:
        if isinstance(repair, TakeOut) and gone & {*repair.nodes}:
            if rest := tuple(id for id in repair.nodes if id not in gone):
                price = prices.of_taking_out(len(rest))
                steps = plan.steps_of(sorted(plan.missing)[:1])
                yield replace(repair, nodes=rest, price=price, steps=steps)
        elif repair not in parts:
            yield repair


def _blocks(plan: Plan, kind: type[Block]) -> list[Block]:
    """Return all blocks of a kind on the board."""
    nodes = plan.drawing.graph.nodes.values()
    return [node.block for node in nodes if isinstance(node.block, kind)]


def _superseded_table(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
    """The last stage's stride one block late, with that block's exp_size or without.

    arXiv:1905.02244 v1 to v4 had it so in Table 1; v5 corrects the table.
    """
    halving = [
        plan.target.steps[index]
        for index, op in enumerate(plan.target.ops)
        if op.form[0] == "conv" and op.form[3] == 2
    ]
    strides = sets_of(repairs, "stride")
    if len(strides) != 2 or not halving:
        return
    first, second = sorted(strides, key=lambda one: one.steps)
    if first.steps != (max(halving),) or second.steps != (max(halving) + 1,):
        return
    if (own_of(plan, first, "stride"), own_of(plan, second, "stride")) == (1, 2):
        beside = [
            one
            for name in ("exp_size", "shortcut")
            for one in sets_of(repairs, name)
            if one.node == second.node
        ]
        yield [first, second, *beside]


def _swapped_nonlinearities(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
    """RE for HS and HS for RE in every bneck that has either."""
    wrong = [one for one in sets_of(repairs, "nl") if due_of(one) in ("RE", "HS")]
    either = [block for block in _blocks(plan, Bneck) if getattr(block, "nl", "") in ("RE", "HS")]
    values = {own_of(plan, one, "nl") for one in wrong}
    if len(wrong) >= FEWEST and len(wrong) == len(either) and values == {"RE", "HS"}:
        yield list(wrong)


def _constant(name: str) -> Slip:
    """Return the slip of a parameter that is the same in every bneck."""

    def slip(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
        wrong = sets_of(repairs, name)
        if len(wrong) >= FEWEST and _has_one_value(plan, Bneck, name):
            yield list(wrong)

    return slip


def _has_one_value(plan: Plan, kind: type[Block], name: str) -> bool:
    """Whether a parameter is the same in all blocks of a kind on the board; or in many but one."""
    values = Counter(getattr(block, name) for block in _blocks(plan, kind))
    most = max(values.values(), default=0)
    return len(values) == 1 or (most > MANY and values.total() - most == 1)


def _squeeze(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
    """FC1 worked out by one formula: a quarter of some width of the block, rounded or not."""
    for name in ("se_channels", "squeeze_channels"):
        wrong = sets_of(repairs, name)
        for width in (_inside, _leaving, _entering):
            ruled = [one for one in wrong if _of_fc1(plan, one, name) in _quarter(width(plan, one))]
            if len(ruled) >= FEWEST:
                yield list(ruled)
                break


def _of_fc1(plan: Plan, repair: SetParameters, name: str) -> int:
    """Return how many nodes FC1 has on the board; left open, it is what the block works out."""
    own = own_of(plan, repair, name)
    return own if isinstance(own, int) else squeeze_width(_inside(plan, repair))


def _quarter(wide: int) -> set[int]:
    """Return a quarter of a width, and the same made a multiple of eight."""
    return {wide // 4, squeeze_width(wide)}


def _entering(plan: Plan, repair: SetParameters) -> int:
    """Return how many channels enter a block."""
    return plan.target.ops[repair.fragment.inputs[0]].shape[1]


def _inside(plan: Plan, repair: SetParameters) -> int:
    """Return how many channels a block has where SE is, if it widens them."""
    return getattr(repair.fragment.block, "exp_size", None) or _entering(plan, repair)


def _leaving(plan: Plan, repair: SetParameters) -> int:
    return plan.target.ops[repair.fragment.output].shape[1]


def _multiple(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
    """The expanded width read as a multiple of what enters, or the multiple written down for it.

    Or one and the same multiple in block after block: MobileNetV2 has such a rule. Or what leaves
    the block, as in blocks that do not widen.
    """
    ruled: list[Repair] = []
    times: dict[int, list[Repair]] = {}
    for one in sets_of(repairs, "exp_size"):
        entering = _entering(plan, one)
        own, due = own_of(plan, one), due_of(one)
        if not isinstance(own, int) or not isinstance(due, int):
            continue
        multiples = (due // entering, -(-due // entering))
        if own in multiples or due in (own * entering, own // entering):
            ruled.append(one)
        elif own == _leaving(plan, one):
            times.setdefault(0, []).append(one)
        elif own % entering == 0:
            times.setdefault(own // entering, []).append(one)
    most = max(times.values(), key=len, default=[])
    ruled += most if len(most) >= MANY else []
    if len(ruled) >= FEWEST:
        yield ruled


def _to_be(name: str, due: str | bool, kind: type[Block] | None = None) -> Slip:
    """Return the slip of a parameter that should have one value in many blocks (of a kind)."""

    def slip(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
        set_ = [one for one in sets_of(repairs, name) if due_of(one) == due]
        wrong = [one for one in set_ if kind in (None, one.fragment.kind)]
        if len(wrong) >= FEWEST:
            yield list(wrong)

    return slip


def _one_value(lacking: str | None) -> Slip:
    """Return the slip of a parameter that has one value in all blocks of a kind, or of several.

    Or the same wrong value in all that should have another, or in many: those before a sum, say; or
    many as they were when they were new. What is the same change elsewhere is part of it. Norms
    that are `lacking` are one of their own, and so are activations: they are not wrong, but still
    to come.
    """

    def slip(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
        told = [one for one in sets_of(repairs) if _lacking(plan, one) == lacking]
        for own in grouped(told, lambda one: (_role(one), own_of(plan, one))).values():
            same = [one for one in own if _has_one_value(plan, _kind(plan, one), one.values[0][0])]
            dues = {due_of(one) for one in same} if len(same) >= FEWEST else set()
            rest = [one for one in own if due_of(one) not in dues]
            alike = grouped(rest, lambda one: (_where(plan, one), due_of(one))).values()
            found = [one for one in alike if len(one) >= (MANY if _has(plan, one[0]) else FEWEST)]
            few = [one for group in alike if group not in found for one in group]
            fresh = grouped(filter(partial(_is_fresh, plan), few), partial(_kind, plan)).values()
            found += [one for one in fresh if len(one) >= MANY]
            for group in ([one for one in own if due_of(one) in dues], *found):
                if group:
                    yield sorted(group, key=lambda one: one.steps)

    return slip


ROLES = {"kind": "activation"}
"""What is one thing, whatever a block calls it: an activation in a block, or as one of its own."""


def _role(repair: SetParameters) -> str:
    name, _ = repair.values[0]
    return ROLES.get(name, name)


def _where(plan: Plan, repair: SetParameters) -> type[Block] | None:
    """Return the kind of block that a value is set in; None for what several kinds have."""
    return None if _role(repair) in ROLES.values() else _kind(plan, repair)


def _has(plan: Plan, repair: SetParameters) -> bool:
    """Whether anything on the board has the value that a repair sets."""
    names = [name for name, role in ROLES.items() if role == _role(repair)]
    names.append(_role(repair))
    blocks = _blocks(plan, Block)
    return any(getattr(block, name, None) == due_of(repair) for block in blocks for name in names)


def _is_fresh(plan: Plan, repair: SetParameters) -> bool:
    """Whether a value is as it is in a new block."""
    name, _ = repair.values[0]
    default = _kind(plan, repair).model_fields[name].default
    return bool(default == own_of(plan, repair))


def _lacking(plan: Plan, repair: SetParameters) -> str | None:
    """Return which of its operations a block does not have yet, None where a value is wrong."""
    return lacked(plan.drawing.graph.nodes[repair.node].block, repair.values)


def _kind(plan: Plan, repair: SetParameters) -> type[Block]:
    """Return the kind of block on the board that a value is set in."""
    return type(plan.drawing.graph.nodes[repair.node].block)


def _one_kind(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
    """A kind of block wherever another one should be, of which there is none.

    Or in many places, where the two are near relatives.
    """
    replaced = [one for one in repairs if isinstance(one, Replace)]
    exchanged = grouped(replaced, lambda one: (plan.drawing.kinds[one.node], one.fragment.kind))
    for (_, due), own in exchanged.items():
        near = all(one.price < prices.REPLACE for one in own)
        if len(own) >= FEWEST and (not _blocks(plan, due) or (near and len(own) >= MANY)):
            yield list(own)


def _twice(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
    """Norms and activations behind blocks that have the same ones inside, and a few more like them.

    Where a block is to have none, what it has inside is of the same habit.
    """
    gone = [id for one in repairs if isinstance(one, TakeOut) for id in one.nodes]
    repeated = {id: plan.drawing.block(id) for id in gone if id in plan.drawing.repeated}
    blocks = {*repeated.values()}
    kinds = {block.kind for block in blocks if isinstance(block, Activation)}
    inside = [
        one
        for one in sets_of(repairs, "activation")
        if due_of(one) == "none" and own_of(plan, one) in kinds
    ]
    if repeated and len(repeated) + len(inside) >= FEWEST:
        out = [one for one in repairs if isinstance(one, TakeOut)]
        alike = [one for one in out if blocks.issuperset(map(plan.drawing.block, one.nodes))]
        if sum(len(one.nodes) for one in alike) < 2 * len(repeated):
            yield [*alike, *inside]


def _again(of: type[Repair]) -> Slip:
    """Return the slip of the same blocks put in, taken out or moved again and again."""

    def slip(plan: Plan, repairs: Found) -> Iterator[list[Repair]]:
        alike = grouped([one for one in repairs if type(one) is of], lambda one: _doing(plan, one))
        yield from (list(own) for key, own in alike.items() if key is not None and len(own) >= MANY)

    return slip


def _doing(plan: Plan, repair: Repair) -> Hashable:
    """Return what is done, wherever it is; None where it is nothing to be compared."""
    match repair:
        case TakeOut(loose=False, nodes=(id,)):
            return plan.drawing.block(id)
        case PutIn(passed_by=True, astray=None):
            return frozenset(type(block) for _, block in repair.nodes)
        case Together(name="move"):
            gone = [id for part in repair.parts if isinstance(part, TakeOut) for id in part.nodes]
            ends = [part.begins for part in repair.parts if isinstance(part, MoveWire)]
            # What comes before all that change places stays where it is.
            begun = sorted(dict.fromkeys(ends), key=lambda id: plan.ops_of([id]))
            alike = (*gone, *(begun if gone else begun[1:]))
            return frozenset(_computed(plan, id) for id in alike)
        case Together(name="se-after-projection" | "se-before-depthwise" as name):
            return name
    return None


def _computed(plan: Plan, id: str) -> Hashable:
    """Return what operations a node does: a convolution is one, depthwise or not."""
    forms = [plan.target.ops[op].form[0] for op in plan.ops_of([id])]
    return tuple(forms) or plan.drawing.kinds[id]


SLIPS: tuple[tuple[str, str | None, float, Slip], ...] = (
    ("another-table", "inverted-residual", PRICE_OF_A_TABLE, another_table),
    ("superseded-table", "mobilenet-v3", PRICE, _superseded_table),
    ("swapped-nonlinearities", "mobilenet-v3", PRICE, _swapped_nonlinearities),
    ("se-after-projection", "squeeze-excite", PRICE, se_beside(behind=True)),
    ("se-before-depthwise", "squeeze-excite", PRICE, se_beside(behind=False)),
    ("move", None, PRICE, se_sized_where_it_stands),
    ("swapped-columns", None, PRICE, swapped_columns),
    ("column-off", None, PRICE, columns_off),
    ("scaled-widths", None, PRICE, scaled_widths),
    ("se-throughout", "squeeze-excite", PRICE, _constant("se")),
    ("shortcut-throughout", "inverted-residual", PRICE, _constant("shortcut")),
    ("one-nonlinearity", "mobilenet-v3", PRICE, _constant("nl")),
    ("squeeze-throughout", "squeeze-excite", PRICE, _squeeze),
    ("exp-size-as-multiple", "inverted-residual", PRICE, _multiple),
    ("bias-throughout", None, PRICE, _to_be("bias", False)),
    ("activation-throughout", "inverted-residual", PRICE, _to_be("activation", "none", Conv2d)),
    ("shifted-rows", "inverted-residual", PRICE, shifted_rows),
    ("another-row", None, PRICE, another_row),
    ("one-kind-throughout", None, PRICE, _one_kind),
    ("twice-throughout", None, PRICE, _twice),
    ("missing-norms", None, PRICE, _one_value("norm")),
    ("missing-activations", None, PRICE, _one_value("activation")),
    ("one-value-throughout", None, PRICE, _one_value(None)),
    ("move", None, prices.MOVE, elsewhere),
    ("extra-throughout", None, PRICE, _again(TakeOut)),
    ("missing-throughout", None, PRICE, _again(PutIn)),
    ("misplaced-throughout", None, PRICE, _again(Together)),
)
"""Each slip: its name, its pack of misconceptions (None: it is any network's), its price."""
