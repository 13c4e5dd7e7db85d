"""A block as its primitive operations, each with the shapes that enter it and its canonical form.

Composites are taken apart until nothing but primitives is left, so that a bneck and the same bneck
wired by hand become the same operations. Shapes come from running PyTorch; blocks and shapes are
values, so that every answer is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.blocks import Block
from app.blocks.base import IN
from app.core.shape import Shape
from app.engine import Measure, measure
from app.verify.form.canonical import Form, canonical, hands_on

REMEMBERED = 16_384
"""How many answers are kept, a few kB each for a composite."""

REMEMBERED_APART = 2_048
"""How many blocks are kept as their primitives: those of some boards, for what is tried with them.
What is asked for again is among the pieces."""


@dataclass(frozen=True, slots=True)
class Primitive:
    """One primitive of a block. `inputs` index earlier primitives; -1 is the first input, -2 the
    second.

    `path` names it within the block, `origin` maps its parameters to the block's, as far as the
    block can change them.
    """

    path: str
    block: Block
    inputs: tuple[int, ...]
    origin: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A primitive with its tensors: `entering` and `shape` are (n, c, h, w) or (n, c).

    `idle` tells that it only hands on what enters.
    """

    primitive: Primitive
    entering: tuple[Shape, ...]
    shape: Shape
    form: Form
    idle: bool


@lru_cache(maxsize=REMEMBERED_APART)
def primitives(block: Block, channels: int | None) -> tuple[Primitive, ...]:
    """Return the primitives that a block stands for when so many channels enter it."""
    fragment = block.unfold(channels)
    if fragment is None:
        own = {name: name for name in type(block).model_fields}
        return (Primitive("", block, tuple(-1 - i for i, _ in enumerate(block.info.inputs)), own),)
    found: list[Primitive] = []
    last = {IN.name: -1}
    wide: dict[str, int | None] = {IN.name: channels}
    for piece in fragment:
        base = len(found)
        for inner in primitives(piece.block, wide[piece.inputs[0]]):
            inputs = tuple(base + i if i >= 0 else last[piece.inputs[-1 - i]] for i in inner.inputs)
            path = f"{piece.name}.{inner.path}".rstrip(".")
            origin = {
                name: piece.origin[own] for name, own in inner.origin.items() if own in piece.origin
            }
            found.append(Primitive(path, inner.block, inputs, origin))
        last[piece.name] = len(found) - 1
        wide[piece.name] = _channels_out(piece.block, wide[piece.inputs[0]])
    return tuple(found)


def _channels_out(block: Block, entering: int | None) -> int | None:
    """Return how many channels leave a piece of a composite."""
    for name in ("out_channels", "out_features"):
        declared = getattr(block, name, None)
        if isinstance(declared, int):
            return declared
    return entering


@lru_cache(maxsize=REMEMBERED)
def pieces(block: Block, entering: tuple[Shape, ...]) -> tuple[Piece, ...] | None:
    """Return the pieces of a block that these shapes enter; None where it cannot run on them."""
    found: list[Piece] = []
    for one in primitives(block, entering[0][1] if entering else None):
        own = _entering(one, entering, [piece.shape for piece in found])
        measured = measure(one.block, own)
        if not isinstance(measured, Measure):
            return None
        form = canonical(one.block, own)
        found.append(Piece(one, own, measured.shape, form, hands_on(one.block, own)))
    return tuple(found)


def _entering(
    one: Primitive, entering: tuple[Shape, ...], shapes: list[Shape]
) -> tuple[Shape, ...]:
    if one.path == "" and len(entering) != len(one.inputs):
        return entering  # A port that takes many wires, or none.
    return tuple(shapes[i] if i >= 0 else entering[-1 - i] for i in one.inputs)
