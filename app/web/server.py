"""The server around the application: uvicorn, behind a gate of its own."""

import asyncio
import socket
import sys
from collections.abc import Mapping, Sequence
from typing import cast

import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE

from app.core.collector import sweep
from app.web.connection import Connection
from app.web.gate import Gate, Listener
from app.web.limits import IDLE_SECONDS

STOP_SECONDS = 9
"""For requests that are being answered when the server is told to stop: one question costs eight
seconds at most. What is not done by then is cut off."""

LOOK_EVERY = 10
"""Of uvicorn's ticks, which are a tenth of a second."""


class Server(uvicorn.Server):
    """Serves connections that keep within limits."""

    def __init__(self, config: uvicorn.Config, gate: Gate, guards: Mapping[str, str]) -> None:
        super().__init__(config)
        self._gate = gate
        self._guards = [
            (name.lower().encode(), value.encode("latin-1")) for name, value in guards.items()
        ]
        self._asked = 0

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept connections, once the application is ready."""
        await self.lifespan.startup()
        if self.lifespan.should_exit:
            sys.exit(STARTUP_FAILURE)
        if sys.platform == "win32":  # whose event loop has no readers
            loop = asyncio.get_running_loop()
            self.servers = [
                await loop.create_server(self._connect, sock=each) for each in sockets or ()
            ]
        else:
            listeners = [Listener(each, self._gate, self._connect) for each in sockets or ()]
            self.servers = cast("list[asyncio.Server]", listeners)
        self.started = True

    async def on_tick(self, counter: int) -> bool:
        """Send away whoever's time is up, and clean up where nobody has asked for a second."""
        if counter % LOOK_EVERY == 0:
            self._gate.look()
            if self._quiet():
                sweep()
        self._gate.can_spare()
        return await super().on_tick(counter)

    def _quiet(self) -> bool:
        """Whether nobody has asked since the last time, and nobody waits for an answer."""
        before, self._asked = self._asked, self.server_state.total_requests
        return self._asked == before and not self.server_state.tasks

    def _connect(self) -> Connection:
        return Connection(
            self._gate,
            self._guards,
            self.config,
            self.server_state,
            self.lifespan.state,
            asyncio.get_running_loop(),
        )


def configuration(app: FastAPI, proxies: Sequence[str] = ()) -> uvicorn.Config:
    """Return how uvicorn serves the application; these machines may say for whom they ask."""
    return uvicorn.Config(
        app,
        loop="asyncio",  # uvloop lets connections starve under large bodies
        http="httptools",
        ws="none",
        access_log=False,  # the application writes its own line for each request
        log_config=None,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
