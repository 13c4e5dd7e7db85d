"""A server cleans up in seconds in which nobody asks."""

import asyncio

import pytest

from app.labs import catalog
from app.service import Services
from app.web import server as module
from app.web.application import build
from app.web.gate import Gate
from app.web.limits import Limits
from app.web.server import LOOK_EVERY, Server, configuration


class _Swept:
    """Counts how often it is called."""

    times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.fixture(name="swept")
def _swept(monkeypatch: pytest.MonkeyPatch) -> _Swept:
    swept = _Swept()
    monkeypatch.setattr(module, "sweep", swept)
    return swept


@pytest.fixture(name="server")
def _server() -> Server:
    config = configuration(build(Services(catalog())))
    config.load()
    return Server(config, Gate(Limits()), {})


def test_a_quiet_second_is_used_and_another_is_not(server: Server, swept: _Swept) -> None:
    async def life() -> list[int]:
        seen = []
        state = server.server_state
        for asks, waits in [(0, False), (3, False), (0, True), (0, False), (0, False), (1, True)]:
            state.total_requests += asks
            waiting = asyncio.ensure_future(asyncio.Event().wait())
            if waits:
                state.tasks.add(waiting)  # type: ignore[arg-type]
            await server.on_tick(LOOK_EVERY)
            state.tasks.clear()
            waiting.cancel()
            seen.append(swept.times)
        return seen

    assert asyncio.run(life()) == [1, 1, 1, 2, 3, 3]


def test_it_looks_once_a_second(server: Server, swept: _Swept) -> None:
    async def a_second() -> None:
        for tick in range(LOOK_EVERY):
            await server.on_tick(tick)

    asyncio.run(a_second())
    assert swept.times == 1
