"""Pieces of the board that are right as they are, and where in the reference they may lie.

A right beginning, drawn in whatever order, is some connected pieces, each of which is a part of the
reference to the letter. Where a piece fits in more than one place, one gives way to another, so
that all find room if they can.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from app.verify.repair.drawing import Drawing
from app.verify.repair.fragment import Exact, Fragment, exactly
from app.verify.repair.target import Target

MOST_PLACES = 128
"""A piece is tried in this many places at most."""

MOST_ALIKE = 6
"""So many of these may begin at the same node: branches of an add may be exchanged."""

MOST_STEPS = 12
"""Growing a piece looks at this many fragments for each of its nodes at most."""

MOST_MOVES = 2_000
"""Pieces give way to each other this often at most."""

DEEPEST = 60
"""A chain of pieces that give way is no longer than this."""

NOWHERE = Exact((), {}, {})

Embedding: TypeAlias = Mapping[str, Fragment]


@dataclass(frozen=True, slots=True)
class Hop:
    """A wire between two nodes that stand for something: into the port with this number.

    `out` is the output of the source that it comes from.
    """

    source: str
    target: str
    port: int
    many: bool
    out: str


class Piece:
    """A connected piece: its nodes that stand for something, and the wires between them."""

    def __init__(self, drawing: Drawing, target: Target, ids: Sequence[str]) -> None:
        self.target = target
        self.exact: dict[str, Exact] = {}
        self.idle: list[str] = []
        for id in ids:
            block = drawing.block(id)
            exact = exactly(target, block) if block is not None else NOWHERE
            if not exact.all and drawing.may_idle(id):
                self.idle.append(id)
            else:
                self.exact[id] = exact
        self.hops = list(self._hops(drawing))
        self.beside: dict[str, list[Hop]] = {id: [] for id in self.exact}
        for hop in self.hops:
            self.beside[hop.source].append(hop)
            self.beside[hop.target].append(hop)

    def _hops(self, drawing: Drawing) -> Iterator[Hop]:
        for id in self.exact:
            kind = drawing.kinds[id]
            ports = [port.name for port in kind.info.inputs] if kind else []
            many = kind is not None and any(port.many for port in kind.info.inputs)
            for edge in drawing.ins[id]:
                source, out, seen = edge.source, edge.out, {id}
                while source not in self.exact and source not in seen:
                    seen.add(source)
                    own = drawing.ins[source]
                    if len(own) != 1:
                        break
                    source, out = own[0].source, own[0].out
                if source in self.exact:
                    port = ports.index(edge.port) if edge.port in ports else 0
                    yield Hop(source, id, port, many, out)

    def places(self, free: set[int] | None = None) -> Iterator[Embedding]:
        """Yield where the piece lies in the reference to the letter, the earliest place first."""
        if not self.exact:
            yield {}
            return
        if not self.may_be_right:
            return
        anchor = min(self.exact, key=lambda id: (len(self.exact[id].all), -len(self.beside[id])))
        order = self._order(anchor)
        for first in self.exact[anchor].all:
            left = [MOST_STEPS * len(self.exact)]
            yield from islice(
                self._grown(order, 0, {anchor: first}, set(first.ops), left), MOST_ALIKE
            )

    @property
    def may_be_right(self) -> bool:
        """Whether each node by itself stands for something just as it is."""
        return all(exact.all for exact in self.exact.values())

    def grown(self) -> Embedding:
        """Return where as much of the piece lies as can be reached from one node along its wires.

        What is not right by itself, or not where its wires say, is left out.
        """
        known = [id for id, exact in self.exact.items() if exact.all]
        if not known:
            return {}
        anchor = min(known, key=lambda id: (len(self.exact[id].all), -len(self.beside[id])))
        placed = {anchor: self.exact[anchor].all[0]}
        used = set(placed[anchor].ops)
        for _ in range(2):  # What waits for its other neighbour finds it in the second round.
            for id in self._order(anchor):
                if id in placed:
                    continue
                for fragment in self._next_to(id, placed):
                    if used.isdisjoint(fragment.ops) and self._fits(id, fragment, placed):
                        placed[id] = fragment
                        used.update(fragment.ops)
                        break
        return placed

    def _order(self, anchor: str) -> list[str]:
        order, seen = [anchor], {anchor}
        for id in order:
            for hop in self.beside[id]:
                for other in (hop.source, hop.target):
                    if other not in seen:
                        seen.add(other)
                        order.append(other)
        # Nodes joined only through what hands a tensor on have no hop: they come last.
        return order + [id for id in self.exact if id not in seen]

    def _grown(
        self,
        order: list[str],
        at: int,
        placed: dict[str, Fragment],
        used: set[int],
        left: list[int],
    ) -> Iterator[Embedding]:
        """Yield the ways to place the nodes from number `at` on; iterative in the plain case."""
        if at == 0 and not self._fits(order[0], placed[order[0]], placed):
            return
        stack: list[Iterator[Fragment]] = []
        names = order[1:]
        if not names:
            yield dict(placed)
            return
        stack.append(iter(self._next_to(names[0], placed)))
        while stack:
            id = names[len(stack) - 1]
            if id in placed:
                used.difference_update(placed.pop(id).ops)
            for fragment in stack[-1]:
                left[0] -= 1
                if left[0] < 0:
                    return
                if used.isdisjoint(fragment.ops) and self._fits(id, fragment, placed):
                    placed[id] = fragment
                    used.update(fragment.ops)
                    break
            else:
                stack.pop()
                continue
            if len(stack) == len(names):
                yield dict(placed)
            else:
                stack.append(iter(self._next_to(names[len(stack)], placed)))

    def _next_to(self, id: str, placed: Mapping[str, Fragment]) -> Sequence[Fragment]:
        """Return what a node may stand for beside one that is placed."""
        for hop in self.beside[id]:
            if hop.target == id and hop.source in placed:
                return self.exact[id].behind.get(placed[hop.source].given(hop.out), ())
            if hop.source == id and hop.target in placed:
                inputs = placed[hop.target].inputs
                before = self.exact[id].before
                return [fragment for source in inputs for fragment in before.get(source, ())]
        return self.exact[id].all

    def _fits(self, id: str, fragment: Fragment, placed: Mapping[str, Fragment]) -> bool:
        """Whether a node's wires to those that are placed lie as in the reference."""
        for hop in self.beside[id]:
            giver = fragment if hop.source == id else placed.get(hop.source)
            taker = fragment if hop.target == id else placed.get(hop.target)
            if giver is None or taker is None:
                continue
            if hop.many or self._commutes(taker):
                if giver.given(hop.out) not in taker.inputs:
                    return False
            elif taker.inputs[hop.port : hop.port + 1] != (giver.given(hop.out),):
                return False
        into = [hop for hop in self.beside[id] if hop.target == id]
        if len(into) > len(fragment.inputs):
            return False
        known = [placed[hop.source].given(hop.out) for hop in into if hop.source in placed]
        if into and into[0].many:
            places = [fragment.inputs.index(output) for output in known]
            return places == sorted(set(places))
        return len(known) == len(set(known)) or not self._commutes(fragment)

    def _commutes(self, fragment: Fragment) -> bool:
        return len(fragment.ops) == 1 and self.target.ops[fragment.ops[0]].commutes


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
