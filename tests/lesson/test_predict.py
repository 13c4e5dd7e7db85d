"""Predictions: judged by what PyTorch measures, explained in the student's own numbers."""

import pytest

from app.core.errors import NodeNotFound, NotRunnable
from app.core.text import LANGS
from app.engine import propagate
from app.graph import Graph
from app.labs import catalog
from app.lesson import predict

LARGE = catalog()["mobilenet-v3-large"].reference.graph
LABS = catalog()


@pytest.mark.parametrize("slug", LABS)
def test_the_measured_shape_and_count_are_right_and_no_others(slug: str) -> None:
    graph = LABS[slug].reference.graph
    found = propagate(graph)
    for id in [each for each in graph.order if graph.incoming[each]]:
        made = found.measures[id]
        shape = predict(graph, id, "shape", made.shape)
        count = predict(graph, id, "n_params", (made.n_params,))
        assert (shape.right, count.right) == (True, True)
        assert not predict(graph, id, "shape", (*made.shape[:-1], made.shape[-1] + 1)).right
        assert not predict(graph, id, "n_params", (made.n_params + 1,)).right
        for lang in LANGS:
            assert str(made.shape[1]) in shape.why[lang]
            assert made.n_params == 0 or f"{made.n_params:,}" in count.why[lang]


def node(graph: Graph, step: int) -> str:
    """The reference's node of a step."""
    return next(id for id, own in LABS["mobilenet-v3-large"].reference.steps.items() if own == step)


def test_the_formula_has_the_block_s_numbers() -> None:
    why = predict(LARGE, node(LARGE, 1), "shape", (1, 1, 1, 1)).why
    assert why["en"] == (
        "Height: (224 + 2×1 − 3) ÷ 2, the whole part of it, plus 1: 112. As many channels as "
        "kernels: 16. So it is 112×112×16."
    )


def test_a_composite_s_parameters_are_summed_piece_by_piece() -> None:
    why = predict(LARGE, node(LARGE, 5), "n_params", (0,)).why["en"]
    assert why.startswith("expand ")
    terms, total = why.rstrip(".").split(" = ")
    counts = [int(term.split()[-1].replace(",", "")) for term in terms.split(" + ")]
    assert sum(counts) == int(total.replace(",", ""))


def test_a_sum_of_a_convolution_adds_up() -> None:
    graph = LABS["se-module"].reference.graph
    why = predict(graph, "fc1", "n_params", (0,)).why["en"]
    assert why == "kernels 1×1×72×24 + bias 24 = 1,752."


def test_what_is_not_there_or_does_not_run_has_nothing_to_predict() -> None:
    with pytest.raises(NodeNotFound):
        predict(LARGE, "nix", "shape", (1,))
    lonely = Graph({"x": LARGE.nodes[node(LARGE, 5)]}, ())
    with pytest.raises(NotRunnable):
        predict(lonely, "x", "shape", (1,))
