"""What a server holds while boards come that are all different, each worth being remembered.

Its memories are bounded by number, so what it holds must end to grow once they are full, however
many boards follow. One in fifty is a whole network with faults. The others are small, and differ
from all before in two blocks, as a student's next board does.
"""

import asyncio
import itertools
import json
from collections.abc import Iterator

from tests.bench.boards import LAB, VERIFY, Board, reference
from tests.bench.load import ask, browser, dial, request
from tests.bench.row import Row
from tests.bench.serving import Running, serving

BOARDS = 10_000
"""How many boards come once the memories are full."""

FILL = 80_000
"""After so many boards they are: the largest holds 32,768 blocks, and each board brings a new one
to the process that answers or to the one that works for it."""

WHOLE = 50
"""Of so many boards one is a whole network."""

SE = "se-module"
SMALL = f"/api/labs/{SE}/verify"
LINES = 8
"""Each from an address of its own, as schools have: more than one may ask is sent."""

OF_A_BROWSER = 20
"""So many boards come from one browser before another one takes over."""

AT = 4
"""Before and behind so many convolutions stand the two that differ."""

WIDTH = 16
WIDTHS = 1021
"""Channels of those two are up to this: there are a million pairs."""

SIZES = 64
"""Exp sizes of two blocks of a whole network are of so many: there are 430,000 such networks. With
more sizes the memory of composites, which holds 16,384, would be full after a million boards."""

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

    async def one(school: int) -> None:
        line = await dial(server.port, own=f"127.0.0.{school}")
        for number in left:
            answer = await ask(line, _request(number))
            assert answer.status == 200, answer
        line[1].close()

    await asyncio.gather(*(one(1 + number) for number in range(LINES)))


def _request(number: int) -> bytes:
    path, board = _large(number) if number % WHOLE == 0 else _small(number)
    body = json.dumps({"graph": board}).encode()
    return request(path, body, browser(number // OF_A_BROWSER))


def _small(number: int) -> tuple[str, Board]:
    """Return an SE module to verify, or convolutions to run, with two widths of its own."""
    widths = [1 + each for each in divmod(number % WIDTHS**2, WIDTHS)]
    if number % 2:
        board = reference(SE)
        for node, width in zip(_of(board, "conv2d"), widths, strict=True):
            node["data"]["out_channels"] = width
        return SMALL, board
    channels = [WIDTH] * AT + widths + [WIDTH] * AT
    nodes = [{"id": "c0", "type": "input"}] + [
        {"id": f"c{at}", "type": "conv2d", "data": {"out_channels": width}}
        for at, width in enumerate(channels, 1)
    ]
    edges = [
        {"id": f"w{at}", "source": f"c{at}", "target": f"c{at + 1}"} for at in range(len(channels))
    ]
    return "/api/check", {"version": 1, "nodes": nodes, "edges": edges}


def _large(number: int) -> tuple[str, Board]:
    """Return a MobileNetV3-Large with two exp sizes that no other one has."""
    board = reference(LAB)
    pairs = list(itertools.combinations(_of(board, "bneck"), 2))
    number, pair = divmod(number // WHOLE, len(pairs))
    for node, size in zip(pairs[pair], divmod(number % SIZES**2, SIZES), strict=True):
        node["data"]["exp_size"] = 12 + 8 * size  # the paper's are multiples of 8
    return VERIFY, board


def _of(board: Board, kind: str) -> list[Board]:
    return [node for node in board["nodes"] if node["type"] == kind]
