"""A graph in small: a quarter of the channels, and as many pixels as the picture has."""

from typing import Any

import pytest

from app.engine.miniature import miniature
from app.graph import read
from tests.boards import board, node, picture

CHANNELS, SIDE = 16, 8
SMALL = (4, 3, 5)
"""Channels, height and width of the picture."""

BLOCKS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "conv2d": ({"out_channels": 64}, {"out_channels": 16}),
    "conv2d of few": ({"out_channels": 2}, {"out_channels": 1}),
    "conv2d as depthwise": (
        {"out_channels": 16, "groups": 16},
        {"out_channels": 4, "groups": 4},
    ),
    "conv2d in groups": ({"out_channels": 32, "groups": 2}, {"out_channels": 8, "groups": 2}),
    "conv2d over the whole map": (
        {"out_channels": 16, "kernel_size": SIDE, "padding": 0},
        {"out_channels": 4, "kernel_size": SIDE, "padding": 0},
    ),
    "bneck": (
        {"exp_size": 48, "out_channels": 24, "se": True},
        {"exp_size": 12, "out_channels": 6, "se": True, "se_channels": 4},
    ),
    "squeeze_excite": ({}, {"squeeze_channels": 2}),
    "avg_pool over the whole map": ({"kernel_size": SIDE}, {"kernel_size": 3}),
    "max_pool over the whole map": (
        {"kernel_size": SIDE, "stride": SIDE},
        {"kernel_size": 3, "stride": 1},
    ),
    "max_pool": ({"kernel_size": 2, "stride": 2}, {"kernel_size": 2, "stride": 2}),
    "global_avg_pool": ({}, {}),
    "batch_norm": ({}, {}),
}
"""Blocks behind a map of 16 channels and 8×8 pixels, and what they are in small."""


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_in_small(name: str) -> None:
    type, (given, small) = name.split(maxsplit=1)[0], BLOCKS[name]
    own = {"height": SIDE, "width": SIDE}
    on = board(
        node("in", "input", channels=CHANNELS, **own), node("a", type, **given), wires="in a"
    )
    nodes = miniature(read(on).graph, *SMALL).nodes
    expected = read(board(picture(), node("a", type, **small))).graph.nodes["a"].block
    assert nodes["a"].block == expected
    entered = read(board(node("in", "input", channels=4, height=3, width=5))).graph
    assert nodes["in"].block == entered.nodes["in"].block


def test_a_depthwise_convolution_keeps_one_group_at_least() -> None:
    wide = node("in", "input", channels=2, height=SIDE, width=SIDE)
    on = board(wide, node("a", "conv2d", out_channels=2, groups=2), wires="in a")
    assert getattr(miniature(read(on).graph, 1, 3, 3).nodes["a"].block, "groups", None) == 1


def test_what_stands_alone_shrinks_too() -> None:
    on = board(picture(8), node("a", "linear", out_features=80))
    block = miniature(read(on).graph, 4, 3, 3).nodes["a"].block
    assert getattr(block, "out_features", None) == 40
