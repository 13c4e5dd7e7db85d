"""What a second worker is worth: the same boards, each for the first time, on one and on two.

The second worker, the process that reads the questions and the one that asks them want a core each.
Where there are fewer, they take turns, and no throughput doubles; what a board costs then shows
whether the server itself loses anything by having two.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time

from app.service.pool import cores
from tests.bench.boards import VERIFY, a_class, unfolded
from tests.bench.load import at_once, browser, request
from tests.bench.row import Row
from tests.bench.serving import Running, serving
from tests.verify.sketch import Sketch

PAIRS = 5
BOARDS = 72
FAULTS = range(3, 7)

CORES = 4
"""Two workers, who reads the questions, and who asks them."""

DRAWN: Mapping[str, Callable[[Sketch], Sketch]] = {
    "as the labs draw them": lambda board: board,
    "unfolded": unfolded,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What a server took for some boards, in seconds."""

    seconds: float
    workers: float
    """CPU time of all that work questions out."""

    reader: float
    """CPU time of the process that reads and answers them."""

    asker: float
    """CPU time of this process, meanwhile."""

    @property
    def cost(self) -> float:
        """CPU time of the server's processes."""
        return self.workers + self.reader


def rows() -> Iterator[Row]:
    """Measure the rows: both servers are there all the time, and one is asked."""
    with serving(workers=1) as single, serving(workers=2) as double:
        for drawn, draw in DRAWN.items():
            pairs = []
            for pair in range(PAIRS + 1):
                drawing = a_class(BOARDS, FAULTS, f"scaling/{drawn}/{pair}")
                boards = [draw(each).json() for each in drawing]
                # Whoever comes second finds the machine warmer: each is that as often.
                turn = (single, double) if pair % 2 else (double, single)
                taken = {server: asyncio.run(_taken(server, boards)) for server in turn}
                pairs.append((taken[single], taken[double]))
            del pairs[0]  # it warmed up
            yield from _compared(drawn, pairs)


def _compared(drawn: str, pairs: list[tuple[Taken, Taken]]) -> Iterator[Row]:
    what = f"verify, boards with faults not remembered, {drawn}, of two workers against one"
    yield Row(
        f"throughput of {what}",
        median(one.seconds / two.seconds for one, two in pairs),
        "at least",
        1.8,
        ", ".join(f"{one.seconds:.1f} s : {two.seconds:.1f} s" for one, two in pairs)
        + f"; {BOARDS} boards each; here are {cores()} cores, and it wants {CORES}",
    )
    yield Row(
        f"CPU time of {what}",
        median(two.cost / one.cost for one, two in pairs),
        "at most",
        1.1,
        "; ".join(
            f"{name}: workers {_each(taken, 'workers')}, reading and answering "
            f"{_each(taken, 'reader')}, asking {_each(taken, 'asker')}"
            for name, taken in (
                ("one", [one for one, _ in pairs]),
                ("two", [two for _, two in pairs]),
            )
        ),
    )


def _each(taken: list[Taken], of: str) -> str:
    return f"{median(getattr(each, of) for each in taken) / BOARDS * 1000:.1f} ms a board"


async def _taken(server: Running, boards: list[bytes]) -> Taken:
    asked = [
        request(VERIFY, b'{"graph":' + board + b"}", browser(number))
        for number, board in enumerate(boards)
    ]
    cost, reader, asker = server.cpu_seconds, server.own_cpu_seconds, process_time()
    began = perf_counter()
    answers = await at_once(server.port, asked)
    seconds = perf_counter() - began
    asker = process_time() - asker
    reader = server.own_cpu_seconds - reader
    cost = server.cpu_seconds - cost
    assert {answer.status for answer in answers} == {200}
    return Taken(seconds, cost - reader, reader, asker)
