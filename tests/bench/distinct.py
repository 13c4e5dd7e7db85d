"""What a server holds while boards come that are all different, each worth being remembered.

Its memories are bounded by number, so what it holds must end to grow once they are full, however
many boards follow. A tenth of the boards are whole networks with faults, the others small.
"""

import asyncio
import itertools
import json
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

from app.labs import get_lab
from tests.bench.boards import LAB, VERIFY, Board
from tests.bench.load import ask, browser, dial, request
from tests.bench.row import Row
from tests.bench.serving import Running, serving

BOARDS = 10_000
"""How many boards come once the memories are full."""

FILL = 20_000
"""After so many boards they are: the largest holds 32,768 blocks, and each board brings some."""

SMALL = "/api/labs/se-module/verify"
LINES = 8
OF_A_BROWSER = 20
"""So many boards come from one browser before another one takes over."""

BLOCKS = 10
WIDTHS = 1021
"""Channels are up to this: a prime, so that what is counted off in it repeats late."""

ALLOWED = 12.0
"""MiB: what two readings of a server that stands still may be apart."""


def rows(boards: int = BOARDS) -> Iterator[Row]:
    """Measure the row, of so many boards."""
    with serving(workers=1) as server:
        numbers = itertools.count()
        asyncio.run(_send(server, numbers, FILL))
        before = server.memory
        asyncio.run(_send(server, numbers, boards))
        after = server.memory
    yield Row(
        f"MiB that {boards:,} more boards add to a server, no two alike",
        after - before,
        "at most",
        ALLOWED,
        f"{before:,.0f} MiB after {FILL:,} boards, {after:,.0f} MiB at the end",
    )


async def _send(server: Running, numbers: Iterator[int], count: int) -> None:
    left = itertools.islice(numbers, count)

    async def one() -> None:
        line = await dial(server.port)
        for number in left:
            answer = await ask(line, _request(number))
            assert answer.status == 200, answer
        line[1].close()

    await asyncio.gather(*(one() for _ in range(LINES)))


def _request(number: int) -> bytes:
    path, board = _large(number) if number % 10 == 0 else _small(number)
    body = json.dumps({"graph": board}).encode()
    return request(path, body, browser(number // OF_A_BROWSER))


def _small(number: int) -> tuple[str, Board]:
    """Return a picture and convolutions behind it, with other widths than in any other board."""
    high, low = divmod(number, WIDTHS)
    names = ["in", *(f"c{at}" for at in range(BLOCKS))]
    nodes: list[dict[str, Any]] = [{"id": "in", "type": "input"}]
    for at, name in enumerate(names[1:]):
        width = 1 + (low + at * (high + 1)) % WIDTHS
        nodes.append({"id": name, "type": "conv2d", "data": {"out_channels": width}})
    edges = [
        {"id": f"{before}-{after}", "source": before, "target": after}
        for before, after in pairwise(names)
    ]
    board = {"version": 1, "nodes": nodes, "edges": edges}
    return SMALL if number % 2 else "/api/check", board


def _large(number: int) -> tuple[str, Board]:
    """Return a MobileNetV3-Large with two exp sizes that are its own."""
    board: Board = json.loads(_text())
    bnecks = [node for node in board["nodes"] if node["type"] == "bneck"]
    for node in Random(f"bench/distinct/{number}").sample(bnecks, 2):
        node["data"]["exp_size"] = 8 + number % WIDTHS
    return VERIFY, board


@cache
def _text() -> str:
    return get_lab(LAB).reference.board.model_dump_json(exclude_none=True)
