"""What the questions of clients have cost lately."""

import pytest

from app.service import costs
from app.service.costs import HALF, LONG, Costs
from tests.service.clock import Clock


@pytest.fixture(name="clock")
def _clock() -> Clock:
    return Clock()


def test_one_long_question_is_remembered_whatever_comes_after_it(clock: Clock) -> None:
    kept = Costs(clock)
    kept.note("a", LONG)
    for _ in range(10):
        kept.note("a", 0.01)
    assert kept.long("a")
    assert not kept.long("b")


def test_many_short_ones_are_not_long(clock: Clock) -> None:
    kept = Costs(clock)
    for _ in range(100):
        kept.note("a", LONG / 2)
    assert not kept.long("a")


def test_it_is_forgiven_with_time_and_sooner_where_it_was_less(clock: Clock) -> None:
    kept = Costs(clock)
    kept.note("a", 8 * LONG)
    kept.note("b", LONG)
    clock.now = 1
    assert kept.long("a")
    assert not kept.long("b")
    clock.now = 3 * HALF + 1
    assert not kept.long("a")
    assert kept.knows("a")


def test_so_many_clients_are_kept(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs, "REMEMBERED", 3)
    kept = Costs(clock)
    for number in range(9):
        kept.note(f"{number}", LONG)
    assert len(kept) == 3
    assert [number for number in range(9) if kept.knows(f"{number}")] == [6, 7, 8]
