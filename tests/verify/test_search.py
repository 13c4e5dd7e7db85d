"""What is misread at first is read again before all is built anew; what is to come is free."""

from itertools import islice
from random import Random

import pytest

from app.engine import propagate
from app.graph import read
from app.reference import Reference
from app.verify.repair import prices
from app.verify.repair.drawing import Drawing, settled
from app.verify.repair.repairs import TakeOut
from app.verify.repair.search import anew, mend
from app.verify.repair.target import prepare
from app.verify.verify import separating
from tests.boards import board, chain, graph, node, picture
from tests.verify import fuzz
from tests.verify.mutants import mutants, references
from tests.verify.proof import judge, told


@pytest.mark.parametrize(("name", "number"), [("lenet-5", 40), ("lenet-5", 76)])
def test_nodes_that_are_misread_are_left_over_before_all_is_built_anew(
    name: str, number: int
) -> None:
    senseless = fuzz.board(Random(f"scan/{name}/{number}")).graph
    target = prepare(references()[name])
    blank = anew(Drawing(settled(senseless)), target)
    assert mend(senseless, target).price < blank.price - 0.5


def test_a_flatten_that_is_to_come_goes_into_the_wire_that_is_to_be_drawn() -> None:
    """The dropout is wired to what takes flat tensors; nothing is amiss, the rest is to come."""
    before = (
        picture(),
        node("conv", "conv2d", out_channels=4),
        node("pool", "global_avg_pool"),
    )
    behind = (node("drop", "dropout"), node("classify", "linear", out_features=3))
    due = graph(chain(*before, node("flat", "flatten"), *behind))
    target = prepare(Reference(due, dict.fromkeys(due.nodes, 1)))
    own = board(*before, *behind, wires="in conv pool, drop classify")
    student = read(own).graph
    _, repairs = separating(student, propagate(student), target)
    assert repairs
    assert all(repair.price < prices.HALF for repair in repairs)


def test_a_flatten_too_many_at_the_end_is_a_block_too_many() -> None:
    pooled = (picture(), node("conv", "conv2d", out_channels=4), node("pool", "global_avg_pool"))
    due = graph(chain(*pooled))
    target = prepare(Reference(due, dict.fromkeys(due.nodes, 1)))
    student = read(chain(*pooled, node("flat", "flatten"))).graph
    _, repairs = separating(student, propagate(student), target)
    assert [(type(repair), repair.price) for repair in repairs] == [(TakeOut, prices.TAKE_OUT)]


@pytest.mark.parametrize(("faults", "seed", "number"), [(6, 3, 24), (8, 7, 28)])
def test_what_is_left_over_instead_of_misread_is_told_exactly(
    faults: int, seed: int, number: int
) -> None:
    """The first reading of these boards fails; nodes that lie elsewhere than read give way."""
    made = next(islice(mutants(number + 1, faults, "whole", seed=seed), number, None))
    assert told(judge(made.sketch.graph, made.reference), made)
