"""What a block of some kind can stand for in the reference.

Which fragments there are is read off the block's declaration alone: the pieces that it unfolds
into are looked for in the reference, and their values are led back to the block's own parameters.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from app.blocks import BLOCK_OF_TYPE, Block
from app.blocks.conv2d import Conv2d
from app.blocks.head import Linear
from app.reference import Reference
from app.verify.form.canonical import CONV_FIELDS, GLOBAL, canonical, is_pixel
from app.verify.form.net import Op
from app.verify.form.pieces import Primitive, primitives
from app.verify.repair.difference import Compared, computes, difference, prices_of
from app.verify.repair.fragment import Fragment, single, whole
from app.verify.repair.prices import DEAREST, HALF, REPLACE_KIN, UNFOLD
from app.verify.repair.target import Target, others, prepare
from app.verify.repair.variants import SAMPLE, choices_of, variants

REMEMBERED = 4096
"""Of so many blocks it is known what they can stand for: what thirty classes of a lab draw."""


@lru_cache(maxsize=1024)
def fragments(target: Target, kind: type[Block]) -> tuple[Fragment, ...]:
    """Return all that a block of that kind can stand for."""
    if len(kind.info.outputs) > 1:
        return tuple(one for one in whole(target) if one.kind is kind)
    found: dict[tuple[int, ...], Fragment] = {}
    for one in variants(kind):
        for ops, inputs in _places(target, primitives(one.sample, SAMPLE)):
            fragment = _fitted(target, one.sample, one.switched, ops, inputs)
            if fragment and (fragment.exact or ops not in found):
                found[ops] = fragment
    return tuple(found.values())


def warm(reference: Reference) -> None:
    """Work out beforehand what each kind of block, and its own blocks, can stand for in it.

    So for what is easily built in its place.
    """
    target = prepare(reference)
    for each in (target, *others(target)):
        for kind in BLOCK_OF_TYPE.values():
            fragments(each, kind)
        for node in each.reference.graph.nodes.values():
            fitting(each, node.block)


@lru_cache(maxsize=REMEMBERED)
def _lacks(target: Target, block: Block) -> Mapping[Fragment, float]:
    """Return the price of what a block lacks of each fragment of its kind."""
    compared = Compared(block)
    twins = _twins(target, type(block))
    lacked = {
        one: sum(prices_of(block, one, compared.difference(one))) for one in {*twins.values()}
    }
    return {one: lacked[twin] for one, twin in twins.items()}


@lru_cache(maxsize=1024)
def _twins(target: Target, kind: type[Block]) -> Mapping[Fragment, Fragment]:
    """Return the first fragment of those that ask the same of a block, for each: rows repeat."""
    first: dict[object, Fragment] = {}
    found: dict[Fragment, Fragment] = {}
    for one in fragments(target, kind):
        ops = [target.ops[op] for op in one.ops]
        asked = tuple((op.form, op.entering, op.block) for op in ops)
        behind = tuple(target.ops[user].form for user in target.users[one.output])
        found[one] = first.setdefault((one.block, one.exact, one.entering, asked, behind), one)
    return found


def lack(target: Target, block: Block, fragment: Fragment) -> float:
    """Return the price of what a block lacks of a fragment of its kind."""
    known = _lacks(target, block).get(fragment)
    return sum(prices_of(block, fragment, difference(block, fragment))) if known is None else known


@lru_cache(maxsize=REMEMBERED)
def fitting(target: Target, block: Block) -> tuple[tuple[float, Fragment], ...]:
    """Return what a block can stand for, the cheapest first, with the price of what it lacks."""
    found = [
        (price, fragment)
        for fragment, lacked in _lacks(target, block).items()
        if (price := lacked + (0 if fragment.exact else UNFOLD)) < DEAREST
    ]
    kin = [*_kin(target, type(block)), *_on_maps(target, block)]
    return tuple(sorted([*found, *kin], key=lambda one: one[0]))


@lru_cache(maxsize=1024)
def _kin(target: Target, kind: type[Block]) -> tuple[tuple[float, Fragment], ...]:
    """Return the operations that a block of that kind may have been taken for."""
    return tuple((REPLACE_KIN, one) for one in single(target) if relatives(kind, one.kind))


def _on_maps(target: Target, block: Block) -> Iterator[tuple[float, Fragment]]:
    """Yield the 1×1 convolutions that a linear layer would be if it took a map, or had a norm."""
    if not isinstance(block, Linear):
        return
    *form, _ = canonical(block, ())
    for one in fragments(target, Conv2d):
        conv, op = one.block, target.ops[one.first]
        normed = isinstance(conv, Conv2d) and conv.norm != "none"
        alike = isinstance(conv, Conv2d) and conv.activation == block.activation
        if alike and (normed or not is_pixel(op.shape)) and form == [*op.form[:-1]]:
            yield REPLACE_KIN, one


RELATIVES = ({"add", "multiply", "concat"}, {"max_pool", "avg_pool", "global_avg_pool"})
"""Kinds that are easily taken for each other, and change places where they stand."""


def relatives(kind: type[Block], other: type[Block]) -> bool:
    """Whether a block of one kind may stand for one of another, for what its wires say."""
    names = {kind.info.type, other.info.type}
    return len(names) == 2 and any(names <= family for family in RELATIVES)


@dataclass(frozen=True, eq=False, slots=True)
class Standing:
    """What a block may stand for, also by what feeds it and by what it gives.

    `lacks` are the prices of what it lacks of each, the least first; of what is `right` only some
    that is still to be set.
    """

    lacks: Mapping[Fragment, float]
    all: tuple[Fragment, ...]
    right: tuple[Fragment, ...]
    behind: Mapping[int, tuple[Fragment, ...]]
    before: Mapping[int, tuple[Fragment, ...]]

    @classmethod
    def of(cls, lacks: Mapping[Fragment, float]) -> "Standing":
        """Return what a block may stand for, in the order given: the least that it lacks first."""
        behind: dict[int, list[Fragment]] = {}
        before: dict[int, list[Fragment]] = {}
        for fragment in lacks:
            for out in fragment.kind.info.outputs:
                before.setdefault(fragment.given(out), []).append(fragment)
            for source in set(fragment.inputs):
                behind.setdefault(source, []).append(fragment)
        return cls(
            lacks,
            tuple(lacks),
            tuple(one for one, price in lacks.items() if price < HALF),
            {op: tuple(those) for op, those in behind.items()},
            {op: tuple(those) for op, those in before.items()},
        )


@lru_cache(maxsize=REMEMBERED)
def exactly(target: Target, block: Block) -> Standing:
    """Return what a block stands for just as it is, in sequence.

    What it lacks of all else is not asked: on a board of thousands of blocks nobody wants to know.
    """
    compared, twins = Compared(block), _twins(target, type(block))
    same = {one for one in {*twins.values()} if one.exact and compared.computes(one)}
    found = [one for one, twin in twins.items() if twin in same]
    return Standing.of(dict.fromkeys(sorted(found, key=lambda fragment: fragment.first), 0.0))


@lru_cache(maxsize=1024)
def nearly(fits: tuple[tuple[float, Fragment], ...]) -> Standing:
    """Return what a node may stand for, the least that is wrong first.

    Equal blocks may stand for the same, on this board and on the next one.
    """
    ordered = sorted(fits, key=lambda one: (one[0], one[1].first))
    return Standing.of({fragment: price for price, fragment in ordered})


def _places(
    target: Target, shape: tuple[Primitive, ...]
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield where primitives wired like these stand in the reference, and what feeds them there."""
    for end in range(len(target.ops)):
        if _family(shape[-1].block) == _family(target.ops[end].block):
            yield from _grown(target, shape, {len(shape) - 1: end}, None, len(shape) - 1)


def _grown(
    target: Target, shape: tuple[Primitive, ...], at: dict[int, int], entry: int | None, next_: int
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    if next_ < 0:
        ops = tuple(at[index] for index in range(len(shape)))
        inside = set(ops)
        if any(user not in inside for op in ops[:-1] for user in target.users[op]):
            return
        inputs = target.ops[ops[0]].inputs if len(ops) == 1 else ()
        yield ops, inputs or (() if entry is None else (entry,))
        return
    one, op = shape[next_], target.ops[at[next_]]
    if len(shape) == 1:
        yield from _grown(target, shape, at, None, -1)
        return
    if len(one.inputs) != len(op.inputs):
        return
    orders = [op.inputs, op.inputs[::-1]] if op.commutes else [op.inputs]
    for sources in orders:
        grown, begun = dict(at), entry
        for index, source in zip(one.inputs, sources, strict=True):
            if index < 0:
                if begun not in (None, source):
                    break
                begun = source
            elif grown.get(index, source) != source or _family(shape[index].block) != _family(
                target.ops[source].block
            ):
                break
            else:
                grown[index] = source
        else:
            if len(set(grown.values())) == len(grown):
                yield from _grown(target, shape, grown, begun, next_ - 1)


def _family(block: Block) -> object:
    """Return what makes two primitives comparable."""
    form = {"depthwise_conv2d": "conv2d", "linear": "conv2d"}
    pool = {"max_pool": "pool", "avg_pool": "pool", "global_avg_pool": "pool"}
    return form.get(block.info.type) or pool.get(block.info.type) or block.info.type


def _fitted(
    target: Target,
    sample: Block,
    variant: dict[str, Any],
    ops: tuple[int, ...],
    inputs: tuple[int, ...],
) -> Fragment | None:
    """Return the fragment with the block's parameters read off its operations."""
    kind = type(sample)
    values = dict(variant)
    spoken: dict[str, list[Any]] = {}
    for at, (one, index) in enumerate(zip(primitives(sample, SAMPLE), ops, strict=True)):
        for name, parameter in one.origin.items():
            value = _value(target.ops[index], name)
            choices = choices_of(kind, parameter)
            if value is None:
                continue
            if choices is None or value in choices:
                values[parameter] = value
            else:
                spoken.setdefault(parameter, []).append((at, name, value))
    for parameter, places in spoken.items():
        values[parameter] = _spoken(sample, parameter, places)
    try:
        block = kind.model_validate(values)
    except ValidationError:
        return None
    fragment = Fragment(target, kind, ops, inputs, block)
    if computes(block, fragment):
        return fragment
    if kind.info.category != "composite" or any(True for _ in block.incomplete()):
        return None
    return Fragment(target, kind, ops, inputs, block, exact=False)


def _value(op: Op, name: str) -> Any:
    """Return what a parameter of a primitive would be at an operation; None where any will do."""
    kind, *fields = op.form
    if kind == "conv":
        named = dict(zip(CONV_FIELDS, fields, strict=True))
        return named.get("out_channels" if name == "out_features" else name)
    if kind == "pool" and name == "kernel_size" and fields[1] == GLOBAL:
        return op.entering[0][2] if len(op.entering[0]) == 4 else None
    return getattr(op.block, name, None)


def _spoken(sample: Block, parameter: str, places: list[tuple[int, str, Any]]) -> Any:
    """Return the word of the block's own that says the most of these values: RE for relu."""

    def said(choice: Any) -> int:
        made = primitives(sample.model_copy(update={parameter: choice}), SAMPLE)
        return sum(
            at < len(made) and getattr(made[at].block, name, None) == value
            for at, name, value in places
        )

    return max(choices_of(type(sample), parameter) or (), key=said)
