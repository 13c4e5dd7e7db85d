"""A graph taken apart into its primitive blocks, each with the shapes that PyTorch finds."""

from collections.abc import Iterator
from typing import NamedTuple

from app.blocks import Block, Input
from app.blocks.base import IN
from app.core.shape import Shape
from app.engine import Measure, measure, propagate
from app.graph import Graph


class Primitive(NamedTuple):
    """A primitive block of a node: what enters it and what leaves it."""

    node: str
    block: Block
    inputs: tuple[Shape, ...]
    output: Shape


def primitives(graph: Graph) -> list[Primitive]:
    """Every primitive block of the graph in topological order, without the input."""
    shapes = propagate(graph).shapes
    found: list[Primitive] = []
    for id in graph.order:
        block = graph.nodes[id].block
        if not isinstance(block, Input):
            entering = tuple(shapes[edge.source][edge.out] for edge in graph.incoming[id])
            found += _apart(id, block, entering)
    return found


def _apart(node: str, block: Block, inputs: tuple[Shape, ...]) -> Iterator[Primitive]:
    fragment = block.unfold(inputs[0][1])
    if fragment is None:
        yield Primitive(node, block, inputs, output_of(block, inputs))
        return
    shapes = {IN.name: inputs[0]}
    for piece in fragment:
        entering = tuple(shapes[name] for name in piece.inputs)
        yield from _apart(node, piece.block, entering)
        shapes[piece.name] = output_of(piece.block, entering)


def output_of(block: Block, inputs: tuple[Shape, ...]) -> Shape:
    """The shape that leaves the block."""
    found = measure(block, inputs)
    assert isinstance(found, Measure), found
    return found.shape


def hwc(shape: Shape, by: str = "x") -> str:
    """A shape as the lab text writes it, without the batch: 112x112x16."""
    _, channels, *sides = shape
    return by.join(map(str, (*sides, channels)))
