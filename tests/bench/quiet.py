"""What 50 quiet clients see while one sends the worst boards there are, against the same without.

A quiet client asks every three seconds, as a student does: five checks of an edited board, then
Verify. The worst boards are checked, verified, unfolded and exported without a pause.
"""

import asyncio
import itertools
import json
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from statistics import median, quantiles
from time import perf_counter
from typing import Any, TypeAlias

from app.labs import get_lab
from tests.bench.row import Row
from tests.bench.service import request, serving

LAB = "mobilenet-v3-large"
CLIENTS = 50
PAUSE = 3.0
SECONDS = 9.0
ROUNDS = 4
EDITS = 5

Board: TypeAlias = dict[str, Any]


def rows() -> Iterator[Row]:
    """Measure the row: rounds with and without the worst boards, in turn."""
    with serving() as port:
        calm, disturbed = asyncio.run(_measure(port))
    before, after = (quantiles(found, n=100)[98] for found in (calm, disturbed))
    detail = (
        f"p99 {after * 1000:.0f} ms against {before * 1000:.0f} ms, longest "
        f"{max(disturbed) * 1000:.0f} against {max(calm) * 1000:.0f}, median "
        f"{median(disturbed) * 1000:.1f} against {median(calm) * 1000:.1f}, {len(calm)} answers"
    )
    yield Row(
        f"what {CLIENTS} quiet clients wait for while one sends the worst boards, p99",
        after / before,
        "at most",
        2,
        detail,
    )


async def _measure(port: int) -> tuple[list[float], list[float]]:
    found: tuple[list[float], list[float]] = ([], [])
    await _quiet_round(port, 0)  # the first round warms up
    for count in range(ROUNDS):
        found[0].extend(await _quiet_round(port, 1 + count))
        async with _worst(port):
            found[1].extend(await _quiet_round(port, -1 - count))
    return found


async def _quiet_round(port: int, seed: int) -> list[float]:
    chance = random.Random(seed)
    clients = [
        _quiet(port, chance.uniform(0, PAUSE), random.Random(f"{seed}/{number}"))
        for number in range(CLIENTS)
    ]
    return [seconds for each in await asyncio.gather(*clients) for seconds in each]


async def _quiet(port: int, begin: float, chance: random.Random) -> list[float]:
    """Return the seconds that each answer took."""
    board: Board = json.loads(get_lab(LAB).reference.board.model_dump_json(exclude_none=True))
    bnecks = [node for node in board["nodes"] if node["type"] == "bneck"]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    took = []
    await asyncio.sleep(begin)
    end = perf_counter() + SECONDS
    for count in itertools.count(1):
        if perf_counter() > end:
            break
        chance.choice(bnecks)["data"]["exp_size"] = chance.randrange(16, 960, 8)
        path = "/api/check" if count % (EDITS + 1) else f"/api/labs/{LAB}/verify"
        began = perf_counter()
        status = await _ask(reader, writer, path, {"graph": board})
        took.append(perf_counter() - began)
        assert status == 200, status
        await asyncio.sleep(PAUSE)
    writer.close()
    return took


@asynccontextmanager
async def _worst(port: int) -> AsyncIterator[None]:
    """Have one client send the worst boards, one behind the other."""
    client = asyncio.ensure_future(_send_worst(port))
    yield
    client.cancel()
    with suppress(asyncio.CancelledError):
        await client


async def _send_worst(port: int) -> None:
    paths = ("/api/check", f"/api/labs/{LAB}/verify", "/api/export/pytorch", "/api/expand")
    for count in itertools.count():
        for worst in WORST:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                question = {"graph": worst(count), "node": "n1"}
                await _ask(reader, writer, paths[count % len(paths)], question)
            finally:
                writer.close()


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, question: object
) -> int:
    writer.write(request(path, json.dumps(question).encode()))
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    await reader.readexactly(int(length))
    return int(head.split(b" ", 2)[1])


def _chain(blocks: list[tuple[str, dict[str, object]]]) -> Board:
    nodes = [
        {"id": f"n{index}", "type": type, "data": data} for index, (type, data) in enumerate(blocks)
    ]
    edges = [
        {"id": f"e{index}", "source": f"n{index}", "target": f"n{index + 1}"}
        for index in range(len(nodes) - 1)
    ]
    return {"version": 1, "nodes": nodes, "edges": edges}


def _bnecks(seed: int) -> Board:
    """2,000 of which no two are alike, and none like those before."""
    blocks: list[tuple[str, dict[str, object]]] = [("input", {"height": 32 + seed, "width": 32})]
    blocks += [
        ("bneck", {"exp_size": 16 + count, "out_channels": 16 + count % 1_000, "se": True})
        for count in range(1_999)
    ]
    return _chain(blocks)


def _convs(seed: int) -> Board:
    blocks: list[tuple[str, dict[str, object]]] = [("input", {"height": 32, "width": 32 + seed})]
    blocks += [("conv2d", {"out_channels": 8 + count, "kernel_size": 1}) for count in range(1_999)]
    return _chain(blocks)


def _relus(seed: int) -> Board:
    blocks: list[tuple[str, dict[str, object]]] = [("input", {"height": 8 + seed})]
    return _chain(blocks + [("activation", {"kind": "relu"})] * 1_999)


def _tangle(seed: int) -> Board:
    """As many wires as a board may have, most of them wrong."""
    nodes = [{"id": f"n{index}", "type": "add"} for index in range(2_000)]
    edges = [
        {
            "id": f"e{index}",
            "source": f"n{index % 2_000}",
            "target": f"n{(7 * index + seed) % 2_000}",
            "targetHandle": "ab"[index % 2],
        }
        for index in range(8_000)
    ]
    return {"version": 1, "nodes": nodes, "edges": edges}


WORST: tuple[Callable[[int], Board], ...] = (_bnecks, _convs, _relus, _tangle)
