"""What a block of some kind can stand for in the reference, and what it lacks of it.

A fragment is a set of the reference's operations that one block computes. Which there are is read
off the block's declaration alone: the pieces that it unfolds into are looked for in the reference,
and their values are led back to the block's own parameters.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from app.blocks import BLOCK_OF_TYPE, Block
from app.core.shape import Shape, is_map
from app.reference import Reference
from app.verify.form.canonical import CONV_FIELDS, GLOBAL, Form, canonical, is_pixel
from app.verify.form.net import Op
from app.verify.form.pieces import Primitive, primitives
from app.verify.repair.prices import DEAREST, REPLACE_KIN, UNFOLD, of_parameters
from app.verify.repair.target import Target, prepare
from app.verify.repair.variants import SAMPLE, choices_of, variants

REMEMBERED = 65_536

Change = tuple[tuple[str, Any], ...]
"""Parameters that are set in one go, with their values."""


@dataclass(frozen=True, eq=False, slots=True)
class Fragment:
    """Operations of the reference that one block stands for.

    `ops` are in the order of the block's primitives, `inputs` what feeds its ports, `output` what
    it gives. `block` computes just these; where `exact` is false no parameters can, and it has to
    be unfolded for what it lacks.
    """

    target: Target
    kind: type[Block]
    ops: tuple[int, ...]
    inputs: tuple[int, ...]
    block: Block
    exact: bool = True
    first: int = field(init=False)
    behind: int = field(init=False)

    def __post_init__(self) -> None:
        """Note the first operation in sequence, and the one behind the last."""
        object.__setattr__(self, "first", min(self.ops))
        object.__setattr__(self, "behind", max(self.ops) + 1)

    @property
    def output(self) -> int:
        """The operation that gives the block's output."""
        return self.ops[-1]

    def given(self, out: str) -> int:
        """Return the operation that gives one of the block's outputs."""
        if len(self.kind.info.outputs) == 1:
            return self.output
        return next((op for op in self.ops if self.target.ops[op].out == out), self.output)

    @property
    def in_a_row(self) -> bool:
        """Whether nothing else stands between its operations in sequence."""
        return self.behind - self.first == len(self.ops)


@lru_cache(maxsize=1024)
def fragments(target: Target, kind: type[Block]) -> tuple[Fragment, ...]:
    """Return all that a block of that kind can stand for."""
    if len(kind.info.outputs) > 1:
        return tuple(one for one in whole(target) if one.kind is kind)
    found: dict[tuple[int, ...], Fragment] = {}
    for sample, variant in variants(kind):
        for ops, inputs in _places(target, primitives(sample, SAMPLE)):
            fragment = _fitted(target, sample, variant, ops, inputs)
            if fragment and (fragment.exact or ops not in found):
                found[ops] = fragment
    return tuple(found.values())


def warm(reference: Reference) -> None:
    """Work out beforehand what each kind of block can stand for in a reference."""
    target = prepare(reference)
    for kind in BLOCK_OF_TYPE.values():
        fragments(target, kind)


@lru_cache(maxsize=REMEMBERED)
def fitting(target: Target, block: Block) -> tuple[tuple[float, Fragment], ...]:
    """Return what a block can stand for, the cheapest first, with the price of what it lacks."""
    found = []
    for fragment in fragments(target, type(block)):
        price = lack(block, fragment) + (0 if fragment.exact else UNFOLD)
        if price < DEAREST:
            found.append((price, fragment))
    kin = [(REPLACE_KIN, one) for one in single(target) if relatives(type(block), one.kind)]
    return tuple(sorted([*found, *kin], key=lambda one: one[0]))


RELATIVES = ({"add", "multiply", "concat"}, {"max_pool", "avg_pool", "global_avg_pool"})
"""Kinds that are easily taken for each other, and change places where they stand."""


def relatives(kind: type[Block], other: type[Block]) -> bool:
    """Whether a block of one kind may stand for one of another, for what its wires say."""
    names = {kind.info.type, other.info.type}
    return len(names) == 2 and any(names <= family for family in RELATIVES)


@dataclass(frozen=True, eq=False, slots=True)
class Exact:
    """What a block stands for just as it is, also by what feeds it and by what it gives."""

    all: tuple[Fragment, ...]
    behind: Mapping[int, tuple[Fragment, ...]]
    before: Mapping[int, tuple[Fragment, ...]]


@lru_cache(maxsize=REMEMBERED)
def exactly(target: Target, block: Block) -> Exact:
    """Return what a block stands for just as it is, in sequence."""
    found = [fragment for price, fragment in fitting(target, block) if price == 0]
    found.sort(key=lambda fragment: fragment.first)
    behind: dict[int, tuple[Fragment, ...]] = {}
    before: dict[int, tuple[Fragment, ...]] = {}
    for fragment in found:
        for out in fragment.kind.info.outputs:
            given = fragment.given(out)
            before[given] = (*before.get(given, ()), fragment)
        for source in set(fragment.inputs):
            behind[source] = (*behind.get(source, ()), fragment)
    return Exact(tuple(found), behind, before)


@lru_cache(maxsize=64)
def single(target: Target) -> tuple[Fragment, ...]:
    """Return each operation of the reference by itself, as the primitive that it is there."""
    return tuple(
        Fragment(target, type(op.block), (index,), op.inputs, op.block)
        for index, op in enumerate(target.ops)
    )


@lru_cache(maxsize=64)
def whole(target: Target) -> tuple[Fragment, ...]:
    """Return the reference's own nodes."""
    graph = target.reference.graph
    found: list[Fragment] = []
    for node, ops in target.parts.items():
        inside = set(ops)
        feeding = [i for op in ops for i in target.ops[op].inputs if i not in inside]
        inputs = target.ops[ops[0]].inputs if len(ops) == 1 else tuple(dict.fromkeys(feeding))
        block = graph.nodes[node].block
        found.append(Fragment(target, type(block), ops, inputs, block))
    return tuple(found)


@lru_cache(maxsize=REMEMBERED)
def difference(block: Block, fragment: Fragment) -> tuple[Change, ...]:
    """Return the changes that make a block compute a fragment of its kind.

    What has no effect, or cannot be, until another parameter is right is set together with it: SE's
    width with SE, the shortcut with the stride.
    """
    due = fragment.block
    if block == due:
        return ()
    unlike = [
        name for name in type(block).model_fields if getattr(block, name) != getattr(due, name)
    ]
    for name in list(unlike):
        kept = due.model_copy(update={name: getattr(block, name)})
        if _computes(kept, fragment):
            due = kept
            unlike.remove(name)
    values = {name: getattr(due, name) for name in unlike}
    if len(values) < 2:
        return tuple(((name, value),) for name, value in values.items())
    leading = [name for name in values if not _follows(block, name, values[name], fragment)]
    if not leading:
        return (tuple(values.items()),)
    changes: dict[str, list[tuple[str, Any]]] = {name: [(name, values[name])] for name in leading}
    for name, value in values.items():
        if name in changes:
            continue
        causes = [
            cause
            for cause in leading
            if not _follows(block.model_copy(update={cause: values[cause]}), name, value, fragment)
        ]
        changes[(causes or leading)[0]].append((name, value))
    return tuple(map(tuple, changes.values()))


def lack(block: Block, fragment: Fragment) -> float:
    """Return the price of what a block lacks of a fragment of its kind."""
    return of_parameters(len(difference(block, fragment)))


def _follows(block: Block, name: str, value: Any, fragment: Fragment) -> bool:
    """Whether setting a parameter alone does nothing, or cannot be, for what the others are."""
    alone = block.model_copy(update={name: value})
    entering = next(_entering(fragment))
    if any(True for _ in block.check(*entering)) or any(True for _ in block.incomplete()):
        return False
    if any(True for _ in alone.check(*entering)) or any(True for _ in alone.incomplete()):
        return True
    channels = entering[0][1] if entering else None
    return primitives(alone, channels) == primitives(block, channels)


def _computes(block: Block, fragment: Fragment) -> bool:
    """Whether a block computes a fragment's operations, one by one, on what enters them there."""
    if any(True for _ in block.incomplete()) or not any(
        not any(True for _ in block.check(*entering)) for entering in _entering(fragment)
    ):
        return False
    ops = [fragment.target.ops[index] for index in fragment.ops]
    entering = next(_entering(fragment))
    inner = primitives(block, entering[0][1] if entering else None)
    if len(block.info.outputs) > 1:
        return all(op.block == block for op in ops)
    return len(inner) == len(ops) and all(
        same(canonical(one.block, op.entering), op.form) for one, op in zip(inner, ops, strict=True)
    )


def same(own: Form, due: Form) -> bool:
    """Whether two forms are equal; a bias that is cancelled in the reference does not count."""
    return own == due or (due[0] == own[0] == "conv" and due[-1] is None and own[:-1] == due[:-1])


def _entering(fragment: Fragment) -> Iterator[tuple[Shape, ...]]:
    """Yield the shapes that enter a fragment; of one pixel, flat and as a map of 1×1."""
    shapes = tuple(fragment.target.ops[index].shape for index in fragment.inputs)
    yield shapes
    if shapes and all(map(is_pixel, shapes)):
        yield tuple(shape[:2] if is_map(shape) else (*shape, 1, 1) for shape in shapes)


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
    if _computes(block, fragment):
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
