"""The graph: nodes with valid blocks, and wires between existing ports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.blocks import Block
from app.blocks.base import OUT
from app.core.text import Text, text


@dataclass(frozen=True, slots=True)
class Node:
    """A block placed on the board.

    `label` is the student's own name for it, if any; `ports` what its inputs are called where the
    question comes from, by port.
    """

    id: str
    block: Block
    label: str | None = None
    ports: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        """What messages call the node."""
        return self.label or self.id

    def entry(self, port: str) -> Text:
        """Return what messages call an input: never by the name that it has in the file."""
        if own := self.ports.get(port):
            return text(f"输入“{own}”", f"input “{own}”")
        return next(each.label for each in self.block.info.inputs if each.name == port)


@dataclass(frozen=True, slots=True)
class Edge:
    """A wire to a named input port of a node, from another's output port `out`."""

    id: str
    source: str
    target: str
    port: str
    out: str = OUT


@dataclass(frozen=True)
class Graph:
    """Nodes by id, and edges in the board's order (which concat minds).

    `broken` are the nodes that are on the board but whose parameters cannot be read, each with its
    kind where that is known; wires may start and end there, and what lies behind is unknown.
    `names` are what those of them are called that have a name.
    """

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    broken: Mapping[str, type[Block] | None] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict, compare=False)

    def name_of(self, id: str) -> str:
        """Return what messages call a node, also one that cannot be read."""
        node = self.nodes.get(id)
        return node.name if node else self.names.get(id, id)

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Edge, ...]]:
        """Edges into each node, in order of its ports, then of the board."""
        found: dict[str, list[Edge]] = {id: [] for id in self.nodes}
        for edge in self.edges:
            if edge.target in found:
                found[edge.target].append(edge)
        rank = {
            id: {port.name: i for i, port in enumerate(node.block.info.inputs)}
            for id, node in self.nodes.items()
        }
        return {
            id: tuple(sorted(edges, key=lambda edge: rank[id][edge.port]))
            for id, edges in found.items()
        }

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Edge, ...]]:
        """Edges out of each node, in the board's order."""
        found: dict[str, list[Edge]] = {id: [] for id in self.nodes}
        for edge in self.edges:
            if edge.source in found:
                found[edge.source].append(edge)
        return {id: tuple(edges) for id, edges in found.items()}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Ids in topological order, without those on or behind a cycle."""
        waiting = {
            id: sum(edge.source in self.nodes for edge in edges)
            for id, edges in self.incoming.items()
        }
        ready = [id for id, count in waiting.items() if count == 0]
        order: list[str] = []
        for id in ready:
            order.append(id)
            for edge in self.outgoing[id]:
                if edge.target in waiting:
                    waiting[edge.target] -= 1
                    if waiting[edge.target] == 0:
                        ready.append(edge.target)
        return tuple(order)
