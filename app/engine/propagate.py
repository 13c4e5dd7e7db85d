"""A graph to shapes at every port, costs at every node, and the reasons where there are none."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from app.blocks import Block
from app.core.diagnostic import Arg, Diagnostic, Problem
from app.core.shape import Shape
from app.engine.measure import Measure, measure, worked
from app.graph.model import Edge, Graph
from app.graph.wiring import outputs


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the nodes that run; `output_shape` where the network has one output."""

    n_params: int
    madds: int
    output_shape: Shape | None


@dataclass(frozen=True, slots=True)
class Propagation:
    """What running the graph shows.

    `shapes` maps node and port to (n, c, h, w) or (n, c); a port is missing where its shape is not
    known. `diagnostics` holds one entry for each node that cannot take what reaches it; nodes
    behind it are silent.
    """

    shapes: Mapping[str, Mapping[str, Shape]]
    measures: Mapping[str, Measure]
    diagnostics: tuple[Diagnostic, ...]
    totals: Totals


class TooMuchNew(Exception):
    """More has to be measured than was allowed."""


def propagate(graph: Graph, most_new: int | None = None) -> Propagation:
    """Return the shapes, costs and diagnostics of the graph.

    Raises:
        TooMuchNew: More than `most_new` modules had to be built or run; what they showed is known
            from now on.
    """
    until = inf if most_new is None else worked() + most_new
    shapes: dict[str, dict[str, Shape]] = {}
    measures: dict[str, Measure] = {}
    diagnostics: list[Diagnostic] = []
    for id in graph.order:
        if worked() > until:
            raise TooMuchNew
        node = graph.nodes[id]
        edges = graph.incoming[id]
        known = {
            edge.port: shapes[edge.source][edge.out] for edge in edges if edge.source in measures
        }
        many = node.block.info.many
        shapes[id] = {} if many else dict(known)
        if not _fed(node.block, edges, measures):
            continue
        found = measure(node.block, tuple(shapes[edge.source][edge.out] for edge in edges))
        if isinstance(found, Problem):
            diagnostics.append(found.at(id, **_words(graph, id, edges, found)))
        else:
            measures[id] = found
            shapes[id] |= zip(node.block.info.outputs, found.outputs, strict=True)
    return Propagation(shapes, measures, tuple(diagnostics), _totals(graph, measures))


def _fed(block: Block, edges: tuple[Edge, ...], measures: Mapping[str, Measure]) -> bool:
    """Whether every input port has its one known shape (or at least one, where it takes many)."""
    if not all(edge.source in measures for edge in edges):
        return False
    ports = [edge.port for edge in edges]
    return all(
        ports.count(port.name) == 1 or (port.many and port.name in ports)
        for port in block.info.inputs
    )


def _words(graph: Graph, id: str, edges: tuple[Edge, ...], problem: Problem) -> dict[str, Arg]:
    """Return the names that only the graph knows: the node's, and of those that feed it."""
    names = [graph.nodes[edge.source].name for edge in edges]
    words: dict[str, Arg] = {"node": graph.nodes[id].name}
    if "a" in problem.args and "b" in problem.args:
        words["from_a"] = names[0]
        words["from_b"] = names[-1]
    return words


def _totals(graph: Graph, measures: Mapping[str, Measure]) -> Totals:
    given = [measures[id].outputs for id in outputs(graph) if id in measures]
    return Totals(
        sum(found.n_params for found in measures.values()),
        sum(found.madds for found in measures.values()),
        given[0][0] if [len(shapes) for shapes in given] == [1] else None,
    )
