"""One HTTP connection: uvicorn's own, within limits of size and time.

uvicorn leaves these to a proxy. Here a school's server stands in its network by itself.
"""

import asyncio
import logging
from http import HTTPStatus
from math import inf
from secrets import token_hex
from typing import Any, Literal, TypeAlias

import httptools
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from app.core.text import negotiate
from app.web.gate import Gate
from app.web.limits import KIB
from app.web.problem_kinds import (
    BODY_TOO_LARGE,
    HEADERS_TOO_LARGE,
    MALFORMED,
    SERVER_BUSY,
    STOPPING,
    TOO_SLOW,
    ProblemKind,
)
from app.web.problems import MEDIA_TYPE, document

log = logging.getLogger("bneck_lab")

RETRY_SECONDS = 2

PIECE = 16 * KIB
"""What is read at once. So what is held is known to within a piece."""

Phase: TypeAlias = Literal["new", "head", "body", "answer", "idle", "leaving"]

GOES_FIRST: dict[Phase, int] = {"idle": 0, "new": 1, "head": 1, "body": 1}
"""Who goes first where there is no room. Who waits for an answer stays, who leaves is as good as
gone."""


class Connection(HttpToolsProtocol):
    """A connection that knows how much it holds, and since when it is in which phase."""

    def __init__(
        self,
        gate: Gate,
        guards: list[tuple[bytes, bytes]],
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        super().__init__(config, server_state, app_state, loop)
        self.held = 0
        self._made = False
        self._gate = gate
        self._guards = guards
        self._phase: Phase = "new"
        self._since = loop.time()
        self._until = inf
        self._stalled_since: float | None = None
        self._head = 0
        self._piece = 0
        self._fault: ProblemKind | None = None
        self._running: RequestResponseCycle | None = None
        gate.enter(self)

    # ---------------------------------------------------------------- what the gate asks

    @property
    def priority(self) -> tuple[int, float] | None:
        """What sorts first goes first: see `Guest`."""
        if not self._made or self._phase not in GOES_FIRST:
            return None
        if self._phase != "idle":
            settled = self._since + self._gate.limits.settled_seconds
            if self.loop.time() < settled:
                return None
        return GOES_FIRST[self._phase], self._since

    def leave(self) -> None:
        """Go, for others: at once, or as one who may try again."""
        if self._phase in ("new", "idle"):
            self._enter("leaving", self._gate.limits.stalled_seconds)
            self.transport.close()
        else:
            self.refuse(SERVER_BUSY, linger=False)

    def look(self, now: float) -> None:
        """Go if the time is up for what this connection is doing."""
        limits = self._gate.limits
        if not self._made:
            return
        if self._stalled_since is not None and now > self._stalled_since + limits.stalled_seconds:
            self.transport.abort()
        elif self.transport.is_closing() and self._phase != "leaving":
            self._enter("leaving", limits.stalled_seconds)
        elif now <= self._until:
            return
        elif self._phase == "leaving":
            self.transport.abort()
        elif self._phase in ("new", "idle"):
            self.leave()
        else:
            self.refuse(TOO_SLOW)

    # ---------------------------------------------------------------- what uvicorn calls

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._made = True
        self._rest("new")

    def connection_lost(self, exc: Exception | None) -> None:
        """Take up no room any more."""
        if self._made:
            super().connection_lost(exc)
        self._release()
        self._gate.left(self)

    def data_received(self, data: bytes) -> None:
        """Take a part of a request, as far as it can be held."""
        for start in range(0, len(data), PIECE):
            if self._phase == "leaving":
                return
            self._take(data[start : start + PIECE])

    def _take(self, piece: bytes) -> None:
        if not self._gate.hold(self, len(piece)):
            self.refuse(SERVER_BUSY)
            return
        self._piece = len(piece)
        self.held += self._piece
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(piece)
        except httptools.HttpParserUpgrade:
            self.cycle.keep_alive = False  # answered in this protocol, and read no further
        except httptools.HttpParserError:
            self.refuse(self._fault or MALFORMED)
        limits = self._gate.limits
        if self._phase == "head" and self.held > limits.head + PIECE:
            self.refuse(HEADERS_TOO_LARGE)
        elif self._phase == "body" and self.held > limits.message:
            self.refuse(BODY_TOO_LARGE)
        elif self._phase in ("new", "idle"):
            self._release()  # a line end between two requests, for instance

    def on_message_begin(self) -> None:
        """Begin to read a request."""
        if len(self.pipeline) >= self._gate.limits.pipelined:
            raise ValueError("too many requests at once")
        super().on_message_begin()
        self._head = 0
        self._release(but=self._piece)
        self._enter("head", self._gate.limits.head_seconds)

    def on_url(self, url: bytes) -> None:
        """Take a piece of the request's address."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header, or one of those that follow a body."""
        self._count(len(name) + len(value))
        if len(self.headers) >= self._gate.limits.fields:
            self._fail(HEADERS_TOO_LARGE)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Have the request answered; its body may still be on its way."""
        self._enter("body", self._gate.limits.body_seconds)
        super().on_headers_complete()
        if self._gate.crowded:
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        """Wait for the answer, or the next request where it has been given already."""
        super().on_message_complete()
        self._enter("answer")
        if self._running is None:
            self._rest()

    def on_response_complete(self) -> None:
        """Wait for the next request, or for the rest of one that was refused before its end."""
        self._running = None
        super().on_response_complete()
        if self._phase == "answer" and self._running is None:
            self._rest()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def pause_writing(self) -> None:
        """Begin to wait for a client that does not read."""
        super().pause_writing()
        self._stalled_since = self.loop.time()

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        super().resume_writing()
        self._stalled_since = None

    def shutdown(self) -> None:
        """Finish what is being answered; refuse what is still being sent."""
        if self._phase in ("head", "body"):
            self.refuse(STOPPING)
        elif self._phase != "leaving":
            super().shutdown()

    # ---------------------------------------------------------------- refusing

    def refuse(self, kind: ProblemKind, linger: bool = True) -> None:
        """Answer with a problem where no answer has begun, and close the connection.

        Without lingering, a client that is still sending may not see why.
        """
        cycle = self._running
        # What has been answered before its end is not answered again.
        answered = cycle is None and self._phase == "body"
        may_answer = not answered and (cycle is None or not cycle.response_started)
        if cycle is not None:
            cycle.disconnected = True
            cycle.message_event.set()
        for waiting, _ in self.pipeline:
            waiting.disconnected = True
        self.pipeline.clear()
        self._release()
        self._enter("leaving", self._gate.limits.linger_seconds)
        self._unset_keepalive_if_required()
        if self.transport.is_closing():
            return
        self._gate.refused[kind.slug] += 1
        if not may_answer:
            self.transport.close()
            return
        self.flow.resume_reading()  # else the end of the connection would not be seen
        self.transport.write(self._answer(kind))
        if linger and self.transport.can_write_eof():
            self.transport.write_eof()
        else:
            self.transport.close()

    def _answer(self, kind: ProblemKind) -> bytes:
        request_id = token_hex(8)
        wanted = dict(self.headers or ()).get(b"accept-language", b"").decode("latin-1")
        lang = negotiate(wanted)
        body = document(kind, lang, request_id)
        log.info("event=refused kind=%s request=%s", kind.slug, request_id)
        headers = [
            *self.server_state.default_headers,
            *self._guards,
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-language", lang.encode()),
            (b"content-length", b"%d" % len(body)),
            (b"x-request-id", request_id.encode()),
            (b"connection", b"close"),
        ]
        if kind.status == HTTPStatus.SERVICE_UNAVAILABLE:
            headers.append((b"retry-after", b"%d" % RETRY_SECONDS))
        phrase = kind.status.phrase.encode()
        lines = [b"HTTP/1.1 %d %s" % (kind.status, phrase), *(b": ".join(each) for each in headers)]
        return b"\r\n".join([*lines, b"", body])

    # ---------------------------------------------------------------- what it holds, and when

    def _enter(self, phase: Phase, seconds: float = inf) -> None:
        now = self.loop.time()
        if phase in ("new", "idle", "head"):
            self._since = now
        self._phase = phase
        self._until = now + seconds

    def _rest(self, phase: Literal["new", "idle"] = "idle") -> None:
        """Have nothing to do."""
        self._release()
        self._enter(phase, self._gate.limits.idle_seconds)
        self._gate.can_spare()

    def _release(self, but: int = 0) -> None:
        self._gate.release(self.held - but)
        self.held = but

    def _count(self, bytes: int) -> None:
        self._head += bytes
        if self._head > self._gate.limits.head:
            self._fail(HEADERS_TOO_LARGE)

    def _fail(self, kind: ProblemKind) -> None:
        self._fault = kind
        raise ValueError(kind.slug)
