"""The plotted activations, against their formulas written out by hand."""

from collections.abc import Callable
from math import exp

import pytest

from app.engine import curves


def sigmoid(x: float) -> float:
    """1 / (1 + e⁻ˣ)."""
    return 1 / (1 + exp(-x))


FORMULAS: dict[str, Callable[[float], float]] = {
    "relu": lambda x: max(0.0, x),
    "relu6": lambda x: min(max(0.0, x), 6.0),
    "silu": lambda x: x * sigmoid(x),
    "hardswish": lambda x: x * min(max(0.0, x + 3), 6.0) / 6,
    "sigmoid": sigmoid,
    "hardsigmoid": lambda x: min(max(0.0, x + 3), 6.0) / 6,
}
CORNERS = (-3.0, 0.0, 3.0, 6.0)


@pytest.mark.parametrize("kind", FORMULAS)
def test_values_and_slopes(kind: str) -> None:
    found = curves()
    [curve] = [each for each in found.curves if each.kind == kind]
    formula = FORMULAS[kind]
    for x, value, slope in zip(found.x, curve.values, curve.slopes, strict=True):
        assert value == pytest.approx(formula(x), abs=1e-3)
        if x not in CORNERS:
            assert slope == pytest.approx((formula(x + 1e-5) - formula(x - 1e-5)) / 2e-5, abs=1e-3)


def test_each_smooth_curve_stands_beside_its_straight_one() -> None:
    assert {each.kind for each in curves().curves} == FORMULAS.keys()
