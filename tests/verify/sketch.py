"""A graph that tests can rewrite: blocks by node, wires by port; and back to a board."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import Any

from app.blocks import Block
from app.blocks.base import IN
from app.core.shape import Shape
from app.engine import Propagation, propagate
from app.graph import Edge, Graph, Node, Reading, parse_board, read
from app.graph.wiring import wiring

Wire = tuple[str, str, str]
"""Source node, target node, input port of the target.

A wire from another output than its source's first names it before the port: `second>in`.
"""


@dataclass(frozen=True)
class Sketch:
    """Nodes in order and wires in order (which concat minds)."""

    nodes: Mapping[str, Block]
    wires: tuple[Wire, ...]

    @classmethod
    def of(cls, graph: Graph) -> "Sketch":
        """Return the sketch of a graph."""
        return cls(
            {id: node.block for id, node in graph.nodes.items()},
            tuple(
                (edge.source, edge.target, f"{_named(graph, edge)}{edge.port}")
                for edge in graph.edges
            ),
        )

    def board(self) -> dict[str, Any]:
        """Return the board JSON, with every wire's ports written out."""
        nodes = [
            {
                "id": id,
                "type": block.info.type,
                "position": {"x": 0, "y": 0},
                "data": block.model_dump(),
            }
            for id, block in self.nodes.items()
        ]
        edges = [
            {
                "id": f"w{i}",
                "source": wire[0],
                "sourceHandle": self._ports(wire)[1],
                "target": wire[1],
                "targetHandle": self._ports(wire)[0],
            }
            for i, wire in enumerate(self.wires)
        ]
        return {"version": 1, "nodes": nodes, "edges": edges}

    def read(self) -> Reading:
        """Return what reading the board gives, through its JSON."""
        return read(parse_board(self.json()))

    def json(self) -> bytes:
        """Return the board's bytes."""
        return json.dumps(self.board()).encode()

    @cached_property
    def graph(self) -> Graph:
        """The graph, without the way through JSON."""
        wires = [Edge(f"w{i}", *wire[:2], *self._ports(wire)) for i, wire in enumerate(self.wires)]
        return Graph({id: Node(id, block) for id, block in self.nodes.items()}, tuple(wires))

    def _ports(self, wire: Wire) -> tuple[str, str]:
        """Return the ports that a wire enters and leaves; its source may be another by now."""
        named, _, port = wire[2].rpartition(">")
        outputs = self.nodes[wire[0]].info.outputs
        return port, named if named in outputs else outputs[0]

    def reading(self) -> Reading:
        """Return what `read` gives, without the way through JSON."""
        return Reading(self.graph, tuple(wiring(self.graph)))

    @cached_property
    def run(self) -> Propagation:
        """The shapes on the wires."""
        return propagate(self.graph)

    def set(self, id: str, **parameters: Any) -> "Sketch":
        """Return the sketch with some parameters of a node changed."""
        changed = self.nodes[id].model_copy(update=parameters)
        return replace(self, nodes={**self.nodes, id: changed})

    def put(self, id: str, block: Block) -> "Sketch":
        """Return the sketch with another block at a node."""
        return replace(self, nodes={**self.nodes, id: block})

    def before(self, id: str) -> list[str]:
        """Return the nodes that feed a node."""
        return [source for source, target, _ in self.wires if target == id]

    def after(self, id: str) -> list[str]:
        """Return the nodes that a node feeds."""
        return [target for source, target, _ in self.wires if source == id]

    def insert(self, id: str, new: str, block: Block) -> "Sketch":
        """Return the sketch with a block put into all wires that leave a node's first output."""
        first = self.nodes[id].info.outputs[0]
        leaving = [wire[0] == id and self._ports(wire)[1] == first for wire in self.wires]
        wires = [
            (new, *wire[1:]) if leaves else wire
            for wire, leaves in zip(self.wires, leaving, strict=True)
        ]
        at = leaving.index(True) if any(leaving) else len(wires)
        wires.insert(at, (id, new, IN.name))
        nodes: dict[str, Block] = {}
        for key, value in self.nodes.items():
            nodes[key] = value
            if key == id:
                nodes[new] = block
        return Sketch(nodes, tuple(wires))

    def remove(self, id: str, heal: bool = True) -> "Sketch":
        """Return the sketch without a node; healed, its first source feeds what it fed."""
        sources = self.before(id)
        wires: list[Wire] = []
        for source, target, port in self.wires:
            if target == id or (source == id and not (heal and sources)):
                continue
            wires.append((sources[0] if source == id else source, target, port))
        nodes = {key: block for key, block in self.nodes.items() if key != id}
        return Sketch(nodes, tuple(wires))

    def unfold(self, *ids: str) -> "Sketch":
        """Return the sketch with composites replaced by their pieces."""
        inner: dict[str, list[tuple[str, Block, tuple[str, ...]]]] = {}
        ends: dict[str, str] = {}
        for id in ids:
            fragment = self.nodes[id].unfold(self.channels(id))
            if fragment is None:
                continue
            names = {piece.name: f"{id}.{piece.name}" for piece in fragment}
            inner[id] = [
                (names[piece.name], piece.block, tuple(names.get(i, "") for i in piece.inputs))
                for piece in fragment
            ]
            ends[id] = inner[id][-1][0]
        wires: list[Wire] = []
        for source, target, port in self.wires:
            begin = ends.get(source, source)
            if target not in inner:
                wires.append((begin, target, port))
            else:
                wires += self._inside(inner[target], begin, port.removesuffix(IN.name))
        nodes: dict[str, Block] = {}
        for key, block in self.nodes.items():
            nodes |= {n: b for n, b, _ in inner[key]} if key in inner else {key: block}
        return Sketch(nodes, tuple(wires))

    @staticmethod
    def _inside(
        pieces: list[tuple[str, Block, tuple[str, ...]]], begin: str, named: str
    ) -> Iterable[Wire]:
        for name, block, inputs in pieces:
            for source, into in zip(inputs, block.info.inputs, strict=True):
                yield (source or begin, name, into.name if source else named + into.name)

    def channels(self, id: str) -> int | None:
        """Return how many channels enter a node."""
        shapes = [shape for port, shape in self.run.shapes.get(id, {}).items() if port != "out"]
        return shapes[0][1] if shapes else None

    def shape(self, id: str) -> Shape | None:
        """Return the shape that leaves a node."""
        return self.run.shapes.get(id, {}).get("out")

    def output(self) -> Shape | None:
        """Return the shape that leaves the network."""
        return self.run.totals.output_shape

    def only(self, kept: Iterable[str]) -> "Sketch":
        """Return the sketch of some nodes and the wires between them."""
        these = set(kept)
        nodes = {id: block for id, block in self.nodes.items() if id in these}
        wires = [wire for wire in self.wires if wire[0] in these and wire[1] in these]
        return Sketch(nodes, tuple(wires))

    def without(self, *wires: Wire) -> "Sketch":
        """Return the sketch without some wires."""
        return replace(self, wires=tuple(wire for wire in self.wires if wire not in wires))

    def rewired(self, old: Wire, source: str) -> "Sketch":
        """Return the sketch with a wire beginning elsewhere."""
        new = [(source, *wire[1:]) if wire == old else wire for wire in self.wires]
        return replace(self, wires=tuple(new))

    def stirred(self, random: Random) -> "Sketch":
        """Return the same graph with nodes and wires in another order; concat keeps its own."""
        order = random.sample(list(self.nodes), len(self.nodes))
        many = {id for id, block in self.nodes.items() if any(p.many for p in block.info.inputs)}
        loose = [wire for wire in self.wires if wire[1] not in many]
        random.shuffle(loose)
        kept = [wire for wire in self.wires if wire[1] in many]
        return Sketch({id: self.nodes[id] for id in order}, tuple(loose + kept))

    def shuffled(self, random: Random) -> "Sketch":
        """Return the same graph with other ids, and nodes and wires in another order."""
        other = self.stirred(random)
        names = {
            id: f"n{i}" for i, id in enumerate(random.sample(list(self.nodes), len(self.nodes)))
        }
        wires = tuple((names[s], names[t], p) for s, t, p in other.wires)
        return Sketch({names[id]: block for id, block in other.nodes.items()}, wires)


def _named(graph: Graph, edge: Edge) -> str:
    """Return how a wire names the output that it leaves, where that has to be said."""
    first = graph.nodes[edge.source].block.info.outputs[0]
    return "" if edge.out == first else f"{edge.out}>"
