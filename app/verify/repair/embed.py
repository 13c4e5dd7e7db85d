"""Pieces of the board, and where in the reference they may lie side by side.

A right beginning, drawn in whatever order, is some connected pieces, each of which is a part of the
reference to the letter; one with a wrong value is so but for that. Where a piece fits in more than
one place, one gives way to another, so that all find room if they can: first where the least is
wrong.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby, islice

from app.verify.repair.piece import Embedding, Piece
from app.verify.repair.prices import HALF

MOST_PLACES = 128
"""A piece is tried in this many places at most."""

MOST_ALIKE = 6
"""So many of these may begin at the same node."""

MOST_MOVES = 2_000
"""Pieces give way to each other this often at most."""

MOST_ORDERS = 6
"""Pieces that found no room begin in another try, so often at most."""

ANEW = 20
"""To lay a piece anew around the others counts as so many moves, and as many as it has nodes."""

DEEPEST = 60
"""A chain of pieces that give way is no longer than this."""


def embed(pieces: Sequence[Piece], taken: set[int]) -> dict[int, Embedding]:
    """Return a place for as many pieces as there can be, none of which is taken or shared.

    Those with the fewest places choose first; a later one may make an earlier one give way. Where
    all pieces have a place, but not side by side, those that found none begin, and each may be laid
    anew around the others.
    """
    options = [
        sorted(islice(piece.places(MOST_ALIKE, taken), MOST_PLACES), key=piece.price)
        for piece in pieces
    ]
    sizes = [(len(own), -len(piece.standing)) for own, piece in zip(options, pieces, strict=True)]
    order = sorted(range(len(pieces)), key=sizes.__getitem__)
    best = room = Room(pieces, options, taken)
    room.fill(order)
    for _ in range(MOST_ORDERS):
        out = [number for number in order if number not in room.placed]
        if not out or not all(options):
            break
        order = [*out, *(number for number in order if number in room.placed)]
        room = Room(pieces, options, taken, anew=True)
        room.fill(order)
        best = max(best, room, key=lambda one: len(one.placed))
    return best.placed


def _ops(place: Embedding) -> set[int]:
    return {op for fragment in place.values() for op in fragment.ops}


@dataclass
class Room:
    """The pieces that have found a place, and whose each operation is then."""

    pieces: Sequence[Piece]
    options: Sequence[Sequence[Embedding]]
    taken: Set[int]
    anew: bool = False
    left: int = MOST_MOVES
    placed: dict[int, Embedding] = field(default_factory=dict)
    owner: dict[int, int] = field(default_factory=dict)

    def fill(self, order: Sequence[int]) -> None:
        """Find room for one piece after the other."""
        for number in order:
            self._place(number, set(), 0)

    def _place(self, number: int, tried: set[tuple[int, int]], depth: int) -> bool:
        """Find room for a piece, letting others give way (as in Kuhn's matching)."""
        if depth > DEEPEST:
            return False
        piece, options = self.pieces[number], self.options[number]
        for price, alike in groupby(range(len(options)), lambda at: piece.price(options[at])):
            places = list(alike)
            # Only what is right as far as it goes is laid anew: it is soon seen where it does not.
            if self._free(number, places) or (price < HALF and self._around(number)):
                return True
            if self._others_give_way(number, places, tried, depth):
                return True
        return False

    def _free(self, number: int, places: Sequence[int]) -> bool:
        """Put a piece where nothing is."""
        for at in places:
            place = self.options[number][at]
            if self.owner.keys().isdisjoint(_ops(place)):
                self._put(number, place)
                return True
        return False

    def _around(self, number: int) -> bool:
        """Lay a piece anew around the others."""
        if not self.anew or self.left <= 0:
            return False
        piece = self.pieces[number]
        self.left -= max(ANEW, len(piece.standing))
        around = next(piece.places(1, self.taken | self.owner.keys(), HALF), None)
        if around is None:
            return False
        self._put(number, around)
        return True

    def _others_give_way(
        self, number: int, places: Sequence[int], tried: set[tuple[int, int]], depth: int
    ) -> bool:
        """Put a piece where others are that find room elsewhere."""
        for at in places:
            if (number, at) in tried:
                continue
            self.left -= 1
            if self.left < 0:
                return False
            tried.add((number, at))
            place = self.options[number][at]
            others = {self.owner[op] for op in _ops(place) if op in self.owner}
            was = dict(self.placed), dict(self.owner)
            for other in others:
                self._lift(other)
            self._put(number, place)
            if all(self._place(other, tried, depth + 1) for other in others):
                return True
            self.placed, self.owner = was
        return False

    def _put(self, number: int, place: Embedding) -> None:
        self.placed[number] = place
        self.owner.update(dict.fromkeys(_ops(place), number))

    def _lift(self, number: int) -> None:
        for op in _ops(self.placed.pop(number)):
            del self.owner[op]
