"""What can be wrong with a graph's wires, whatever its blocks compute."""

from collections.abc import Iterator
from itertools import chain

from app.blocks import Input
from app.core import codes
from app.core.diagnostic import Diagnostic
from app.core.text import Text, text
from app.graph.cycles import cycles
from app.graph.model import Graph

MOST_NAMED = 8
"""A message lists this many nodes by name, and counts the rest."""


def wiring(graph: Graph) -> Iterator[Diagnostic]:
    """Yield what is wrong or not there yet, wires first, then the graph as a whole."""
    yield from _inputs(graph)
    yield from _ports(graph)
    cyclic = cycles(graph)
    for cycle in cyclic:
        yield codes.CYCLE.at(*cycle, edges=_within(graph, cycle), names=_names(graph, cycle))
    yield from _unreachable(graph, set(chain.from_iterable(cyclic)))
    ends = outputs(graph)
    count = sum(len(graph.nodes[id].block.info.outputs) for id in ends)
    if count > 1:
        yield codes.SEVERAL_OUTPUTS.at(*ends, count=count, names=_names(graph, ends))


def outputs(graph: Graph) -> tuple[str, ...]:
    """Return the nodes that lead nowhere though something leads to them."""
    return tuple(id for id in graph.nodes if not graph.outgoing[id] and graph.incoming[id])


def output(graph: Graph) -> str | None:
    """Return the node that gives the network's only output, None where there is not just one."""
    ends = outputs(graph)
    single = len(ends) == 1 and len(graph.nodes[ends[0]].block.info.outputs) == 1
    return ends[0] if single else None


def _within(graph: Graph, cycle: tuple[str, ...]) -> tuple[str, ...]:
    """Return the wires between blocks of a cycle."""
    inside = set(cycle)
    return tuple(e.id for id in cycle for e in graph.outgoing[id] if e.target in inside)


def _inputs(graph: Graph) -> Iterator[Diagnostic]:
    found = [id for id, node in graph.nodes.items() if isinstance(node.block, Input)]
    if len(found) > 1:
        yield codes.SEVERAL_INPUTS.at(*found, count=len(found))
    elif not found and not graph.broken:
        yield codes.NO_INPUT.at()


def _ports(graph: Graph) -> Iterator[Diagnostic]:
    for id, node in graph.nodes.items():
        for port in node.block.info.inputs:
            edges = tuple(e.id for e in graph.incoming[id] if e.port == port.name)
            if not edges:
                yield codes.UNCONNECTED_INPUT.at(
                    id, port=port.name, entry=node.entry(port.name), node=node.name
                )
            elif len(edges) > 1 and not port.many:
                yield codes.INPUT_TAKEN.at(
                    id,
                    edges=edges,
                    port=port.name,
                    entry=node.entry(port.name),
                    node=node.name,
                    count=len(edges),
                )


def _unreachable(graph: Graph, cyclic: set[str]) -> Iterator[Diagnostic]:
    """Yield the nodes that no input reaches, but for those whose own input is open."""
    reached = {id for id, node in graph.nodes.items() if isinstance(node.block, Input)}
    if not reached:
        return
    starts = {e.target for e in graph.edges if e.source in graph.broken}
    frontier = [*reached, *starts]
    reached |= starts
    for id in frontier:
        for edge in graph.outgoing.get(id, ()):
            if edge.target not in reached:
                reached.add(edge.target)
                frontier.append(edge.target)
    lost = tuple(
        id for id in graph.nodes if id not in reached and id not in cyclic and graph.incoming[id]
    )
    if lost:
        yield codes.UNREACHABLE.at(*lost, names=_names(graph, lost))


def _names(graph: Graph, ids: tuple[str, ...]) -> Text:
    names = [graph.nodes[id].name for id in ids[:MOST_NAMED]]
    more = len(ids) - len(names)
    rest = f" … +{more}" if more > 0 else ""
    return text("、".join(names) + rest, ", ".join(names) + rest)
