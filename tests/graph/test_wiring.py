"""Where a network ends."""

import pytest

from app.graph import Board, read
from app.graph.wiring import output, outputs
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
