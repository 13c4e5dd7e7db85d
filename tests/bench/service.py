"""Verify over HTTP against an endpoint that only parses the same body: a real server in a process
of its own, loaded from this one."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from time import monotonic, sleep

from app.labs import get_lab
from tests.bench.row import Row
from tests.bench.server import PARSE
from tests.tree import ROOT

LAB = "mobilenet-v3-large"
PAIRS = 15
CONNECTIONS = 8
REQUESTS = 60
"""Requests on each connection, in each half of a pair."""

READY = 60
"""Seconds that the server may take to start."""


def rows() -> Iterator[Row]:
    """Measure the row on the reference of MobileNetV3-Large, 23 nodes."""
    board = get_lab(LAB).reference.board.model_dump_json(exclude_none=True)
    body = f'{{"graph":{board}}}'.encode()
    with serving() as port:
        verify, parse = asyncio.run(_measure(port, body))
    ratio = median(ours / theirs for ours, theirs in zip(verify, parse, strict=True))
    detail = f"{median(verify):,.0f} against {median(parse):,.0f} requests a second, {PAIRS} pairs"
    yield Row(
        "throughput of verify, warm (reports are remembered), against parsing alone",
        ratio,
        "at least",
        0.5,
        detail,
    )


async def _measure(port: int, body: bytes) -> tuple[list[float], list[float]]:
    """Return requests a second of both endpoints, in turn."""
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(CONNECTIONS)]
    requests = [request(path, body) for path in (f"/api/labs/{LAB}/verify", PARSE)]
    rates: tuple[list[float], list[float]] = ([], [])
    for _ in range(PAIRS + 1):
        for request, found in zip(requests, rates, strict=True):
            began = monotonic()
            await asyncio.gather(*(_load(*connection, request) for connection in connections))
            found.append(CONNECTIONS * REQUESTS / (monotonic() - began))
    for _, writer in connections:
        writer.close()
    return rates[0][1:], rates[1][1:]  # the first pair warmed up


def request(path: str, body: bytes) -> bytes:
    """Return a POST as it is sent."""
    head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def _load(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> None:
    for _ in range(REQUESTS):
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 "), head
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length))


@contextmanager
def serving() -> Iterator[int]:
    """Run the server on a free port until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.bench.server", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE) as process:
        try:
            _wait(process, port)
            yield port
        finally:
            assert process.stdin is not None
            process.stdin.close()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = monotonic() + READY
    while process.poll() is None and monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.05)
    raise RuntimeError("the server under load did not start")
