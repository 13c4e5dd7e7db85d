"""Known answers: what the papers' reference implementations count, and the shapes they state."""

import pytest

from app.engine import propagate
from app.reference import Reference, from_board, from_table, table_rows

TABLES = {
    "mobilenet-v3-large": (5_483_032, 216_589_760),
    "mobilenet-v3-small": (2_542_856, 56_510_400),
    "mobilenet-v2": (3_504_872, 300_774_272),
    "mobilenet-v3-large-listing": (5_490_292, 219_799_200),
}


def reference(name: str) -> Reference:
    """The reference of one of the tables."""
    return from_table(name)


@pytest.mark.parametrize(("name", "totals"), TABLES.items())
def test_parameters_and_multiply_adds(name: str, totals: tuple[int, int]) -> None:
    found = propagate(reference(name).graph)
    assert not found.diagnostics
    assert (found.totals.n_params, found.totals.madds) == totals
    assert found.totals.output_shape == (1, 1000)


@pytest.mark.parametrize("name", TABLES)
def test_the_input_column_is_what_pytorch_finds(name: str) -> None:
    network = reference(name)
    shapes = propagate(network.graph).shapes
    for step in set(network.steps.values()):
        nodes = [id for id in network.graph.order if network.steps.get(id) == step]
        rows = [row for row in table_rows(name) if row.step == step]
        # A row that is laid out unfolded has more nodes; its first takes the row's input.
        for row, node in zip(rows, nodes, strict=False):
            edge = network.graph.incoming[node][0]
            assert shapes[edge.source]["out"] == row.input, f"{name}, line {row.line}"


@pytest.mark.parametrize(
    ("name", "blocks"),
    [("mobilenet-v3-large", 15), ("mobilenet-v3-small", 11), ("mobilenet-v2", 17)],
)
def test_how_many_bnecks_there_are(name: str, blocks: int) -> None:
    nodes = reference(name).graph.nodes.values()
    assert sum(node.block.info.type == "bneck" for node in nodes) == blocks


def test_an_se_module_by_hand() -> None:
    """FC1 72 → 24 and FC2 24 → 72 with biases: 72·24 + 24 + 24·72 + 72 = 3,552."""
    totals = propagate(from_board("se-module").graph).totals
    assert (totals.n_params, totals.madds) == (3_552, 2 * 72 * 24)


def test_a_block_built_from_primitives_costs_what_the_composite_costs() -> None:
    whole = from_table("mobilenet-v3-large").graph
    measures = propagate(whole).measures
    assert propagate(from_board("bneck-v3").graph).totals.n_params == measures["bneck5"].n_params
    older = propagate(from_table("mobilenet-v2").graph).measures["bneck3"]
    alone = propagate(from_board("inverted-residual-v2").graph).totals
    assert (alone.n_params, alone.madds) == (older.n_params, older.madds)
