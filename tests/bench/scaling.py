"""What a second worker is worth: the same boards, each for the first time, on one and on two."""

import asyncio
from collections.abc import Iterator
from statistics import median
from time import perf_counter

from tests.bench.boards import VERIFY, a_class, right
from tests.bench.load import at_once, browser, request
from tests.bench.row import Row
from tests.bench.serving import Running, serving

PAIRS = 5
BOARDS = 24
FAULTS = range(3, 7)


def rows() -> Iterator[Row]:
    """Measure the row: both servers are there all the time, and one is asked."""
    with serving(workers=1) as single, serving(workers=2) as double:
        for server in (single, double):
            asyncio.run(_seconds(server, [right(number).json() for number in range(4)]))
        pairs = []
        for pair in range(PAIRS):
            boards = [each.json() for each in a_class(BOARDS, FAULTS, f"scaling/{pair}")]
            pairs.append([asyncio.run(_seconds(server, boards)) for server in (single, double)])
    yield Row(
        "throughput of verify, boards with faults not remembered, of two workers against one",
        median(one / two for one, two in pairs),
        "at least",
        1.8,
        ", ".join(f"{one:.1f} s : {two:.1f} s" for one, two in pairs)
        + f"; {BOARDS} boards each; wants two cores for itself",
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
