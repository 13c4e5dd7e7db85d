"""Where a network ends, and what nothing leads to."""

from itertools import pairwise

import pytest

from app.core import codes
from app.graph import Board, read
from app.graph.wiring import MOST_NAMED, output, outputs
from tests.boards import board, node, picture

LAST = node("c", "conv2d", out_channels=4)
SPLIT = node("s", "channel_split")


@pytest.mark.parametrize(
    ("on", "ends", "one"),
    [
        (board(picture(), LAST, wires="in c"), ("c",), "c"),
        (board(picture(), LAST, node("d", "softmax"), wires="in c, in d"), ("c", "d"), None),
        (board(picture(4), SPLIT, wires="in s"), ("s",), None),
        (board(picture()), (), None),
    ],
)
def test_a_network_has_one_output_or_none(
    on: Board, ends: tuple[str, ...], one: str | None
) -> None:
    of = read(on).graph
    assert outputs(of) == ends
    assert output(of) == one


@pytest.mark.parametrize(
    ("lost", "rest"), [(MOST_NAMED, ""), (MOST_NAMED + 1, " … +1"), (MOST_NAMED + 7, " … +7")]
)
def test_of_many_lost_blocks_the_first_are_named_and_the_rest_counted(lost: int, rest: str) -> None:
    names = [f"n{i}" for i in range(lost)]
    # A ring of two leads into a chain that the input does not reach.
    on = board(
        picture(),
        *(node(each, "flatten") for each in ("a", "b", *names)),
        wires=", ".join(["a b", "b a", "b n0", *map(" ".join, pairwise(names))]),
    )
    (said,) = [each for each in read(on).diagnostics if each.code is codes.UNREACHABLE]
    assert said.nodes == tuple(names)
    told = said.message("en")
    assert told.count(", ") == MOST_NAMED - 1
    assert rest in told
    assert ("…" in told) == bool(rest)
