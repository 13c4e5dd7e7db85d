"""For instructors: the least changed right board, what was changed on it, and a fair score.

None of this is asked for by a student's page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from app.blocks import Block
from app.core.text import Text
from app.engine import propagate
from app.graph import Board, Graph, read
from app.reference import Reference
from app.service.relaid import relaid
from app.verify import prepare
from app.verify.repair.repairs import Fill, PutIn, Repair, apply
from app.verify.tell.cures import cure_of
from app.verify.verify import separating

STROKE = 1.0
"""What placing a block, setting one parameter or drawing a wire costs where a board is built."""


@dataclass(frozen=True, slots=True)
class Change:
    """One repair: the lab's steps that it concerns, and what is done in the student's names."""

    steps: tuple[int, ...]
    said: Text | None


@dataclass(frozen=True, slots=True)
class Mended:
    """A board that Verify accepts, as near to the student's as was found.

    `score` is the share of the work that was done, from 0 to 1: 1 minus what the repairs cost
    divided by what building everything costs.
    """

    board: Board
    changes: tuple[Change, ...]
    score: float


def mended(board: Board, reference: Reference) -> Mended:
    """Return the board with the cheapest repairs made that were found."""
    graph = read(board).graph
    repairs = _repairs(graph, reference)
    changes = sorted(
        (Change(repair.steps, cure_of(graph, repair)) for repair in repairs),
        key=lambda change: change.steps,
    )
    right = relaid(board, apply(repairs, graph)) if repairs else board
    return Mended(right, tuple(changes), _score(repairs, reference))


def _repairs(graph: Graph, reference: Reference) -> tuple[Repair, ...]:
    return separating(graph, propagate(graph), prepare(reference))[1]


def _score(repairs: Iterable[Repair], reference: Reference) -> float:
    return max(0.0, 1 - sum(map(_cost, repairs)) / _of_everything(reference))


@lru_cache(maxsize=64)
def _of_everything(reference: Reference) -> float:
    """Return what the repairs of an empty board cost."""
    return sum(map(_cost, _repairs(Graph({}, ()), reference)))


def _cost(repair: Repair) -> float:
    """Return what a repair costs where work is graded.

    Verify's own prices let what is still to come cost next to nothing, for it is no mistake. Here
    it counts as the strokes that it takes; mistakes count as Verify weighs them against setting one
    parameter, which is a stroke.
    """
    match repair:
        case PutIn():
            placed = sum(_strokes(block) for _, block in repair.nodes)
            return placed + STROKE * (len(repair.wires) + len(repair.outlets))
        case Fill():
            return _strokes(repair.fragment.block) - STROKE
        case _:
            return max(repair.price, STROKE) if repair.to_come else repair.price


def _strokes(block: Block) -> float:
    """Return what placing a block and setting its parameters costs."""
    return STROKE * (1 + len(block.model_dump(exclude_defaults=True, exclude={"type"})))
