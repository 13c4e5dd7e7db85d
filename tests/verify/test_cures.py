"""What the last rung says, where the board is not yet what the repair speaks of."""

import pytest

from app.blocks import Input
from app.blocks.combine import Add
from app.graph import Graph
from app.graph.model import Node
from app.verify.repair import prices
from app.verify.repair.repairs import DrawWire
from app.verify.tell.cures import cure_of


@pytest.mark.parametrize(
    ("port", "told"),
    [
        ("b", "Draw a wire from “picture” to the second input of “join”."),
        ("in", "Draw a wire from “picture” to “join”."),  # It is to be another block first.
    ],
)
def test_a_wire_is_told_to_an_input_only_if_the_block_has_it(port: str, told: str) -> None:
    nodes = {
        "picture": Node("picture", Input(channels=3, height=8, width=8)),
        "join": Node("join", Add()),
    }
    repair = DrawWire(
        source="picture",
        target="join",
        port=port,
        at=None,
        out="out",
        price=prices.STILL_TO_COME,
        steps=(1,),
        to_come=True,
    )
    cure = cure_of(Graph(nodes, ()), repair)
    assert cure is not None
    assert cure["en"] == told
