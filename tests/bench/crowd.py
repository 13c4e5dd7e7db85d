"""A school presses Verify at one instant: every board another one, and no report remembered.

The comparison is an endpoint that parses the same bodies, in the same run.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from app.graph import parse_board, read
from app.labs import get_lab
from app.verify import verify
from tests.bench.boards import LAB, VERIFY, a_class, right, unfolded
from tests.bench.load import Answer, Waits, at_once, browser, open_files, request, waits
from tests.bench.row import Row
from tests.bench.server import PARSE
from tests.bench.serving import Running, serving

CLIENTS = 500
FAULTS = range(3, 7)
PARSED, PARSED_UNFOLDED = 0.18, 0.29
"""Seconds until the last of so many boards is parsed, on two cores that do nothing else."""

EACH = 25
"""Every so many answers, one is compared with what Verify says here."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """The boards that a school verifies, and by when the last of it has to be answered.

    The goal is what `seconds` are on a machine that parses these boards in `parsed` seconds, as the
    one does on which it was set. It is to be measured anew where parsing itself becomes faster:
    that makes nobody wait longer.
    """

    what: str
    boards: Sequence[bytes]
    seconds: float
    parsed: float

    @property
    def goal(self) -> float:
        """How many times longer than parsing it may take."""
        return self.seconds / self.parsed


def rows() -> Iterator[Row]:
    """Measure a row for each crowd."""
    open_files()
    with serving() as server:
        for crowd in crowds():
            yield asyncio.run(_measure(server, crowd))


def crowds() -> Iterator[Crowd]:
    """Yield the crowds; the first one's boards come back, remembered by then."""
    correct = [right(number).json() for number in range(CLIENTS)]
    yield Crowd("right boards", correct, 2, PARSED)
    yield Crowd("remembered boards", correct, 0.25, PARSED)
    faulty = list(a_class(CLIENTS, FAULTS, "crowd"))
    yield Crowd("boards with three to six faults", [each.json() for each in faulty], 5, PARSED)
    folded_out = [unfolded(each).json() for each in a_class(CLIENTS, FAULTS, "unfolded")]
    yield Crowd("unfolded boards with three to six faults", folded_out, 8, PARSED_UNFOLDED)


async def _measure(server: Running, crowd: Crowd) -> Row:
    graphs = [b'{"graph":' + board + b"}" for board in crowd.boards]
    parsed = [await _all(server, PARSE, graphs)]
    began = server.cpu_seconds
    verified = await _all(server, VERIFY, graphs)
    cost = (server.cpu_seconds - began) / len(graphs)
    parsed.append(await _all(server, PARSE, graphs))
    wrong = _judge(crowd.boards, verified)
    theirs = sum(waits(answers).longest for answers in parsed) / len(parsed)
    ours = Waits([answer.seconds for answer in verified])
    detail = (
        f"{ours}, against {theirs * 1000:,.0f} ms; CPU {cost * 1000:.1f} ms each; "
        f"wrong: {dict(wrong) or 'none'}"
    )
    what = f"{len(graphs)} {crowd.what} verified at one instant, the last, against parsing"
    ratio = inf if wrong else ours.longest / theirs
    return Row(what, ratio, "at most", crowd.goal, detail)


async def _all(server: Running, path: str, bodies: Sequence[bytes]) -> list[Answer]:
    asked = [request(path, body, browser(number)) for number, body in enumerate(bodies)]
    return await at_once(server.port, asked)


def _judge(boards: Sequence[bytes], answers: Sequence[Answer]) -> Counter[str]:
    """Return which answers are none, or not what Verify says, and how many of each."""
    wrong: Counter[str] = Counter()
    for number, (board, answer) in enumerate(zip(boards, answers, strict=True)):
        if answer.status != 200:
            wrong[str(json.loads(answer.body)["title"])] += 1
        elif number % EACH == 0:
            wrong["another report"] += not _agrees(board, json.loads(answer.body))
    return +wrong


def _agrees(board: bytes, told: Mapping[str, Any]) -> bool:
    lab = get_lab(LAB)
    report = verify(read(parse_board(board)), lab.reference, lab.blocks)
    expected = report.verdict, [list(each.nodes) for each in report.findings]
    return expected == (told["verdict"], [each["nodes"] for each in told["findings"]])
