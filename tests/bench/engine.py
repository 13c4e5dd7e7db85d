"""The engine against torchinfo, and against building and running the network on the meta device."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import torch
import torchinfo

from app.blocks.bneck import Bneck
from app.engine import assemble, propagate
from app.engine.measure import forget
from app.graph import Graph
from app.labs import get_lab
from tests.bench.row import Row, in_pairs

PAIRS = 21
SHAPE = (1, 3, 224, 224)


def rows() -> Iterator[Row]:
    """Measure both rows on MobileNetV3-Large."""
    graph = get_lab("mobilenet-v3-large").reference.graph
    yield _edit(graph)
    yield _cold(graph)


def _edit(graph: Graph) -> Row:
    network = assemble(graph).eval()

    def summary() -> None:
        torchinfo.summary(network, SHAPE, verbose=0, device="cpu")

    summary()
    propagate(graph)
    edits = [partial(propagate, edited) for edited in _edited(graph)]
    pairs = in_pairs(edits, summary)
    return Row(
        "check after one parameter edit, against torchinfo",
        pairs.ratio,
        "at least",
        20,
        pairs.detail,
    )


def _edited(graph: Graph) -> Iterator[Graph]:
    """Yield the graph with one parameter changed at one bneck, to a value that is new each time."""
    chance = random.Random(1905_02244)
    bnecks = [id for id, node in graph.nodes.items() if isinstance(node.block, Bneck)]
    for count in range(PAIRS):
        id = chance.choice(bnecks)
        node = graph.nodes[id]
        change = (
            {"exp_size": 1_001 + count},
            {"out_channels": 1_001 + count, "shortcut": False},
            {"stride": 3 + count, "shortcut": False},
        )[count % 3]
        edited = replace(node, block=node.block.model_copy(update=change))
        yield Graph({**graph.nodes, id: edited}, graph.edges)


def _cold(graph: Graph) -> Row:
    def forgetful() -> Iterator[Callable[[], object]]:
        for _ in range(PAIRS):
            forget()
            yield partial(propagate, graph)

    def naive() -> None:
        with torch.device("meta"), torch.no_grad():
            assemble(graph).eval()(torch.empty(SHAPE))

    naive()  # PyTorch's own first time is a second and nobody's fault
    pairs = in_pairs(forgetful(), naive)
    return Row(
        "check with an empty memory, against a meta build and forward",
        pairs.ratio,
        "at least",
        5,
        pairs.detail,
    )
