"""A composite on the board, replaced by the pieces it stands for, one level at a time."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.blocks import BLOCK_OF_TYPE, Block
from app.blocks.base import IN, OUT, Fragment, Piece
from app.core.errors import NodeNotFound, NotComposite, NotRunnable
from app.graph.board import Board, BoardEdge, BoardNode, Position, check_size
from app.graph.read import OWN_KEYS, label_of, read

# Where the pieces stand, in pixels: the editor's sizes, as a test sees to. They go down one column,
# so that the frame is narrow; where two wires meet, the piece steps aside: a shortcut runs past.
PIECE_WIDTH = 168
PIECE_HEIGHT = 72
PITCH_Y = 128
ASIDE = 96
MARGIN = 24
TITLE = 32

MAX_ID = 120
MAX_TITLE = 60


def unfold(board: Board, node_id: str, channels: int | None = None) -> Board:
    """Return the board with one composite unfolded into its pieces.

    A frame takes the node's place and id, and remembers block and parameters, so that it can be
    folded back; the pieces lie in it, positioned relative to it. What entered the node enters every
    piece that takes the composite's input, and what left it leaves the last piece. Nothing else on
    the board changes.

    Args:
        board: The board; it is not changed.
        node_id: The node to unfold.
        channels: Channels that enter the node, as the engine finds them; None where unknown.

    Raises:
        NodeNotFound: The board has no such node.
        NotComposite: The node stands for nothing but itself.
        NotRunnable: Its parameters cannot be read, or its pieces depend on the channels that enter
            and these are not known.
        BoardTooLarge: The board would have more nodes or edges than the product follows.
    """
    node = next((node for node in board.nodes if node.id == node_id), None)
    if node is None:
        raise NodeNotFound(f"The board has no node {node_id!r}.")
    fragment = _pieces(node, channels)
    nodes = _Ids({node.id for node in board.nodes})
    ids = {piece.name: nodes.fresh(f"{node_id}.{piece.name}") for piece in fragment}
    at = board.nodes.index(node)
    inside = [_frame(node, fragment), *_placed(node, fragment, ids)]
    unfolded = board.model_copy(
        update={
            "nodes": [*board.nodes[:at], *inside, *board.nodes[at + 1 :]],
            "edges": list(_edges(board.edges, node_id, fragment, ids)),
        }
    )
    check_size(unfolded)
    return unfolded


class _Ids:
    """Hands out ids that are not taken, each as close to the one asked for as it can be."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def fresh(self, wanted: str) -> str:
        id, count = wanted[-MAX_ID:], 1
        while id in self._taken:
            count += 1
            suffix = f"-{count}"
            id = wanted[-(MAX_ID - len(suffix)) :] + suffix
        self._taken.add(id)
        return id


def _pieces(node: BoardNode, channels: int | None) -> Fragment:
    """Return what the node stands for."""
    if node.type not in BLOCK_OF_TYPE:
        raise NotComposite(f"{node.id!r} is not a block that can be unfolded.")
    block = read(Board(nodes=[node], edges=[])).graph.nodes.get(node.id)
    if block is None:
        raise NotRunnable(f"The parameters of {node.id!r} cannot be read; check the board first.")
    fragment = block.block.unfold(channels)
    if fragment is None:
        raise NotComposite(f"{node.id!r} stands for nothing but itself and cannot be unfolded.")
    if channels is None and _depends_on_channels(block.block):
        raise NotRunnable(f"How many channels enter {node.id!r} is not known; wire it up first.")
    return fragment


def _depends_on_channels(block: Block) -> bool:
    return block.unfold(64) != block.unfold(128)


def _title(node: BoardNode) -> str:
    return label_of(node) or node.id


def _frame(node: BoardNode, fragment: Fragment) -> BoardNode:
    """Return the frame in the node's place."""
    parameters = {key: value for key, value in node.data.items() if key not in OWN_KEYS}
    aside = ASIDE if _has_join(fragment) else 0
    # Editors know a frame's size under React Flow's own keys, which a board carries along.
    return BoardNode.model_validate(
        {
            "id": node.id,
            "type": "frame",
            "position": node.position,
            "data": {"title": _title(node), "block": node.type, "parameters": parameters},
            "width": 2 * MARGIN + aside + PIECE_WIDTH,
            "height": TITLE + 2 * MARGIN + PITCH_Y * (len(fragment) - 1) + PIECE_HEIGHT,
            **({"parentId": node.parentId} if node.parentId else {}),
        }
    )


def _has_join(fragment: Fragment) -> bool:
    return any(len(piece.inputs) > 1 for piece in fragment)


def _placed(node: BoardNode, fragment: Fragment, ids: dict[str, str]) -> Iterator[BoardNode]:
    """Yield the pieces as nodes inside the frame."""
    aside = ASIDE if _has_join(fragment) else 0
    for row, piece in enumerate(fragment):
        x = MARGIN + (0 if len(piece.inputs) > 1 else aside)
        parameters: dict[str, Any] = piece.block.model_dump(exclude_defaults=True)
        yield BoardNode(
            id=ids[piece.name],
            type=piece.block.info.type,
            position=Position(x=x, y=TITLE + MARGIN + PITCH_Y * row),
            data={"label": f"{_title(node)[:MAX_TITLE]} {piece.name}", **parameters},
            parentId=node.id,
        )


def _edges(
    edges: Sequence[BoardEdge], node_id: str, fragment: Fragment, ids: dict[str, str]
) -> Iterator[BoardEdge]:
    """Yield the board's wires in their order, led into and out of the pieces, then the new ones."""
    fresh = _Ids({edge.id for edge in edges}).fresh
    entries = [(piece.name, port) for piece, source, port in _wires(fragment) if source == IN.name]
    for edge in edges:
        leaving = {"source": ids[fragment[-1].name]} if edge.source == node_id else {}
        if edge.target != node_id:
            yield edge.model_copy(update=leaving) if leaving else edge
            continue
        for count, (name, port) in enumerate(entries):
            # A handle that the composite does not have stays as wrong as it was.
            handle = port if edge.targetHandle in (None, "", IN.name) else edge.targetHandle
            entering = {"target": ids[name], "targetHandle": handle}
            if count:
                entering["id"] = fresh(f"{edge.id}.{name}")
            yield edge.model_copy(update={**leaving, **entering})
    for piece, source, port in _wires(fragment):
        if source != IN.name:
            yield BoardEdge(
                id=fresh(f"{node_id}.{source}-{piece.name}"),
                source=ids[source],
                target=ids[piece.name],
                sourceHandle=OUT,
                targetHandle=port,
            )


def _wires(fragment: Fragment) -> Iterator[tuple[Piece, str, str]]:
    """Yield each wire of a fragment: the piece it enters, where it comes from, and the port."""
    for piece in fragment:
        for source, port in zip(piece.inputs, piece.block.info.inputs, strict=True):
            yield piece, source, port.name
