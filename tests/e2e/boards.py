"""Boards to open in the browser, and the links and files that carry them."""

import json
import zlib
from base64 import urlsafe_b64encode
from copy import deepcopy
from typing import Any

from app.labs import get_lab
from app.service import unfolded as unfold

LARGE = "mobilenet-v3-large"

Board = dict[str, Any]


def reference(lab: str = LARGE) -> Board:
    """The lab's solution, as `bneck-lab reference` writes it."""
    board: Board = get_lab(lab).reference.board.model_dump(mode="json", exclude_none=True)
    return board


def changed(board: Board, node: str, **data: object) -> Board:
    """The board with other parameters at one node."""
    copy = deepcopy(board)
    next(each for each in copy["nodes"] if each["id"] == node)["data"].update(data)
    return copy


def without(board: Board, node: str) -> Board:
    """The board with a node of a chain left out, and its neighbours wired."""
    copy = deepcopy(board)
    before = [edge["source"] for edge in copy["edges"] if edge["target"] == node]
    copy["nodes"] = [each for each in copy["nodes"] if each["id"] != node]
    copy["edges"] = [
        {**edge, "source": before[0]} if edge["source"] == node else edge
        for edge in copy["edges"]
        if edge["target"] != node
    ]
    return copy


def between(board: Board, source: str, target: str, node: dict[str, Any]) -> Board:
    """The board with one more node on the wire from source to target."""
    copy = deepcopy(board)
    copy["nodes"].append({"position": {"x": 0, "y": -160}, **node})
    wire = next(e for e in copy["edges"] if (e["source"], e["target"]) == (source, target))
    wire["source"] = node["id"]
    copy["edges"].append({"id": f"{source}-{node['id']}", "source": source, "target": node["id"]})
    return copy


def chain(count: int) -> Board:
    """A board of that many blocks in rows: an input, then 1×1 convolutions of 8 channels."""
    row = 25
    nodes: list[dict[str, Any]] = [
        {
            "id": f"n{index}",
            "type": "conv2d",
            "position": {"x": 232 * (index % row), "y": 120 * (index // row)},
            "data": {"out_channels": 8, "kernel_size": 1},
        }
        for index in range(count)
    ]
    nodes[0] |= {"type": "input", "data": {}}
    edges = [
        {"id": f"e{index}", "source": f"n{index - 1}", "target": f"n{index}"}
        for index in range(1, count)
    ]
    return {"version": 1, "nodes": nodes, "edges": edges}


def unfolded(lab: str = LARGE) -> Board:
    """The lab's solution with every bneck unfolded into its layers."""
    board = get_lab(lab).reference.board
    for node in board.nodes:
        if node.type == "bneck":
            board = unfold(board, node.id)
    whole: Board = board.model_dump(mode="json", exclude_none=True)
    return whole


def fragment(board: Board) -> str:
    """The part of a link that carries the board: JSON, deflated, in base64url."""
    squeeze = zlib.compressobj(wbits=-15)
    packed = squeeze.compress(json.dumps(board).encode()) + squeeze.flush()
    return "#board=" + urlsafe_b64encode(packed).decode().rstrip("=")


def network(board: Board) -> Board:
    """What of a board is the network: no positions, and no order of nodes or wires."""
    kinds = {"note", "frame"}
    return {
        "nodes": {
            node["id"]: (node["type"], node["data"])
            for node in board["nodes"]
            if node["type"] not in kinds
        },
        "edges": {
            (
                edge["source"],
                edge.get("sourceHandle"),
                edge["target"],
                edge.get("targetHandle"),
            )
            for edge in board["edges"]
        },
    }
