"""What lies before and behind nodes that stand for nothing, however long a run of them is.

Walks are put together from known ones, and what is asked of all nodes is found in one sweep; here
each is made by itself beside it.
"""

from functools import cache
from random import Random

import pytest

from app.blocks.base import OUT
from app.graph.model import Edge, Graph
from app.verify.form.canonical import is_pixel
from app.verify.repair.drawing import Drawing, settled
from app.verify.repair.plan import Giving, Plan
from app.verify.repair.propose import propose
from app.verify.repair.repairs import TakeOut, apply
from app.verify.repair.target import prepare
from app.verify.repair.walks import Walk
from tests.verify import fuzz
from tests.verify.mutants import references

NUMBERS = range(40)


@cache
def plan_of(number: int) -> Plan:
    """What Verify begins with on a senseless board: runs, rings, and inputs with many wires."""
    names = list(references())
    graph = fuzz.board(Random(f"walks/{number}")).graph
    drawing, target = Drawing(settled(graph)), prepare(references()[names[number % len(names)]])
    return Plan(drawing, target, propose(drawing, target))


def looked_back(plan: Plan, begin: Giving) -> Walk[Giving, str]:
    """What stands before a place, and what lies on the way there."""
    found, seen, ahead = set[Giving](), set[str](), [begin]
    for at in ahead:
        seen.add(at[0])
        if at[0] in plan.standing:
            found.add(at)
        else:
            wires = plan.drawing.ins[at[0]]
            ahead += [(e.source, e.out) for e in wires if (e.source, e.out) not in ahead]
    return frozenset(found), frozenset(seen)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_walk_put_together_is_the_walk_made_by_itself(number: int) -> None:
    plan = plan_of(number)
    for edge in plan.drawing.graph.edges:
        assert plan.walk_before(edge) == looked_back(plan, (edge.source, edge.out))


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_found_for_all_nodes_at_once_is_what_each_finds(number: int) -> None:
    plan = plan_of(number)
    idle = [id for id in plan.drawing.kinds if id not in plan.standing]
    before = {id: {node for node, _ in looked_back(plan, (id, OUT))[0]} for id in idle}
    last = {id: max(found, key=plan.place) for id, found in before.items() if found}
    assert {id: plan.place(one) for id, one in plan.last_before.items()} == {
        id: plan.place(one) for id, one in last.items()
    }
    ops = plan.target.ops
    assert plan.fed_maps == {
        id
        for id, found in before.items()
        if any(not is_pixel(ops[plan.standing[one].output].shape) for one in found)
    }
    behind = {
        node
        for id in plan.standing
        for edge in plan.drawing.ins[id]
        for node in looked_back(plan, (edge.source, edge.out))[1]
    }
    assert plan.leading_on == behind & set(idle)


@pytest.mark.parametrize("number", NUMBERS)
def test_stretches_are_taken_out_together_as_one_after_the_other(number: int) -> None:
    random = Random(f"taken out/{number}")
    graph = fuzz.board(random).graph
    repairs = []
    for _ in range(random.randrange(1, 6)):
        gone = random.sample(list(graph.nodes), min(len(graph.nodes), random.randrange(1, 4)))
        behind = [edge for edge in graph.edges if edge.source in gone and random.random() < 0.7]
        healed = tuple((edge, random.choice(list(graph.nodes)), OUT) for edge in behind)
        repairs.append(TakeOut(nodes=tuple(gone), healed=healed, price=1.0, steps=(1,)))
    one_by_one = graph
    for repair in repairs:
        one_by_one = by_hand(repair, one_by_one)
    together = apply(repairs, graph)
    assert list(together.nodes) == list(one_by_one.nodes)
    assert together.edges == apply([], one_by_one).edges


def by_hand(repair: TakeOut, graph: Graph) -> Graph:
    """The graph without a stretch, wire by wire."""
    gone, left = set(repair.nodes), []
    for edge in graph.edges:
        source, out = edge.source, edge.out
        for wire, new, port in repair.healed:
            same = (edge.id, edge.target) == (wire.id, wire.target)
            if same and source in gone and new in graph.nodes:
                source, out = new, port
        if source not in gone and edge.target not in gone:
            left.append(Edge(edge.id, source, edge.target, edge.port, out))
    nodes = {id: node for id, node in graph.nodes.items() if id not in gone}
    return Graph(nodes, tuple(left), graph.broken)
