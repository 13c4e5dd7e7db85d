"""Activations as curves: value and slope at the points of a grid, as PyTorch computes them."""

from dataclasses import dataclass
from functools import cache

import torch

from app.blocks.activation import MODULES
from app.blocks.base import SPELLED, Activation

PLOTTED: tuple[Activation, ...] = (
    "relu",
    "relu6",
    "silu",
    "hardswish",
    "sigmoid",
    "hardsigmoid",
)
"""Those that the lessons speak of, each smooth one beside what stands in for it."""

LAST, PER_UNIT = 8, 10
"""The grid runs from −LAST to LAST, so many points to a unit."""

DIGITS = 4


@dataclass(frozen=True, slots=True)
class Curve:
    """One activation: f(x) and f′(x) at each point of the grid.

    Where a curve has a corner, the slope is the one that PyTorch takes in training.
    """

    kind: Activation
    name: str
    values: tuple[float, ...]
    slopes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Curves:
    """The grid, and every curve over it."""

    x: tuple[float, ...]
    curves: tuple[Curve, ...]


@cache
def curves() -> Curves:
    """Return the plotted activations over the grid."""
    grid = [step / PER_UNIT for step in range(-LAST * PER_UNIT, LAST * PER_UNIT + 1)]
    return Curves(tuple(grid), tuple(_curve(kind, grid) for kind in PLOTTED))


def _curve(kind: Activation, grid: list[float]) -> Curve:
    x = torch.tensor(grid, dtype=torch.float64, requires_grad=True)
    y = MODULES[kind]()(x)
    (slope,) = torch.autograd.grad(y.sum(), x)
    return Curve(kind, SPELLED[kind], _rounded(y), _rounded(slope))


def _rounded(numbers: torch.Tensor) -> tuple[float, ...]:
    # Adding zero makes −0 a plain 0.
    return tuple(round(number, DIGITS) + 0.0 for number in numbers.tolist())
