"""Large bodies are read one after the other, and everybody else is served between them.

To read a board of thousands of wires holds the event loop for tens of milliseconds. That many are
sent at once, or again and again by one who is told to wait, must not take the loop from a class.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter

from starlette.requests import Request

from app.core.errors import ServerBusy
from app.service.pool import RETRY

LARGE = 64 * 1024
"""Bytes from which a body waits for its turn; a board of 300 blocks has fewer."""

PAUSE = 3
"""How many times as long as one turn took the next one waits. What follows upon a body is half as
much again, so that large boards have at most some third of the loop's time."""

LEAST = 0.05
"""Seconds that the next one waits at least: not even refusals follow each other faster."""

MOST_WAITING = 32
"""How many wait at most, each with its body."""

HESITATION = 0.5
"""Seconds until that is said, for those who ask again at once."""


class Turns:
    """Hands out the event loop for what holds it long."""

    def __init__(self) -> None:
        self._taken = asyncio.Lock()
        self._waiting = 0
        self._next = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until it is one's turn; the block must not give the loop away.

        Raises:
            ServerBusy: Too many wait already.
        """
        if self._waiting >= MOST_WAITING:
            await asyncio.sleep(HESITATION)
            raise ServerBusy(RETRY)
        self._waiting += 1
        try:
            async with self._taken:
                await asyncio.sleep(self._next - perf_counter())
                began = perf_counter()
                try:
                    yield
                finally:
                    ended = perf_counter()
                    self._next = ended + max(LEAST, PAUSE * (ended - began))
        finally:
            self._waiting -= 1


def turns_of(request: Request) -> Turns:
    """Return the turns of the application that serves a request."""
    found: Turns = request.app.state.turns
    return found
