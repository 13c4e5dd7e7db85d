"""No board is too absurd to be read; and what is drawn, not how, decides what is read."""

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.blocks import BLOCK_OF_TYPE
from app.core.text import LANGS
from app.engine import Propagation, propagate
from app.graph import Board, parse_board, read
from app.graph.board import BoardEdge, BoardNode, Position
from app.graph.read import Reading
from tests.random_boards import PARAMETERS, running_boards

IDS = st.sampled_from("abcdefgh") | st.text(min_size=1, max_size=3)
TYPES = st.sampled_from([*BLOCK_OF_TYPE, "note", "frame", "conv3d"])
NUMBERS = st.sampled_from([-1, 0, 1, 2, 3, 7, 31, 32, 1024, 8192, 8193, 2**31, 2**63, 10**40])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | NUMBERS
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=3,
)
NAMES = st.sampled_from(
    sorted({name for block in BLOCK_OF_TYPE.values() for name in block.model_fields} | {"label"})
)


@st.composite
def nodes(draw: st.DrawFn) -> BoardNode:
    """Any node: good parameters, giant ones, nonsense."""
    type = draw(TYPES)
    good = draw(PARAMETERS.get(type, st.just({})))
    fields = sorted(BLOCK_OF_TYPE[type].model_fields) if type in BLOCK_OF_TYPE else []
    names = st.sampled_from(fields) if fields else NAMES
    giant = draw(st.dictionaries(names, NUMBERS, max_size=2) | st.just({}))
    odd = draw(st.dictionaries(NAMES, VALUES, max_size=1) | st.just({}))
    return BoardNode(id=draw(IDS), type=type, data={**good, **giant, **odd})


PORTS = st.none() | st.sampled_from(("in", "a", "b", "out", "x"))
EDGES = st.builds(
    BoardEdge, id=IDS, source=IDS, target=IDS, sourceHandle=st.none() | PORTS, targetHandle=PORTS
)
BOARDS = st.builds(Board, nodes=st.lists(nodes(), max_size=10), edges=st.lists(EDGES, max_size=16))


@st.composite
def strained(draw: st.DrawFn) -> Board:
    """A board that runs, but for parameters that have become giant."""
    on = draw(running_boards())
    for item in on.nodes:
        fields = sorted(BLOCK_OF_TYPE[item.type].model_fields)
        if draw(st.booleans()) and fields:
            item.data[draw(st.sampled_from(fields))] = draw(NUMBERS)
    return on


@settings(max_examples=200)
@given(BOARDS)
def test_no_board_is_too_absurd_to_be_read(on: Board) -> None:
    assert_answered(on)


@settings(max_examples=200)
@given(strained())
def test_no_size_is_too_large_to_be_answered(on: Board) -> None:
    assert_answered(on)


def assert_answered(on: Board) -> None:
    """Reading and running raise nothing, and every diagnostic can be shown."""
    reading = read(on)
    propagation = propagate(reading.graph)
    for diagnostic in (*reading.diagnostics, *propagation.diagnostics):
        for lang in LANGS:
            assert diagnostic.message(lang)
            assert len(diagnostic.message(lang)) < 2_000
            assert diagnostic.help(lang) is not None
        assert set(diagnostic.nodes) <= {item.id for item in on.nodes}
        assert set(diagnostic.edges) <= {edge.id for edge in on.edges}
    for diagnostic in propagation.diagnostics:
        assert diagnostic.nodes[0] not in propagation.measures


def drawn_otherwise(on: Board, random: Random) -> tuple[Board, dict[str, str]]:
    """The same drawing: other ids and labels, other places, nodes in another order.

    The order of wires stays, because concat minds it.
    """
    shuffled = random.sample(on.nodes, len(on.nodes))
    other = {item.id: f"m{index}" for index, item in enumerate(shuffled)}
    nodes = [
        BoardNode(
            id=other[item.id],
            type=item.type,
            position=Position(x=random.random(), y=random.random()),
            data={**item.data, "label": f"label {random.randrange(3)}"},
        )
        for item in shuffled
    ]
    edges = [
        BoardEdge(
            id=f"w{index}",
            source=other[edge.source],
            target=other[edge.target],
            sourceHandle=edge.sourceHandle,
            targetHandle=edge.targetHandle,
        )
        for index, edge in enumerate(on.edges)
    ]
    return Board(nodes=nodes, edges=edges), other


def seen(reading: Reading, propagation: Propagation, call: dict[str, str]) -> Any:
    """What is read and computed, with nodes called by these names."""
    graph = reading.graph
    return (
        {call[id]: node.block for id, node in graph.nodes.items()},
        [(call[edge.source], edge.out, call[edge.target], edge.port) for edge in graph.edges],
        {call[id]: measure for id, measure in propagation.measures.items()},
        {call[id]: shapes for id, shapes in propagation.shapes.items()},
        propagation.totals,
    )


@settings(max_examples=60)
@given(running_boards(), st.randoms(use_true_random=False))
def test_names_places_and_order_of_nodes_change_nothing(on: Board, random: Random) -> None:
    other, name = drawn_otherwise(on, random)
    reading, otherwise = read(on), read(other)
    assert seen(reading, propagate(reading.graph), name) == seen(
        otherwise, propagate(otherwise.graph), {id: id for id in otherwise.graph.nodes}
    )
    assert len(reading.diagnostics) == len(otherwise.diagnostics)


@given(running_boards())
def test_a_board_is_the_same_after_writing_and_reading(on: Board) -> None:
    assert parse_board(on.model_dump_json(exclude_none=True).encode()) == on
