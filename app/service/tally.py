"""Attempts where they are counted, on a server that keeps no list of students.

A sitting is one student's work on one board. How many attempts it has had is a token that goes
out with each answer of Verify and comes back with the next question; the page keeps it with the
board, so that a reload counts on. Nobody can change the count. An older token is of no use while
this process remembers the sitting; whoever throws the token away begins another sitting, and that
shows in the hand-in: its `began` is later.
"""

from hashlib import blake2b
from secrets import token_hex
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json

from app.core.errors import HandedIn, NoAttemptsLeft
from app.graph import Board
from app.graph.read import OWN_KEYS
from app.service.recent import Recent

REMEMBERED = 20_000
"""How many sittings a process remembers, the last ones that asked."""


class Tally(BaseModel):
    """One sitting: how many attempts it has had, and what the last one was about.

    `under` is the link's id, or the lab and mode where there is none. Times are in seconds since
    1970. `passed` is the attempt that was right, `ended` when it was handed in.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    sitting: str
    under: str
    began: int
    count: Annotated[int, Field(ge=0)] = 0
    of: str | None = None
    passed: int | None = None
    ended: int | None = None


class Sittings:
    """The furthest tally of each sitting that this process has seen."""

    def __init__(self) -> None:
        self._known: Recent[str, Tally] = Recent(REMEMBERED)

    def latest(self, told: Tally | None, under: str, now: float) -> Tally:
        """Return how a sitting stands: as its token says, or further, where that is an old one.

        A token of another link, or none, begins a sitting.
        """
        if told is None or told.under != under:
            return Tally(sitting=token_hex(8), under=under, began=int(now))
        known = self._known.get(told.sitting)
        return known if known is not None and _further(known, told) else told

    def keep(self, tally: Tally) -> None:
        """Remember how a sitting stands."""
        self._known.keep(tally.sitting, tally)

    def take_back(self, tally: Tally, before: Tally) -> None:
        """Forget an attempt that had no answer, unless another one was counted since."""
        if self._known.get(tally.sitting) == tally:
            self._known.keep(tally.sitting, before)


def _further(known: Tally, told: Tally) -> bool:
    return (known.ended is not None, known.count) > (told.ended is not None, told.count)


def attempt(tally: Tally, board: Board, limit: int | None) -> Tally:
    """Return the tally with an attempt at this board; the same board again is no other attempt.

    Raises:
        HandedIn: The sitting has ended.
        NoAttemptsLeft: It has had all its attempts.
    """
    if tally.ended is not None:
        raise HandedIn("This work was handed in.")
    content = content_of(board)
    if content == tally.of:
        return tally
    if limit is not None and tally.count >= limit:
        raise NoAttemptsLeft("There are no attempts left.")
    return tally.model_copy(update={"count": tally.count + 1, "of": content})


def content_of(board: Board) -> str:
    """Return a digest of what a board computes: no names, places or notes."""
    blocks = [
        (node.id, node.type, {key: one for key, one in node.data.items() if key not in OWN_KEYS})
        for node in board.blocks
    ]
    wires = [
        (edge.source, edge.target, edge.sourceHandle, edge.targetHandle) for edge in board.edges
    ]
    return blake2b(to_json((blocks, wires)), digest_size=8).hexdigest()
