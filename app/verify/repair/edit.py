"""A graph changed by one stroke of the hand; each function gives another graph."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from app.blocks import Block
from app.graph import Graph
from app.graph.model import Edge, Node


def with_block(graph: Graph, id: str, block: Block) -> Graph:
    """Return the graph with another block at a node, or with a new node."""
    old = graph.nodes.get(id)
    node = replace(old, block=block) if old else Node(id, block)
    broken = {key: kind for key, kind in graph.broken.items() if key != id}
    return Graph({**graph.nodes, id: node}, graph.edges, broken, graph.names)


def without(graph: Graph, ids: Iterable[str]) -> Graph:
    """Return the graph without some nodes and the wires at them."""
    gone = set(ids)
    return Graph(
        {id: node for id, node in graph.nodes.items() if id not in gone},
        tuple(e for e in graph.edges if e.source not in gone and e.target not in gone),
        {id: kind for id, kind in graph.broken.items() if id not in gone},
        graph.names,
    )


def with_edge(graph: Graph, edge: Edge, at: int | None = None) -> Graph:
    """Return the graph with a wire more; of several into one port, it becomes number `at`."""
    edges = list(graph.edges)
    beside = [
        place
        for place, other in enumerate(edges)
        if (other.target, other.port) == (edge.target, edge.port)
    ]
    edges.insert(beside[at] if at is not None and at < len(beside) else len(edges), edge)
    return replace(graph, edges=tuple(edges))


def with_source(graph: Graph, wire: Edge, source: str, out: str) -> Graph:
    """Return the graph with a wire that begins elsewhere, at the port `out`."""
    edges = tuple(
        replace(edge, source=source, out=out) if edge == wire else edge for edge in graph.edges
    )
    return replace(graph, edges=edges)


def without_edges(graph: Graph, gone: Callable[[Edge], bool]) -> Graph:
    """Return the graph without some wires."""
    return replace(graph, edges=tuple(edge for edge in graph.edges if not gone(edge)))


def has(graph: Graph, id: str) -> bool:
    """Whether a node is on the board, with its values or without."""
    return id in graph.nodes or id in graph.broken


def fits(graph: Graph, edge: Edge) -> bool:
    """Whether a wire's ends are ports that its nodes have."""
    source, target = graph.nodes.get(edge.source), graph.nodes.get(edge.target)
    leaves = source is None or edge.out in source.block.info.outputs
    ports = [port.name for port in target.block.info.inputs] if target else [edge.port]
    return leaves and edge.port in ports
