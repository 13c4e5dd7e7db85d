"""Remembers reports: a class verifies the same few graphs over and over, and moves blocks between.

A report depends on the graph and on nothing else of the board. So its key is the graph itself, ids
and labels included, because findings point at them.
"""

from functools import lru_cache

from app.graph import Board, Edge, Graph, Node, Reading, read
from app.reference import Reference
from app.verify import Report, verify

REMEMBERED = 512
"""How many reports are kept."""

LARGEST = 250
"""Most nodes of a graph whose report is kept: all of them together stay below about 50 MB."""


def report_on(board: Board, reference: Reference) -> Report:
    """Return how the graph on the board compares with a reference, remembered or worked out."""
    reading = read(board)
    graph = reading.graph
    if reading.diagnostics or len(graph.nodes) > LARGEST:
        return verify(reading, reference)
    return _remembered(tuple(graph.nodes.values()), graph.edges, reference)


@lru_cache(maxsize=REMEMBERED)
def _remembered(nodes: tuple[Node, ...], edges: tuple[Edge, ...], reference: Reference) -> Report:
    return verify(Reading(Graph({node.id: node for node in nodes}, edges), ()), reference)
