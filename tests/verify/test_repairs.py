"""What each repair does to a board: what it changes, and that it passes over what is not there."""

from dataclasses import replace
from itertools import permutations
from typing import TypedDict

import pytest

from app.blocks import Block, Input
from app.blocks.activation import Activation
from app.blocks.combine import Add, Concat
from app.blocks.conv2d import Conv2d
from app.blocks.head import Flatten
from app.graph import Graph
from app.graph.model import Edge, Node
from app.reference import Reference
from app.verify.repair import edit
from app.verify.repair.fragment import Fragment, whole
from app.verify.repair.repairs import (
    DrawWire,
    Exchange,
    Fill,
    MoveWire,
    Outlet,
    PutIn,
    RemoveWire,
    Reorder,
    Repair,
    Replace,
    SetParameters,
    TakeOut,
    Together,
    Unfold,
    apply,
    parted,
)
from app.verify.repair.target import prepare


class WhatItCosts(TypedDict):
    """What every repair has."""

    price: float
    steps: tuple[int, ...]


ONE = WhatItCosts(price=1.0, steps=(1,))
CONV = Conv2d(out_channels=8, kernel_size=3, norm="batch", activation="relu")
NARROW = Conv2d(out_channels=4, kernel_size=1)
RELU = Activation(kind="relu")
BLOCKS: dict[str, Block] = {
    "in": Input(channels=3, height=8, width=8),
    "a": CONV,
    "b": NARROW,
    "c": RELU,
    "cat": Concat(),
    "sum": Add(),
}
WIRES = ("in a", "a b", "b c", "a cat", "b cat", "c cat", "cat sum.a", "a sum.b")


def wire(said: str) -> Edge:
    """The wire `source target.port`; it is called as it is said."""
    source, target = said.split()
    id, _, port = target.partition(".")
    return Edge(said, source, id, port or "in")


GRAPH = Graph({id: Node(id, block) for id, block in BLOCKS.items()}, tuple(map(wire, WIRES)))
BROKEN = Graph(
    {id: node for id, node in GRAPH.nodes.items() if id != "b"}, GRAPH.edges, {"b": Conv2d}
)
ALONE = Graph({id: GRAPH.nodes[id] for id in ("in", "a")}, GRAPH.edges[:1])
DUE = {one.block: one for one in whole(prepare(Reference(ALONE, {"in": 1, "a": 1})))}


def wires(graph: Graph) -> list[str]:
    """The wires in order, as `source target`, and the port if it is not `in`."""
    return [
        f"{edge.source} {edge.target}" + ("" if edge.port == "in" else f".{edge.port}")
        for edge in graph.edges
    ]


def standing(block: Block) -> Fragment:
    """What stands for a block of another kind, of these values."""
    one = DUE[CONV]
    return Fragment(one.target, type(block), one.ops, one.inputs, block)


def draw(source: str, target: str, port: str = "in", at: int | None = None) -> DrawWire:
    """A wire to draw."""
    return DrawWire(source=source, target=target, port=port, at=at, out="out", **ONE)


def move(said: str, source: str) -> MoveWire:
    """A wire to let begin elsewhere."""
    old = wire(said)
    return MoveWire(wire=old, begins=old.source, source=source, out="out", **ONE)


def put(outlet: Outlet | None, *more: str) -> PutIn:
    """A flatten behind `b`, which leads on over an outlet."""
    return PutIn(
        nodes=(("new", Flatten()),),
        wires=(("b", "new", "in", "out"), *((source, "new", "in", "out") for source in more)),
        outlets=(outlet,) if outlet else (),
        ops=(),
        **ONE,
    )


CHANGED: tuple[tuple[str, Repair, list[str]], ...] = (
    ("a wire removed", RemoveWire(wire=wire("b cat"), **ONE), ["-b cat"]),
    ("no other wire of that name", RemoveWire(wire=Edge("b cat", "b", "c", "in"), **ONE), []),
    ("a wire moved", move("b cat", "in"), ["-b cat", "+in cat"]),
    ("a wire moved to what is not there", move("b cat", "z"), []),
    ("a wire drawn", draw("in", "c"), ["+in c"]),
    ("a wire from what is not there", draw("z", "c"), []),
    ("a wire to what is not there", draw("c", "z"), []),
    ("a wire to a port that is not there", draw("in", "c", "b"), []),
    (
        "a stretch taken out",
        TakeOut(nodes=("b",), healed=((wire("b c"), "a", "out"),), **ONE),
        ["-a b", "-b c", "-b cat", "+a c"],
    ),
    (
        "a stretch healed by nothing that is there",
        TakeOut(nodes=("b",), healed=((wire("b c"), "z", "out"),), **ONE),
        ["-a b", "-b c", "-b cat"],
    ),
    (
        "a wire that does not begin in the stretch stays",
        TakeOut(nodes=("b",), healed=((wire("a cat"), "in", "out"),), **ONE),
        ["-a b", "-b c", "-b cat"],
    ),
    ("a stretch with nothing behind it", put(None), ["+b new"]),
    ("a stretch fed by what is not there", put(None, "z"), ["+b new"]),
    (
        "a stretch in a wire",
        put(Outlet("new", "c", "in", wire("b c"), None)),
        ["-b c", "+b new", "+new c"],
    ),
    (
        "a stretch before a port that is free",
        put(Outlet("new", "c", "in", None, None)),
        ["+b new", "+new c"],
    ),
    ("a stretch before what is not there", put(Outlet("new", "z", "in", None, None)), ["+b new"]),
    (
        "a stretch where its wire is no more",
        put(Outlet("new", "c", "in", wire("z c"), None)),
        ["+b new", "+new c"],
    ),
    (
        "a stretch before what only hands on",
        put(Outlet("new", "c", "in", wire("z cat"), None)),
        ["+b new", "+new cat"],
    ),
    (
        "another block of two inputs",
        Replace(node="cat", fragment=standing(Add()), **ONE),
        ["-a cat", "-b cat", "-c cat", "+a cat.a", "+b cat.b", "+c cat.a"],
    ),
    (
        "another block of many wires",
        Replace(node="sum", fragment=standing(Concat()), **ONE),
        ["-cat sum.a", "-a sum.b", "+cat sum", "+a sum"],
    ),
    (
        "a block without inputs",
        Replace(node="b", fragment=standing(BLOCKS["in"]), **ONE),
        ["-a b"],
    ),
    (
        "a composite unfolded",
        Unfold(node="a", fragment=DUE[CONV], names=("x", "y", "z"), **ONE),
        [
            *("-in a", "-a b", "-a cat", "-a sum.b"),
            *("+in x", "+x y", "+y z", "+z b", "+z cat", "+z sum.b"),
        ],
    ),
    (
        "another order",
        Reorder(node="cat", wires=tuple(map(wire, ("c cat", "a cat", "b cat"))), **ONE),
        [],
    ),
)


@pytest.mark.parametrize(
    ("repair", "due"), [row[1:] for row in CHANGED], ids=[row[0] for row in CHANGED]
)
def test_wires_after_a_repair(repair: Repair, due: list[str]) -> None:
    after = wires(apply([repair], GRAPH))
    gone = [f"-{one}" for one in wires(GRAPH) if one not in after]
    new = [f"+{one}" for one in after if one not in wires(GRAPH)]
    assert sorted(gone + new) == sorted(due)


@pytest.mark.parametrize(
    ("at", "due"), [(0, "in a b c"), (1, "a in b c"), (2, "a b in c"), (3, "a b c in")]
)
def test_a_wire_is_drawn_at_its_place(at: int, due: str) -> None:
    graph = apply([draw("in", "cat", at=at)], GRAPH)
    assert [edge.source for edge in graph.incoming["cat"]] == due.split()


def test_wires_that_are_drawn_come_in_the_order_of_their_places() -> None:
    bare = edit.without_edges(GRAPH, lambda edge: edge.target == "cat")
    order = ("c", "in", "b", "a")
    drawn = [draw(id, "cat", at=at) for at, id in enumerate(order)]
    graph = apply(drawn[::-1], bare)
    assert tuple(edge.source for edge in graph.incoming["cat"]) == order


def test_some_wires_are_reordered_in_the_places_that_they_have() -> None:
    due = tuple(map(wire, ("c cat", "a cat")))
    graph = apply([Reorder(node="cat", wires=due, **ONE)], GRAPH)
    assert [edge.source for edge in graph.incoming["cat"]] == ["c", "b", "a"]


def test_another_kind_of_block_takes_its_wires_port_by_port_however_they_were_drawn() -> None:
    turned = replace(GRAPH, edges=GRAPH.edges[::-1])
    repair = Replace(node="sum", fragment=standing(Concat()), **ONE)
    graph = apply([repair], turned)
    assert [edge.source for edge in graph.incoming["sum"]] == ["cat", "a"]


def blocks(graph: Graph) -> dict[str, Block]:
    """The block of each node."""
    return {id: node.block for id, node in graph.nodes.items()}


SET: tuple[tuple[str, Graph, Repair, dict[str, Block]], ...] = (
    (
        "a value set",
        GRAPH,
        SetParameters(node="a", values=(("stride", 2),), fragment=DUE[CONV], **ONE),
        {"a": CONV.model_copy(update={"stride": 2})},
    ),
    (
        "no value of another kind",
        GRAPH,
        SetParameters(node="c", values=(("stride", 2),), fragment=DUE[CONV], **ONE),
        {},
    ),
    (
        "no value of a block without any",
        BROKEN,
        SetParameters(node="b", values=(("stride", 2),), fragment=DUE[CONV], **ONE),
        {},
    ),
    ("a block filled", BROKEN, Fill(node="b", fragment=DUE[CONV], **ONE), {"b": CONV}),
    ("nothing to fill", GRAPH, Fill(node="z", fragment=DUE[CONV], **ONE), {}),
    ("nothing to replace", GRAPH, Replace(node="z", fragment=DUE[CONV], **ONE), {}),
    ("a block replaced", BROKEN, Replace(node="b", fragment=standing(RELU), **ONE), {"b": RELU}),
    ("exchanged", GRAPH, Exchange(first="a", second="b", **ONE), {"a": NARROW, "b": CONV}),
    ("with nothing exchanged", GRAPH, Exchange(first="a", second="z", **ONE), {}),
    ("nothing exchanged", BROKEN, Exchange(first="b", second="a", **ONE), {}),
    (
        "nothing to unfold",
        GRAPH,
        Unfold(node="z", fragment=DUE[CONV], names=("x", "y", "z"), **ONE),
        {},
    ),
)


@pytest.mark.parametrize(
    ("graph", "repair", "due"), [row[1:] for row in SET], ids=[row[0] for row in SET]
)
def test_blocks_after_a_repair(graph: Graph, repair: Repair, due: dict[str, Block]) -> None:
    after = apply([repair], graph)
    assert blocks(after) == {**blocks(graph), **due}
    assert after.broken.keys() == graph.broken.keys() - due.keys()
    assert wires(after) == wires(graph)


def test_what_is_taken_out_without_values_is_gone() -> None:
    assert not edit.has(apply([TakeOut(nodes=("b",), **ONE)], BROKEN), "b")


def test_a_wire_from_what_is_taken_out_is_moved_and_does_not_go_with_it() -> None:
    gone = TakeOut(nodes=("b",), **ONE)
    moved = MoveWire(wire=wire("b cat"), begins="a", source="in", out="out", **ONE)
    for repairs in permutations((gone, moved)):
        wires = {(edge.id, edge.source) for edge in apply(repairs, GRAPH).edges}
        assert ("b cat", "in") in wires


def test_what_is_together_does_what_its_parts_do() -> None:
    parts = (move("b cat", "c"), draw("in", "c"), RemoveWire(wire=wire("b c"), **ONE))
    inner = Together(parts=parts[:2], name="x", **ONE)
    outer = Together(parts=(inner, parts[2]), name="y", **ONE)
    assert tuple(parted(outer)) == parts
    assert apply([outer], GRAPH) == outer.apply(GRAPH) == apply(parts, GRAPH)


def test_any_two_repairs_leave_wires_that_end_at_ports() -> None:
    for (_, one, _), (_, other, _) in permutations(CHANGED, 2):
        graph = apply([one, other], GRAPH)
        assert all(edit.fits(graph, edge) for edge in graph.edges)
