"""References on boards, and references shown as boards."""

import json
from pathlib import Path

import pytest

import app.reference
from app.graph import read
from app.reference import BadReference, Reference, board_of, from_board, from_table
from app.reference.boards import graph_of

FOLDER = Path(app.reference.__file__).parent
REFERENCES: dict[str, Reference] = {
    **{path.stem: from_table(path.stem) for path in sorted((FOLDER / "tables").glob("*.csv"))},
    **{path.stem: from_board(path.stem) for path in sorted((FOLDER / "boards").glob("*.json"))},
}


@pytest.mark.parametrize("reference", REFERENCES.values(), ids=REFERENCES)
def test_a_reference_survives_being_a_board(reference: Reference) -> None:
    reading = read(reference.board)
    assert not reading.diagnostics
    blocks = {id: node.block for id, node in reference.graph.nodes.items()}
    assert {id: node.block for id, node in reading.graph.nodes.items()} == blocks
    assert reading.graph.edges == reference.graph.edges


@pytest.mark.parametrize("reference", REFERENCES.values(), ids=REFERENCES)
def test_every_node_but_the_input_has_a_step_and_no_step_is_empty(reference: Reference) -> None:
    inputs = {id for id, node in reference.graph.nodes.items() if not node.block.info.inputs}
    assert reference.steps.keys() == reference.graph.nodes.keys() - inputs
    numbers = set(reference.steps.values())
    assert numbers == set(range(1, len(numbers) + 1))


@pytest.mark.parametrize("reference", REFERENCES.values(), ids=REFERENCES)
def test_no_two_nodes_lie_on_each_other(reference: Reference) -> None:
    places = [(node.position.x, node.position.y) for node in board_of(reference.graph).nodes]
    assert len(set(places)) == len(places)


BOARD = json.loads((FOLDER / "boards" / "se-module.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"steps": {}}, "steps: not the nodes of the board: fc1, fc2, pool, scale"),
        ({"steps": {**BOARD["steps"], "ghost": 5}}, "not the nodes of the board: ghost"),
        ({"steps": {**BOARD["steps"], "pool": "1"}}, "steps"),
        ({"nodes": "none"}, "not a board"),
        ({"edges": BOARD["edges"][:-1]}, "scale"),
    ],
    ids=["no steps", "a step of no node", "a step that is no number", "no board", "a wire missing"],
)
def test_a_board_that_cannot_be_a_reference_is_refused(
    change: dict[str, object], message: str
) -> None:
    body = json.dumps({**BOARD, **change}).encode()
    with pytest.raises(BadReference, match=r"^t\.json") as refused:
        graph_of(body, "t.json")
    assert message in str(refused.value)
