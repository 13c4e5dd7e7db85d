"""Boards for the tests of layout: every lab's reference, and each of its composites unfolded.

Run as a module it writes them as JSON; static/src/graph/drawing.test.ts calls it.
"""

import json
import sys
from collections.abc import Iterator

from app.blocks import BLOCK_OF_TYPE
from app.graph import Board
from app.labs import catalog
from app.service.expand import unfolded
from app.web import answers


def boards() -> Iterator[tuple[str, Board]]:
    """Return each lab's reference, and the same with each of its composites unfolded, and with all.

    What is unfolded may hold composites itself; the last board of a lab holds none.
    """
    for slug, lab in catalog().items():
        board = lab.reference.board
        yield slug, board
        for id in _composites(board):
            yield f"{slug}, {id} unfolded", unfolded(board, id)
        while composites := _composites(board):
            board = unfolded(board, composites[0])
        yield f"{slug}, all unfolded", board


def _composites(board: Board) -> list[str]:
    return [
        node.id
        for node in board.nodes
        if node.type in BLOCK_OF_TYPE and BLOCK_OF_TYPE[node.type].info.category == "composite"
    ]


def main() -> None:
    """Write all boards by name, and the ports of all blocks."""
    drawn = {name: board.model_dump(mode="json", exclude_none=True) for name, board in boards()}
    ports = [(block["type"], block["ports"]) for block in answers.blocks()]
    json.dump({"boards": drawn, "ports": ports}, sys.stdout)


if __name__ == "__main__":
    main()
