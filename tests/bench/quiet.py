"""A class at its pace, alone and while one client sends the worst boards there are.

A student edits every three seconds and verifies every tenth edit. The worst boards are checked,
verified, unfolded and exported without a pause (`tests.bench.worst`).
"""

import asyncio
import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import linear_regression, median
from time import perf_counter

from tests.bench.boards import VERIFY, Board, reference
from tests.bench.load import Waits, ask, browser, dial, request
from tests.bench.row import Row
from tests.bench.server import PARSE
from tests.bench.serving import Running, serving
from tests.bench.worst import Sender, sender

STUDENTS = 200
PAUSE = 3.0
EDITS = 10
PARSED = 7
"""Of so many edits one is only parsed, for comparison."""

WARM_UP = 0.2
"""The share of a round in which the server's memory may still grow: two minutes of ten."""

LEAST_FOR_SLOPE = 5.0
"""Minutes below which a slope of memory says nothing."""

SLOWER = 20.0
"""The goal, 100 ms, on a machine on which one in two waits 5 ms for what is only parsed."""

SECONDS = 9.0
ROUNDS = 4
"""Rounds with and without the worst boards, in turn, and how long each is."""

MINUTES = 0.5
"""How long the class is there before that."""


@dataclass(slots=True)
class Lesson:
    """What a class waited for, in seconds, and what the server held meanwhile."""

    asked: list[float] = field(default_factory=list)
    """Checks and Verify."""

    parsed: list[float] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    """Minutes since it began, and MiB."""

    @property
    def slope(self) -> float:
        """MiB that the server grows in a minute, once it is warm."""
        [last, _] = self.memory[-1]
        settled = [each for each in self.memory if each[0] >= WARM_UP * last]
        minutes, held = zip(*settled, strict=True)
        return linear_regression(minutes, held).slope


def rows(minutes: float = MINUTES) -> Iterator[Row]:
    """Measure the rows, of a class that is there for so many minutes."""
    with serving() as server:
        asyncio.run(_lesson(server, Lesson(), SECONDS, 0))  # memories of blocks fill
        lesson = Lesson()
        asyncio.run(_lesson(server, lesson, minutes * 60, 1))
        yield from _class(lesson, minutes)
        with sender(server.port) as worst:
            calm, disturbed = asyncio.run(_in_turn(server, worst))
    yield Row(
        f"what {STUDENTS} students wait for while one sends the worst boards, p99",
        disturbed.p99 / calm.p99,
        "at most",
        2,
        f"{disturbed}; without {calm}",
    )


def _class(lesson: Lesson, minutes: float) -> Iterator[Row]:
    asked, parsed = Waits(lesson.asked), median(lesson.parsed)
    held = [mib for _, mib in lesson.memory]
    yield Row(
        f"what {STUDENTS} students wait for at their pace, p99, against parsing",
        asked.p99 / parsed,
        "at most",
        SLOWER,
        f"{asked}; parsing {parsed * 1000:.1f} ms at the median; {minutes:g} minutes; memory "
        f"{held[0]:,.0f} to {held[-1]:,.0f} MiB",
    )
    if minutes >= LEAST_FOR_SLOPE:
        yield Row(
            "MiB that the server grows in a minute meanwhile",
            lesson.slope,
            "at most",
            1,
            f"after the first {WARM_UP * minutes:.1f} minutes",
        )


async def _in_turn(server: Running, worst: Sender) -> tuple[Waits, Waits]:
    calm, disturbed = Lesson(), Lesson()
    for count in range(ROUNDS):
        await _lesson(server, calm, SECONDS, f"calm/{count}")
        with worst.sending():
            await _lesson(server, disturbed, SECONDS, f"worst/{count}")
    return Waits(calm.asked), Waits(disturbed.asked)


async def _lesson(server: Running, lesson: Lesson, seconds: float, seed: object) -> None:
    chance = random.Random(f"lesson/{seed}")
    watching = asyncio.ensure_future(_watch(server, lesson))
    students = [
        _student(server.port, number, lesson, seconds, random.Random(chance.random()))
        for number in range(STUDENTS)
    ]
    await asyncio.gather(*students)
    watching.cancel()


async def _watch(server: Running, lesson: Lesson) -> None:
    began = perf_counter()
    while True:
        held = await asyncio.to_thread(lambda: server.memory)
        lesson.memory.append(((perf_counter() - began) / 60, held))
        await asyncio.sleep(1)


async def _student(
    port: int, number: int, lesson: Lesson, seconds: float, chance: random.Random
) -> None:
    board: Board = reference()
    bnecks = [node for node in board["nodes"] if node["type"] == "bneck"]
    end = perf_counter() + seconds
    await asyncio.sleep(chance.uniform(0, PAUSE))
    line = await dial(port)
    for edit in itertools.count(chance.randrange(EDITS)):
        if perf_counter() > end:
            break
        chance.choice(bnecks)["data"]["exp_size"] = chance.randrange(16, 960, 8)
        path = PARSE if edit % PARSED == 0 else VERIFY if edit % EDITS == 0 else "/api/check"
        body = json.dumps({"graph": board}).encode()
        answer = await ask(line, request(path, body, browser(number)))
        assert answer.status == 200, answer
        (lesson.parsed if path == PARSE else lesson.asked).append(answer.seconds)
        await asyncio.sleep(PAUSE)
    line[1].close()
