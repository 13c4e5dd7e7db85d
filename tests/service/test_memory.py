"""Reports that are remembered, and those that are not."""

import asyncio

import pytest

from app.graph import Board
from app.labs import catalog, get_lab
from app.service import Client, Entry, Services, memory
from tests.service.counting import Counting

LAB = get_lab("se-module")
OTHER = get_lab("bneck-v3")
SOMEBODY = Client("10.0.0.1")


@pytest.fixture(name="asked")
def _asked() -> Counting:
    return Counting()


@pytest.fixture(name="services")
def _services(asked: Counting) -> Services:
    return Services(catalog(), runner=asked)


def verdict(services: Services, board: Board, lab: str = LAB.slug) -> str:
    """Verify's verdict on a board."""
    asked = services.asked(lab, Entry(), SOMEBODY)
    return asyncio.run(services.verify(asked, board))[0].report.verdict


def changed(**data: object) -> Board:
    """The reference with one more key in the data of its last node."""
    board = LAB.reference.board
    *others, last = board.nodes
    last = last.model_copy(update={"data": {**last.data, **data}})
    return board.model_copy(update={"nodes": [*others, last]})


def test_the_same_graph_is_compared_once(services: Services, asked: Counting) -> None:
    assert verdict(services, changed()) == verdict(services, changed()) == "correct"
    assert asked.count == 1


def test_where_a_block_lies_does_not_matter(services: Services, asked: Counting) -> None:
    board = LAB.reference.board
    moved = [
        node.model_copy(update={"position": node.position.model_copy(update={"x": 7.5})})
        for node in board.nodes
    ]
    verdict(services, board)
    verdict(services, board.model_copy(update={"nodes": moved}))
    assert asked.count == 1


def test_what_messages_name_does(services: Services, asked: Counting) -> None:
    verdict(services, changed())
    verdict(services, changed(label="mine"))
    assert asked.count == 2


@pytest.mark.parametrize("end", ["sourceHandle", "targetHandle"])
def test_by_which_port_a_wire_leaves_or_enters_does(
    services: Services, asked: Counting, end: str
) -> None:
    board = LAB.reference.board
    verdict(services, board)
    wires = [edge.model_copy(update={end: "elsewhere"}) for edge in board.edges]
    verdict(services, board.model_copy(update={"edges": wires}))
    assert asked.count == 2


def test_each_lab_has_its_own_report(services: Services, asked: Counting) -> None:
    assert verdict(services, changed()) == "correct"
    assert verdict(services, changed(), OTHER.slug) != "correct"
    assert asked.count == 2


def test_what_does_not_run_is_compared_once_too(services: Services, asked: Counting) -> None:
    for _ in range(2):
        assert verdict(services, changed(nonsense=1)) == "invalid"
    assert asked.count == 1


def test_what_has_very_many_diagnostics_is_not_kept(
    services: Services, asked: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST_DIAGNOSTICS", 0)
    for _ in range(2):
        verdict(services, changed(nonsense=1))
    assert asked.count == 2


def test_only_the_last_ones_are_kept(asked: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "REMEMBERED", 2)
    services = Services(catalog(), runner=asked)
    counts = []
    for label in ("a", "b", "a", "c", "a", "b"):
        verdict(services, changed(label=label))
        counts.append(asked.count)
    assert counts == [1, 2, 2, 3, 3, 4]


def test_what_is_very_long_is_not_kept(
    services: Services, asked: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "LONGEST", 100)
    for _ in range(2):
        verdict(services, changed())
    assert asked.count == 2
