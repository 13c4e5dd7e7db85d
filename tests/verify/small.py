"""Small boards, and how each is mended: one line a board, in `tests/mended.md`.

Boards of few operations with faults in them, half built, with blocks that have no values yet, and
some that are held to another lab's reference. `python -m tests.verify.small` writes the file anew;
what has changed is for a person to read: dearer, or something else for what was planted?
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from random import Random

from app.blocks import Block
from app.engine import propagate
from app.graph import Graph
from app.graph.model import Edge
from app.reference import Reference
from app.verify.repair.fragment import Fragment
from app.verify.repair.repairs import Outlet, PutIn, Repair, SetParameters, Together
from app.verify.repair.target import prepare
from app.verify.verify import separating
from tests.verify.mutants import Built, mutate, references
from tests.verify.sketch import Sketch
from tests.verify.styles import STYLES, drawn

MENDED = Path(__file__).parents[1] / "mended.md"

HEAD = """# Small boards, and how each is mended

What was done to a lab's network, and the repairs that Verify finds, each with its price. Written by
`python -m tests.verify.small`.
"""

SMALL = (
    "se-module",
    "inverted-residual-v2",
    "bneck-v3",
    "lenet-5",
    "inception-block",
    "shufflenet-v2-unit",
    "dilated",
    "twins",
    "densenet",
)
"""References of few operations, which between them have every way of wiring."""

KINDS: tuple[tuple[int, Built, int], ...] = (
    (1, "whole", 4),
    (2, "whole", 3),
    (3, "whole", 2),
    (1, "half", 2),
    (3, "half", 2),
)
"""How many faults, on what of the network, and how many such boards of each reference."""


@dataclass(frozen=True)
class Small:
    """A board, what was done to it, and the reference that it is held to."""

    what: str
    graph: Graph
    reference: Reference


def boards(name: str) -> Iterator[Small]:
    """Yield the boards of a reference; the same in every run."""
    reference = references()[name]
    for faults, built, count in KINDS:
        for number in range(count):
            mutant = mutate(name, faults, built, Random(f"{name}/{faults}/{built}/{number}"))
            if mutant is not None:
                yield Small(f"{built}, {mutant.what}", mutant.sketch.graph, reference)
    for number in range(2):
        random = Random(f"{name}/blank/{number}")
        sketch = drawn(reference, random.choice(STYLES), random)
        yield Small("blocks without values", blank(sketch, random), reference)
    other = SMALL[SMALL.index(name) - 1]
    yield Small(f"a board of {other}", references()[other].graph, reference)


def blank(sketch: Sketch, random: Random) -> Graph:
    """Return a board on which some blocks have no values yet, or have lost their wires."""
    graph = sketch.graph
    ids = [id for id, block in sketch.nodes.items() if any(_required(block))]
    gone = random.sample(ids, min(2, len(ids)))
    lost = random.choice(ids)
    return Graph(
        {id: node for id, node in graph.nodes.items() if id not in gone},
        tuple(edge for edge in graph.edges if edge.target != lost),
        {id: type(sketch.nodes[id]) for id in gone},
    )


def _required(block: Block) -> Iterator[str]:
    return (name for name, field in type(block).model_fields.items() if field.is_required())


def section(name: str) -> str:
    """Return what is said of the boards of a reference."""
    told = "\n".join(f"- {one.what}: {mended(one)}" for one in boards(name))
    return f"## {name}\n\n{told}\n"


def mended(small: Small) -> str:
    """Return the repairs of a board, in the order in which they are found."""
    target = prepare(small.reference)
    _, repairs = separating(small.graph, propagate(small.graph), target)
    return "; ".join(_said(one) for one in repairs) or "nothing"


def _said(repair: Repair) -> str:
    """Return a repair with all that it holds, but for what is there by default."""
    if isinstance(repair, Together):
        parts = " + ".join(_said(part) for part in repair.parts)
        return f"{repair.name} {repair.price:g} ({parts})"
    held = {each.name: getattr(repair, each.name) for each in fields(repair)}
    if isinstance(repair, SetParameters):
        held["fragment"] = ""
    if isinstance(repair, PutIn):
        held["nodes"] = tuple(id for id, _ in repair.nodes)
    price = held.pop("price")
    told = [_spelled(value) for value in held.values() if value not in (None, False, (), "")]
    return f"{type(repair).__name__} {price:g} {' '.join(told)}"


def _spelled(value: object) -> str:
    match value:
        case Fragment():
            return f"[{value.first}:{value.behind}]"
        case Edge():
            return f"{value.source}.{value.out}→{value.target}.{value.port}"
        case Outlet():
            told = [value.source, value.out, value.target, value.port, value.wire, value.at]
            return "/".join(_spelled(one) for one in told if one is not None)
        case tuple():
            return f"({','.join(map(_spelled, value))})"
        case _:
            return str(value)


if __name__ == "__main__":
    MENDED.write_text("\n".join([HEAD, *map(section, SMALL)]), encoding="utf-8")
