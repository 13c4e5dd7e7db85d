"""The ladder of hints is climbed rung by rung: a new one after an edit, or after time to think.

Kept for each sitting, or for each browser where attempts are not counted. Whoever is neither, as a
program without cookies, is given what it asks for: nothing that a mode withholds is on any rung.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from time import monotonic

from app.service.recent import Recent

PAUSE = 10.0
"""Seconds from one rung to the next on the same board: to read a hint and look at the canvas."""

REMEMBERED = 20_000
"""Of so many findings it is kept how far somebody has come, the last ones asked about."""


@dataclass(frozen=True, slots=True)
class Rung:
    """The deepest level that was given, of which board, and when."""

    level: int
    board: str
    at: float


class Ladder:
    """How far everybody has climbed at each finding."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._reached: Recent[tuple[str, str], Rung] = Recent(REMEMBERED)

    def climb(self, who: str, finding: str, board: str, level: int) -> tuple[int, int]:
        """Return the level that may be given now, and the seconds until there is a deeper one.

        Args:
            who: Whose ladder it is.
            finding: The finding's id, the same as long as the same thing is amiss.
            board: A digest of what the board computes.
            level: The level that is asked for; 0, the finding's own message, is always given.
        """
        now = self._clock()
        rung = self._reached.get((who, finding))
        if level <= (rung.level if rung else 0):
            return level, self._wait(rung, board, now)
        if rung is not None and (wait := self._wait(rung, board, now)):
            return rung.level, wait
        rung = Rung((rung.level if rung else 0) + 1, board, now)
        self._reached.keep((who, finding), rung)
        return rung.level, self._wait(rung, board, now)

    def _wait(self, rung: Rung | None, board: str, now: float) -> int:
        if rung is None or rung.board != board:
            return 0
        return max(0, ceil(rung.at + PAUSE - now))
