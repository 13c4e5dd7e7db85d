"""Tensor shapes: (n, c, h, w) for maps, (n, c) once flattened."""

from math import prod
from typing import TypeAlias

Shape: TypeAlias = tuple[int, ...]

MAX_ELEMENTS = 2**31
"""Largest tensor that the engine follows, in elements; a float32 of this size is 8 GiB."""


def show(shape: Shape) -> str:
    """Return the shape as a message prints it: `1×24×56×56`."""
    return "×".join(map(str, shape))


def is_map(shape: Shape) -> bool:
    """Tell whether the shape is a feature map, (n, c, h, w)."""
    return len(shape) == 4


def elements(shape: Shape) -> int:
    """Return how many numbers a tensor of this shape holds."""
    return prod(shape)
