"""A client that puts one server under load, and how long it waits for each answer."""

import asyncio
import resource
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles
from time import perf_counter
from typing import TypeAlias

from app.web.client import COOKIE

HOST = "127.0.0.1"

Line: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    body: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Waits:
    """The seconds that clients waited."""

    seconds: Sequence[float]

    @property
    def p99(self) -> float:
        """What one in a hundred waited for longer."""
        return quantiles(self.seconds, n=100)[98]

    @property
    def longest(self) -> float:
        """The last one's."""
        return max(self.seconds)

    def __str__(self) -> str:
        """Median, 99th percentile and maximum, in milliseconds."""
        median = quantiles(self.seconds, n=2)[0]
        said = " / ".join(f"{each * 1000:,.0f}" for each in (median, self.p99, self.longest))
        return f"p50 / p99 / max {said} ms of {len(self.seconds)}"


def request(path: str, body: bytes, browser: str = "") -> bytes:
    """Return a POST as it is sent, by a browser where it is named."""
    cookie = f"Cookie: {COOKIE}={browser}\r\n" if browser else ""
    head = f"POST {path} HTTP/1.1\r\nHost: bench\r\n{cookie}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def browser(number: int) -> str:
    """Return how one of many browsers is known to the server."""
    return f"{number:016x}"


async def dial(port: int, host: str = HOST, own: str | None = None) -> Line:
    """Return a new connection, from an address of one's own where it is named."""
    local = (own, 0) if own else None
    return await asyncio.open_connection(host, port, local_addr=local)


async def ask(line: Line, request: bytes) -> Answer:
    """Send a request and return its answer.

    Raises:
        asyncio.IncompleteReadError, ConnectionError: The connection ended before it came.
    """
    reader, writer = line
    began = perf_counter()
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    body = await reader.readexactly(int(length))
    return Answer(int(head.split(b" ", 2)[1]), body, perf_counter() - began)


async def at_once(port: int, requests: Sequence[bytes]) -> list[Answer]:
    """Send requests at one instant, each on a connection of its own."""
    lines = [await dial(port) for _ in requests]
    try:
        pairs = zip(lines, requests, strict=True)
        return await asyncio.gather(*(ask(line, request) for line, request in pairs))
    finally:
        for _, writer in lines:
            writer.close()


def waits(answers: Sequence[Answer]) -> Waits:
    """Return how long the answers took."""
    return Waits([answer.seconds for answer in answers])


def open_files() -> None:
    """Have this process open as many files as it may: a crowd is as many connections."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
