"""The structures that a kind of block can have, read off its declaration."""

from collections.abc import Collection
from functools import lru_cache
from itertools import product
from typing import Annotated, Any, Literal, get_args, get_origin

from app.blocks import BLOCK_OF_TYPE, Block
from app.verify.form.pieces import primitives

SAMPLE = 64
"""Stands for any number while only the structure of a block is looked at."""


@lru_cache(maxsize=64)
def variants(kind: type[Block]) -> tuple[tuple[Block, dict[str, Any]], ...]:
    """Return a sample of each structure of a kind, with the parameters that decide it."""
    deciding: dict[str, tuple[Any, ...]] = {}
    values: dict[str, Any] = {}
    for name, info in kind.model_fields.items():
        choices = choices_of(kind, name)
        if choices is not None and (set(choices) == {True, False} or "none" in choices):
            other = next(choice for choice in choices if choice not in (False, "none"))
            deciding[name] = (other, False if other is True else "none")
        elif choices is not None and info.is_required():
            values[name] = choices[0]
        elif info.is_required() or info.default is None:
            values[name] = SAMPLE
    found: dict[object, tuple[Block, dict[str, Any]]] = {}
    for chosen in product(*deciding.values()):
        variant = dict(zip(deciding, chosen, strict=True))
        sample = kind.model_construct(**{**values, **variant})
        structure = tuple((type(one.block), one.inputs) for one in primitives(sample, SAMPLE))
        found[structure] = (sample, variant)
    return tuple(found.values())


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


def within(palette: Collection[str]) -> frozenset[str]:
    """Return the kinds of block that a palette offers, and all that these unfold into."""
    found = set(palette)
    waiting = [BLOCK_OF_TYPE[name] for name in palette if name in BLOCK_OF_TYPE]
    while waiting:
        for sample, _ in variants(waiting.pop()):
            for piece in sample.unfold(SAMPLE) or ():
                if piece.block.info.type not in found:
                    found.add(piece.block.info.type)
                    waiting.append(type(piece.block))
    return frozenset(found)
