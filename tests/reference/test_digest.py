"""A reference is known by its content, in every process."""

import subprocess
import sys
from dataclasses import replace

from app.graph import Graph
from app.labs import get_lab
from app.reference import from_board
from tests.tree import ROOT

DIGEST = "from app.labs import get_lab; print(get_lab('mobilenet-v3-large').reference.digest)"


def test_the_same_content_has_the_same_digest_in_another_process() -> None:
    own = get_lab("mobilenet-v3-large").reference.digest
    assert get_lab("mobilenet-v3-large").reference.digest == own
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
