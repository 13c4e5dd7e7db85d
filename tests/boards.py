"""Boards for tests, a line each."""

import itertools

from app.graph import Board, Graph, Reading, read
from app.graph.board import BoardEdge, BoardNode

Parameter = object


def node(id: str, type: str, /, **data: Parameter) -> BoardNode:
    """One node of a board; `data` are its parameters and its label."""
    return BoardNode(id=id, type=type, data=data)


def picture(channels: int = 3, side: int = 8) -> BoardNode:
    """The input node `in`."""
    return node("in", "input", channels=channels, height=side, width=side)


def board(*nodes: BoardNode, wires: str = "") -> Board:
    """A board; `wires` lists paths of ids, as in `in a b sum.a, a sum.b`."""
    edges: list[BoardEdge] = []
    for path in wires.split(","):
        stops = path.split()
        for start, end in itertools.pairwise(stops):
            target, _, port = end.partition(".")
            edges.append(
                BoardEdge(
                    id=f"e{len(edges) + 1}",
                    source=start.partition(".")[0],
                    target=target,
                    targetHandle=port or None,
                )
            )
    return Board(nodes=list(nodes), edges=edges)


def chain(*nodes: BoardNode) -> Board:
    """A board whose nodes are wired one after the other."""
    return board(*nodes, wires=" ".join(node.id for node in nodes))


def graph(of: Board) -> Graph:
    """The graph on a board that reads without a complaint."""
    reading: Reading = read(of)
    assert not reading.diagnostics, [d.message("en") for d in reading.diagnostics]
    return reading.graph
