"""Boards to references, and references to boards."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from app.core.errors import BoardError
from app.graph import Board, Graph, Reading, parse_board, read
from app.graph.board import BoardEdge, BoardNode, Position
from app.reference.table import BadReference

COLUMN_PX, ROW_PX = 256, 128
"""Distance of nodes on a board, in pixels."""

COLUMNS = 4
"""Nodes in a row before the network turns, so that 23 of them fit one screen."""


class _Steps(BaseModel):
    """What a reference's file holds besides its board."""

    model_config = ConfigDict(strict=True)

    steps: dict[str, int]


_STEPS = TypeAdapter(_Steps)


def graph_of(body: bytes, name: str) -> tuple[Graph, dict[str, int]]:
    """Return the graph of a board with a `steps` table beside it, and the step of each node.

    Raises:
        BadReference: Not such a board, its graph has a flaw, or a node has no step.
    """
    try:
        steps = _STEPS.validate_json(body).steps
        reading = read(parse_board(body))
    except (ValidationError, BoardError) as error:
        raise BadReference(f"{name}: {error}") from error
    return drawn(reading, steps, name), steps


def drawn(reading: Reading, steps: Mapping[str, int], name: str) -> Graph:
    """Return the graph of a board, where it has no flaw and each of its nodes is in a step.

    Raises:
        BadReference: Its graph has a flaw, or a node has no step.
    """
    for diagnostic in reading.diagnostics:
        raise BadReference(f"{name}: {diagnostic.message('en')}")
    placed = {id for id, node in reading.graph.nodes.items() if node.block.info.inputs}
    if odd := ", ".join(sorted(placed ^ steps.keys())):
        raise BadReference(f"{name}: steps: not the nodes of the board: {odd}")
    return reading.graph


def board_of(graph: Graph) -> Board:
    """Return a board that shows the graph, in rows from left to right."""
    nodes = [
        BoardNode(
            id=id,
            type=graph.nodes[id].block.info.type,
            position=_position(rank),
            data=graph.nodes[id].block.model_dump(exclude_defaults=True),
        )
        for rank, id in enumerate(graph.order)
    ]
    edges = [
        BoardEdge(
            id=edge.id,
            source=edge.source,
            target=edge.target,
            sourceHandle=edge.out if _has_several_outputs(graph, edge.source) else None,
            targetHandle=edge.port,
        )
        for edge in graph.edges
    ]
    return Board(nodes=nodes, edges=edges)


def _has_several_outputs(graph: Graph, id: str) -> bool:
    node = graph.nodes.get(id)
    return node is not None and len(node.block.info.outputs) > 1


def _position(rank: int) -> Position:
    """Return the place of the rank-th node in rows, which run as text does."""
    row, column = divmod(rank, COLUMNS)
    return Position(x=float(COLUMN_PX * column), y=float(ROW_PX * row))
