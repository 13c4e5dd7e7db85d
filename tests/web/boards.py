"""Boards that the tests of HTTP and of the command line send."""

from itertools import pairwise
from typing import Any

Board = dict[str, Any]


def node(id: str, type: str, **data: object) -> dict[str, Any]:
    """Return one node of a board."""
    return {"id": id, "type": type, "position": {"x": 0, "y": 0}, "data": data}


def chain(*nodes: dict[str, Any]) -> Board:
    """Return the board on which these nodes follow each other."""
    wires = [
        {"id": f"e{index}", "source": source["id"], "target": target["id"]}
        for index, (source, target) in enumerate(pairwise(nodes))
    ]
    return {"version": 1, "nodes": list(nodes), "edges": wires}


def small() -> Board:
    """Return a board that runs: a convolution and a bneck."""
    return chain(
        node("in", "input", height=32, width=32),
        node("c1", "conv2d", out_channels=16, stride=2, norm="batch", activation="hardswish"),
        node("b1", "bneck", exp_size=64, out_channels=24, se=True, stride=2),
    )
