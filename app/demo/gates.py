"""Mistakes about a gate that is built from primitives: how it is applied, and where it stands.

Where a block is one node, `app.demo.slips` changes the node. Where its pieces are built, the
mistake is in the wires between them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from app.blocks.combine import Add, Multiply
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.core.text import Text, text
from app.demo.slip import Slip, with_values
from app.engine import propagate
from app.graph import Edge, Graph, Node
from app.labs import Lab
from app.reference import board_of


@dataclass(frozen=True, slots=True)
class _Gate:
    """A product of a map and of one weight for each of its channels.

    `data` brings the map to it, and `scored` to where its channels are scored; `weights` brings the
    weights, and `onward` takes the result on.
    """

    node: str
    data: Edge
    weights: Edge
    scored: tuple[Edge, ...]
    onward: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class _Mistake:
    """Blocks that are others, and where wires lead instead."""

    name: str
    title: Text
    nodes: tuple[Node, ...] = ()
    wires: Mapping[Edge, Edge] | None = None


def gates(lab: Lab) -> Iterator[Slip]:
    """Yield the mistakes that can be made about the gates of a lab's reference."""
    graph = lab.reference.graph
    for gate in _gates(graph):
        for made in (_added(lab, gate), _after(graph, gate), _before(graph, gate)):
            if made is not None:
                yield _slip(lab, gate, made)


def _gates(graph: Graph) -> Iterator[_Gate]:
    shapes = propagate(graph).shapes
    for id in graph.order:
        if not isinstance(graph.nodes[id].block, Multiply):
            continue
        sizes = {edge: shapes[edge.source][edge.out][2:] for edge in graph.incoming[id]}
        one, *others = sorted(sizes, key=lambda edge: sizes[edge])
        if len(others) != 1 or sizes[one] == sizes[others[0]]:
            continue
        [data] = others
        scored = tuple(edge for edge in graph.outgoing[data.source] if edge.target != id)
        yield _Gate(id, data, one, scored, graph.outgoing[id])


def _added(lab: Lab, gate: _Gate) -> _Mistake | None:
    if "add" not in lab.blocks:
        return None
    title = text("相乘用成了相加", "Added for multiplied")
    return _Mistake("gate-added", title, nodes=(Node(gate.node, Add()),))


def _after(graph: Graph, gate: _Gate) -> _Mistake | None:
    """The gate behind the convolution that follows it, its last layer as wide as that gives."""
    if len(gate.onward) != 1:
        return None
    [into] = gate.onward
    project, last = graph.nodes[into.target], graph.nodes[gate.weights.source]
    if not isinstance(project.block, Conv2d) or not isinstance(last.block, Conv2d):
        return None
    narrowed = with_values(last.block, out_channels=project.block.out_channels)
    wires = {into: replace(gate.data, target=into.target, port=into.port)}
    wires |= {edge: replace(edge, source=project.id) for edge in (gate.data, *gate.scored)}
    wires |= {edge: replace(edge, source=gate.node) for edge in graph.outgoing[project.id]}
    title = text("SE 放到了降维之后", "SE after the projection")
    return _Mistake("se-after-projection", title, (Node(last.id, narrowed),), wires)


def _before(graph: Graph, gate: _Gate) -> _Mistake | None:
    """The gate before the depthwise convolution whose map it should scale."""
    depthwise = graph.nodes[gate.data.source]
    if not isinstance(depthwise.block, DepthwiseConv2d):
        return None
    [into] = graph.incoming[depthwise.id]
    moved = (gate.data, *gate.scored)
    wires = {edge: replace(edge, source=into.source, out=into.out) for edge in moved}
    wires |= {into: replace(into, source=gate.node, out=gate.data.out)}
    wires |= {edge: replace(edge, source=depthwise.id) for edge in gate.onward}
    title = text("SE 放到了 DW 卷积之前", "SE before the depthwise convolution")
    return _Mistake("se-before-depthwise", title, wires=wires)


def _slip(lab: Lab, gate: _Gate, made: _Mistake) -> Slip:
    """Return it for the step at which all that it touches is there, so that Verify knows it."""
    wires = made.wires or {}
    led = tuple(replace(new, id=f"{old.id}-{made.name}") for old, new in wires.items())
    steps = lab.reference.steps
    ends = {gate.node, *chain.from_iterable((edge.source, edge.target) for edge in wires)}
    drawn = board_of(Graph({node.id: node for node in made.nodes}, led))
    return Slip.model_validate(
        {
            "name": made.name,
            "step": max(steps.get(id, 0) for id in ends),
            "node": gate.node,
            "title": made.title,
            "nodes": tuple(drawn.nodes),
            "cut": tuple(edge.id for edge in wires),
            "edges": tuple(drawn.edges),
        }
    )
