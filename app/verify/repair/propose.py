"""What each node of a board may stand for: what is right by where it lies, the rest aligned."""

from itertools import chain, takewhile

from app.graph import Graph
from app.verify.form.canonical import is_pixel
from app.verify.form.net import Net
from app.verify.repair import prices
from app.verify.repair.again import drawn_again
from app.verify.repair.align import Choice, Token, align
from app.verify.repair.drawing import Drawing
from app.verify.repair.embed import embed
from app.verify.repair.fitting import exactly, fitting, fragments
from app.verify.repair.fragment import Fragment, whole
from app.verify.repair.piece import Embedding, Piece
from app.verify.repair.plan import Plan
from app.verify.repair.target import Target

MOST_CELLS = 150_000
"""Of a piece so many pairs of nodes and operations are aligned; what is beyond is left over."""


def propose(drawing: Drawing, target: Target) -> dict[str, Choice]:
    """Return what each node stands for: pieces by where they lie, others aligned."""
    chosen: dict[str, Choice] = {}
    taken: set[int] = set()
    pieces = [Piece(drawing, target, ids) for ids in drawing.pieces]
    placed = embed(pieces, taken) if all(piece.lies for piece in pieces) else {}
    if len(placed) == len(pieces):
        for at, place in placed.items():
            chosen.update(_read(pieces[at], place))
        return chosen
    if len(pieces) > 1:
        pieces = [_nearly(drawing, target, ids) for ids in drawing.pieces]
    weight = sum(map(len, drawing.pieces))
    for ids, piece in zip(drawing.pieces, pieces, strict=True):
        if not piece.lies and len(ids) * 3 > weight:
            _lay(drawing, target, ids, chosen, taken)
    rest = [number for number, ids in enumerate(drawing.pieces) if ids[0] not in chosen]
    placed = embed([pieces[number] for number in rest], taken)
    for at, place in placed.items():
        chosen.update(_read(pieces[rest[at]], place))
        taken.update(op for fragment in place.values() for op in fragment.ops)
    for ids in drawing.pieces:
        if ids[0] not in chosen:
            _lay(drawing, target, ids, chosen, taken)
    return chosen


def nearly(drawing: Drawing, target: Target) -> dict[str, Choice] | None:
    """Return what the nodes of a board in one piece stand for if only a few values are wrong."""
    if len(drawing.pieces) != 1:
        return None
    piece = _nearly(drawing, target, drawing.pieces[0])
    place = next(piece.places(1, set()), None)
    return None if place is None else _read(piece, place)


def _nearly(drawing: Drawing, target: Target, ids: list[str]) -> Piece:
    return Piece(drawing, target, ids, lambda id: stands_for(drawing, target, id))


def _read(piece: Piece, place: Embedding) -> dict[str, Choice]:
    """Return what a piece's nodes stand for where it lies."""
    return {**place, **dict.fromkeys(piece.idle, True), **dict.fromkeys(piece.again, False)}


def grown(drawing: Drawing, target: Target) -> dict[str, Choice]:
    """Return what each node stands for by its wires alone, from the largest piece outwards."""
    chosen: dict[str, Choice] = {}
    taken: set[int] = set()
    for number, ids in enumerate(drawing.pieces):
        piece = Piece(drawing, target, ids)
        if number == 0:
            place = piece.grown(lambda id: (one for _, one in stands_for(drawing, target, id)))
            chosen.update(dict.fromkeys(ids, False))
            chosen.update(dict.fromkeys(piece.idle, True))
            chosen.update(place)
            taken.update(op for fragment in place.values() for op in fragment.ops)
        else:
            _lay(drawing, target, ids, chosen, taken)
    return chosen


def _lay(
    drawing: Drawing, target: Target, ids: list[str], chosen: dict[str, Choice], taken: set[int]
) -> None:
    """Align a piece with what of the reference is not taken yet."""
    most = MOST_CELLS // len(target.ops)
    sequences = [sequence[:most] for sequence in drawing.sequences(ids)]
    looked_at = {*chain.from_iterable(sequences)}
    tokens = {id: token(drawing, target, id, taken) for id in ids if id in looked_at}
    best: tuple[float, list[str], list[Choice]] | None = None
    for sequence in sequences:
        price, found = align([tokens[id] for id in sequence], len(target.ops))
        if best is None or price < best[0]:
            best = (price, sequence, found)
    chosen.update(dict.fromkeys(ids, False))
    if best is not None:
        chosen.update(zip(best[1], best[2], strict=True))
        chosen.update(dict.fromkeys(drawn_again(drawing) & {*ids}, False))
        taken.update(op for one in best[2] if isinstance(one, Fragment) for op in one.ops)


def token(drawing: Drawing, target: Target, id: str, taken: set[int]) -> Token:
    """Return a node as the alignment sees it, with what is not taken yet."""
    if id in drawn_again(drawing):
        return Token((), [True] * (len(target.ops) + 1))
    found = stands_for(drawing, target, id)
    if taken:
        found = tuple(one for one in found if taken.isdisjoint(one[1].ops))
    return Token(found, idle_after(drawing, target, id))


def idle_after(drawing: Drawing, target: Target, id: str) -> list[bool] | None:
    """Return behind how many operations a node only hands on what it gets, None if never."""
    if not drawing.may_idle(id):
        return None
    anywhere = not drawing.needs_pixel(id)
    return [True, *(anywhere or is_pixel(op.shape) for op in target.ops)]


def stands_for(drawing: Drawing, target: Target, id: str) -> tuple[tuple[float, Fragment], ...]:
    """Return what a node can stand for, with the price of what it lacks of it."""
    known = drawing.fits.get((target, id))
    if known is None:
        known = drawing.fits[target, id] = _fits(drawing, target, id)
    return known


def right_for(drawing: Drawing, target: Target, id: str) -> list[Fragment]:
    """Return what a node stands for just as it is."""
    cheapest_first = stands_for(drawing, target, id)
    return [one for _, one in takewhile(lambda fit: not fit[0], cheapest_first)]


def _fits(drawing: Drawing, target: Target, id: str) -> tuple[tuple[float, Fragment], ...]:
    kind, block = drawing.kinds[id], drawing.block(id)
    if block is not None:
        asked = exactly(target, block).all or block in drawing.weighed
        return fitting(target, block) if asked else ()
    if kind is None:
        return tuple((prices.REPLACE, fragment) for fragment in whole(target))
    return tuple((prices.STILL_TO_COME, fragment) for fragment in fragments(target, kind))


def standing_for(graph: Graph, net: Net, target: Target) -> Plan:
    """Return what each node of a graph that is the reference's network stands for."""
    partner = dict(zip(net.order, range(len(target.ops)), strict=True))
    own: dict[str, list[int]] = {}
    for index, op in enumerate(net.ops):
        own.setdefault(op.node, []).append(partner[index])
    chosen: dict[str, Choice] = {}
    for id, node in graph.nodes.items():
        ops, block = tuple(own.get(id, ())), node.block
        feeding = target.feeding(ops)
        chosen[id] = Fragment(target, type(block), ops, feeding, block) if ops else True
    return Plan(Drawing(graph), target, chosen)
