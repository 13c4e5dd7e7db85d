"""What a block lacks of a fragment of its kind: the parameters to set, by what hangs together."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeAlias

from app.blocks import Block
from app.core.shape import Shape, is_map
from app.verify.form.canonical import Form, canonical, is_pixel
from app.verify.form.pieces import primitives
from app.verify.repair.fragment import Fragment
from app.verify.repair.prices import of_parameters
from app.verify.repair.variants import Structure, structure_of, structure_with

REMEMBERED = 65_536

Change: TypeAlias = tuple[tuple[str, Any], ...]
"""Parameters that are set in one go, with their values."""


@lru_cache(maxsize=REMEMBERED)
def difference(block: Block, fragment: Fragment) -> tuple[Change, ...]:
    """Return the changes that make a block compute a fragment of its kind.

    What has no effect, or cannot be, until another parameter is right is set together with it: SE's
    width with SE, the shortcut with the stride.
    """
    due = fragment.block
    own, there = block.__dict__, due.__dict__
    values = {name: value for name, value in there.items() if own[name] != value}
    if not values:
        return ()
    structure = structure_of(due)
    for name in list(values):
        if not _matters(due, structure, fragment, name, own[name]):
            del values[name]
            due = due.model_copy(update={name: own[name]})
            structure = structure_of(due)
    if len(values) < 2:
        return tuple(((name, value),) for name, value in values.items())
    entering = next(_entering(fragment))
    leading = list(values)
    if _sound(block, entering):
        leading = [name for name in values if not _follows(block, name, values[name], entering)]
    if not leading:
        return (tuple(values.items()),)
    changes: dict[str, list[tuple[str, Any]]] = {name: [(name, values[name])] for name in leading}
    if len(changes) == len(values):
        return tuple(map(tuple, changes.values()))
    caused = {cause: block.model_copy(update={cause: values[cause]}) for cause in leading}
    for name, value in values.items():
        if name in changes:
            continue
        causes = (
            cause
            for cause, one in caused.items()
            if not (_sound(one, entering) and _follows(one, name, value, entering))
        )
        changes[next(causes, leading[0])].append((name, value))
    return tuple(map(tuple, changes.values()))


def lack(block: Block, fragment: Fragment) -> float:
    """Return the price of what a block lacks of a fragment of its kind."""
    return of_parameters(len(difference(block, fragment)))


def _matters(due: Block, here: Structure, fragment: Fragment, name: str, own: Any) -> bool:
    """Whether a block that is due no longer computes the fragment with another value of its own.

    A width always does: how many channels leave a convolution is part of its form.
    """
    if fragment.exact:
        there = structure_with(due, here, name, own)
        if len(here.wired) != len(there.wired):
            return True
        if here is there and name not in here.acting:
            alone = due.model_copy(update={name: own})
            return not any(_sound(alone, entering) for entering in _entering(fragment))
        if name in here.widths and None not in (own, getattr(due, name)):
            return True
    return _is_another(due, fragment, name, own)


@lru_cache(maxsize=REMEMBERED)
def _is_another(due: Block, fragment: Fragment, name: str, own: Any) -> bool:
    return not computes(due.model_copy(update={name: own}), fragment)


@lru_cache(maxsize=REMEMBERED)
def _follows(block: Block, name: str, value: Any, entering: tuple[Shape, ...]) -> bool:
    """Whether setting a parameter alone does nothing, or cannot be, for what the others are."""
    here = structure_of(block)
    there = structure_with(block, here, name, value)
    rewired = here.wired != there.wired
    if not rewired and name not in here.acting:
        return True
    alone = block.model_copy(update={name: value})
    if not _sound(alone, entering):
        return True
    if rewired or None not in (value, getattr(block, name)):
        return False
    channels = entering[0][1] if entering else None
    return primitives(alone, channels) == primitives(block, channels)


def _sound(block: Block, entering: tuple[Shape, ...]) -> bool:
    """Whether a block is whole and takes these shapes, as far as its own check tells."""
    problem = next(block.check(*entering), None) or next(block.incomplete(), None)
    return problem is None


def computes(block: Block, fragment: Fragment) -> bool:
    """Whether a block computes a fragment's operations, one by one, on what enters them there."""
    if not any(_sound(block, entering) for entering in _entering(fragment)):
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
