"""Remembers reports: a class verifies the same few graphs over and over, and moves blocks between.

A report depends on the blocks and wires of a board and on nothing else of it. So its key is these,
ids and labels included, because findings point at them; positions and notes are not in it.
"""

from pydantic_core import to_json

from app.graph import Board
from app.service.recent import Recent
from app.verify import Report

REMEMBERED = 512
"""How many reports are kept, the last ones asked for."""

LONGEST = 64 * 1024
"""Longest key whose report is kept, in bytes; a network of 23 blocks has one of 3 kB."""

MOST_DIAGNOSTICS = 64
"""Most diagnostics with which a report is kept; a short board can have thousands."""

Key = tuple[str, bytes]
"""A lab by its name and its reference's digest, and a board by its blocks and wires."""


class Memory:
    """Reports by what they were worked out from."""

    def __init__(self) -> None:
        self._reports: Recent[Key, Report] = Recent(REMEMBERED)
        self.recalled = 0
        """How often a report was remembered."""
        self.missed = 0
        """How often it was not."""

    def recall(self, key: Key) -> Report | None:
        """Return the report that was worked out before, if it is kept."""
        known = self._reports.get(key)
        if known is None:
            self.missed += 1
        else:
            self.recalled += 1
        return known

    def keep(self, key: Key, report: Report) -> None:
        """Keep a report, where it is of a reasonable size.

        Boards that do not run are kept too: a student asks for hints to what is wired so far.
        """
        if len(key[1]) <= LONGEST and len(report.diagnostics) <= MOST_DIAGNOSTICS:
            self._reports.keep(key, report)


def key_of(board: Board) -> bytes:
    """Return the board's blocks and wires as text, which tells 1 from 1.0 and from true."""
    blocks = [(node.id, node.type, node.data) for node in board.blocks]
    wires = [
        (edge.id, edge.source, edge.target, edge.sourceHandle, edge.targetHandle)
        for edge in board.edges
    ]
    return to_json((blocks, wires))
