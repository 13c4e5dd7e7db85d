"""A connected piece of the board, and where in the reference it lies: to the letter, or nearly.

On a board in many pieces, where one with a wrong value belongs is said by its wires and by most of
its nodes, not by the one that is wrong. Laid among the others, it neither takes their places nor
loses its own.

The piece grows from its rarest node along its wires; next is always the node that has the fewest
places left beside those that are placed, so that a chain follows without a choice and branches are
told apart by what joins them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from math import inf
from typing import NamedTuple, TypeAlias

from app.verify.repair.again import drawn_again
from app.verify.repair.drawing import Drawing
from app.verify.repair.fitting import Standing, exactly, nearly
from app.verify.repair.fragment import Fragment
from app.verify.repair.prices import HALF
from app.verify.repair.target import Target

MOST_STEPS = 3_000
"""Growing a piece from one place of its first node looks at this many fragments at most."""

MOST_IN_ALL = 12_000
"""Growing it from all places of its first node looks at this many."""

SPARE = (HALF, 1.2, 2.4, 3.6)
"""So much its nodes may lack, if any: where it lies with less, no place is looked for with more."""

NOWHERE = Standing.of({})

Embedding: TypeAlias = Mapping[str, Fragment]


class Hop(NamedTuple):
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

    def __init__(
        self,
        drawing: Drawing,
        target: Target,
        ids: Sequence[str],
        fits: Callable[[str], tuple[tuple[float, Fragment], ...]] | None = None,
    ) -> None:
        """Let each node stand for what it is just as it is, or for all that it fits."""
        self.target = target
        self.standing: dict[str, Standing] = {}
        self.idle: list[str] = []
        again = drawn_again(drawing)
        self.again = [id for id in ids if id in again]
        for id in ids:
            if id in again:
                continue
            block = drawing.block(id)
            exact = exactly(target, block) if block is not None else NOWHERE
            if not exact.all and drawing.may_idle(id):
                self.idle.append(id)
            else:
                self.standing[id] = nearly(fits(id)) if fits else exact
        self.into: dict[str, list[Hop]] = {id: [] for id in self.standing}
        self.beside: dict[str, list[Hop]] = {id: [] for id in self.standing}
        for hop in self._hops(drawing):
            self.into[hop.target].append(hop)
            self.beside[hop.source].append(hop)
            self.beside[hop.target].append(hop)
        self._spares = SPARE if fits else (0.0,)
        self._begin = min(self.standing, key=self._choices, default="")
        first = self.standing.get(self._begin, NOWHERE)
        self._firsts = first.right or first.all
        self._least = sum(next(iter(own.lacks.values()), inf) for own in self.standing.values())

    def _choices(self, id: str) -> tuple[bool, int, int]:
        """Return in how many places a node is right, as what is laid first is to be in few."""
        right = self.standing[id].right
        return not right, len(right), -len(self.beside[id])

    def _hops(self, drawing: Drawing) -> Iterator[Hop]:
        for id in self.standing:
            kind = drawing.kinds[id]
            ports = [port.name for port in kind.info.inputs] if kind else []
            many = kind is not None and kind.info.many
            for edge in drawing.ins[id]:
                source, out, seen = edge.source, edge.out, {id}
                while source not in self.standing and source not in seen:
                    seen.add(source)
                    own = drawing.ins[source]
                    if len(own) != 1:
                        break
                    source, out = own[0].source, own[0].out
                if source in self.standing:
                    port = ports.index(edge.port) if edge.port in ports else 0
                    yield Hop(source, id, port, many, out)

    def lack(self, id: str, fragment: Fragment) -> float:
        """Return what a node lacks of what it stands for."""
        return self.standing[id].lacks[fragment]

    def price(self, place: Embedding) -> float:
        """Return what the nodes of the piece lack where it lies."""
        return sum(self.lack(id, fragment) for id, fragment in place.items())

    @cached_property
    def lies(self) -> bool:
        """Whether it lies anywhere in the reference."""
        return next(self.places(1, set()), None) is not None

    def places(self, alike: int, taken: Set[int], most: float = inf) -> Iterator[Embedding]:
        """Yield where the piece lies with the least that is wrong, the earliest place first.

        It keeps off what is taken, and lacks no more than `most`. So many places may begin at the
        same node: branches of an add may be exchanged, and more.
        """
        if not self.standing:
            yield {}
            return
        found, left = False, MOST_IN_ALL
        for spare in self._spares:
            for first in self._firsts if self._least <= spare <= most else ():
                if left <= 0:
                    return
                steps = min(left, MOST_STEPS)
                growth = Growth(self, steps, set(taken), spare)
                for place in islice(growth.from_(self._begin, first), alike):
                    found = True
                    yield place
                left -= steps - growth.left
            if found:
                return

    def grown(self, fitting: Callable[[str], Iterable[Fragment]]) -> Embedding:
        """Return where as much of the piece lies as can be reached from one node along its wires.

        A node that is not right by itself stands for what its wires say of all that is fitting,
        the cheapest first; what is not where its wires say is left out.
        """
        if not self._firsts:
            return {}
        placed = {self._begin: self._firsts[0]}
        used = set(self._firsts[0].ops)
        # What waits for its other neighbour finds it in the second round.
        for last in (False, True):
            for id in self._order():
                if id in placed:
                    continue
                joined = any(one in placed for one in self.neighbours(id))
                if not joined and not last:
                    continue
                for fragment in chain(self.next_to(id, placed), fitting(id) if joined else ()):
                    if used.isdisjoint(fragment.ops) and self.fits(id, fragment, placed):
                        placed[id] = fragment
                        used.update(fragment.ops)
                        break
        return placed

    def _order(self) -> list[str]:
        order, seen = [self._begin], {self._begin}
        for id in order:
            for other in self.neighbours(id):
                if other not in seen:
                    seen.add(other)
                    order.append(other)
        return order + [id for id in self.standing if id not in seen]

    def neighbours(self, id: str) -> Iterator[str]:
        """Yield the nodes at the other ends of a node's wires."""
        for hop in self.beside[id]:
            yield hop.target if hop.source == id else hop.source

    def next_to(self, id: str, placed: Embedding) -> Sequence[Fragment]:
        """Return what a node may stand for beside one that is placed."""
        for hop in self.beside[id]:
            if hop.target == id and hop.source in placed:
                return self.standing[id].behind.get(placed[hop.source].given(hop.out), ())
            if hop.source == id and hop.target in placed:
                inputs = placed[hop.target].inputs
                before = self.standing[id].before
                return [fragment for source in inputs for fragment in before.get(source, ())]
        return self.standing[id].all

    def fits(self, id: str, fragment: Fragment, placed: Embedding) -> bool:
        """Whether a node's wires to those that are placed lie as in the reference."""
        for hop in self.beside[id]:
            giver = fragment if hop.source == id else placed.get(hop.source)
            taker = fragment if hop.target == id else placed.get(hop.target)
            if giver is None or taker is None:
                continue
            if hop.many or taker.commutes:
                if giver.given(hop.out) not in taker.inputs:
                    return False
            elif taker.inputs[hop.port : hop.port + 1] != (giver.given(hop.out),):
                return False
            if hop.source == id and not self._in_order(hop.target, taker, placed, id, fragment):
                return False
        into = len(self.into[id])
        return into <= len(fragment.inputs) and self._in_order(id, fragment, placed, id, fragment)

    def _in_order(
        self, taker: str, taking: Fragment, placed: Embedding, id: str, fragment: Fragment
    ) -> bool:
        """Whether what is known to come into a node comes once, and a concat's parts in order."""
        into = self.into[taker]
        if len(into) < 2:
            return True
        givers = [(fragment if hop.source == id else placed.get(hop.source), hop) for hop in into]
        known = [giver.given(hop.out) for giver, hop in givers if giver is not None]
        if into[0].many:
            places = [taking.inputs.index(one) for one in known if one in taking.inputs]
            return places == sorted(set(places))
        return len(known) == len(set(known)) or not taking.commutes


@dataclass
class Growth:
    """A piece as it is laid into the reference.

    `left` is how much may still be looked at, `used` the operations that are taken already, `spare`
    how much its nodes may still lack.
    """

    piece: Piece
    left: int
    used: set[int]
    spare: float = 0.0
    placed: dict[str, Fragment] = field(default_factory=dict)
    open: dict[str, Sequence[Fragment]] = field(default_factory=dict)

    def from_(self, anchor: str, first: Fragment) -> Iterator[Embedding]:
        """Yield the ways to place all nodes, where the first one stands for this."""
        self.open = {anchor: [first]}
        stack: list[tuple[str, Iterator[Fragment], dict[str, Sequence[Fragment]]]] = []
        stack.append(self._next())
        while stack:
            id, candidates, before = stack[-1]
            if id in self.placed:
                self._lift(id)
                self.open = before
            if not any(self._put(id, fragment) for fragment in candidates):
                stack.pop()
            elif len(self.placed) == len(self.piece.standing):
                yield dict(self.placed)
            else:
                stack.append(self._next())
            if self.left < 0:
                return

    def _next(self) -> tuple[str, Iterator[Fragment], dict[str, Sequence[Fragment]]]:
        """Return the node with the fewest places left, these, and what is open at the time."""
        # Nodes joined only through what hands a tensor on have no hop: they come last.
        rest = self.open or {
            id: own.all for id, own in self.piece.standing.items() if id not in self.placed
        }
        id = min(rest, key=lambda one: len(rest[one]))
        return id, iter(rest[id]), self.open

    def _put(self, id: str, fragment: Fragment) -> bool:
        """Place a node, unless it or one beside it then has no place."""
        self.left -= 1
        piece = self.piece
        if not self._free(id, fragment) or not piece.fits(id, fragment, self.placed):
            return False
        self.placed[id] = fragment
        self.used.update(fragment.ops)
        self.spare -= piece.lack(id, fragment)
        beside = dict.fromkeys(piece.neighbours(id))
        narrowed = {one: places for one, places in self.open.items() if one != id}
        for one in beside:
            if one not in self.placed:
                narrowed.setdefault(one, piece.next_to(one, self.placed))
        for one, places in narrowed.items():
            free = [at for at in places if self._free(one, at)]
            if one in beside:
                self.left -= len(free)
                free = [at for at in free if piece.fits(one, at, self.placed)]
            narrowed[one] = free
            if not free:
                self._lift(id)
                return False
        self.open = narrowed
        return True

    def _free(self, id: str, fragment: Fragment) -> bool:
        """Whether nothing stands there yet, and the node does not lack too much of it."""
        return self.used.isdisjoint(fragment.ops) and self.piece.lack(id, fragment) <= self.spare

    def _lift(self, id: str) -> None:
        fragment = self.placed.pop(id)
        self.used.difference_update(fragment.ops)
        self.spare += self.piece.lack(id, fragment)
