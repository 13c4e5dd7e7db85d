"""A graph that tests can rewrite: blocks by node, wires by port; and back to a board."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from app.blocks import Block
from app.blocks.base import IN
from app.core.shape import Shape
from app.engine import propagate
from app.graph import Graph, Reading, parse_board, read

Wire = tuple[str, str, str]
"""Source node, target node, input port of the target."""


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
            tuple((edge.source, edge.target, edge.port) for edge in graph.edges),
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
            {"id": f"w{i}", "source": source, "target": target, "targetHandle": port}
            for i, (source, target, port) in enumerate(self.wires)
        ]
        return {"version": 1, "nodes": nodes, "edges": edges}

    def read(self) -> Reading:
        """Return what reading the board gives, through its JSON."""
        return read(parse_board(json.dumps(self.board()).encode()))

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
        """Return the sketch with a block put into all wires that leave a node."""
        wires = [(new if s == id else s, t, p) for s, t, p in self.wires]
        at = min((i for i, w in enumerate(self.wires) if w[0] == id), default=len(wires))
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

    def unfold(self, id: str) -> "Sketch":
        """Return the sketch with a composite replaced by its pieces."""
        fragment = self.nodes[id].unfold(self.channels(id))
        if fragment is None:
            return self
        inner = {IN.name: None} | {piece.name: f"{id}.{piece.name}" for piece in fragment}
        entering = self.before(id)[0]
        wires: list[Wire] = []
        for source, target, port in self.wires:
            if target == id:
                for piece in fragment:
                    for name, into in zip(piece.inputs, piece.block.info.inputs, strict=True):
                        wires.append((inner[name] or entering, inner[piece.name] or "", into.name))
            else:
                wires.append(
                    (inner[fragment[-1].name] or "" if source == id else source, target, port)
                )
        nodes: dict[str, Block] = {}
        for key, block in self.nodes.items():
            if key == id:
                nodes |= {inner[piece.name] or "": piece.block for piece in fragment}
            else:
                nodes[key] = block
        return Sketch(nodes, tuple(wires))

    def channels(self, id: str) -> int | None:
        """Return how many channels enter a node."""
        run = propagate(self.read().graph)
        shapes = [shape for port, shape in run.shapes.get(id, {}).items() if port != "out"]
        return shapes[0][1] if shapes else None

    def shape(self, id: str) -> Shape | None:
        """Return the shape that leaves a node."""
        return propagate(self.read().graph).shapes.get(id, {}).get("out")

    def output(self) -> Shape | None:
        """Return the shape that leaves the network."""
        return propagate(self.read().graph).totals.output_shape

    def shuffled(self, random: Random) -> "Sketch":
        """Return the same graph with other ids, and nodes and wires in another order."""
        ids = list(self.nodes)
        names = {id: f"n{i}" for i, id in enumerate(random.sample(ids, len(ids)))}
        order = random.sample(ids, len(ids))
        wires = [(names[s], names[t], p) for s, t, p in self.wires]
        ordered = {t for s, t, p in wires if p == IN.name and sum(w[1] == t for w in wires) > 1}
        loose = [w for w in wires if w[1] not in ordered]
        random.shuffle(loose)
        kept = [w for w in wires if w[1] in ordered]
        return Sketch({names[id]: self.nodes[id] for id in order}, tuple(loose + kept))
