"""Who comes in, and who has to go when there is no room: all connections of a server together.

A server that is full never refuses whoever comes next, as long as somebody else is only taking up
room. First go those that ask nothing, then those whose request has been on its way the longest. So
neither forgotten windows nor half-sent requests keep a class out.
"""

import asyncio
import logging
import socket
from collections import Counter
from collections.abc import Callable
from typing import Protocol

from app.web.limits import Limits

log = logging.getLogger("bneck_lab")

AT_ONCE = 64
"""Connections that are accepted in one turn of the event loop, before others are served again."""

ROOMY = 0.9
"""Below this share of its connections a server is no longer crowded."""

OUT_OF_FILES_PAUSE = 1.0
"""Seconds until it is tried again to accept, where the system had no file for a connection."""


class Guest(Protocol):
    """A connection, as the gate sees it."""

    @property
    def priority(self) -> tuple[int, float] | None:
        """What sorts first goes first; None is one that is being answered, or new, and stays."""

    @property
    def held(self) -> int:
        """Bytes of the request that it is sending, or waits for an answer to."""

    def leave(self) -> None:
        """Go, for others."""

    def look(self, now: float) -> None:
        """Go if its time is up."""


class Gate:
    """Counts connections and what they hold, and makes room."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.guests: set[Guest] = set()
        self.refused: Counter[str] = Counter()
        """How often each kind of problem ended a connection."""
        self.held = 0
        self.crowded = False
        self._when_room: list[Callable[[], None]] = []

    @property
    def full(self) -> bool:
        """Whether there is no room for another connection."""
        return len(self.guests) >= self.limits.connections

    def enter(self, guest: Guest) -> None:
        """Count a connection."""
        self.guests.add(guest)

    def left(self, guest: Guest) -> None:
        """Count it no more, and let those come in who wait."""
        self.guests.discard(guest)
        if len(self.guests) < ROOMY * self.limits.connections:
            self.crowded = False
        waiting, self._when_room = self._when_room, []
        for come_in in waiting:
            come_in()

    def when_room(self, come_in: Callable[[], None]) -> None:
        """Call once a connection has ended, and have one end that can be spared."""
        self.crowded = True
        self._when_room.append(come_in)
        self.can_spare()

    def can_spare(self) -> None:
        """Have somebody go, where others wait for it and not all are being answered."""
        if self._when_room and self.full and (guest := self._next_to_go()):
            guest.leave()

    def hold(self, guest: Guest, more: int) -> bool:
        """Whether so many more bytes of a request can be held, if others' have to go for it."""
        while self.held + more > self.limits.held:
            spared = self._next_to_go(holding=True)
            if spared is None or spared is guest:
                return False
            spared.leave()
        self.held += more
        return True

    def release(self, bytes: int) -> None:
        """Have so many bytes held no more."""
        self.held -= bytes

    def look(self) -> None:
        """Send away whoever's time is up. Called every second."""
        now = asyncio.get_running_loop().time()
        for guest in tuple(self.guests):
            guest.look(now)

    def _next_to_go(self, holding: bool = False) -> Guest | None:
        leaving = [
            (priority, guest)
            for guest in self.guests
            if (priority := guest.priority) and (guest.held or not holding)
        ]
        return min(leaving, key=lambda each: each[0])[1] if leaving else None


class Listener:
    """A listening socket. It accepts a few connections at a time, and none without room for it.

    asyncio's own accepts as many as wait before it serves one, and where files run out it writes a
    traceback for each of them.
    """

    def __init__(
        self, listening: socket.socket, gate: Gate, connect: Callable[[], asyncio.Protocol]
    ) -> None:
        self._listening = listening
        self._gate = gate
        self._connect = connect
        self._loop = asyncio.get_running_loop()
        self._arriving: set[asyncio.Task[None]] = set()
        self._closed = False
        self._open()

    def close(self) -> None:
        """Accept nobody any more."""
        self._closed = True
        self._loop.remove_reader(self._listening)
        self._listening.close()

    async def wait_closed(self) -> None:
        """Return at once: connections are their own."""

    def _open(self) -> None:
        if not self._closed:
            self._loop.add_reader(self._listening, self._accept)

    def _accept(self) -> None:
        for _ in range(AT_ONCE):
            if self._gate.full:
                self._loop.remove_reader(self._listening)
                self._gate.when_room(self._open)
                return
            try:
                accepted, _ = self._listening.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                log.error("event=cannot-accept why=%r", error.strerror)
                self._loop.remove_reader(self._listening)
                self._loop.call_later(OUT_OF_FILES_PAUSE, self._open)
                return
            accepted.setblocking(False)
            arriving = self._loop.create_task(self._let_in(accepted, self._connect()))
            self._arriving.add(arriving)
            arriving.add_done_callback(self._arriving.discard)

    async def _let_in(self, accepted: socket.socket, connection: asyncio.Protocol) -> None:
        try:
            await self._loop.connect_accepted_socket(lambda: connection, accepted)
        except OSError as error:
            accepted.close()
            connection.connection_lost(error)
