"""Boards of MobileNetV3-Large as a class makes them: no two alike, right or with faults."""

import json
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any, TypeAlias

from app.labs import get_lab
from tests.verify.faults import parameter
from tests.verify.sketch import Sketch
from tests.verify.slips import FAULTS

LAB = "mobilenet-v3-large"
VERIFY = f"/api/labs/{LAB}/verify"

Board: TypeAlias = dict[str, Any]
"""A board as JSON."""

COMPOSITE = ("bneck", "squeeze_excite")


def reference(lab: str = LAB) -> Board:
    """Return a lab's reference, to be changed at will."""
    board: Board = json.loads(_text(lab))
    return board


@cache
def _text(lab: str) -> str:
    return get_lab(lab).reference.board.model_dump_json(exclude_none=True)


def right(seed: object) -> Sketch:
    """Return the lab's reference, with its nodes under other names and in another order."""
    return Sketch.of(get_lab(LAB).reference.graph).shuffled(Random(f"bench/right/{seed}"))


def faulty(faults: int, seed: object) -> Sketch:
    """Return the lab's reference with so many faults planted in it."""
    random = Random(f"bench/{faults}/{seed}")
    sketch, planted = Sketch.of(get_lab(LAB).reference.graph), 0
    while planted < faults:
        fault = (random.choice(FAULTS) if random.random() < 0.3 else parameter)(sketch, random)
        if fault is not None:
            sketch, planted = fault.sketch, planted + 1
    return sketch


def a_class(count: int, faults: range, seed: object) -> Iterator[Sketch]:
    """Yield so many boards, each with another number of faults than the one before it."""
    for number in range(count):
        yield faulty(faults[number % len(faults)], f"{seed}/{number}")


def unfolded(sketch: Sketch) -> Sketch:
    """Return the same network, drawn in primitive blocks."""
    return sketch.unfold(*(id for id, each in sketch.nodes.items() if each.info.type in COMPOSITE))
