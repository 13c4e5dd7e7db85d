"""Unfolding asks the engine one thing: how many channels enter the node."""

from app.engine import propagate
from app.graph import Board, read
from app.graph.unfold import unfold


def unfolded(board: Board, node_id: str, most_new: int | None = None) -> Board:
    """Return the board with one composite unfolded, fitted to the channels that enter it.

    Raises:
        NodeNotFound: The board has no such node.
        NotComposite: The node stands for nothing but itself.
        NotRunnable: Its pieces depend on channels that are not known yet.
        BoardTooLarge: The board would grow beyond what the product follows.
        TooMuchNew: More than `most_new` modules had to be built or run.
    """
    entering = propagate(read(board).graph, most_new).shapes.get(node_id, {}).get("in")
    return unfold(board, node_id, entering[1] if entering else None)
