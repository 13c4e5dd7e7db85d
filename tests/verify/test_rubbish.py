"""What a comparison made is gone when its answer is there."""

import gc

from app.labs import get_lab
from app.verify import verify
from app.verify.repair.proposal import Proposal
from tests.bench.boards import LAB, a_class


def test_a_comparison_leaves_nothing_to_the_collector() -> None:
    """Workers hardly ever look through what is old, so rubbish would stay with them for minutes."""
    lab = get_lab(LAB)
    boards = [*a_class(16, range(1, 9), "rubbish")]
    enabled = gc.isenabled()
    gc.collect()
    there = _proposals()
    gc.disable()
    try:
        for board in boards:
            verify(board.read(), lab.reference)
        left = _proposals() - there
    finally:
        if enabled:
            gc.enable()
    assert left == 0


def _proposals() -> int:
    """How many there are. Other tests may keep some."""
    return sum(type(each) is Proposal for each in gc.get_objects())
