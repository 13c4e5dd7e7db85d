"""A student's board after repairs: what stays lies where it lay, what is new near its kin."""

from collections.abc import Mapping
from itertools import count

from app.blocks import Block
from app.graph import Board, Graph
from app.graph.board import ANNOTATIONS, BoardEdge, BoardNode, Position
from app.graph.model import Edge, Node
from app.reference.boards import COLUMN_PX, ROW_PX

Place = tuple[float, float]


def relaid(board: Board, graph: Graph) -> Board:
    """Return a board that shows the graph and is otherwise the student's.

    Positions, labels, notes and whatever editors add to nodes and wires stay with what stays.
    """
    own = {node.id: node for node in board.nodes}
    places = _places(board, graph)
    kept = [
        _kept(node, graph.nodes.get(node.id))
        for node in board.nodes
        if node.type in ANNOTATIONS or node.id in graph.nodes
    ]
    added = [
        BoardNode(
            id=id,
            type=graph.nodes[id].block.info.type,
            position=Position(x=places[id][0], y=places[id][1]),
            data=_data(graph.nodes[id].block),
        )
        for id in graph.order
        if id not in own
    ]
    return board.model_copy(update={"nodes": [*kept, *added], "edges": _edges(board, graph)})


def _kept(node: BoardNode, now: Node | None) -> BoardNode:
    """Return a node as it was, with the block that it has become."""
    if now is None:
        return node
    kind = type(now.block)
    names = kind.model_fields.keys()
    same = node.type == kind.info.type
    before = {name: value for name, value in node.data.items() if name in names} if same else {}
    other = {name: value for name, value in node.data.items() if name == "label"}
    given = now.block.model_dump()
    data = {
        **{name: given[name] for name in before},
        **_data(now.block),
        **other,
    }
    return node.model_copy(update={"type": kind.info.type, "data": data})


def _data(block: Block) -> dict[str, object]:
    return block.model_dump(exclude_defaults=True)


def _edges(board: Board, graph: Graph) -> list[BoardEdge]:
    """Return the graph's wires: as they were where nothing changed, none of them twice."""
    own = {(edge.id, edge.source, edge.target): edge for edge in board.edges}
    ids = {edge.id for edge in board.edges}
    taken: set[str] = set()
    found = []
    for edge in graph.edges:
        known = own.get((edge.id, edge.source, edge.target))
        wire = known if known is not None else _wire(edge, graph)
        if wire.id in taken:
            wire = wire.model_copy(update={"id": _free(wire.id, ids | taken)})
        taken.add(wire.id)
        found.append(wire)
    return found


def _wire(edge: Edge, graph: Graph) -> BoardEdge:
    outputs = graph.nodes[edge.source].block.info.outputs
    handle = edge.out if len(outputs) > 1 else None
    return BoardEdge(
        id=edge.id,
        source=edge.source,
        target=edge.target,
        sourceHandle=handle,
        targetHandle=edge.port,
    )


def _free(id: str, taken: set[str]) -> str:
    return next(name for n in count(2) if (name := f"{id}-{n}") not in taken)


def _places(board: Board, graph: Graph) -> Mapping[str, Place]:
    """Return where each node of the graph lies, the new ones beside what leads to them."""
    origin = {node.id: node for node in board.nodes}
    places = {
        node.id: _absolute(node, origin)
        for node in board.nodes
        if node.id in graph.nodes or node.type in ANNOTATIONS
    }
    cells = {_cell(place) for id, place in places.items() if id in graph.nodes}
    for id in graph.order:
        if id in places:
            continue
        before = [places[e.source] for e in graph.incoming[id] if e.source in places]
        behind = [places[e.target] for e in graph.outgoing[id] if e.target in places]
        place = _between(before, behind)
        while _cell(place) in cells:
            place = (place[0], place[1] + ROW_PX)
        cells.add(_cell(place))
        places[id] = place
    return places


def _absolute(node: BoardNode, nodes: Mapping[str, BoardNode]) -> Place:
    """Return a node's place on the canvas; in a frame, positions count from the frame's corner."""
    frame = nodes.get(node.parentId) if node.parentId else None
    x, y = (frame.position.x, frame.position.y) if frame else (0.0, 0.0)
    return node.position.x + x, node.position.y + y


def _between(before: list[Place], behind: list[Place]) -> Place:
    """Return a place between what leads to a node and what it leads to, or beside one of them."""
    if before and behind:
        (x, y), (u, v) = before[-1], behind[0]
        return (x + u) / 2, (y + v) / 2
    if before:
        return before[-1][0] + COLUMN_PX, before[-1][1]
    if behind:
        return behind[0][0] - COLUMN_PX, behind[0][1]
    return 0.0, 0.0


def _cell(place: Place) -> tuple[int, int]:
    """Return which cell of a grid, one node large, a place lies in."""
    return round(place[0] / COLUMN_PX), round(place[1] / ROW_PX)
