"""What the questions of each client have cost: how hard a board is, nobody knows beforehand.

Whoever had long ones worked out lately is likely to ask the like again.
"""

from collections.abc import Callable
from math import exp2
from time import monotonic

from app.service.recent import Recent

LONG = 0.1
"""Seconds of CPU time from which a question is long: some ten boards of a class."""

HALF = 60.0
"""Seconds in which what a question has cost counts half as much."""

REMEMBERED = 20_000
"""How many clients are kept, the last ones that asked; a forgotten one has asked nothing yet."""


class Costs:
    """The longest that each client's questions have taken, with time counting less and less."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._kept: Recent[str, tuple[float, float]] = Recent(REMEMBERED)

    def __len__(self) -> int:
        """How many clients are kept."""
        return len(self._kept)

    def note(self, asker: str, seconds: float) -> None:
        """Remember what a question has cost."""
        self._kept.keep(asker, (max(seconds, self._lately(asker)), self._clock()))

    def knows(self, asker: str) -> bool:
        """Whether a client has had a question worked out."""
        return asker in self._kept

    def long(self, asker: str) -> bool:
        """Whether a client's questions are long."""
        return self._lately(asker) >= LONG

    def _lately(self, asker: str) -> float:
        seconds, at = self._kept.get(asker) or (0.0, 0.0)
        return seconds * exp2((at - self._clock()) / HALF)
