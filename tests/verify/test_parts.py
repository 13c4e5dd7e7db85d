"""Another beginning is taken over part by part: each is a reading, and only what gains stays."""

from functools import cache
from random import Random

import pytest

from app.verify.repair.align import Choice
from app.verify.repair.drawing import Drawing, settled
from app.verify.repair.fragment import Fragment
from app.verify.repair.improve import Effort, improve
from app.verify.repair.parts import in_parts, parts
from app.verify.repair.plan import Plan
from app.verify.repair.proposal import Proposal
from app.verify.repair.propose import grown, propose
from app.verify.repair.target import prepare
from tests.verify.mutants import mutate
from tests.verify.small import SMALL

BOARDS = 12


@cache
def begun(name: str) -> list[tuple[Proposal, dict[str, Choice]]]:
    """How some boards are read at first, and how another beginning reads them."""
    found = []
    for number in range(BOARDS):
        mutant = mutate(name, 4, "whole", Random(f"parts/{name}/{number}"))
        if mutant is not None:
            drawing, target = Drawing(settled(mutant.sketch.graph)), prepare(mutant.reference)
            first = Proposal(Plan(drawing, target, propose(drawing, target)))
            found.append((first, grown(drawing, target)))
    return found


every_reference = pytest.mark.parametrize("name", SMALL)


@every_reference
def test_parts_are_all_that_is_read_otherwise_and_each_is_a_reading(name: str) -> None:
    for first, beginning in begun(name):
        chosen, found = first.plan.chosen, list(parts(first.plan, beginning))
        told = [id for part in found for id in part]
        assert sorted(told) == sorted(id for id in chosen if chosen[id] is not beginning[id])
        for part in found:
            own = {**chosen, **{id: beginning[id] for id in part}}
            ops = [op for one in own.values() if isinstance(one, Fragment) for op in one.ops]
            assert len(ops) == len(set(ops)), part


@every_reference
def test_nodes_of_different_parts_are_not_wired_to_each_other(name: str) -> None:
    for first, beginning in begun(name):
        part_of = {
            id: number for number, part in enumerate(parts(first.plan, beginning)) for id in part
        }
        for edge in first.plan.drawing.graph.edges:
            if edge.source in part_of and edge.target in part_of:
                assert part_of[edge.source] == part_of[edge.target]


def test_a_part_that_gains_is_taken_over_and_nothing_else() -> None:
    """What comes of it costs no more than before, on some boards less, and is improved itself."""
    gained = 0
    for name in SMALL:
        for begin, beginning in begun(name):
            effort = Effort()
            first = improve(begin, effort)
            taken = in_parts(first, beginning, effort.renewed())
            assert taken.price <= first.price
            assert (taken is first) == (taken.price == first.price)
            assert improve(taken, Effort()).price == pytest.approx(taken.price)
            gained += taken is not first
    assert gained
