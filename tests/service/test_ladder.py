"""Hints are climbed rung by rung: an edit opens the next one, or time to think."""

import asyncio

import pytest

from app.labs import get_lab
from app.service import Client, Services
from app.service.admission import Entry
from app.service.ladder import PAUSE, Ladder
from tests.service.clock import Clock

ME, AMISS = "me", "finding"


@pytest.fixture(name="clock")
def _clock() -> Clock:
    return Clock()


@pytest.fixture(name="ladder")
def _ladder(clock: Clock) -> Ladder:
    return Ladder(clock)


def test_the_first_rung_is_there_and_the_next_after_a_pause(ladder: Ladder, clock: Clock) -> None:
    assert ladder.climb(ME, AMISS, "board", 1) == (1, PAUSE)
    clock.now = PAUSE - 0.5
    assert ladder.climb(ME, AMISS, "board", 2) == (1, 1)
    clock.now = PAUSE
    assert ladder.climb(ME, AMISS, "board", 2) == (2, PAUSE)


def test_an_edit_opens_one_rung(ladder: Ladder) -> None:
    ladder.climb(ME, AMISS, "board", 1)
    assert ladder.climb(ME, AMISS, "edited", 2) == (2, PAUSE)
    assert ladder.climb(ME, AMISS, "edited", 3) == (2, PAUSE)


def test_no_rung_is_skipped(ladder: Ladder, clock: Clock) -> None:
    assert ladder.climb(ME, AMISS, "board", 4) == (1, PAUSE)
    clock.now = 10 * PAUSE
    assert ladder.climb(ME, AMISS, "board", 4) == (2, PAUSE)


def test_what_was_given_is_given_again(ladder: Ladder, clock: Clock) -> None:
    for level in (1, 2, 3):
        ladder.climb(ME, AMISS, "board", level)
        clock.now += PAUSE
    clock.now -= PAUSE
    assert [ladder.climb(ME, AMISS, "board", level) for level in range(4)] == [
        (level, PAUSE) for level in range(4)
    ]


def test_everybody_and_every_finding_has_a_ladder_of_its_own(ladder: Ladder) -> None:
    ladder.climb(ME, AMISS, "board", 1)
    assert ladder.climb("another", AMISS, "board", 1) == (1, PAUSE)
    assert ladder.climb(ME, "another", "board", 1) == (1, PAUSE)


# ------------------------------------------------------------------ as it is asked for

LAB = get_lab("se-module")
WRONG = LAB.reference.board.model_copy(
    update={
        "nodes": [
            each.model_copy(update={"data": {**each.data, "out_channels": 40}})
            if each.id == "fc1"
            else each
            for each in LAB.reference.board.nodes
        ]
    }
)


def asked_levels(
    clock: Clock, who: Client, *levels: int, instructor: bool = False
) -> list[tuple[int, int]]:
    """The levels that are given for those that are asked for in turn, and the waits."""
    services = Services({LAB.slug: LAB}, ladder=Ladder(clock))
    asked = services.asked(LAB.slug, Entry(instructor=instructor), who)

    async def ask() -> list[tuple[int, int]]:
        told, _ = await services.verify(asked, WRONG)
        [finding] = told.findings
        hints = [await services.hint(asked, WRONG, finding.id, level) for level in levels]
        return [(hint.level, hint.wait) for hint in hints]

    return asyncio.run(ask())


def test_a_browser_climbs(clock: Clock) -> None:
    assert asked_levels(clock, Client("a", "b"), 1, 2, 3) == [(1, PAUSE)] * 3


def test_a_program_and_an_instructor_need_not(clock: Clock) -> None:
    free = [(3, 0), (5, 0)]
    assert asked_levels(clock, Client("a"), 3, 5) == free
    assert asked_levels(clock, Client("a", "b"), 3, 5, instructor=True) == free


def test_a_hint_that_was_not_given_yet_does_not_tell_its_parameter(clock: Clock) -> None:
    services = Services({LAB.slug: LAB}, ladder=Ladder(clock))
    asked = services.asked(LAB.slug, Entry(mode="exercise"), Client("a", "b"))

    async def parameters() -> list[str | None]:
        told, _ = await services.verify(asked, WRONG)
        [finding] = told.findings
        hints = [await services.hint(asked, WRONG, finding.id, level) for level in (1, 2)]
        return [hint.parameter for hint in hints]

    assert asyncio.run(parameters()) == [None, None]
