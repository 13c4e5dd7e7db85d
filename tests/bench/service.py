"""Verify over HTTP against an endpoint that only parses the same body: a real server in a process
of its own, loaded from this one."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from time import monotonic

from app.labs import get_lab
from tests.bench.boards import LAB, VERIFY
from tests.bench.load import Line, ask, dial, request
from tests.bench.row import Row
from tests.bench.server import PARSE
from tests.bench.serving import Running, serving

PAIRS = 15
CONNECTIONS = 8
REQUESTS = 60
"""Requests on each connection, in each half of a pair."""


@dataclass(slots=True)
class Measured:
    """What one endpoint did in each half of a pair."""

    path: str
    rates: list[float] = field(default_factory=list)
    """Requests a second."""

    costs: list[float] = field(default_factory=list)
    """CPU seconds of the server for a request."""


def rows() -> Iterator[Row]:
    """Measure the row on the reference of MobileNetV3-Large, 23 nodes."""
    board = get_lab(LAB).reference.board.model_dump_json(exclude_none=True)
    body = f'{{"graph":{board}}}'.encode()
    verify, parse = Measured(VERIFY), Measured(PARSE)
    with serving() as server:
        asyncio.run(_measure(server, body, (verify, parse)))
    ratio = median(ours / theirs for ours, theirs in zip(verify.rates, parse.rates, strict=True))
    yield Row(
        "throughput of verify, warm (reports are remembered), against parsing alone",
        ratio,
        "at least",
        0.5,
        f"{median(verify.rates):,.0f} against {median(parse.rates):,.0f} requests a second, CPU "
        f"{median(verify.costs) * 1000:.2f} against {median(parse.costs) * 1000:.2f} ms each, "
        f"{PAIRS} pairs",
    )


async def _measure(server: Running, body: bytes, pair: tuple[Measured, Measured]) -> None:
    """Ask both endpoints in turn."""
    lines = [await dial(server.port) for _ in range(CONNECTIONS)]
    for turn in range(PAIRS + 1):
        for measured in pair:
            asked = request(measured.path, body)
            cost, began = server.cpu_seconds, monotonic()
            await asyncio.gather(*(_load(line, asked) for line in lines))
            took = monotonic() - began
            if turn:  # the first pair warmed up
                measured.rates.append(CONNECTIONS * REQUESTS / took)
                measured.costs.append((server.cpu_seconds - cost) / (CONNECTIONS * REQUESTS))
    for _, writer in lines:
        writer.close()


async def _load(line: Line, request: bytes) -> None:
    for _ in range(REQUESTS):
        answer = await ask(line, request)
        assert answer.status == 200, answer
