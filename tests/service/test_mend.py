"""Mended boards: accepted, as near to the student's as can be, and scored fairly."""

import json
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from app.graph import Board, parse_board, read
from app.labs import get_lab
from app.service.mend import Mended, mended
from app.verify import verify
from tests.verify.faults import PLAIN
from tests.verify.sketch import Sketch

SLUGS = ("se-module", "inverted-residual-v2", "mobilenet-v3-small")
SEEDS = range(6)


def board_of(sketch: Sketch) -> dict[str, Any]:
    """The sketch as a board on which every node lies somewhere and has a name."""
    board = sketch.board()
    for at, node in enumerate(board["nodes"]):
        node["position"] = {"x": 500 * at, "y": -300}
        node["data"]["label"] = f"mine {at}"
        node["selected"] = True
    return board


def parsed(board: dict[str, Any]) -> Board:
    return parse_board(json.dumps(board).encode())


def faulty(slug: str, seed: int) -> Board:
    """A board with a few faults, or a beginning with one."""
    random = Random(f"{slug}/{seed}")
    sketch = Sketch.of(get_lab(slug).reference.graph)
    for planter in random.sample(PLAIN, 2):
        if fault := planter(sketch, random):
            sketch = fault.sketch
    for id in list(sketch.nodes)[random.randint(2, len(sketch.nodes)) :]:
        sketch = sketch.remove(id, heal=False)
    return parsed(board_of(sketch))


def mend(slug: str, board: Board) -> Mended:
    return mended(board, get_lab(slug).reference)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_mended_board_is_right_and_still_the_student_s(slug: str, seed: int) -> None:
    board = faulty(slug, seed)
    found = mend(slug, board)
    again = parse_board(found.board.model_dump_json().encode())
    assert verify(read(again), get_lab(slug).reference).verdict == "correct"
    assert len({edge.id for edge in found.board.edges}) == len(found.board.edges)
    now = {node.id: node for node in found.board.nodes}
    for node in board.nodes:
        if node.id in now:
            assert now[node.id].position == node.position
            assert now[node.id].data["label"] == node.data["label"]
            assert now[node.id].model_extra == node.model_extra
    assert 0 <= found.score <= 1
    assert all(change.said is not None for change in found.changes)


@pytest.mark.parametrize("slug", SLUGS)
def test_no_two_blocks_are_put_on_each_other(slug: str) -> None:
    found = mend(slug, get_lab(slug).start)
    places = [(node.position.x, node.position.y) for node in found.board.nodes]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_right_board_stays_as_it_is(slug: str) -> None:
    board = get_lab(slug).reference.board
    assert mend(slug, board) == Mended(board, (), 1.0)


def test_only_what_was_wrong_is_changed() -> None:
    lab = get_lab("mobilenet-v3-large")
    board = board_of(Sketch.of(lab.reference.graph).set("bneck7", stride=1))
    board["nodes"].append({"id": "n", "type": "note", "data": {"text": "ask about this"}})
    before = parsed(board)
    found = mend(lab.slug, before)
    changed = [
        (old.id, old.data, new.data)
        for old, new in zip(before.nodes, found.board.nodes, strict=True)
        if old != new
    ]
    ((id, old, new),) = changed
    assert id == "bneck7"
    assert {**new, "stride": 1} == old
    assert found.board.edges == before.edges
    (change,) = found.changes
    assert change.steps == (8,)
    assert change.said is not None
    assert change.said["en"] == "In “mine 8”, set stride to 2."
    assert 0.97 < found.score < 1


def test_what_is_put_in_lies_between_its_neighbours() -> None:
    lab = get_lab("mobilenet-v3-large")
    board = board_of(Sketch.of(lab.reference.graph).remove("bneck5", heal=False))
    found = mend(lab.slug, parsed(board))
    known = {node["id"]: node["position"] for node in board["nodes"]}
    (new,) = [node for node in found.board.nodes if node.id not in known]
    assert known["bneck4"]["x"] < new.position.x < known["bneck6"]["x"]


def test_a_place_in_a_frame_counts_from_the_frame_s_corner() -> None:
    lab = get_lab("se-module")
    board = lab.reference.board.model_dump(exclude_none=True)
    last = board["nodes"][-1]
    frame = {"id": "f", "type": "frame", "position": {"x": 9000, "y": 9000}, "data": {}}
    for node in board["nodes"]:
        node["parentId"] = "f"
    gone = last["id"]
    board["nodes"] = [frame, *board["nodes"][:-1]]
    board["edges"] = [e for e in board["edges"] if gone not in (e["source"], e["target"])]
    found = mend(lab.slug, parsed(board))
    (new,) = [node for node in found.board.nodes if node.parentId is None and node.id != "f"]
    assert new.position.x > 8000


def test_the_score_is_the_share_of_the_work_that_is_done() -> None:
    lab = get_lab("mobilenet-v3-small")
    whole = Sketch.of(lab.reference.graph)
    scores = []
    ids = list(whole.nodes)
    for count in range(1, len(ids) + 1):
        sketch = whole
        for id in ids[count:]:
            sketch = sketch.remove(id, heal=False)
        scores.append(mend(lab.slug, parsed(sketch.board())).score)
    assert scores[0] < 0.05
    assert scores[-1] == 1
    assert all(one < other for one, other in pairwise(scores))
