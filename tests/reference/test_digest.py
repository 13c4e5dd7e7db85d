"""A reference is known by its content, in every process."""

import subprocess
import sys
from dataclasses import replace

from app.graph import Graph
from app.reference import from_board, from_table
from tests.tree import ROOT

DIGEST = "from app.reference import from_table; print(from_table('mobilenet-v2').digest)"


def test_the_same_content_has_the_same_digest_in_another_process() -> None:
    own = from_table("mobilenet-v2").digest
    assert from_table("mobilenet-v2").digest == own
    other = subprocess.check_output([sys.executable, "-c", DIGEST], cwd=ROOT, text=True)
    assert other.strip() == own


def test_whatever_is_compared_changes_it() -> None:
    reference = from_board("se-module")
    graph = reference.graph
    id, *_ = graph.order
    fewer = {other: node for other, node in graph.nodes.items() if other != id}
    others = {
        replace(reference, compare_bias=True).digest,
        replace(reference, steps={}).digest,
        replace(reference, graph=Graph(graph.nodes, graph.edges[1:])).digest,
        replace(reference, graph=Graph(fewer, graph.edges)).digest,
    }
    assert len({reference.digest, *others}) == 5
