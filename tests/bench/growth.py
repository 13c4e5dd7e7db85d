"""Verify on ten times the graph."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise

from app.blocks import Block, Input
from app.blocks.activation import Activation
from app.blocks.batch_norm import BatchNorm
from app.blocks.combine import Add
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Flatten
from app.graph import Edge, Graph, Node, Reading
from app.graph.board import MAX_NODES
from app.labs import get_lab
from app.reference import Reference
from app.verify import verify
from tests.bench.boards import LAB
from tests.bench.row import Row, in_pairs

PAIRS = 11
WIDTH = 16


def rows() -> Iterator[Row]:
    """Measure Verify from 170 to 1,700 nodes, on an equal graph and on one with a fault."""
    small, large = residual_units(17), residual_units(170)
    yield _growth("an equal graph", small, large)
    yield _growth("a graph with one fault", small, large, fault="u8.depthwise")
    yield _senseless()


def residual_units(count: int) -> Graph:
    """Return a chain of inverted residuals of ten primitive nodes each, of varying widths."""
    nodes = [Node("in", Input(channels=WIDTH, height=14, width=14))]
    edges: list[Edge] = []
    for unit in range(count):
        start = nodes[-1].id
        layers = [Node(f"u{unit}.{name}", block) for name, block in _unit(unit)]
        nodes += layers
        edges += [
            Edge(f"{before.id}-{after.id}", before.id, after.id, after.block.info.inputs[0].name)
            for before, after in pairwise([nodes[-len(layers) - 1], *layers])
        ]
        edges.append(Edge(f"u{unit}.shortcut", start, f"u{unit}.add", "b"))
    return Graph({node.id: node for node in nodes}, tuple(edges))


def _unit(index: int) -> Iterator[tuple[str, Block]]:
    yield "expand", Conv2d(out_channels=48 + 8 * (index % 7), kernel_size=1, bias=False)
    yield "norm1", BatchNorm()
    yield "act1", Activation(kind="relu")
    yield "depthwise", DepthwiseConv2d(kernel_size=3 + 2 * (index % 2), bias=False)
    yield "norm2", BatchNorm()
    yield "act2", Activation(kind="hardswish")
    yield "project", Conv2d(out_channels=WIDTH, kernel_size=1, bias=False)
    yield "norm3", BatchNorm()
    yield "add", Add()
    yield "act3", Activation(kind="relu6")


def _growth(what: str, small: Graph, large: Graph, fault: str | None = None) -> Row:
    """Measure how much longer the large one takes, divided by how much larger it is."""
    runs = [partial(verify, _read(graph, fault), _reference(graph)) for graph in (large, small)]
    for run in runs:
        assert (run().verdict == "correct") == (fault is None)
    pairs = in_pairs([runs[1]] * PAIRS, runs[0])
    larger = (len(large.nodes) - 1) / (len(small.nodes) - 1)
    title = f"growth of verify from 170 to 1,700 nodes, {what}"
    return Row(title, pairs.ratio / larger, "at most", 1.3, pairs.detail)


def _senseless() -> Row:
    """Measure the longest run there is of blocks that only hand on, and a tenth of it."""
    lab = get_lab(LAB).reference
    sizes = (MAX_NODES, MAX_NODES // 10)
    runs = [partial(verify, Reading(idle(count), ()), lab) for count in sizes]
    pairs = in_pairs([runs[1]] * PAIRS, runs[0])
    title = f"growth of verify from {MAX_NODES // 10:,} to {MAX_NODES:,} blocks that do nothing"
    return Row(title, pairs.ratio / 10, "at most", 2, pairs.detail)


def idle(count: int) -> Graph:
    """Return a picture and a run of blocks behind it that do nothing."""
    names = ["in", *(f"n{number}" for number in range(1, count))]
    nodes = {name: Node(name, Flatten()) for name in names[1:]}
    edges = [Edge(f"e.{after}", before, after, "in") for before, after in pairwise(names)]
    return Graph(
        {"in": Node("in", Input(channels=3, height=224, width=224)), **nodes}, tuple(edges)
    )


def _read(graph: Graph, fault: str | None) -> Reading:
    if fault is None:
        return Reading(graph, ())
    node = graph.nodes[fault]
    wrong = replace(node, block=node.block.model_copy(update={"kernel_size": 7}))
    return Reading(Graph({**graph.nodes, fault: wrong}, graph.edges), ())


def _reference(graph: Graph) -> Reference:
    """Return the graph as a reference whose steps are its units."""
    return Reference(graph, {id: int(id[1:].split(".")[0]) + 1 for id in graph.nodes if id != "in"})
