"""Reports that are remembered, and those that are not."""

import pytest

from app.graph import Board, Reading, read
from app.labs import get_lab
from app.service import memory
from app.service.memory import Memory

LAB = get_lab("se-module")
OTHER = get_lab("bneck-v3")


@pytest.fixture(name="asked")
def _asked(monkeypatch: pytest.MonkeyPatch) -> list[Board]:
    """The boards that Verify itself was asked about."""
    boards: list[Board] = []

    def noted(board: Board) -> Reading:
        boards.append(board)
        return read(board)

    monkeypatch.setattr(memory, "read", noted)
    return boards


def changed(**data: object) -> Board:
    """The reference with one more key in the data of its last node."""
    board = LAB.reference.board
    *others, last = board.nodes
    last = last.model_copy(update={"data": {**last.data, **data}})
    return board.model_copy(update={"nodes": [*others, last]})


def test_the_same_graph_is_compared_once(asked: list[Board]) -> None:
    reports = Memory()
    first = reports.report_on(changed(), LAB.reference)
    assert first.verdict == "correct"
    assert reports.report_on(changed(), LAB.reference) is first
    assert len(asked) == 1


def test_where_a_block_lies_does_not_matter(asked: list[Board]) -> None:
    reports = Memory()
    board = LAB.reference.board
    moved = [
        node.model_copy(update={"position": node.position.model_copy(update={"x": 7.5})})
        for node in board.nodes
    ]
    first = reports.report_on(board, LAB.reference)
    assert reports.report_on(board.model_copy(update={"nodes": moved}), LAB.reference) is first


def test_what_messages_name_does(asked: list[Board]) -> None:
    reports = Memory()
    reports.report_on(changed(), LAB.reference)
    reports.report_on(changed(label="mine"), LAB.reference)
    assert len(asked) == 2


def test_each_lab_has_its_own_report(asked: list[Board]) -> None:
    reports = Memory()
    assert reports.report_on(changed(), LAB.reference).verdict == "correct"
    assert reports.report_on(changed(), OTHER.reference).verdict != "correct"
    assert len(asked) == 2


def test_what_does_not_run_is_compared_once_too(asked: list[Board]) -> None:
    reports = Memory()
    for _ in range(2):
        assert reports.report_on(changed(nonsense=1), LAB.reference).verdict == "invalid"
    assert len(asked) == 1


def test_what_has_very_many_diagnostics_is_not_kept(
    asked: list[Board], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST_DIAGNOSTICS", 0)
    reports = Memory()
    for _ in range(2):
        reports.report_on(changed(nonsense=1), LAB.reference)
    assert len(asked) == 2


def test_only_the_last_ones_are_kept(asked: list[Board], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "REMEMBERED", 2)
    reports = Memory()
    for label in ("a", "b", "a", "c", "a", "b"):
        reports.report_on(changed(label=label), LAB.reference)
    assert [board.nodes[-1].data["label"] for board in asked] == ["a", "b", "c", "b"]


def test_what_is_very_long_is_not_kept(asked: list[Board], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "LONGEST", 100)
    reports = Memory()
    for _ in range(2):
        reports.report_on(changed(), LAB.reference)
    assert len(asked) == 2
