"""When two blocks are told as in each other's place: where they are neighbours in the steps."""

import pytest

from app.graph import Graph, Node
from app.labs import get_lab
from app.verify.repair import prices
from app.verify.repair.repairs import SetParameters
from app.verify.repair.search import mend
from app.verify.repair.target import prepare

REFERENCE = get_lab("mobilenet-v3-large").reference


def exchanged(one: str, other: str) -> Graph:
    """The reference with two blocks in each other's place."""
    nodes = dict(REFERENCE.graph.nodes)
    blocks = nodes[one].block, nodes[other].block
    nodes[other], nodes[one] = (
        Node(id, block) for id, block in zip((other, one), blocks, strict=True)
    )
    return Graph(nodes, REFERENCE.graph.edges)


def test_blocks_that_differ_in_one_value_are_not_exchanged_two_steps_apart() -> None:
    mended = mend(exchanged("bneck8", "bneck10"), prepare(REFERENCE))
    assert [type(repair) for repair in mended.repairs] == [SetParameters, SetParameters]
    assert mended.price < prices.EXCHANGE_FAR


@pytest.mark.parametrize("first", [4, 7, 10])
def test_neighbours_that_differ_in_much_are(first: int) -> None:
    mended = mend(exchanged(f"bneck{first}", f"bneck{first + 1}"), prepare(REFERENCE))
    assert len(mended.repairs) == 1
    assert mended.price < 2 * prices.of_parameters(1)
