"""The pace of attempts: a person never meets it, a script does."""

import pytest

from app.core.errors import TooManyAttempts
from app.labs import get_lab
from app.service import Client, pace
from app.service.pace import ADDRESS, BROWSER, Pacer, likeness_of
from tests.boards import board, chain, node, picture
from tests.service.clock import Clock

LAB = "se-module"


@pytest.fixture(name="clock")
def _clock() -> Clock:
    return Clock()


@pytest.fixture(name="pacer")
def _pacer(clock: Clock) -> Pacer:
    return Pacer(clock)


def attempt(pacer: Pacer, count: int, who: Client, likeness: str = "x") -> None:
    """Make one attempt about a board of its own."""
    pacer.admit(who, LAB, likeness, str(count).encode())


def test_somebody_who_edits_and_verifies_for_an_hour_never_waits(
    pacer: Pacer, clock: Clock
) -> None:
    for count in range(1_200):
        attempt(pacer, count, Client("a", "b"))
        clock.now += 3


def test_a_script_that_tries_every_value_waits(pacer: Pacer, clock: Clock) -> None:
    waited = 0.0
    for count in range(625):
        try:
            attempt(pacer, count, Client("a"))
        except TooManyAttempts as refused:
            clock.now += refused.seconds
            waited += refused.seconds
            attempt(pacer, count, Client("a"))
        clock.now += 0.02
    assert waited > 15 * 60


def test_the_same_board_again_is_no_new_attempt(pacer: Pacer) -> None:
    for _ in range(10 * BROWSER.burst):
        attempt(pacer, 1, Client("a"))


def test_other_kinds_of_network_and_other_labs_have_their_own(pacer: Pacer) -> None:
    for count in range(BROWSER.burst):
        attempt(pacer, count, Client("a"))
    attempt(pacer, -1, Client("a"), likeness="y")
    pacer.admit(Client("a"), "bneck-v3", "x", b"")
    with pytest.raises(TooManyAttempts):
        attempt(pacer, -1, Client("a"))


def test_a_class_behind_one_address_waits_for_nobody_and_one_with_many_names_does(
    pacer: Pacer,
) -> None:
    for student in range(500):
        attempt(pacer, student, Client("school", f"{student}"))
    for name in range(ADDRESS.burst - 500):
        attempt(pacer, 0, Client("school", f"another {name}"))
    with pytest.raises(TooManyAttempts) as refused:
        attempt(pacer, 0, Client("school", "one more"))
    assert refused.value.seconds == 1


def test_buckets_are_bounded(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "REMEMBERED", 10)
    pacer = Pacer(clock)
    for name in range(100):
        attempt(pacer, 0, Client(f"{name}"))
    assert len(pacer._buckets) == 10


def test_near_equal_boards_are_alike() -> None:
    one = chain(picture(), node("c", "conv2d", out_channels=4))
    assert likeness_of(one) == likeness_of(chain(picture(), node("d", "conv2d", out_channels=5)))
    assert likeness_of(one) == likeness_of(board(*one.nodes, node("n", "note")))
    assert likeness_of(one) != likeness_of(get_lab(LAB).reference.board)
