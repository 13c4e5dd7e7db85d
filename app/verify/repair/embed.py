"""Pieces of the board that are right as they are, and where in the reference they may lie.

A right beginning, drawn in whatever order, is some connected pieces, each of which is a part of the
reference to the letter. Where a piece fits in more than one place, one gives way to another, so
that all find room if they can.
"""

from collections.abc import Mapping, Sequence
from itertools import islice

from app.verify.repair.piece import Embedding, Piece

MOST_PLACES = 128
"""A piece is tried in this many places at most."""

MOST_MOVES = 2_000
"""Pieces give way to each other this often at most."""

DEEPEST = 60
"""A chain of pieces that give way is no longer than this."""


def embed(pieces: Sequence[Piece], taken: set[int]) -> dict[int, Embedding]:
    """Return a place for as many pieces as there can be, none of which is taken or shared.

    Those with the fewest places choose first; a later one may make an earlier one give way.
    """
    options: dict[int, list[Embedding]] = {}
    for number, piece in enumerate(pieces):
        places = islice(piece.places(), MOST_PLACES)
        options[number] = [place for place in places if taken.isdisjoint(_ops(place))]
    placed: dict[int, Embedding] = {}
    owner: dict[int, int] = {}
    left = [MOST_MOVES]
    for number in sorted(options, key=lambda one: (len(options[one]), -len(pieces[one].exact))):
        _place(number, options, placed, owner, set(), left)
    return placed


def _ops(place: Embedding) -> set[int]:
    return {op for fragment in place.values() for op in fragment.ops}


def _place(
    number: int,
    options: Mapping[int, list[Embedding]],
    placed: dict[int, Embedding],
    owner: dict[int, int],
    tried: set[tuple[int, int]],
    left: list[int],
    depth: int = 0,
) -> bool:
    """Find room for a piece, letting others give way (as in Kuhn's matching)."""
    if depth > DEEPEST:
        return False
    for conflicts_allowed in (False, True):
        for at, place in enumerate(options[number]):
            ops = _ops(place)
            others = {owner[op] for op in ops if op in owner}
            if bool(others) is not conflicts_allowed or (number, at) in tried:
                continue
            left[0] -= 1
            if left[0] < 0:
                return False
            tried.add((number, at))
            before = {other: placed[other] for other in others}
            for other in others:
                _lift(other, placed, owner)
            placed[number] = place
            owner.update(dict.fromkeys(ops, number))
            was = dict(placed), dict(owner)
            if all(
                _place(other, options, placed, owner, tried, left, depth + 1) for other in others
            ):
                return True
            placed.clear()
            placed.update(was[0])
            owner.clear()
            owner.update(was[1])
            _lift(number, placed, owner)
            for other, old in before.items():
                placed[other] = old
                owner.update(dict.fromkeys(_ops(old), other))
    return False


def _lift(number: int, placed: dict[int, Embedding], owner: dict[int, int]) -> None:
    for op in _ops(placed.pop(number)):
        if owner.get(op) == number:
            del owner[op]
