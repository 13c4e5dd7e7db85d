"""Graph to primitive operations, each remembering the node and the parameters it came from.

Composites are unfolded until nothing but primitives is left, so that a bneck and the same bneck
wired by hand become the same operations.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from app.blocks import Block, Input
from app.blocks.base import IN, OUT
from app.blocks.channels import ChannelSplit
from app.blocks.combine import Add, Concat, Multiply
from app.blocks.conv2d import Conv2d
from app.blocks.head import Flatten, Linear
from app.blocks.pool import AvgPool, GlobalAvgPool, MaxPool
from app.core.shape import Shape, is_map
from app.engine import Measure, Propagation
from app.graph import Graph


@dataclass(frozen=True, slots=True)
class Primitive:
    """One primitive of a composite. `inputs` index earlier primitives; -1 is what enters.

    `origin` maps the primitive's parameters to the node's, as far as the node can change them.
    """

    path: str
    block: Block
    inputs: tuple[int, ...]
    origin: Mapping[str, str]


@dataclass(slots=True)
class Op:
    """A primitive in its graph.

    `sources` are pairs of operation index and the id of the wire between nodes, None inside a node.
    `channels` are the output's, None where unknown. `entering` is the shape that enters a primitive
    node; inside a composite, whose pieces pool only after the stride, it is the composite's output.
    `collapsed` tells that the map is 1×1 or flat, or taken for it where `meant`: behind a pool
    as large as the reference's last map, and behind an input that is not wired yet. `guessed` marks
    widths inside a composite that depend on channels which are not known. `flat` tells that the
    tensor is flat. A node with several outputs is as many operations, each with its port `out`.
    """

    node: str
    path: str
    block: Block
    origin: Mapping[str, str]
    sources: list[tuple[int, str | None]]
    channels: int | None
    entering: Shape | None
    collapsed: bool
    meant: bool
    pooled: bool
    flat: bool
    guessed: bool
    out: str = OUT


@lru_cache(maxsize=8192)
def primitives(block: Block, channels: int | None) -> tuple[Primitive, ...]:
    """Return the primitives that a block stands for when so many channels enter it."""
    fragment = block.unfold(channels)
    if fragment is None:
        own = {name: name for name in type(block).model_fields}
        return (Primitive("", block, tuple(-1 - i for i, _ in enumerate(block.info.inputs)), own),)
    found: list[Primitive] = []
    last = {IN.name: -1}
    wide: dict[str, int | None] = {IN.name: channels}
    for piece in fragment:
        base = len(found)
        for inner in primitives(piece.block, wide[piece.inputs[0]]):
            inputs = tuple(base + i if i >= 0 else last[piece.inputs[-1 - i]] for i in inner.inputs)
            path = f"{piece.name}.{inner.path}".rstrip(".")
            origin = {
                name: piece.origin[own] for name, own in inner.origin.items() if own in piece.origin
            }
            found.append(Primitive(path, inner.block, inputs, origin))
        last[piece.name] = len(found) - 1
        wide[piece.name] = channels_out(piece.block, (wide[piece.inputs[0]],))
    return tuple(found)


def channels_out(block: Block, entering: tuple[int | None, ...]) -> int | None:
    """Return how many channels leave a block, None where that is not known.

    This looks at parameters only, so that it still answers where a map has become too small to run.
    """
    match block:
        case Input():
            return block.channels
        case Conv2d():
            return block.out_channels
        case Linear():
            return block.out_features
        case ChannelSplit():
            return entering[0] // 2 if entering and entering[0] else None
        case Concat():
            known = [count for count in entering if count is not None]
            return sum(known) if known and len(known) == len(entering) else None
        case _:
            declared = getattr(block, "out_channels", None)
            if isinstance(declared, int):
                return declared
            return next((count for count in entering if count is not None), None)


def lower(graph: Graph, run: Propagation, whole: frozenset[int] = frozenset()) -> list[Op]:
    """Return the graph's primitives in topological order.

    A pool with a kernel in `whole` is meant to cover its whole map, even where a fault before it
    has left the map too large or too small for that.
    """
    ops: list[Op] = []
    last: dict[tuple[str, str], int] = {}
    for id in _fed_first(graph):
        block = graph.nodes[id].block
        edges = graph.incoming[id]
        feeding = [
            (last[edge.source, edge.out], edge.id)
            for edge in edges
            if (edge.source, edge.out) in last
        ]
        channels = ops[feeding[0][0]].channels if feeding else None
        shapes = run.shapes.get(id, {})
        outputs = block.info.outputs
        entering = next((shape for port, shape in shapes.items() if port not in outputs), None)
        guessed = channels is None and not isinstance(block, Input) and _depends(block)
        measured = run.measures.get(id)
        base = len(ops)
        for piece in primitives(block, channels):
            sources = _sources(piece, base, feeding)
            before = [ops[index] for index, _ in sources]
            meant = _meant(piece.block, before, whole)
            ops.append(
                Op(
                    node=id,
                    path=piece.path,
                    block=piece.block,
                    origin=piece.origin,
                    sources=sources,
                    channels=channels_out(piece.block, tuple(op.channels for op in before)),
                    entering=measured.shape if piece.path and measured else entering,
                    collapsed=meant or _collapsed(piece.block, before),
                    meant=meant,
                    pooled=_pooled(piece.block, before, whole, entering),
                    flat=_flat(piece.block, before),
                    guessed=guessed,
                )
            )
        _observe(ops[-1], measured)
        last[id, outputs[0]] = len(ops) - 1
        ops[-1].out = outputs[0]
        for port in outputs[1:]:
            ops.append(replace(ops[-1], out=port, sources=[*ops[-1].sources]))
            last[id, port] = len(ops) - 1
    return ops


def _fed_first(graph: Graph) -> list[str]:
    """Return the nodes in topological order, what the input feeds wholly before the rest."""
    fed: set[str] = set()
    for id in graph.order:
        edges = graph.incoming[id]
        if isinstance(graph.nodes[id].block, Input) or (
            edges and all(edge.source in fed for edge in edges)
        ):
            fed.add(id)
    return sorted(graph.order, key=lambda id: id not in fed)


def _depends(block: Block) -> bool:
    """Whether widths inside the block depend on the channels that enter it."""
    return primitives(block, 8) != primitives(block, 64)


def _meant(block: Block, before: list[Op], whole: frozenset[int]) -> bool:
    """Whether the map is taken for 1×1 though it is not, or not known to be.

    What is not wired yet gets the benefit of the doubt: a flatten there is no fault.
    """
    if isinstance(block, Input):
        return False
    if isinstance(block, AvgPool | MaxPool) and block.kernel_size in whole:
        return True
    return all(op.meant for op in before)


def _pooled(block: Block, before: list[Op], whole: frozenset[int], entering: Shape | None) -> bool:
    """Whether a pool over the whole map lies behind: a second one has nothing left to do."""
    if isinstance(block, AvgPool | MaxPool):
        size = block.kernel_size
        if size in whole or (entering is not None and entering[2:] == (size, size)):
            return True
    return isinstance(block, GlobalAvgPool) or (
        _fed(block, before) and all(op.pooled for op in before)
    )


def _collapsed(block: Block, before: list[Op]) -> bool:
    return isinstance(block, GlobalAvgPool) or (
        _fed(block, before) and all(op.collapsed for op in before)
    )


def _flat(block: Block, before: list[Op]) -> bool:
    return isinstance(block, Flatten | Linear) or (
        _fed(block, before) and all(op.flat for op in before)
    )


def _fed(block: Block, before: list[Op]) -> bool:
    """Whether everything that enters is known: a gate alone says nothing of the map it weighs."""
    return len(before) >= (2 if isinstance(block, Add | Multiply) else 1)


def _observe(op: Op, measured: Measure | None) -> None:
    """Replace what was inferred for a node's last primitive by what running it has shown."""
    if measured is None:
        return
    shape = measured.shape
    op.channels = shape[1]
    op.flat = not is_map(shape)
    op.collapsed = op.meant or op.flat or shape[2:] == (1, 1)


def _sources(
    piece: Primitive, base: int, feeding: list[tuple[int, str]]
) -> list[tuple[int, str | None]]:
    """Return where a primitive's inputs come from; what enters a node may not be wired yet."""
    if piece.path == "":
        return [*feeding]
    sources: list[tuple[int, str | None]] = []
    for index in piece.inputs:
        if index >= 0:
            sources.append((base + index, None))
        elif feeding:
            sources.append(feeding[0])
    return sources
