"""Tensor shapes: (n, c, h, w) for maps, (n, c) once flattened."""

from math import prod
from typing import Literal, TypeAlias

Shape: TypeAlias = tuple[int, ...]

MAX_ELEMENTS = 2**31
"""Largest tensor that the engine follows, in elements; a float32 of this size is 8 GiB."""


Notation: TypeAlias = Literal["NCHW", "HWC"]
"""How sentences write maps: as PyTorch (1×24×56×56) or as the lab text (56×56×24)."""


def show(shape: Shape, notation: Notation = "NCHW") -> str:
    """Return the shape as a message prints it: `1×24×56×56`, or `56×56×24`.

    What is no map is written in full in either notation.
    """
    if notation == "HWC" and is_map(shape):
        _, channels, height, width = shape
        return f"{height}×{width}×{channels}"
    return "×".join(map(str, shape))


def is_map(shape: Shape) -> bool:
    """Tell whether the shape is a feature map, (n, c, h, w)."""
    return len(shape) == 4


def elements(shape: Shape) -> int:
    """Return how many numbers a tensor of this shape holds."""
    return prod(shape)
