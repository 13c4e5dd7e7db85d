"""Unfolding keeps meaning: the pieces compute what the composite did, wherever it stood."""

import itertools
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import BoardTooLarge, NodeNotFound, NotComposite, NotRunnable
from app.engine import Propagation, propagate
from app.graph import Board, parse_board, read
from app.graph.board import MAX_NODES
from app.graph.unfold import MARGIN, PIECE_HEIGHT, PIECE_WIDTH, TITLE, unfold
from app.reference import from_table
from tests.boards import board, chain, graph, node, picture
from tests.random_boards import running_boards

TABLES = ("mobilenet-v3-large", "mobilenet-v3-small", "mobilenet-v2")


def unfold_all(on: Board) -> Board:
    """The board with everything unfolded that can be, level by level, down to primitives."""
    while True:
        shapes = propagate(read(on).graph).shapes
        level = on
        for item in on.nodes:
            entering = shapes.get(item.id, {}).get("in", (None, None))
            with suppress(NotComposite):
                level = unfold(level, item.id, entering[1])
        if level is on:
            return on
        on = level


def meaning(propagation: Propagation) -> Any:
    """What unfolding must not change."""
    totals = propagation.totals
    return totals.output_shape, totals.n_params, totals.madds


def wires(on: Board) -> set[tuple[str, str, str | None]]:
    return {(edge.source, edge.target, edge.targetHandle) for edge in on.edges}


FULL = node("b", "bneck", exp_size=16, out_channels=8, se=True, shortcut=True, label="bneck 3")


def test_a_wire_into_a_composite_stays_itself_and_others_are_new() -> None:
    on = unfold(chain(picture(8), FULL, node("end", "softmax")), "b", 8)
    entering = [(edge.id, edge.target) for edge in on.edges if edge.source == "in"]
    assert entering == [("e1", "b.expand"), ("e1.add", "b.add")]
    ids = [edge.id for edge in on.edges]
    assert len(set(ids)) == len(ids)


def test_a_frame_is_as_large_as_its_pieces_and_a_margin() -> None:
    _, frame, *pieces, _ = unfold(chain(picture(8), FULL, node("end", "softmax")), "b", 8).nodes
    right = max(piece.position.x for piece in pieces) + PIECE_WIDTH
    bottom = max(piece.position.y for piece in pieces) + PIECE_HEIGHT
    size = frame.model_dump()
    assert (size["width"], size["height"]) == (right + MARGIN, bottom + MARGIN)
    assert min(piece.position.x for piece in pieces) == MARGIN
    assert min(piece.position.y for piece in pieces) == TITLE + MARGIN


def test_where_two_wires_meet_the_piece_steps_aside_and_nothing_does_without() -> None:
    def lefts(**parameters: object) -> dict[str, float]:
        on = unfold(
            chain(picture(8), node("b", "bneck", exp_size=16, out_channels=8, **parameters)), "b", 8
        )
        return {piece.id: piece.position.x for piece in on.nodes if piece.parentId}

    assert lefts() == {"b.expand": 24, "b.depthwise": 24, "b.project": 24}
    assert lefts(shortcut=True) == {
        "b.expand": 120, "b.depthwise": 120, "b.project": 120, "b.add": 24,
    }  # fmt: skip


def test_a_bneck_becomes_its_pieces_in_a_frame() -> None:
    on = unfold(chain(picture(8), FULL, node("end", "softmax")), "b", 8)
    graph(on)
    frame = on.nodes[1]
    assert (frame.id, frame.type) == ("b", "frame")
    assert frame.data == {
        "title": "bneck 3",
        "block": "bneck",
        "parameters": {"exp_size": 16, "out_channels": 8, "se": True, "shortcut": True},
    }
    pieces = on.nodes[2:7]
    assert [(piece.id, piece.type, piece.parentId) for piece in pieces] == [
        ("b.expand", "conv2d", "b"),
        ("b.depthwise", "depthwise_conv2d", "b"),
        ("b.se", "squeeze_excite", "b"),
        ("b.project", "conv2d", "b"),
        ("b.add", "add", "b"),
    ]
    assert [piece.data for piece in pieces[:2]] == [
        {
            "label": "bneck 3 expand",
            "out_channels": 16,
            "kernel_size": 1,
            "norm": "batch",
            "activation": "relu",
        },
        {"label": "bneck 3 depthwise", "norm": "batch", "activation": "relu"},
    ]
    assert wires(on) == {
        ("in", "b.expand", "in"),
        ("in", "b.add", "b"),
        ("b.expand", "b.depthwise", "in"),
        ("b.depthwise", "b.se", "in"),
        ("b.se", "b.project", "in"),
        ("b.project", "b.add", "a"),
        ("b.add", "end", None),
    }


def test_a_squeeze_excite_shows_its_gate() -> None:
    on = unfold(chain(picture(16), node("se", "squeeze_excite")), "se", 16)
    assert wires(on) == {
        ("in", "se.pool", "in"),
        ("in", "se.scale", "a"),
        ("se.pool", "se.fc1", "in"),
        ("se.fc1", "se.fc2", "in"),
        ("se.fc2", "se.scale", "b"),
    }
    assert {n.id: n.data.get("out_channels") for n in on.nodes if n.type == "conv2d"} == {
        "se.fc1": 8,
        "se.fc2": 16,
    }


@settings(max_examples=60)
@given(running_boards())
def test_unfolding_everything_changes_no_shape_and_no_cost(on: Board) -> None:
    before = propagate(graph(on))
    after = propagate(graph(unfold_all(on)))
    assert meaning(after) == meaning(before)


@pytest.mark.parametrize("table", TABLES)
def test_unfolding_a_reference_to_primitives_keeps_its_totals(table: str) -> None:
    on = from_table(table).board
    unfolded = unfold_all(on)
    assert meaning(propagate(graph(unfolded))) == meaning(propagate(graph(on)))
    assert not {"bneck", "squeeze_excite"} & {item.type for item in unfolded.nodes}


def test_frames_nest_and_each_comes_before_what_is_in_it() -> None:
    on = unfold_all(chain(picture(8), FULL))
    place = {item.id: index for index, item in enumerate(on.nodes)}
    inside = [item for item in on.nodes if item.parentId]
    assert all(place[item.parentId] < place[item.id] for item in inside if item.parentId)
    parents = {item.id: item.parentId for item in on.nodes}
    assert parents["b.se.fc1.conv"] == "b.se.fc1"
    assert parents["b.se.fc1"] == "b.se"
    assert parents["b.se"] == "b"


def test_pieces_lie_inside_the_frame_and_not_on_each_other() -> None:
    on = unfold(chain(picture(8), FULL), "b", 8)
    size: dict[str, Any] = on.nodes[1].model_extra or {}
    places = [(item.position.x, item.position.y) for item in on.nodes if item.parentId]
    assert all(0 < x < size["width"] - 168 and 32 < y < size["height"] - 72 for x, y in places)
    rows = sorted(y for _, y in places)
    assert all(below - above >= 72 for above, below in itertools.pairwise(rows))


def test_what_editors_add_is_carried_along() -> None:
    body = b"""{"version": 1, "viewport": {"zoom": 2},
      "nodes": [{"id": "in", "type": "input", "data": {"channels": 4}, "selected": true},
                {"id": "b", "type": "bneck", "measured": {"width": 176},
                 "data": {"exp_size": 4, "out_channels": 4, "shortcut": true}}],
      "edges": [{"id": "e1", "source": "in", "target": "b", "animated": true}]}"""
    on = unfold(parse_board(body), "b", 4).model_dump()
    assert on["viewport"] == {"zoom": 2}
    assert on["nodes"][0]["selected"] is True
    assert "measured" not in on["nodes"][1]
    assert [edge["animated"] for edge in on["edges"] if edge["source"] == "in"] == [True, True]


def test_ids_are_unique_and_the_same_each_time() -> None:
    crowded = board(
        picture(8), node("b.add", "softmax"), FULL, node("b.add-2", "softmax"), wires="in b b.add"
    )
    on = unfold(crowded, "b", 8)
    ids = [item.id for item in on.nodes]
    assert len(set(ids)) == len(ids)
    assert "b.add-3" in ids
    assert len({edge.id for edge in on.edges}) == len(on.edges)
    assert on == unfold(crowded, "b", 8)


@given(st.text(min_size=1, max_size=120))
def test_any_id_can_be_unfolded_within_the_longest_allowed(id: str) -> None:
    on = unfold(board(node(id, "bneck", exp_size=8, out_channels=8, se=True)), id, 8)
    assert parse_board(on.model_dump_json(exclude_none=True).encode()) is not None
    assert len({item.id for item in on.nodes}) == len(on.nodes)


def test_a_board_survives_writing_and_reading_with_its_null_parameters() -> None:
    conv = node("c", "conv2d", out_channels=4, bias=None, norm="batch")
    on = unfold(chain(picture(8), FULL, conv), "b", 8)
    assert parse_board(on.model_dump_json(exclude_none=True).encode()) == on


def test_only_what_exists_and_is_made_of_pieces_can_be_unfolded() -> None:
    on = board(picture(), node("c", "conv2d", out_channels=3), node("f", "frame"))
    with pytest.raises(NodeNotFound):
        unfold(on, "nowhere", 3)
    for id in ("in", "c", "f"):
        with pytest.raises(NotComposite):
            unfold(on, id, 3)


@pytest.mark.parametrize(
    "unreadable", [{}, {"out_channels": 0}, {"out_channels": 8}], ids=["empty", "bad", "no exp"]
)
def test_a_node_that_cannot_be_read_cannot_be_unfolded(unreadable: dict[str, int]) -> None:
    with pytest.raises(NotRunnable, match="parameters"):
        unfold(board(node("b", "bneck", **unreadable)), "b", 8)


def test_channels_are_asked_for_only_where_they_matter() -> None:
    unfold(board(FULL), "b")
    with pytest.raises(NotRunnable, match="channels"):
        unfold(board(node("se", "squeeze_excite", squeeze_channels=4)), "se")


def test_a_wire_to_a_wrong_port_stays_wrong() -> None:
    on = board(picture(8), FULL, wires="in b.side")
    codes = [found.code.name for found in read(unfold(on, "b", 8)).diagnostics]
    assert "unknown-port" in codes


def test_a_board_does_not_grow_beyond_its_limit() -> None:
    filler = [node(f"n{i}", "flatten") for i in range(MAX_NODES - 1)]
    with pytest.raises(BoardTooLarge):
        unfold(board(FULL, *filler), "b", 8)
