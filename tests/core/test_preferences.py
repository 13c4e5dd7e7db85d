"""What a client would rather have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.preferences import preferences


@pytest.mark.parametrize(
    ("header", "listed"),
    [
        (None, []),
        ("", []),
        (", ,", []),
        ("text/html", [("text/html", 1)]),
        ("Text/HTML , */*;q=0.8", [("text/html", 1), ("*/*", 0.8)]),
        ("a; q=0.9, b;Q=0.1, c;level=1;q=0.5", [("a", 0.9), ("b", 0.1), ("c", 0.5)]),
        ("a;q=0, b;q=1.000", [("a", 0), ("b", 1)]),
        ("a;q=, b;q=x, c;q=2, d;q=-1, e;q=nan", []),
    ],
)
def test_each_value_has_its_weight(header: str | None, listed: list[tuple[str, float]]) -> None:
    assert list(preferences(header)) == listed


@given(st.text())
def test_any_header_can_be_read(header: str) -> None:
    assert all(value and 0 <= weight <= 1 for value, weight in preferences(header))
