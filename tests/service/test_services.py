"""The use cases, asked without HTTP."""

import asyncio
from dataclasses import replace

import pytest

from app.core.errors import FindingNotFound, LabNotFound, ModeNotAllowed
from app.engine.measure import forget
from app.graph import Board, parse_board
from app.labs import catalog
from app.service import Client, Entry, Services, check, jobs, unfolded
from app.service.asked import Asked
from app.service.services import LIGHT_NODES, MOST_NEW
from tests.boards import chain, node, picture
from tests.service.counting import Counting

LAB = catalog()["se-module"]
ONE_LAB = Services({LAB.slug: LAB})
SOMEBODY = Client("10.0.0.1")


def asked(mode: str | None = None, services: Services = ONE_LAB) -> Asked:
    """A question about the lab in a mode."""
    return services.asked(LAB.slug, Entry(mode), SOMEBODY)


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
    assert ONE_LAB.view(asked()).slug == LAB.slug
    with pytest.raises(LabNotFound):
        ONE_LAB.asked("bneck-v3", Entry(), SOMEBODY)


def test_two_of_them_share_no_memory() -> None:
    first, second = Services({LAB.slug: LAB}), Services({LAB.slug: LAB})
    ours, again, theirs = (
        asyncio.run(services.verify(asked(None, services), LAB.reference.board))[0].report.steps
        for services in (first, first, second)
    )
    assert ours is again
    assert ours is not theirs


def test_a_hint_is_as_deep_as_asked_for_and_no_deeper_than_the_mode_allows() -> None:
    board = without_last()

    def levels(level: int, mode: str | None) -> tuple[int, int]:
        (finding, *_) = asyncio.run(ONE_LAB.verify(asked(mode), board))[0].findings
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


def asked_for(board: Board) -> int:
    """How many questions the runner gets for one check of a board."""
    runner = Counting()
    asyncio.run(Services({LAB.slug: LAB}, runner=runner).check(board, SOMEBODY))
    return runner.count


def test_what_is_known_or_small_is_answered_at_once() -> None:
    forget()
    assert asked_for(chain(picture(), node("c", "conv2d", out_channels=4))) == 0


def test_many_blocks_that_are_new_are_worked_out_elsewhere_until_they_are_known() -> None:
    forget()
    convs = [node(f"c{width}", "conv2d", out_channels=width) for width in range(1, MOST_NEW + 9)]
    board = chain(picture(), *convs)
    assert [asked_for(board) for _ in range(2)] == [1, 0]


def test_another_picture_for_a_whole_network_is_answered_at_once() -> None:
    board = catalog()["mobilenet-v3-large"].reference.board
    asked_for(board)

    def shown(height: int) -> Board:
        nodes = [
            each.model_copy(update={"data": {**each.data, "height": height}})
            if each.type == "input"
            else each
            for each in board.nodes
        ]
        return board.model_copy(update={"nodes": nodes})

    assert [asked_for(shown(height)) for height in (256, 320)] == [0, 0]


def test_a_large_board_is_always_worked_out_elsewhere() -> None:
    relus = [node(f"r{count}", "activation", kind="relu") for count in range(LIGHT_NODES)]
    assert asked_for(chain(picture(), *relus)) == 1
    assert asked_for(chain(picture(), *relus[:-1])) == 0


def test_answers_are_the_same_wherever_they_are_worked_out() -> None:
    block = node("b", "bneck", exp_size=8, out_channels=4)
    board = chain(picture(), block)
    sent = board.model_dump_json().encode()
    assert jobs.check_board(sent) == check(board)
    assert parse_board(jobs.expand_board(sent, "b")) == unfolded(board, "b")


def test_a_process_knows_the_product_s_references_and_no_other() -> None:
    key = jobs.LabKey.of(LAB)
    assert jobs.labs()[key].reference.digest == key.digest
    with pytest.raises(KeyError):
        jobs.verify_board(LAB.start.model_dump_json().encode(), replace(key, digest="other"))
