"""How large bodies take turns on the event loop."""

import asyncio
from time import perf_counter

import pytest

from app.core.errors import NodeNotFound, ServerBusy
from app.web import turns
from app.web.turns import LEAST, MOST_WAITING, PAUSE, Turns

AT_WORK = 0.03


def work(seconds: float) -> None:
    """Hold the event loop."""
    end = perf_counter() + seconds
    while perf_counter() < end:
        pass


@pytest.mark.parametrize("seconds", [0.0, AT_WORK])
def test_between_two_turns_others_have_the_loop_for_longer(seconds: float) -> None:
    taken = Turns()
    spans: list[tuple[float, float]] = []

    async def take() -> None:
        async with taken.turn():
            began = perf_counter()
            work(seconds)
            spans.append((began, perf_counter()))

    async def both() -> None:
        await asyncio.gather(take(), take())

    asyncio.run(both())
    [(began, ended), (next_began, _)] = spans
    assert next_began - ended >= max(LEAST, PAUSE * (ended - began))


def test_who_comes_when_too_many_wait_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LEAST", 0)
    monkeypatch.setattr(turns, "HESITATION", 0)
    taken = Turns()

    async def take() -> None:
        async with taken.turn():
            pass

    async def crowd() -> list[BaseException | None]:
        came = (take() for _ in range(MOST_WAITING + 2))
        turned_away = await asyncio.gather(*came, return_exceptions=True)
        await take()  # there is room again
        return turned_away

    answers = asyncio.run(crowd())
    assert [isinstance(each, ServerBusy) for each in answers] == [False] * MOST_WAITING + [True] * 2


def test_what_goes_wrong_in_a_turn_ends_it() -> None:
    taken = Turns()

    async def fail() -> None:
        async with taken.turn():
            raise NodeNotFound("n1")

    async def again() -> None:
        with pytest.raises(NodeNotFound):
            await fail()
        async with taken.turn():
            pass

    asyncio.run(again())
