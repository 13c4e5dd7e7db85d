"""Right pieces of a board find room in the reference, all of them and to the letter."""

from collections.abc import Iterator
from functools import partial
from math import prod
from random import Random

import pytest

from app.verify.repair.drawing import Drawing, settled
from app.verify.repair.embed import embed
from app.verify.repair.fragment import Fragment
from app.verify.repair.piece import Embedding, Piece
from app.verify.repair.propose import stands_for
from app.verify.repair.target import prepare
from tests.verify.faults import parameter
from tests.verify.halves import CUTS, Cut, in_pieces, scattered
from tests.verify.mutants import references
from tests.verify.sketch import Sketch
from tests.verify.small import SMALL
from tests.verify.styles import STYLES, drawn

DENSE = ("dense-block", "densenet")
"""References whose layers are all alike, and each wired to all behind it."""


def pieces_of(name: str, cut: Sketch) -> list[Piece]:
    """The pieces of a board, the largest first."""
    drawing = Drawing(settled(cut.graph))
    return [Piece(drawing, prepare(references()[name]), ids) for ids in drawing.pieces]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("cut", [in_pieces, scattered], ids=lambda cut: cut.__name__)
@pytest.mark.parametrize("name", DENSE)
def test_scraps_of_layers_that_are_all_alike_find_room(name: str, cut: Cut, seed: int) -> None:
    random = Random(f"{name}/{seed}")
    board = cut(drawn(references()[name], random.choice(STYLES), random), random)
    pieces = pieces_of(name, board.stirred(random))
    assert len(embed(pieces, set())) == len(pieces)


@pytest.mark.parametrize("name", references())
def test_a_piece_lies_where_its_wires_say(name: str) -> None:
    random = Random(name)
    board = random.choice(CUTS)(drawn(references()[name], random.choice(STYLES), random), random)
    for piece in pieces_of(name, board):
        for place, _ in zip(piece.places(3, set()), range(4), strict=False):
            ops = [op for fragment in place.values() for op in fragment.ops]
            assert len(ops) == len(set(ops))
            for id in piece.standing:
                assert _as_wired(piece, place, id), id


def _as_wired(piece: Piece, place: Embedding, id: str) -> bool:
    """Whether what comes into a node is in its place, or in order where there are many."""
    due = place[id].inputs
    got = [(hop, place[hop.source].given(hop.out)) for hop in piece.into[id]]
    if any(hop.many for hop, _ in got):
        at = [due.index(op) for _, op in got if op in due]
        return len(at) == len(got) and at == sorted(set(at))
    if place[id].commutes:
        return sorted(op for _, op in got) == sorted(set(due) & {op for _, op in got})
    return all(due[hop.port] == op for hop, op in got)


def everywhere(piece: Piece) -> Iterator[Embedding]:
    """Yield every way to lay a piece, found by trying each node in each of its places."""
    ids = list(piece.standing)

    def laid(at: int, place: dict[str, Fragment], used: set[int]) -> Iterator[Embedding]:
        if at == len(ids):
            yield dict(place)
            return
        for fragment in piece.standing[ids[at]].all:
            if used.isdisjoint(fragment.ops):
                more = {**place, ids[at]: fragment}
                yield from laid(at + 1, more, used | set(fragment.ops))

    for place in laid(0, {}, set()):
        if all(_as_wired(piece, place, id) for id in ids):
            yield place


MOST_WAYS = 300
"""A piece with more ways to lay its nodes than this, were it not for its wires, is passed over."""


@pytest.mark.parametrize("name", SMALL)
def test_a_piece_is_laid_wherever_it_can_be(name: str) -> None:
    random = Random(name)
    tried = 0
    for seed in range(12):
        sketch = drawn(references()[name], STYLES[seed % len(STYLES)], random)
        board = CUTS[seed % len(CUTS)](sketch, random).stirred(random)
        for piece in pieces_of(name, board):
            if prod(max(1, len(own.all)) for own in piece.standing.values()) > MOST_WAYS:
                continue
            due = list(everywhere(piece))
            found = list(piece.places(MOST_WAYS, set()))
            tried += len(due)
            assert len(found) == len(due)
            assert all(place in found for place in due)
    assert tried


@pytest.mark.parametrize("name", references())
def test_a_piece_with_a_wrong_value_lies_where_it_lies_but_for_that(name: str) -> None:
    random = Random(f"nearly/{name}")
    target = prepare(references()[name])
    tried = 0
    for _ in range(6):
        sketch = drawn(references()[name], random.choice(STYLES), random)
        fault = parameter(sketch, random)
        if fault is None:
            continue
        drawing = Drawing(settled(fault.sketch.graph))
        ids = drawing.pieces[0]
        piece = Piece(drawing, target, ids, partial(stands_for, drawing, target))
        place = next(piece.places(1, set()), None)
        assert place is not None, fault.name
        ops = [op for fragment in place.values() for op in fragment.ops]
        assert len(ops) == len(set(ops))
        wrong = [id for id, fragment in place.items() if piece.lack(id, fragment)]
        assert piece.price(place) <= fault.price, fault.name
        assert len(wrong) <= 1, fault.name
        tried += 1
    assert tried


def test_a_piece_where_too_much_is_wrong_lies_nowhere() -> None:
    name = "mobilenet-v3-large"
    sketch = drawn(references()[name], STYLES[0], Random(0))
    for id in ("bneck4", "bneck5", "bneck6", "bneck7", "bneck8"):
        sketch = sketch.set(id, kernel_size=11)
    drawing, target = Drawing(settled(sketch.graph)), prepare(references()[name])
    piece = Piece(drawing, target, drawing.pieces[0], partial(stands_for, drawing, target))
    assert next(piece.places(1, set()), None) is None


def test_a_piece_keeps_off_what_is_taken() -> None:
    name = "densenet"
    board = drawn(references()[name], STYLES[0], Random(0))
    (whole,) = pieces_of(name, board)
    assert next(whole.places(1, set()), None) is not None
    assert next(whole.places(1, {0}), None) is None
