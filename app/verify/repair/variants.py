"""The structures that a kind of block can have, read off its declaration."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Annotated, Any, Literal, get_args, get_origin

from app.blocks import BLOCK_OF_TYPE, Block
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Linear
from app.verify.form.pieces import primitives

SAMPLE = 64
"""Stands for any number while only the structure of a block is looked at."""


@dataclass(frozen=True, slots=True)
class Structure:
    """What the switches of a kind make of it: its primitives, as they are wired, of any values.

    `sample` is a block of it, `switched` the parameters that decide it. `acting` are the parameters
    that decide a value of a primitive, `telling` those of which another value, where one is set, is
    always another operation: how many channels leave a convolution, how large its kernel is.
    """

    sample: Block
    switched: dict[str, Any]
    wired: tuple[tuple[type[Block], tuple[int, ...]], ...]
    acting: frozenset[str]
    telling: frozenset[str]


TELLING: Mapping[type[Block], tuple[str, ...]] = {
    Conv2d: ("out_channels", "kernel_size"),
    DepthwiseConv2d: ("kernel_size",),
    Linear: ("out_features",),
}
"""What the form of a primitive always holds as it is."""


@lru_cache(maxsize=64)
def variants(kind: type[Block]) -> tuple[Structure, ...]:
    """Return each structure of a kind once."""
    found: dict[object, Structure] = {}
    for on in product((True, False), repeat=len(_switches(kind))):
        one = _structure(kind, on)
        found[one.wired] = one
    return tuple(found.values())


def structure_of(block: Block) -> Structure:
    """Return the structure that a block's own switches give it."""
    own = block.__dict__
    return _structure(type(block), tuple(own[name] not in OFF for name in _switches(type(block))))


def structure_with(block: Block, here: Structure, name: str, value: Any) -> Structure:
    """Return the structure that a block of this one would have with another value."""
    if name not in here.switched:
        return here
    own = {**block.__dict__, name: value}
    return _structure(type(block), tuple(own[one] not in OFF for one in here.switched))


OFF = (False, "none")
"""What a switch says while it is off."""


@lru_cache(maxsize=4096)
def _structure(kind: type[Block], on: tuple[bool, ...]) -> Structure:
    switched = {
        name: value if is_on else OFF[value is not True]
        for is_on, (name, value) in zip(on, _switches(kind).items(), strict=True)
    }
    values: dict[str, Any] = {}
    for name, info in kind.model_fields.items():
        choices = choices_of(kind, name)
        if choices is not None and info.is_required():
            values[name] = choices[0]
        elif info.is_required() or info.default is None:
            values[name] = SAMPLE
    sample = kind.model_construct(**{**values, **switched})
    made = primitives(sample, SAMPLE)
    origins = [(type(one.block), *item) for one in made for item in one.origin.items()]
    return Structure(
        sample,
        switched,
        tuple((type(one.block), one.inputs) for one in made),
        frozenset(name for _, _, name in origins),
        frozenset(name for inner, own, name in origins if own in TELLING.get(inner, ())),
    )


@lru_cache(maxsize=64)
def _switches(kind: type[Block]) -> Mapping[str, Any]:
    """Return the parameters that a kind's structure hangs on, each with a value that is on."""
    found: dict[str, Any] = {}
    for name in kind.model_fields:
        choices = choices_of(kind, name)
        if choices is not None and (set(choices) == {True, False} or "none" in choices):
            found[name] = next(choice for choice in choices if choice not in OFF)
    return found


@lru_cache(maxsize=512)
def choices_of(kind: type[Block], name: str) -> tuple[Any, ...] | None:
    """Return the values that a parameter can take, where they can be counted."""
    return _choices(kind.model_fields[name].annotation)


def _choices(annotation: Any) -> tuple[Any, ...] | None:
    origin = get_origin(annotation)
    if annotation is bool:
        return (True, False)
    if origin is Literal:
        return tuple(
            value
            for arg in get_args(annotation)
            for value in (get_args(arg) if get_origin(arg) is Literal else (arg,))
        )
    if origin is Annotated:
        return _choices(get_args(annotation)[0])
    return None


@lru_cache(maxsize=64)
def within(palette: frozenset[str]) -> frozenset[str]:
    """Return the kinds of block that a palette offers, and all that these unfold into."""
    found = set(palette)
    waiting = [BLOCK_OF_TYPE[name] for name in palette if name in BLOCK_OF_TYPE]
    while waiting:
        for one in variants(waiting.pop()):
            for piece in one.sample.unfold(SAMPLE) or ():
                if piece.block.info.type not in found:
                    found.add(piece.block.info.type)
                    waiting.append(type(piece.block))
    return frozenset(found)
