"""The vocabulary of a student's hands: each repair a small value, its price, and what it does.

Applying a repair gives another graph and never fails: what it would change and is not there (any
more) it passes over, so that any subset of a set of repairs can be tried. Wires are known by their
place on the student's board (`Edge`), which ends they have been given meanwhile aside.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from app.blocks import Block
from app.blocks.base import OUT
from app.graph import Graph
from app.graph.model import Edge
from app.verify.repair import edit, prices
from app.verify.repair.difference import Change
from app.verify.repair.fragment import Fragment


@dataclass(frozen=True, slots=True)
class Drawn:
    """A wire to be drawn; of several into one port, it is number `at` when all are there."""

    edge: Edge
    at: int | None


@dataclass(frozen=True, kw_only=True)
class Repair(ABC):
    """A change of the board. `steps` are the lab's that it concerns.

    `to_come` tells that it only adds what is not there yet.
    """

    price: float
    steps: tuple[int, ...]
    to_come: bool = False

    @property
    def wrong(self) -> bool:
        """Whether something is wrong, and not only still to come."""
        return self.price > prices.HALF

    @abstractmethod
    def apply(self, graph: Graph) -> Graph:
        """Return the graph with the repair made, wires to be drawn to what was there aside."""

    def drawn(self, graph: Graph) -> "Iterator[Drawn]":
        """Yield the wires that the repair draws to what was there."""
        yield from ()


@dataclass(frozen=True, kw_only=True)
class SetParameters(Repair):
    """Set parameters of a node that belong together. `fragment` is what it then stands for."""

    node: str
    values: Change
    fragment: Fragment

    def apply(self, graph: Graph) -> Graph:
        node = graph.nodes.get(self.node)
        if node is None or not isinstance(node.block, self.fragment.kind):
            return graph
        return edit.with_block(graph, self.node, node.block.model_copy(update=dict(self.values)))


@dataclass(frozen=True, kw_only=True)
class Fill(Repair):
    """Give a node the values that it has not, or that cannot be read."""

    node: str
    fragment: Fragment

    def apply(self, graph: Graph) -> Graph:
        if not edit.has(graph, self.node):
            return graph
        return edit.with_block(graph, self.node, self.fragment.block)


@dataclass(frozen=True, kw_only=True)
class Replace(Repair):
    """Put a block of another kind in a node's place."""

    node: str
    fragment: Fragment

    def apply(self, graph: Graph) -> Graph:
        if not edit.has(graph, self.node):
            return graph
        info = self.fragment.kind.info
        if not info.inputs:  # An input takes no wires.
            graph = replace(graph, edges=tuple(e for e in graph.edges if e.target != self.node))
        graph = edit.with_block(graph, self.node, self.fragment.block)
        # Port by port: in which order wires were drawn says nothing of which comes first.
        own = sorted([e for e in graph.edges if e.target == self.node], key=lambda e: e.port)
        renamed = iter(
            replace(edge, port=info.port(at if at < len(info.inputs) else 0))
            for at, edge in enumerate(own)
        )
        edges = tuple(next(renamed) if e.target == self.node else e for e in graph.edges)
        return replace(graph, edges=edges)


@dataclass(frozen=True, kw_only=True)
class Unfold(Repair):
    """Unfold a composite and set inside it what no parameter of it reaches."""

    node: str
    fragment: Fragment
    names: tuple[str, ...]

    def apply(self, graph: Graph) -> Graph:
        if not edit.has(graph, self.node):
            return graph
        ops = self.fragment.target.ops
        inner = dict(zip(self.fragment.ops, self.names, strict=True))
        entering = [edge for edge in graph.edges if edge.target == self.node]
        leaving = [edge for edge in graph.edges if edge.source == self.node]
        for edge in leaving:
            graph = edit.with_source(graph, edge, self.names[-1], OUT)
        for index, name in inner.items():
            graph = edit.with_block(graph, name, ops[index].block)
        for index, name in inner.items():
            for at, source in enumerate(ops[index].inputs):
                begin = inner.get(source) or next((edge.source for edge in entering), None)
                if begin is not None:
                    wire = Edge(f"{name}.{at}", begin, name, ops[index].block.info.port(at))
                    graph = edit.with_edge(graph, wire)
        return edit.without(graph, [self.node])


@dataclass(frozen=True, kw_only=True)
class TakeOut(Repair):
    """Take out a stretch of nodes.

    `healed` are the wires behind it, each with the node and its output where it then begins.
    """

    nodes: tuple[str, ...]
    healed: tuple[tuple[Edge, str, str], ...] = ()
    loose: bool = False

    def apply(self, graph: Graph) -> Graph:
        return _taken_out(graph, [self])


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where a stretch that is put in leads to: a node's port, over a wire that is there or not.

    A wire that another repair moves is led there only where it `begins` by then.
    """

    source: str
    target: str
    port: str
    wire: Edge | None
    at: int | None
    out: str = OUT
    begins: str | None = None


@dataclass(frozen=True, kw_only=True)
class PutIn(Repair):
    """Put in a stretch of new nodes and its wires.

    `passed_by` tells that a wire is there that goes past it; `astray` that this wire comes from
    where the stretch does not even begin.
    """

    nodes: tuple[tuple[str, Block], ...]
    wires: tuple[tuple[str, str, str, str], ...]
    outlets: tuple[Outlet, ...]
    ops: tuple[int, ...]
    around: tuple[str | None, str | None] = (None, None)
    passed_by: bool = False
    astray: Edge | None = None

    def apply(self, graph: Graph) -> Graph:
        for id, block in self.nodes:
            graph = edit.with_block(graph, id, block)
        for number, (source, target, port, out) in enumerate(self.wires):
            if edit.has(graph, source):
                wire = Edge(f"{target}.{number}", source, target, port, out)
                graph = edit.with_edge(graph, wire)
        for outlet in self.outlets:
            for edge in _led(graph, outlet):
                graph = edit.with_source(graph, edge, outlet.source, outlet.out)
        return graph

    def drawn(self, graph: Graph) -> Iterator[Drawn]:
        for outlet in self.outlets:
            if not edit.has(graph, outlet.target) or _led(graph, outlet):
                continue
            wire = outlet.wire
            if wire is not None and wire.target != outlet.target and edit.has(graph, wire.target):
                # It began at what was taken out, before nodes that hand on to the outlet's.
                yield Drawn(replace(wire, source=outlet.source, out=outlet.out), None)
                continue
            id = f"{outlet.target}.{outlet.port}.{outlet.source}"
            drawn = Edge(id, outlet.source, outlet.target, outlet.port, outlet.out)
            yield Drawn(drawn, outlet.at)


@dataclass(frozen=True, kw_only=True)
class MoveWire(Repair):
    """Let a wire begin at another node. `begins` is the node that stands for what it gives now."""

    wire: Edge
    begins: str
    source: str
    out: str

    def apply(self, graph: Graph) -> Graph:
        if not edit.has(graph, self.source):
            return graph
        for edge in graph.edges:
            if _is(edge, self.wire):
                graph = edit.with_source(graph, edge, self.source, self.out)
        return graph


@dataclass(frozen=True, kw_only=True)
class DrawWire(Repair):
    """Draw a wire that is not there."""

    source: str
    target: str
    port: str
    at: int | None
    out: str

    def apply(self, graph: Graph) -> Graph:
        return graph

    def drawn(self, graph: Graph) -> Iterator[Drawn]:
        if edit.has(graph, self.source) and edit.has(graph, self.target):
            id = f"{self.target}.{self.port}.{self.source}"
            yield Drawn(Edge(id, self.source, self.target, self.port, self.out), self.at)


@dataclass(frozen=True, kw_only=True)
class RemoveWire(Repair):
    """Remove a wire."""

    wire: Edge

    def apply(self, graph: Graph) -> Graph:
        return edit.without_edges(graph, lambda edge: _is(edge, self.wire))


@dataclass(frozen=True, kw_only=True)
class Reorder(Repair):
    """Bring some wires into a concat into another order, in the places that they have."""

    node: str
    wires: tuple[Edge, ...]

    def apply(self, graph: Graph) -> Graph:
        own = [edge for edge in graph.edges if any(_is(edge, wire) for wire in self.wires)]
        due = iter([edge for wire in self.wires for edge in own if _is(edge, wire)])
        edges = tuple(next(due) if edge in own else edge for edge in graph.edges)
        return replace(graph, edges=edges)


@dataclass(frozen=True, kw_only=True)
class Exchange(Repair):
    """Let two blocks change places."""

    first: str
    second: str

    def apply(self, graph: Graph) -> Graph:
        one, other = graph.nodes.get(self.first), graph.nodes.get(self.second)
        if one is None or other is None:
            return graph
        graph = edit.with_block(graph, self.first, other.block)
        return edit.with_block(graph, self.second, one.block)


@dataclass(frozen=True, kw_only=True)
class Together(Repair):
    """Repairs that are one thing: a block moved, a rule of the table misread."""

    parts: tuple[Repair, ...]
    name: str

    def apply(self, graph: Graph) -> Graph:
        return apply(self.parts, graph)


def apply(repairs: Iterable[Repair], graph: Graph) -> Graph:
    """Return the graph with all repairs made, in the order in which they can be.

    A wire that would end at a port that is not there, because a repair was left out, is not made.
    """
    parts = [part for repair in repairs for part in parted(repair)]
    parts.sort(key=lambda part: ORDER.index(type(part)))
    for kind, alike in groupby(parts, type):
        if kind is TakeOut:
            graph = _taken_out(graph, [one for one in alike if isinstance(one, TakeOut)])
        elif kind is not Unfold:
            for repair in alike:
                graph = repair.apply(graph)
    # In the order of their places, whichever repair draws them: so each comes to stand at its own.
    wires = [wire for repair in parts for wire in repair.drawn(graph)]
    for wire in sorted(wires, key=lambda wire: wire.at or 0):
        graph = edit.with_edge(graph, wire.edge, wire.at)
    for repair in parts:
        if isinstance(repair, Unfold):
            graph = repair.apply(graph)
    return edit.without_edges(graph, lambda edge: not edit.fits(graph, edge))


def _taken_out(graph: Graph, repairs: Iterable[TakeOut]) -> Graph:
    """Return the graph without one stretch after the other; there may be as many as nodes."""
    nodes, broken, edges = {**graph.nodes}, {**graph.broken}, dict(enumerate(graph.edges))
    at: dict[str, list[int]] = {}
    for place, edge in edges.items():
        at.setdefault(edge.source, []).append(place)
        at.setdefault(edge.target, []).append(place)
    for repair in repairs:
        gone = set(repair.nodes)
        for wire, source, out in repair.healed:
            there = source in nodes or source in broken
            for place in tuple(at.get(wire.target, ())) if there else ():
                if (old := edges.get(place)) and _is(old, wire) and old.source in gone:
                    edges[place] = replace(old, source=source, out=out)
                    at.setdefault(source, []).append(place)
        for id in gone:
            nodes.pop(id, None)
            broken.pop(id, None)
            for place in at.pop(id, ()):
                if place in edges and id in (edges[place].source, edges[place].target):
                    del edges[place]
    return Graph(nodes, tuple(edges.values()), broken, graph.names)


def price_of(repairs: Iterable[Repair]) -> float:
    """Return what repairs cost together."""
    return sum(repair.price for repair in repairs)


def parted(repair: Repair) -> Iterable[Repair]:
    """Yield the single repairs that a repair is made of."""
    if isinstance(repair, Together):
        for part in repair.parts:
            yield from parted(part)
    else:
        yield repair


def _led(graph: Graph, outlet: Outlet) -> list[Edge]:
    """Return the wire that a stretch leads on by, where that is there."""
    if outlet.wire is None or not edit.has(graph, outlet.target):
        return []
    led = [edge for edge in graph.edges if _is(edge, outlet.wire)][:1]
    return [
        edge for edge in led if not outlet.begins or edge.source in (outlet.begins, outlet.source)
    ]


def _is(edge: Edge, wire: Edge) -> bool:
    """Whether an edge is the student's wire, wherever it begins by now."""
    return (edge.id, edge.target) == (wire.id, wire.target)


ORDER: tuple[type[Repair], ...] = (
    Exchange,
    Fill,
    SetParameters,
    Replace,
    RemoveWire,
    MoveWire,
    TakeOut,
    Reorder,
    DrawWire,
    PutIn,
    Unfold,
)
"""First blocks get their values, then what is too much goes, last comes what is not there.

A wire that begins at what is taken out is moved before, or it would go with it.
"""
