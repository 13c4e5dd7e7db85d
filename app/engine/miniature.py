"""A graph in small: the same blocks and wires over a few channels of a few pixels.

So small that every number on a wire can be read. Widths shrink in one proportion, so that what was
equal stays equal: a shortcut still fits, a gate still has one weight for each channel.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.blocks import Block, Input
from app.core.shape import Shape, is_map
from app.engine.propagate import Propagation, propagate
from app.graph.model import Graph

WIDTHS = frozenset({"out_channels", "exp_size", "se_channels", "squeeze_channels", "out_features"})
"""The parameters that are numbers of channels."""


def miniature(graph: Graph, channels: int, height: int, width: int) -> Graph:
    """Return the graph with an input of (1, channels, height, width), its blocks shrunk to fit.

    What a block leaves open is filled in before it is shrunk: the automatic squeeze of 72 channels,
    24, becomes a third of the small ones, not what four channels would get.
    """
    found = propagate(graph)
    entering = next(
        (node.block.channels for node in graph.nodes.values() if isinstance(node.block, Input)),
        channels,
    )
    share = channels / entering
    nodes = dict(graph.nodes)
    for id, node in graph.nodes.items():
        if isinstance(node.block, Input):
            size = {"channels": channels, "height": height, "width": width}
            block: Block = node.block.model_copy(update=size)
        else:
            block = _shrunk(node.block, _inputs(graph, found, id), share, (height, width))
        nodes[id] = replace(node, block=block)
    return replace(graph, nodes=nodes)


def _inputs(graph: Graph, found: Propagation, id: str) -> tuple[Shape, ...]:
    shapes = (found.shapes.get(edge.source, {}).get(edge.out) for edge in graph.incoming[id])
    return tuple(shape for shape in shapes if shape is not None)


def _shrunk(block: Block, inputs: tuple[Shape, ...], share: float, side: tuple[int, int]) -> Block:
    given: Mapping[str, Any] = block.model_dump()
    filled = {**given, **(block.automatic(*inputs) if inputs else {})}
    small: dict[str, Any] = {
        name: max(1, round(filled[name] * share))
        for name in WIDTHS & filled.keys()
        if filled[name] is not None
    }
    if filled.get("groups", 1) > 1:
        small["groups"] = _groups(filled["groups"], inputs, share)
    pools = block.info.category == "pool" and "kernel_size" in given
    if pools and inputs and is_map(inputs[0]) and inputs[0][2:] == (given["kernel_size"],) * 2:
        # A window over the whole map stays one over the whole map.
        small["kernel_size"] = min(side)
        small["stride"] = None if given["stride"] is None else 1
    return block.model_copy(update=small)


def _groups(groups: int, inputs: tuple[Shape, ...], share: float) -> int:
    """A depthwise convolution stays one; fewer groups stay as many."""
    depthwise = bool(inputs) and groups == inputs[0][1]
    return max(1, round(groups * share)) if depthwise else groups
