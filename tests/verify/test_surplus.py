"""What is too much is taken out, and what was behind it begins at what is nearest before it."""

import pytest

from app.engine import propagate
from app.graph import Board
from app.reference import Reference
from app.verify.repair.repairs import TakeOut
from app.verify.repair.target import prepare
from app.verify.verify import separating
from tests.boards import chain, graph, node, picture

FIRST, LAST = node("a", "conv2d", out_channels=4), node("b", "conv2d", out_channels=8)
DUE = chain(picture(), FIRST, LAST)


def taken_out(board: Board) -> list[TakeOut]:
    """How what is too much is taken out."""
    due = graph(DUE)
    own = graph(board)
    target = prepare(Reference(due, dict.fromkeys(due.nodes, 1)))
    _, repairs = separating(own, propagate(own), target)
    return [one for one in repairs if isinstance(one, TakeOut)]


@pytest.mark.parametrize(
    ("between", "gone", "begins"),
    [
        (["x"], ["x"], "a"),
        (["x", "y"], ["x", "y"], "a"),
        (["drop", "x"], ["x"], "drop"),
        (["x", "drop"], ["x"], "a"),
        (["drop", "x", "y"], ["x", "y"], "drop"),
    ],
)
def test_the_wire_behind_begins_at_what_is_before(
    between: list[str], gone: list[str], begins: str
) -> None:
    kinds = {
        "x": node("x", "activation", kind="tanh"),
        "y": node("y", "activation", kind="silu"),
        "drop": node("drop", "dropout"),
    }
    (repair,) = taken_out(chain(picture(), FIRST, *(kinds[id] for id in between), LAST))
    assert sorted(repair.nodes) == gone
    assert [(source, out) for _, source, out in repair.healed] == [(begins, "out")]
    (wire,) = [wire for wire, _, _ in repair.healed]
    assert wire.source in gone
