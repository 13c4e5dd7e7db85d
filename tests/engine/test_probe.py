"""Numbers on wires: the lab text's example through the student's own blocks."""

from dataclasses import replace
from json import dumps
from typing import Any

import pytest

from app.blocks.head import Linear
from app.core.errors import NotRunnable
from app.engine import Probe, probe
from app.engine.probe import MOST_NODES
from app.graph import Graph, parse_board, read
from app.graph.model import Node
from app.labs import catalog, picture_of
from tests.boards import board, node

LABS = [slug for slug in catalog() if picture_of(slug)]
SE = catalog()["se-module"].reference.graph


def run(graph: Graph, lab: str = "se-module") -> Probe:
    """The lab's picture through a graph."""
    picture = picture_of(lab)
    assert picture
    return probe(graph, picture)


def test_the_first_number_of_the_lab_text_s_example() -> None:
    found = run(SE).values
    entering, weights, leaving = (
        found[id]["out"].channels[0][0][0] for id in ("input", "fc2", "scale")
    )
    assert (entering, weights, leaving) == (0.2, 0.5, 0.1)


def test_the_layers_are_as_wide_as_the_lab_text_s() -> None:
    found = run(SE)
    assert [found.values[id]["out"].shape for id in ("pool", "fc1", "fc2", "scale")] == [
        (1, 4, 1, 1),
        (1, 1, 1, 1),
        (1, 4, 1, 1),
        (1, 4, 2, 2),
    ]
    assert [(len(rows.rows), len(rows.rows[0])) for rows in found.weights.values()] == [
        (1, 4),
        (4, 1),
    ]


def test_a_sum_is_what_its_weights_make_of_the_numbers_before_the_activation() -> None:
    found = run(SE)
    for id, before in (("fc1", "pool"), ("fc2", "fc1")):
        entering = [rows[0][0] for rows in found.values[before]["out"].channels]
        layer = found.weights[id]
        for row, made in zip(layer.rows, layer.sums, strict=True):
            terms = (weight * number for weight, number in zip(row, entering, strict=True))
            assert made == pytest.approx(sum(terms), abs=2e-3)
    assert min(found.weights["fc2"].sums) < 0, "an h-sigmoid gives no such number"


def test_every_number_is_its_gate_s_share_of_what_entered() -> None:
    found = run(SE).values
    for channel, (before, after) in enumerate(
        zip(found["input"]["out"].channels, found["scale"]["out"].channels, strict=True)
    ):
        gate = found["fc2"]["out"].channels[channel][0][0]
        for row, made in zip(before, after, strict=True):
            assert made == pytest.approx([gate * number for number in row], abs=1e-3)


def test_a_composite_se_gives_what_its_unfolded_blocks_give() -> None:
    board = {
        "version": 1,
        "nodes": [
            {
                "id": "in",
                "type": "input",
                "position": {"x": 0, "y": 0},
                "data": {"channels": 72, "height": 28, "width": 28},
            },
            {"id": "se", "type": "squeeze_excite", "position": {"x": 9, "y": 0}, "data": {}},
        ],
        "edges": [{"id": "e", "source": "in", "target": "se"}],
    }

    folded = run(read(parse_board(dumps(board).encode())).graph)
    assert folded.values["se"]["out"] == run(SE).values["scale"]["out"]


@pytest.mark.parametrize("lab", LABS)
def test_every_wire_of_a_block_lab_carries_numbers(lab: str) -> None:
    graph = catalog()[lab].reference.graph
    found = run(graph, lab)
    for edge in graph.edges:
        assert found.values[edge.source][edge.out].channels


def test_what_does_not_run_has_no_numbers_and_what_lies_before_has() -> None:
    nodes = {**SE.nodes, "fc1": replace(SE.nodes["fc1"], block=Linear(out_features=24))}
    found = run(replace(SE, nodes=nodes))
    assert found.values.keys() == {"input", "pool"}


def test_the_same_board_has_the_same_numbers() -> None:
    assert run(SE) == run(SE)


def test_a_large_board_is_refused() -> None:
    nodes = {f"n{at}": Node(f"n{at}", SE.nodes["input"].block) for at in range(MOST_NODES)}
    assert len(run(Graph(nodes, ())).values) == MOST_NODES
    with pytest.raises(NotRunnable):
        run(Graph({**nodes, "more": Node("more", SE.nodes["input"].block)}, ()))
    with pytest.raises(NotRunnable):
        run(catalog()["vgg-16"].reference.graph)


def layer(type: str, inputs: int, **data: Any) -> Probe:
    """A picture of so many channels of one pixel, all ones, through one layer."""
    on = board(
        node("in", "input", channels=inputs, height=1, width=1),
        node("a", type, **data),
        wires="in a",
    )
    return probe(read(on).graph, (((1.0,),),) * inputs)


@pytest.mark.parametrize(("inputs", "most"), [(4, 15), (9, 10), (100, 3), (400, 3)])
def test_weights_are_tenths_and_the_smaller_the_more_there_are(inputs: int, most: int) -> None:
    found = layer("conv2d", inputs, out_channels=16, kernel_size=1).weights["a"]
    tenths = {round(10 * weight, 6) for row in found.rows for weight in row}
    assert all(number.is_integer() for number in tenths)
    assert max(map(abs, tenths)) == most


@pytest.mark.parametrize("bias", [True, False])
def test_a_number_is_the_weighted_sum_of_what_enters(bias: bool) -> None:
    found = layer("conv2d", 3, out_channels=2, kernel_size=1, bias=bias)
    sums = [pytest.approx(sum(row), abs=1e-3) for row in found.weights["a"].rows]
    assert [channel[0][0] for channel in found.values["a"]["out"].channels] == sums


@pytest.mark.parametrize(
    ("type", "data"),
    [
        ("conv2d", {"out_channels": 4, "kernel_size": 1, "groups": 2}),
        ("conv2d", {"out_channels": 4, "kernel_size": 3}),
        ("squeeze_excite", {}),
        ("batch_norm", {}),
    ],
)
def test_only_a_layer_that_connects_all_with_all_has_weights_to_read(
    type: str, data: dict[str, Any]
) -> None:
    assert layer(type, 4, **data).weights == {}


def test_a_convolution_over_a_map_has_none() -> None:
    on = board(
        node("in", "input", channels=1, height=2, width=2),
        node("a", "conv2d", out_channels=1, kernel_size=1),
        wires="in a",
    )
    assert probe(read(on).graph, (((1.0, 2.0), (3.0, 4.0)),)).weights == {}
