"""What a second worker is worth: the same boards, each for the first time, on one and on two."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from statistics import median
from time import perf_counter

from tests.bench.boards import VERIFY, a_class, unfolded
from tests.bench.load import at_once, browser, request
from tests.bench.row import Row
from tests.bench.serving import Running, serving
from tests.verify.sketch import Sketch

PAIRS = 5
BOARDS = 72
FAULTS = range(3, 7)

DRAWN: Mapping[str, Callable[[Sketch], Sketch]] = {
    "as the labs draw them": lambda board: board,
    "unfolded": unfolded,
}


def rows() -> Iterator[Row]:
    """Measure the rows: both servers are there all the time, and one is asked."""
    with serving(workers=1) as single, serving(workers=2) as double:
        for drawn, draw in DRAWN.items():
            pairs = []
            for pair in range(PAIRS + 1):
                drawing = a_class(BOARDS, FAULTS, f"scaling/{drawn}/{pair}")
                boards = [draw(each).json() for each in drawing]
                pairs.append([asyncio.run(_seconds(server, boards)) for server in (single, double)])
            del pairs[0]  # it warmed up
            yield Row(
                f"throughput of verify, boards with faults not remembered, {drawn}, "
                "of two workers against one",
                median(one / two for one, two in pairs),
                "at least",
                1.8,
                ", ".join(f"{one:.1f} s : {two:.1f} s" for one, two in pairs)
                + f"; {BOARDS} boards each; wants two cores for itself, of which the process that "
                "reads the questions and this one take a part",
            )


async def _seconds(server: Running, boards: list[bytes]) -> float:
    asked = [
        request(VERIFY, b'{"graph":' + board + b"}", browser(number))
        for number, board in enumerate(boards)
    ]
    began = perf_counter()
    answers = await at_once(server.port, asked)
    assert {answer.status for answer in answers} == {200}
    return perf_counter() - began
