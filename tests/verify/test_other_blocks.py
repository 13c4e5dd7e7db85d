"""Blocks that MobileNet has none of: what Verify compares of them."""

import pytest

from app.graph import Board, read
from app.graph.board import BoardNode
from app.reference import Reference
from app.verify import Report, verify
from tests.boards import chain, graph, node, picture

SIDE = 8
WIDE = node("wide", "conv2d", out_channels=12, kernel_size=1)


def line(*nodes: BoardNode) -> Board:
    """The picture, and the nodes behind it in a row."""
    return chain(picture(side=SIDE), *nodes)


def told(student: Board, reference: Board) -> Report:
    """What Verify says of one board to the other."""
    due = graph(reference)
    return verify(read(student), Reference(due, dict.fromkeys(due.nodes, 1)))


def shuffle(groups: int) -> BoardNode:
    """A channel shuffle."""
    return node("shuffle", "channel_shuffle", groups=groups)


def test_a_block_without_rules_of_its_own_is_its_type_and_parameters() -> None:
    due = line(WIDE, shuffle(3))
    assert told(due, due).verdict == "correct"
    (finding,) = told(line(WIDE, shuffle(4)), due).findings
    assert (finding.nodes, finding.parameter) == (("shuffle",), "groups")
    assert told(line(WIDE), due).verdict == "incomplete"


@pytest.mark.parametrize(("groups", "idle"), [(1, True), (12, True), (2, False)])
def test_a_shuffle_of_one_pile_or_of_single_cards_does_nothing(groups: int, idle: bool) -> None:
    report = told(line(WIDE, shuffle(groups)), line(WIDE))
    assert (report.verdict == "correct") == idle


@pytest.mark.parametrize(("side", "same"), [(SIDE, False), (SIDE - 1, True)])
def test_rounding_up_counts_where_the_windows_do_not_come_out_even(side: int, same: bool) -> None:
    before = node("before", "conv2d", out_channels=4, kernel_size=SIDE - side + 1, padding=0)
    down, up = (
        line(before, node("pool", "max_pool", kernel_size=3, stride=2, ceil_mode=ceil))
        for ceil in (False, True)
    )
    assert (told(up, down).verdict == "correct") == same
    assert same or told(up, down).findings[0].parameter == "ceil_mode"


def test_a_split_with_a_half_that_is_used_nowhere_can_be_a_reference() -> None:
    due = line(WIDE, node("split", "channel_split"), node("end", "conv2d", out_channels=4))
    wires = [
        edge.model_copy(update={"sourceHandle": "first"}) if edge.source == "split" else edge
        for edge in due.edges
    ]
    board = due.model_copy(update={"edges": wires})
    assert told(board, board).verdict == "correct"
