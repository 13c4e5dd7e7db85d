"""The student's board as its nodes and wires, whether it runs or not."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import chain, islice, pairwise
from zlib import crc32

from app.blocks import Block
from app.blocks.activation import Activation
from app.blocks.batch_norm import BatchNorm
from app.blocks.combine import Concat
from app.blocks.head import Flatten
from app.blocks.pool import GlobalAvgPool
from app.graph import Graph
from app.graph.model import Edge
from app.verify.form.canonical import hands_on
from app.verify.form.net import postorder
from app.verify.repair.connected import connected
from app.verify.repair.fragment import Fragment
from app.verify.repair.target import Target
from app.verify.repair.variants import structure_of

ROUNDS = 8
"""Nodes are told apart by what lies so many wires around them."""

MOST_WEIGHED = 200
"""Of so many unlike blocks of a board it is asked what they nearly are."""

MOST_ENDS = 6
"""Up to so many loose ends of a piece are looked at in another order."""

PIXEL = (1, 0, 1, 1)
"""A map of one pixel, of no number of channels that a block could name."""


@dataclass(frozen=True, eq=False)
class Drawing:
    """A graph with the nodes whose values cannot be read, and any wires between its nodes."""

    graph: Graph
    fits: dict[tuple[Target, str], tuple[tuple[float, Fragment], ...]] = field(default_factory=dict)
    """What its nodes can stand for, as far as it was asked for (`propose.stands_for`)."""

    @cached_property
    def kinds(self) -> Mapping[str, type[Block] | None]:
        """The kind of each node; None where it is not known."""
        kinds: dict[str, type[Block] | None] = {
            id: type(node.block) for id, node in self.graph.nodes.items()
        }
        return {**kinds, **self.graph.broken}

    @cached_property
    def ins(self) -> Mapping[str, tuple[Edge, ...]]:
        """The wires into each node, in the order of its ports."""
        broken: dict[str, list[Edge]] = {id: [] for id in self.graph.broken}
        for edge in self.graph.edges if broken else ():
            if edge.target in broken:
                broken[edge.target].append(edge)
        return {**self.graph.incoming, **{id: tuple(edges) for id, edges in broken.items()}}

    @cached_property
    def outs(self) -> Mapping[str, tuple[Edge, ...]]:
        """The wires out of each node."""
        found: dict[str, list[Edge]] = {id: [] for id in self.kinds}
        for edge in self.graph.edges:
            found[edge.source].append(edge)
        return {id: tuple(edges) for id, edges in found.items()}

    @cached_property
    def sources(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes that the wires into each node come from."""
        return {id: tuple(edge.source for edge in edges) for id, edges in self.ins.items()}

    @cached_property
    def targets(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes that the wires out of each node lead to."""
        return {id: tuple(edge.target for edge in edges) for id, edges in self.outs.items()}

    def block(self, id: str) -> Block | None:
        """Return a node's block; None where its values cannot be read."""
        node = self.graph.nodes.get(id)
        return node.block if node else None

    def type_of(self, id: str) -> str:
        """Return the type of a node's block; nothing where its values cannot be read."""
        block = self.block(id)
        return block.info.type if block else ""

    @cached_property
    def weighed(self) -> Set[Block]:
        """The blocks of which it is asked what they nearly are, where they are right nowhere.

        No lab asks for as many. Where thousands are wrong, those beyond are left over.
        """
        unlike = dict.fromkeys(node.block for node in self.graph.nodes.values())
        return frozenset(islice(unlike, MOST_WEIGHED))

    def may_idle(self, id: str) -> bool:
        """Whether a node may do nothing but hand on what it gets, if that is as it needs it."""
        block = self.block(id)
        return block is not None and hands_on(block, (PIXEL,) * max(1, len(self.ins[id])))

    def needs_pixel(self, id: str) -> bool:
        """Whether a node that may idle hands on a map only if that is of one pixel."""
        return self.kinds[id] in (Flatten, GlobalAvgPool)

    @cached_property
    def flat_ends(self) -> Set[str]:
        """The nodes that lead nowhere, and hand on what they get only if that is of one pixel."""
        ends = (id for id in self.kinds if not self.outs[id] and self.needs_pixel(id))
        return {id for id in ends if len(self.ins[id]) == 1}

    @cached_property
    def crowded(self) -> Set[str]:
        """The nodes that may hand on the one tensor that they take, and more wires lead to them."""
        own = (id for id in self.kinds if len(self.ins[id]) > 1 and self.may_idle(id))
        return {id for id in own if self.kinds[id] is not Concat}

    @cached_property
    def repeated(self) -> Set[str]:
        """The norms and activations behind a block that has the same one inside.

        Behind each other they may be in any order: none of them does anything new.
        """
        holders: dict[str, Block] = {}
        for id in sorted(self.kinds, key=lambda id: self.depth.get(id, 0)):
            block, sources = self.block(id), self.sources[id]
            if len(sources) == 1 and isinstance(block, Activation | BatchNorm):
                holder = holders.get(sources[0]) or self.block(sources[0])
                if holder is not None and _has_inside(holder, block):
                    holders[id] = holder
        return frozenset(holders)

    @cached_property
    def pieces(self) -> list[list[str]]:
        """The nodes of each connected piece, the largest piece first."""
        found = connected(self.kinds, self.beside)
        return sorted(found, key=lambda piece: -sum(self._weight(id) for id in piece))

    def sequences(self, piece: list[str]) -> Iterator[list[str]]:
        """Yield a piece in sequence; in more than one, where it is not clear which is right.

        The sequence is that of `Net.order`: depth first from the deepest end, the deeper branch
        first; a branch that leads nowhere stands where it branches off. Activations that come
        before their norm may be meant to come behind it.
        """
        ends = [id for id in piece if not self.outs[id]]
        ends.sort(key=lambda id: -self.depth.get(id, 0))
        first = self._sequence(piece, ends)
        yield first
        turned = self._turned(first)
        if turned != first:
            yield turned
        if 1 < len(ends) <= MOST_ENDS:
            yield self._sequence(piece, ends[::-1])

    def _turned(self, sequence: list[str]) -> list[str]:
        """Return a sequence with each norm before the activation that leads to it alone."""
        found = list(sequence)
        for at, (one, other) in enumerate(pairwise(sequence)):
            kinds = (self.kinds[one], self.kinds[other])
            if kinds == (Activation, BatchNorm) and self.targets[one] == (other,):
                found[at : at + 2] = other, one
        return found

    def _weight(self, id: str) -> int:
        block = self.block(id)
        return len(structure_of(block).wired) if block else 3

    def beside(self, id: str) -> list[str]:
        """Return the nodes that a node is wired to, those before it first."""
        return [*self.sources[id], *self.targets[id]]

    @cached_property
    def depth(self) -> Mapping[str, int]:
        """How many operations lead to each node, itself included; on a cycle it is not defined."""
        waiting = {id: len(self.ins[id]) for id in self.kinds}
        ready = [id for id, count in waiting.items() if not count]
        depth: dict[str, int] = {}
        for id in ready:
            before = (depth[edge.source] for edge in self.ins[id])
            depth[id] = self._weight(id) + max(before, default=0)
            for edge in self.outs[id]:
                waiting[edge.target] -= 1
                if not waiting[edge.target]:
                    ready.append(edge.target)
        return depth

    def _sequence(self, piece: list[str], ends: list[str]) -> list[str]:
        order: list[str] = []
        done: set[str] = set()
        for end in chain(ends, self._closing(piece, done)):
            run = postorder(end, self._before, done)
            roots = {edge.source for id in run for edge in self.ins[id]} - set(run)
            at = max((order.index(root) + 1 for root in roots if root in order), default=None)
            at = len(order) if at is None else at
            order[at:at] = run
        return order

    def _closing(self, piece: list[str], done: set[str]) -> Iterator[str]:
        """Yield where cycles end that lead nowhere: they close with the node that is farthest on.

        Of a network whose output is wired back into it, that is the output.
        """
        on = sorted(piece, key=lambda id: self._away.get(id, 0))
        for id in reversed(on):
            if id not in done:
                yield id

    @cached_property
    def _away(self) -> Mapping[str, int]:
        """How many wires lead to each node at least, from one that nothing leads to."""
        away = {id: 0 for id in self.kinds if not self.ins[id]}
        ready = [*away]
        for id in ready:
            for edge in self.outs[id]:
                if edge.target not in away:
                    away[edge.target] = away[id] + 1
                    ready.append(edge.target)
        return away

    def _before(self, id: str) -> Sequence[str]:
        """Return the nodes that the wires into one come from, the deeper first if order is free."""
        kind = self.kinds[id]
        if kind is not None and kind.info.many:
            return self.sources[id]
        return sorted(self.sources[id], key=lambda source: -self.depth.get(source, 0))


def _has_inside(holder: Block, block: Activation | BatchNorm) -> bool:
    """Whether a block does what a norm or an activation does, behind its convolution."""
    if isinstance(block, BatchNorm):
        return getattr(holder, "norm", "none") == "batch"
    return getattr(holder, "activation", "none") == block.kind


def settled(graph: Graph) -> Graph:
    """Return the graph with its nodes and wires in an order that no name or place has a part in.

    Nodes are known by what they are, by all that leads to them and by where they lead. Of several
    wires into one port the order is kept: concat minds it.
    """
    drawing = Drawing(graph)
    key = {id: hash(_number(drawing.block(id), drawing.kinds[id])) for id in drawing.kinds}
    # Ports by a number that is the same in every process; Python's hash of a name is not.
    before = {id: [(e.source, crc32(e.out.encode())) for e in drawing.ins[id]] for id in key}
    behind = {id: [(e.target, crc32(e.port.encode())) for e in drawing.outs[id]] for id in key}
    depth = drawing.depth
    for asked in reversed(_asked(drawing)):
        key |= {
            id: hash(
                (
                    key[id],
                    *sorted([hash((key[one], port)) for one, port in before[id]]),
                    0,
                    *sorted([hash((key[one], port)) for one, port in behind[id]]),
                )
            )
            for id in asked
        }

    def place(id: str) -> tuple[int, int]:
        return depth.get(id, 0), key[id]

    nodes = {id: graph.nodes[id] for id in sorted(graph.nodes, key=place)}
    edges = sorted(graph.edges, key=lambda edge: (place(edge.target), edge.port))
    broken = {id: graph.broken[id] for id in sorted(graph.broken, key=place)}
    return Graph(nodes, tuple(edges), broken, graph.names)


def _asked(drawing: Drawing) -> list[set[str]]:
    """Return the nodes whose keys are asked for, round by round, the last round first.

    In the end they tell nodes of the same depth apart; in each round before, those around them.
    """
    alike = Counter(drawing.depth.get(id, 0) for id in drawing.kinds)
    asked = [{id for id in drawing.kinds if alike[drawing.depth.get(id, 0)] > 1}]
    for _ in range(ROUNDS - 1):
        asked.append(asked[-1].union(*map(drawing.beside, asked[-1])))
    return asked


@lru_cache(maxsize=8192)
def _number(block: Block | None, kind: type[Block] | None) -> int:
    """Return a number for a block, the same in every process."""
    said = repr(block) if block is not None else str(kind and kind.info.type)
    name = f"{kind and kind.info.type} {said}"
    return int.from_bytes(blake2b(name.encode(), digest_size=7).digest(), "big")
