"""Verify on boards with faults, each seen for the first time: against parsing and comparing."""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from statistics import median, quantiles

from app.graph import parse_board, read
from app.labs import get_lab
from app.reference import Reference
from app.verify import verify, warm
from app.verify.repair.search import accepted
from app.verify.repair.target import Target, prepare
from tests.bench.boards import LAB, faulty
from tests.bench.row import Row, seconds
from tests.verify.sketch import Sketch

FAULTY = range(1, 9)
BOARDS = 25
"""So many boards with each number of faults."""

MEDIAN, WORST = 20.0, 40.0
"""The goals, 40 ms and 80 ms, on a machine that parses and compares a board in 2 ms."""


@dataclass(frozen=True)
class Body:
    """A board as it arrives."""

    content: bytes
    faults: int


def rows() -> Iterator[Row]:
    """Measure both rows on boards of 23 blocks with one to eight faults."""
    lab = get_lab(LAB)
    target = prepare(lab.reference)
    bodies = list(_bodies())
    warm(lab.reference)
    _verified(lab.reference, bodies.pop(0).content)
    gc.collect()  # every worker begins like this: warm, and with what it holds left alone
    gc.freeze()
    ours: list[float] = []
    theirs: list[float] = []
    right = Sketch.of(lab.reference.graph).json()
    for body in bodies:
        ours.append(seconds(partial(_verified, lab.reference, body.content)))
        theirs.append(seconds(partial(_compared, right, target)))
    gc.unfreeze()
    against = median(theirs)
    many = [took for took, body in zip(ours, bodies, strict=True) if body.faults == FAULTY[-1]]
    for name, took, goal in (
        ("median", median(ours), MEDIAN),
        ("p99", quantiles(ours, n=100)[-1], WORST),
    ):
        detail = (
            f"{took * 1000:.1f} ms against {against * 1000:.2f} ms, {len(ours)} boards; "
            f"{FAULTY[-1]} faults: median {median(many) * 1000:.1f} ms"
        )
        what = f"verify of a new board with 1 to 8 faults, {name}, against parsing and comparing"
        yield Row(what, took / against, "at most", goal, detail)


def _verified(reference: Reference, content: bytes) -> None:
    assert verify(read(parse_board(content)), reference).verdict != "correct"


def _bodies() -> Iterator[Body]:
    for faults in FAULTY:
        for number in range(BOARDS):
            yield Body(faulty(faults, number).json(), faults)


def _compared(content: bytes, target: Target) -> None:
    assert accepted(read(parse_board(content)).graph, target)
