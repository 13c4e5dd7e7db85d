"""What one client may have worked out: a class never meets it, a flood does."""

import pytest

from app.core.errors import TooManyQuestions
from app.service import Client
from app.service.pace import Pace
from app.service.throttle import ADDRESS, BROWSER, Throttle
from tests.service.clock import Clock


@pytest.fixture(name="clock")
def _clock() -> Clock:
    return Clock()


def asked(throttle: Throttle, who: Client, times: int) -> int:
    """How many of so many questions are admitted."""
    for count in range(times):
        try:
            throttle.admit(who)
        except TooManyQuestions:
            return count
    return times


def test_a_school_behind_one_address_presses_verify_at_once(clock: Clock) -> None:
    throttle = Throttle(clock=clock)
    for student in range(1000):
        assert asked(throttle, Client("school", f"{student:016x}"), 4) == 4


def test_a_class_at_its_pace_is_never_refused(clock: Clock) -> None:
    throttle = Throttle(clock=clock)
    for _ in range(300):
        for student in range(200):
            throttle.admit(Client("school", f"{student:016x}"))
        clock.now += 3


def test_one_browser_without_pause_waits_and_its_neighbours_do_not(clock: Clock) -> None:
    throttle = Throttle(clock=clock)
    flood = Client("school", "f" * 16)
    assert asked(throttle, flood, 10_000) == BROWSER.burst
    assert asked(throttle, Client("school", "0" * 16), 100) == 100
    clock.now += 1
    assert asked(throttle, flood, 100) == BROWSER.per_second


def test_who_calls_itself_many_browsers_meets_its_address(clock: Clock) -> None:
    throttle = Throttle(clock=clock)
    made = (Client("one", f"{count:016x}") for count in range(2 * ADDRESS.burst))
    assert sum(asked(throttle, each, 1) for each in made) == ADDRESS.burst
    assert asked(throttle, Client("another"), 1) == 1


def test_what_is_refused_costs_nothing(clock: Clock) -> None:
    throttle = Throttle(Pace(2, 1), Pace(9, 1), clock)
    assert asked(throttle, Client("a", "b"), 5) == 2
    asked(throttle, Client("a", "b"), 50)
    assert asked(throttle, Client("a"), 50) == 7
