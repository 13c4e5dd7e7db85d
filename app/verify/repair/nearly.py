"""A connected piece with a few wrong values, and where in the reference it lies but for these.

On a board in many pieces, where a piece belongs is said by its wires and by most of its nodes, not
by the one that is wrong. Laid among the others, it neither takes their places nor loses its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from math import inf

from app.verify.repair.drawing import Drawing
from app.verify.repair.fitting import Standing
from app.verify.repair.fragment import Fragment
from app.verify.repair.piece import NOWHERE, Embedding, Piece, Steps
from app.verify.repair.prices import HALF
from app.verify.repair.target import Target

SPARE = (HALF, 1.2, 2.4, 3.6)
"""So much its nodes may lack: where it lies with less, no place is looked for with more."""


class Nearly(Piece):
    """A piece that lies nowhere to the letter."""

    def __init__(
        self,
        drawing: Drawing,
        target: Target,
        ids: Sequence[str],
        fitting: Callable[[str], tuple[tuple[float, Fragment], ...]],
    ) -> None:
        """Let each node stand for all that is fitting, which is told with what it lacks of it."""
        super().__init__(drawing, target, ids)
        self._lacks: dict[str, Mapping[Fragment, float]] = {}
        right: dict[str, list[Fragment]] = {}
        for id in self.exact:
            self.exact[id], lacks = _standing(fitting(id))
            self._lacks[id] = lacks
            right[id] = [one for one in self.exact[id].all if lacks[one] < HALF]
        self._begin = min(
            right, key=lambda id: (not right[id], len(right[id]), -len(self.beside[id])), default=""
        )
        self._firsts = right.get(self._begin) or self.exact.get(self._begin, NOWHERE).all
        self._least = sum(min(own.values(), default=0.0) for own in self._lacks.values())

    def lack(self, id: str, fragment: Fragment) -> float:
        """Return what a node lacks of what it stands for."""
        return self._lacks[id][fragment]

    def places(self, alike: int, taken: Set[int], most: float = inf) -> Iterator[Embedding]:
        """Yield where the piece lies with the least that is wrong."""
        if not self.may_be_right:
            return
        steps = Steps()
        for spare in SPARE:
            found = False
            if self._least <= spare <= most:
                for place in self._from(self._begin, self._firsts, alike, taken, steps, spare):
                    found = True
                    yield place
            if found:
                return


@lru_cache(maxsize=1024)
def _standing(
    found: tuple[tuple[float, Fragment], ...],
) -> tuple[Standing, Mapping[Fragment, float]]:
    """Return what a node may stand for, the least that is wrong first, and what it lacks of each.

    Equal blocks may stand for the same, on this board and on the next one.
    """
    ordered = sorted(found, key=lambda one: (one[0], one[1].first))
    lacks = {fragment: price for price, fragment in ordered}
    return Standing.of(lacks), lacks
