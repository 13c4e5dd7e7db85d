"""A reading of the board that comes from another one says what it says by itself.

Plans and proposals take over from each other what does not hang on what differs; here each is
worked out anew beside it. And what other readings are tried, each is one: no operation has two
nodes.
"""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from math import inf
from random import Random

import pytest

from app.verify.repair.align import Choice
from app.verify.repair.drawing import Drawing, settled
from app.verify.repair.floor import Floor
from app.verify.repair.fragment import Fragment
from app.verify.repair.improve import touched
from app.verify.repair.plan import Plan
from app.verify.repair.proposal import Proposal
from app.verify.repair.propose import propose
from app.verify.repair.readings import readings
from app.verify.repair.target import prepare
from app.verify.repair.together import together
from app.verify.repair.walks import Walk, Walks
from tests.verify.mutants import Built, mutate
from tests.verify.small import SMALL

KINDS: tuple[tuple[int, Built], ...] = ((1, "whole"), (3, "whole"), (2, "half"))

STEPS = 12
"""So many readings come one from the other."""


@cache
def begun(name: str) -> tuple[Proposal, ...]:
    """What Verify begins with on some boards of a reference."""
    found = []
    for faults, built in KINDS:
        mutant = mutate(name, faults, built, Random(f"plan/{name}/{faults}/{built}"))
        if mutant is not None:
            drawing, target = Drawing(settled(mutant.sketch.graph)), prepare(mutant.reference)
            found.append(Proposal(Plan(drawing, target, propose(drawing, target))))
    return tuple(found)


def anew(plan: Plan) -> Plan:
    """The same reading, which knows of no other."""
    return Plan(plan.drawing, plan.target, plan.chosen)


def all_readings(proposal: Proposal) -> Iterator[dict[str, Choice]]:
    """Every other reading that may be tried, of one node or several."""
    plan = proposal.plan
    for id in plan.chosen:
        for choice in readings(plan, id):
            yield {id: choice}
    amiss = dict.fromkeys(id for one in proposal.found for id in touched(one))
    yield from together(proposal, [id for id in amiss if id in plan.chosen])


def chains(proposal: Proposal, random: Random) -> Iterator[Proposal]:
    """Proposals of which each comes from the one before."""
    for _ in range(STEPS):
        others = list(islice(all_readings(proposal), 200))
        if not others:
            return
        proposal = proposal.instead(random.choice(others))
        yield proposal


every_reference = pytest.mark.parametrize("name", SMALL)


@every_reference
def test_a_plan_says_what_the_same_plan_says_anew(name: str) -> None:
    for first in begun(name):
        for proposal in chains(first, Random(name)):
            plan, fresh = proposal.plan, anew(proposal.plan)
            assert plan.standing == fresh.standing
            assert plan.covered == fresh.covered
            assert plan.missing == fresh.missing
            assert plan.rank == fresh.rank
            assert plan.left_over == fresh.left_over
            for edge in plan.drawing.graph.edges:
                assert plan.from_wire(edge) == fresh.from_wire(edge)
                assert plan.walk_before(edge) == fresh.walk_before(edge)
            for op in range(len(plan.target.ops)):
                assert plan.wanted(op) == fresh.wanted(op)
                assert plan.walk_to(op) == fresh.walk_to(op)


@every_reference
def test_a_proposal_says_what_the_same_proposal_says_anew(name: str) -> None:
    for first in begun(name):
        for proposal in chains(first, Random(name)):
            fresh = Proposal(anew(proposal.plan))
            assert proposal.slots.of == fresh.slots.of
            assert list(proposal.slots.spoken) == list(fresh.slots.spoken)
            assert list(proposal.lacks.items()) == list(fresh.lacks.items())
            assert proposal.savings == fresh.savings
            assert proposal.price == pytest.approx(fresh.price)
            assert proposal.repairs == fresh.repairs


@every_reference
def test_whether_it_costs_less_is_what_its_price_says(name: str) -> None:
    for first in begun(name):
        for other in islice(all_readings(first), 40):
            price = first.instead(other).price
            for limit in (price - 0.5, price - 1e-6, price + 1e-6, price + 0.5):
                assert first.instead(other).costs_less(limit) == (price < limit)


@every_reference
def test_no_reading_costs_less_than_what_is_soon_clear(name: str) -> None:
    for first in begun(name):
        for proposal in (first, *chains(first, Random(name))):
            floor = Floor(proposal)
            for other in islice(all_readings(proposal), 60):
                price = proposal.instead(other).price
                assert not floor.reaches(price + 1e-6, other)
                assert floor.reaches(-inf, other)


@every_reference
def test_in_no_reading_an_operation_has_two_nodes(name: str) -> None:
    for proposal in begun(name):
        plan = proposal.plan
        for others in all_readings(proposal):
            assert others
            assert others.keys() <= plan.chosen.keys()
            chosen = {**plan.chosen, **others}
            ops = [op for one in chosen.values() if isinstance(one, Fragment) for op in one.ops]
            assert len(ops) == len(set(ops)), others


@every_reference
def test_another_reading_is_another(name: str) -> None:
    for proposal in begun(name):
        plan = proposal.plan
        for id, now in plan.chosen.items():
            tried = list(readings(plan, id))
            assert all(one is not now for one in tried)
            assert (True in tried) == (now is not True and plan.drawing.may_idle(id))
            assert (False in tried) == isinstance(now, Fragment)


@every_reference
def test_what_stands_before_a_wire_is_found_by_walking_back(name: str) -> None:
    """An oracle of its own: one step back at a time, until nothing new is met."""
    for proposal in begun(name):
        plan = proposal.plan
        for edge in plan.drawing.graph.edges:
            met, new = set[tuple[str, str]](), {(edge.source, edge.out)}
            while new:
                met |= new
                new = {
                    (wire.source, wire.out)
                    for id, _ in new
                    if id not in plan.standing
                    for wire in plan.drawing.ins[id]
                } - met
            assert plan.from_wire(edge) == {one for one in met if one[0] in plan.standing}
            assert plan.walk_before(edge)[1] == {id for id, _ in met}


def test_a_walk_is_taken_over_unless_it_came_past_what_changed() -> None:
    made: list[str] = []

    def walk(begin: str) -> Walk[str, str]:
        made.append(begin)
        return frozenset((begin.upper(),)), frozenset((begin, "gate"))

    first: Walks[str, str, str] = Walks()
    assert first.from_("a", walk) == first.from_("a", walk) == walk("a")
    first.from_("b", walk)
    assert made == ["a", "a", "b"]
    second = Walks((first, {"a"}))
    third = Walks((second, set()))
    assert third.from_("b", walk) == walk("b")
    assert made == ["a", "a", "b", "b"], "b was known from the first"
    third.from_("a", walk)
    Walks((third, {"gate"})).from_("b", walk)
    assert made[4:] == ["a", "b"], "what changed is walked anew"
