"""The use cases, asked without HTTP."""

import asyncio

import pytest

from app.core.errors import FindingNotFound, LabNotFound, ModeNotAllowed
from app.graph import Board
from app.labs import catalog
from app.service import Client, Services
from app.service.services import Asked

LAB = catalog()["se-module"]
ONE_LAB = Services({LAB.slug: LAB})
SOMEBODY = Client("10.0.0.1")


def asked(mode: str | None = None, services: Services = ONE_LAB) -> Asked:
    """A question about the lab in a mode."""
    return services.asked(LAB.slug, mode, SOMEBODY)


def without_last() -> Board:
    """The reference without its last node."""
    board = LAB.reference.board
    last = board.nodes[-1].id
    return board.model_copy(
        update={
            "nodes": board.nodes[:-1],
            "edges": [edge for edge in board.edges if last not in (edge.source, edge.target)],
        }
    )


def test_it_knows_the_labs_that_it_was_given_and_no_other() -> None:
    assert asked().lab is LAB
    assert ONE_LAB.view(LAB.slug).slug == LAB.slug
    with pytest.raises(LabNotFound):
        ONE_LAB.asked("bneck-v3", None, SOMEBODY)


def test_two_of_them_share_no_memory() -> None:
    first, second = Services({LAB.slug: LAB}), Services({LAB.slug: LAB})
    ours, again, theirs = (
        asyncio.run(services.verify(asked(None, services), LAB.reference.board)).report.steps
        for services in (first, first, second)
    )
    assert ours is again
    assert ours is not theirs


def test_a_hint_is_as_deep_as_asked_for_and_no_deeper_than_the_mode_allows() -> None:
    board = without_last()

    def levels(level: int, mode: str | None) -> tuple[int, int]:
        (finding, *_) = asyncio.run(ONE_LAB.verify(asked(mode), board)).findings
        hint = asyncio.run(ONE_LAB.hint(asked(mode), board, finding.id, level))
        return hint.level, hint.levels

    assert levels(1, None) == (1, LAB.hint_cap)
    assert levels(99, "guided") == (5, 5)
    assert levels(99, "exercise") == (4, 4)


def test_what_is_not_there_has_no_hint() -> None:
    with pytest.raises(FindingNotFound):
        asyncio.run(ONE_LAB.hint(asked(), LAB.reference.board, "x", 1))
    with pytest.raises(ModeNotAllowed):
        asked("cheat")
