"""Generated boards: every lab and reference, every style, whole and half built, 0 to 6 faults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count as naturals
from itertools import islice
from random import Random
from typing import Literal, TypeAlias

from app.labs import catalog
from app.reference import Reference
from tests.verify.equivalences import rewrite
from tests.verify.faults import Fault, Planter, parameter
from tests.verify.halves import beginning, in_pieces, in_some_order, trunk_first, without_some
from tests.verify.references import BUILT
from tests.verify.sketch import Sketch
from tests.verify.slips import FAULTS
from tests.verify.styles import STYLES, Style, drawn

Built: TypeAlias = Literal["whole", "half", "last"]
"""The whole network; a part of it in any order; a beginning whose last block is at fault."""

MOST_FAULTS = 6

NEAR = 3
"""Faults that are close together are at most so many wires from the first."""


@dataclass(frozen=True)
class Mutant:
    """A board made from a reference, with the faults planted in it."""

    name: str
    reference: Reference
    style: Style
    built: Built
    sketch: Sketch
    faults: tuple[Fault, ...] = ()

    @property
    def what(self) -> str:
        """What was done to it."""
        return ", ".join(fault.name for fault in self.faults) or "rewritten"

    @property
    def prices(self) -> list[float]:
        """What it costs to undo each fault."""
        return [fault.price for fault in self.faults]


@cache
def references() -> Mapping[str, Reference]:
    """Return the references of all labs, each once, and those that no lab has."""
    labs = {lab.slug: lab.reference for lab in catalog().values() if lab.of is None}
    return labs | {name: build() for name, build in BUILT.items()}


def mutants(count: int, faults: int, built: Built, seed: int = 0) -> Iterator[Mutant]:
    """Return `count` boards of a kind, over all references; the same for the same seed."""
    tries = (attempt(number, faults, built, seed) for number in naturals())
    return islice((mutant for mutant in tries if mutant is not None), count)


def attempt(number: int, faults: int, built: Built, seed: int = 0) -> Mutant | None:
    """Return the board of a kind with that number, or None where the dice came to nothing."""
    names = list(references())
    name = names[number % len(names)]
    random = Random(f"{name}/{built}/{faults}/{seed}/{number // len(names)}")
    return mutate(name, faults, built, random)


def mutate(name: str, faults: int, built: Built, random: Random) -> Mutant | None:
    """Return a board, or None where the dice came to nothing."""
    reference = references()[name]
    style = random.choice(STYLES)
    sketch = drawn(reference, style, random)
    if not faults or random.random() < 0.2:
        sketch = rewrite(sketch, random, compare_bias=reference.compare_bias, most=3)
    planted = _planted(sketch, reference, faults, built, random)
    if planted is None:
        return None
    sketch, found = planted
    if built != "whole":
        cut = _cut(sketch, found, built, random)
        if cut is None:
            return None
        sketch = cut
    return Mutant(name, reference, style, built, sketch.stirred(random), found)


def _planted(
    sketch: Sketch, reference: Reference, count: int, built: Built, random: Random
) -> tuple[Sketch, tuple[Fault, ...]] | None:
    """Plant faults in different nodes, close together or anywhere."""
    found: list[Fault] = []
    close = random.random() < 0.5
    for _ in range(40):
        if len(found) == count:
            return sketch, tuple(found)
        fault = _planter(built, random)(sketch, random)
        if fault is None or (reference.compare_bias and fault.parameter == "norm"):
            continue
        if _clashes(fault, found) or (close and found and not _near(sketch, fault, found[0])):
            continue
        found.append(fault)
        sketch = fault.sketch
    return (sketch, tuple(found)) if len(found) == count else None


def _planter(built: Built, random: Random) -> Planter:
    if built != "whole" or random.random() < 0.4:
        return parameter
    return random.choice(FAULTS)


def _clashes(fault: Fault, found: list[Fault]) -> bool:
    """Whether a fault is where another is, or takes away what another is at."""
    for other in found:
        if fault.node is not None and fault.node in other.places:
            return True
        if other.node is not None and other.node in fault.places:
            return True
        if other.node is not None and (
            fault.sketch.nodes.get(other.node) != other.sketch.nodes[other.node]
            or sorted(fault.sketch.before(other.node)) != sorted(other.sketch.before(other.node))
        ):
            return True
    return False


def _near(sketch: Sketch, fault: Fault, first: Fault) -> bool:
    reached = set(first.places)
    for _ in range(NEAR):
        reached |= {t for s, t, _ in sketch.wires if s in reached} | {
            s for s, t, _ in sketch.wires if t in reached
        }
    return bool(reached & fault.places)


def _cut(sketch: Sketch, faults: tuple[Fault, ...], built: Built, random: Random) -> Sketch | None:
    """Return part of the sketch, with all nodes at fault and what is wired into them."""
    nodes = {fault.node for fault in faults if fault.node is not None}
    if built == "last":
        order = in_some_order(sketch, random)
        last = max((order.index(id) for id in nodes), default=len(order) - 1)
        return sketch.only(order[: last + 1])
    for _ in range(10):
        part = random.choice([beginning, trunk_first, without_some, in_pieces])(sketch, random)
        if all(id in part.nodes and len(part.before(id)) == len(sketch.before(id)) for id in nodes):
            return part
    return None
