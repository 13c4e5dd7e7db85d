"""Boards of no sense: any blocks, any wires, parts of anything; Verify answers them all.

No reference is the aim of such a board, so nothing is known of its answer but that there is one.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any, TypeAlias

from app.blocks import BLOCK_OF_TYPE, BLOCKS, Block
from app.blocks.activation import Activation
from app.blocks.combine import Add, Concat
from app.blocks.head import Dropout, Flatten
from app.graph import Graph, Reading
from app.graph.wiring import wiring
from tests.verify.halves import CUTS
from tests.verify.mutants import references
from tests.verify.sketch import Sketch, Wire
from tests.verify.slips import FAULTS
from tests.verify.styles import STYLES, drawn

Scribble: TypeAlias = Callable[[Random], Sketch]


def board(random: Random) -> Reading:
    """Return a board of no sense, some of its blocks without their values or of no kind."""
    sketch = random.choice(SCRIBBLES)(random)
    graph = sketch.stirred(random).graph
    if random.random() < 0.3:
        graph = broken(graph, random)
    return Reading(graph, tuple(wiring(graph)))


def broken(graph: Graph, random: Random) -> Graph:
    """Return the graph with some blocks whose values cannot be read, or of no known kind."""
    ids = [id for id in graph.nodes if random.random() < 0.2]
    kinds = {id: random.choice([type(graph.nodes[id].block), None]) for id in ids}
    nodes = {id: node for id, node in graph.nodes.items() if id not in kinds}
    return replace(graph, nodes=nodes, broken=kinds)


def any_blocks(random: Random) -> Sketch:
    """Blocks of any kind with any values, and wires from anywhere to anywhere."""
    count = random.choice([1, 2, 3, 5, 8, 13, 21, 40])
    nodes = {f"n{i}": any_block(random.choice(BLOCKS), random) for i in range(count)}
    return scribbled(Sketch(nodes, ()), random, int(count * random.choice([0, 0.5, 1, 2, 4])))


def some_blocks(random: Random) -> Sketch:
    """Blocks of one reference in a heap, wired at random."""
    reference = random.choice(list(references().values()))
    sketch = drawn(reference, random.choice(STYLES), random)
    found = random.choices(list(sketch.nodes.values()), k=random.randint(1, 30))
    heap = Sketch({f"n{i}": block for i, block in enumerate(found)}, ())
    return scribbled(heap, random, random.randint(0, 45))


def two_cut_together(random: Random) -> Sketch:
    """Parts of two references on one board, with wires between them."""
    parts = [_part(random) for _ in range(2)]
    nodes = {f"{at}{id}": block for at, one in enumerate(parts) for id, block in one.nodes.items()}
    wires = tuple((f"{at}{s}", f"{at}{t}", p) for at, o in enumerate(parts) for s, t, p in o.wires)
    return scribbled(Sketch(nodes, wires), random, random.choice([0, 1, 2, 5]))


def spoilt(random: Random) -> Sketch:
    """A part of a reference with many faults, and wires crossed at will."""
    sketch = _part(random)
    for _ in range(random.randint(1, 10)):
        whole = all(sketch.before(id) or not b.info.inputs for id, b in sketch.nodes.items())
        fault = random.choice(FAULTS)(sketch, random) if whole else None
        sketch = fault.sketch if fault else sketch
    return scribbled(sketch, random, random.choice([0, 0, 1, 3]))


def open_inputs(random: Random) -> Sketch:
    """Blocks that hand on what they get, with nothing wired into them and several takers."""
    sketch = _part(random)
    for at in range(random.randint(1, 3)):
        hand = random.choice([Dropout(), Flatten(), Concat(), Activation(kind="relu"), Add()])
        sketch = sketch.put(f"open{at}", hand)
        takers = [id for id, block in sketch.nodes.items() if block.info.inputs]
        chosen = random.choices(takers, k=random.randint(1, 4))
        more = [_wire(sketch, f"open{at}", taker, random) for taker in chosen]
        sketch = replace(sketch, wires=(*sketch.wires, *more))
    return sketch


def rows(random: Random) -> Sketch:
    """One block over and over: in a row, side by side into one, or in a ring."""
    count = random.randint(2, 60)
    block = any_block(random.choice(BLOCKS), random)
    nodes: dict[str, Block] = {f"n{i}": block for i in range(count)}
    ids = list(nodes)
    if not block.info.inputs:
        return Sketch(nodes, ())
    port = block.info.inputs[-1].name
    wires = [(a, b, port) for a, b in pairwise(ids)]
    if random.random() < 0.3:
        wires.append((ids[-1], ids[0], port))
    return Sketch(nodes, tuple(wires))


SCRIBBLES: tuple[Scribble, ...] = (
    any_blocks,
    some_blocks,
    two_cut_together,
    spoilt,
    open_inputs,
    rows,
)


def scribbled(sketch: Sketch, random: Random, count: int) -> Sketch:
    """Return the sketch with wires more, from anywhere to any port; cycles and doubles, too."""
    takers = [id for id, block in sketch.nodes.items() if block.info.inputs]
    if not takers:
        return sketch
    more = [
        _wire(sketch, random.choice(list(sketch.nodes)), random.choice(takers), random)
        for _ in range(count)
    ]
    return replace(sketch, wires=(*sketch.wires, *more))


def any_block(kind: type[Block], random: Random) -> Block:
    """Return a block of a kind with any values that it takes."""
    schema = kind.model_json_schema()
    while True:
        data: dict[str, Any] = {
            name: _value(field, random)
            for name, field in schema["properties"].items()
            if name in schema.get("required", ()) or random.random() < 0.5
        }
        block = BLOCK_OF_TYPE[kind.info.type].model_validate(data)
        if not any(block.incomplete()):
            return block


def _value(field: dict[str, Any], random: Random) -> Any:
    """Return a value that a field of a block's JSON schema takes."""
    match field:
        case {"anyOf": alternatives}:
            return _value(random.choice(alternatives), random)
        case {"enum": values}:
            return random.choice(values)
        case {"const": value}:
            return value
        case {"type": "integer", "minimum": least, "maximum": most}:
            return random.choice([least, random.randint(least, min(most, 9)), most])
        case {"type": "number", "minimum": least}:
            return least
        case {"type": "boolean"}:
            return random.choice([True, False])
        case {"type": "null"}:
            return None
        case _:
            raise NotImplementedError(f"no value for {field}")


def _wire(sketch: Sketch, source: str, target: str, random: Random) -> Wire:
    return source, target, random.choice(sketch.nodes[target].info.inputs).name


def _part(random: Random) -> Sketch:
    reference = random.choice(list(references().values()))
    sketch = drawn(reference, random.choice(STYLES), random)
    return random.choice(CUTS)(sketch, random) if random.random() < 0.8 else sketch
