"""Cycles, against which blocks reach which, worked out one step at a time."""

from hypothesis import given
from hypothesis import strategies as st

from app.graph import read
from app.graph.cycles import cycles
from tests.boards import board, node

NAMES = "abcdefg"


def reached(wires: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Every pair of which the second can be reached from the first."""
    further = wires | {(a, d) for a, b in wires for c, d in wires if b == c}
    return wires if further == wires else reached(further)


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=20))
def test_a_cycle_is_what_reaches_itself_and_each_other(wires: list[tuple[str, str]]) -> None:
    blocks = (node(name, "concat") for name in NAMES)
    on = board(*blocks, wires=", ".join(f"{source} {end}" for source, end in wires))
    there = reached(set(wires))
    expected = {
        tuple(b for b in NAMES if (a, b) in there and (b, a) in there)
        for a in NAMES
        if (a, a) in there
    }
    assert cycles(read(on).graph) == sorted(expected)


def test_a_long_one_needs_no_deep_stack() -> None:
    names = [f"n{index}" for index in range(2000)]
    on = board(*(node(name, "softmax") for name in names), wires=" ".join([*names, names[0]]))
    assert cycles(read(on).graph) == [tuple(names)]
