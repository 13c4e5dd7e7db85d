"""The worst boards there are, sent without a pause, several at once: the largest, and some of no
sense, which take Verify a second.

A process of its own sends them, whose argument is the server's port: to make and read them takes
CPU time that is none of the server's, and a client that measures must not wait for it. It says that
it is ready; each line that it reads has it begin or leave off, and the end of them ends it.
"""

import asyncio
import itertools
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.bench.boards import VERIFY, Board
from tests.bench.load import ask, dial, request
from tests.tree import ROOT
from tests.verify import fuzz
from tests.verify.sketch import Sketch

LINES = 24
"""Connections of the one who sends them."""

STOCK = 40
"""Of each kind so many are made before the first is sent, and no two are alike."""

SENSELESS = (694, 176)
"""Of which numbers `tests.verify.fuzz` draws boards that cost a second of CPU time: the two that
cost most of 1,500, when that was last looked at."""

PATHS = ("/api/check", VERIFY, "/api/export/pytorch", "/api/expand")


class Sender:
    """The process, as whoever measures sees it."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._line(b"ready")

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Have it send, as long as a block lasts."""
        self._say(b"go")
        try:
            yield
        finally:
            self._say(b"stop")

    def _say(self, word: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(word + b"\n")
        self._process.stdin.flush()
        self._line(word)

    def _line(self, word: bytes) -> None:
        assert self._process.stdout is not None
        said = self._process.stdout.readline().strip()
        assert said == word, f"the client with the worst boards says {said!r}"


@contextmanager
def sender(port: int) -> Iterator[Sender]:
    """Have a client ready that sends the worst boards to a server."""
    command = [sys.executable, "-m", __name__, str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        yield Sender(process)  # what it reads ends with the block, and so does it


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


def _senseless(seed: int) -> Board:
    """Small, and among the hardest of many that were drawn; never the same board twice."""
    chosen = SENSELESS[seed % len(SENSELESS)]
    graph = fuzz.board(random.Random(f"worst/{chosen}")).graph
    board: Board = json.loads(Sketch.of(graph).json())
    board["nodes"][0]["data"]["label"] = f"{seed}"
    return board


def _chain(blocks: list[tuple[str, dict[str, object]]]) -> Board:
    nodes = [
        {"id": f"n{index}", "type": type, "data": data} for index, (type, data) in enumerate(blocks)
    ]
    edges = [
        {"id": f"e{index}", "source": f"n{index}", "target": f"n{index + 1}"}
        for index in range(len(nodes) - 1)
    ]
    return {"version": 1, "nodes": nodes, "edges": edges}


KINDS: tuple[Callable[[int], Board], ...] = (_senseless, _bnecks, _convs, _relus, _tangle)


def _stock() -> list[bytes]:
    """Return the questions, each with a board that differs from all others."""
    questions = []
    for count in range(STOCK):
        for kind in KINDS:
            path = VERIFY if kind is _senseless else PATHS[count % len(PATHS)]
            body = json.dumps({"graph": kind(count), "node": "n1"}).encode()
            questions.append(request(path, body))
    return questions


async def _send(port: int, questions: Iterator[bytes]) -> None:
    for question in questions:
        line = await dial(port)
        try:
            await ask(line, question)
        finally:
            line[1].close()


async def _main(port: int) -> None:
    questions = itertools.cycle(_stock())
    _print("ready")
    sending: asyncio.Future[list[None]] | None = None
    while word := (await asyncio.to_thread(sys.stdin.readline)).strip():
        if sending is not None:
            sending.cancel()
            with suppress(asyncio.CancelledError):
                await sending
            sending = None
        if word == "go":
            sending = asyncio.gather(*(_send(port, questions) for _ in range(LINES)))
        _print(word)


def _print(word: str) -> None:
    print(word, flush=True)


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1])))
