"""Real numbers through a graph: what every wire carries, and the weights that made it.

The weights are made up: small decimals that depend on the size of a layer alone, so that the same
block always has the same. Biases are zero. A trained network has learned others.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod, sqrt
from typing import TypeAlias

import torch
from torch import Tensor, nn

from app.blocks import Input
from app.core.errors import NotRunnable
from app.core.shape import Shape
from app.engine.assemble import module_of
from app.engine.miniature import miniature
from app.engine.propagate import Propagation, propagate
from app.graph.model import Graph

MOST_NODES = 80
"""The largest graph that is run, in nodes: a block lab unfolded, not a network."""

MOST_NUMBERS = 200_000
"""Most numbers, weights and tensors together, that a run may hold."""

MOST_CHANNELS, MOST_SIDE = 12, 8
"""How much of a tensor is given out."""

SEED = 9669
"""With this one, the gates of the lab text's four channels lie well apart, the first at 0.5."""

WIDEST = 30
"""The largest weight of a layer with one input, in tenths; more inputs have smaller weights, so
that sums stay of one size."""

DIGITS = 3

Map: TypeAlias = tuple[tuple[float, ...], ...]
"""One channel: rows of numbers."""

Picture: TypeAlias = tuple[Map, ...]
"""Channels of equal size."""


@dataclass(frozen=True, slots=True)
class Values:
    """A tensor: its shape, and its first channels, rows and columns; a vector has 1×1 maps."""

    shape: Shape
    channels: Picture


@dataclass(frozen=True, slots=True)
class Weights:
    """A fully connected layer, also one built as a 1×1 convolution: a row for each output, and the
    sum that comes of it before norm and activation."""

    rows: Map
    sums: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Probe:
    """What a run shows: the tensor at each output port of each node, and weights worth reading.

    What does not run has no entry. `gates` are nodes that multiply a map by one number a channel.
    """

    values: Mapping[str, Mapping[str, Values]]
    weights: Mapping[str, Weights] = field(default_factory=dict)


def probe(graph: Graph, picture: Picture) -> Probe:
    """Run a picture through the graph in small.

    Raises:
        NotRunnable: The graph is larger than what is run in this way.
    """
    if len(graph.nodes) > MOST_NODES:
        raise NotRunnable(f"More than {MOST_NODES} blocks are not run with numbers.")
    small = miniature(graph, len(picture), len(picture[0]), len(picture[0][0]))
    found = propagate(small)
    if _numbers(found) > MOST_NUMBERS:
        raise NotRunnable("The network is too large to be run with numbers.")
    tensors: dict[tuple[str, str], Tensor] = {}
    weights: dict[str, Weights] = {}
    with torch.no_grad():
        for id in small.order:
            if id not in found.measures:
                continue
            block = small.nodes[id].block
            if isinstance(block, Input):
                tensors[id, block.info.outputs[0]] = torch.tensor(picture)[None]
                continue
            inputs = [tensors[edge.source, edge.out] for edge in small.incoming[id]]
            module = module_of(block, tuple(tuple(each.shape) for each in inputs)).eval()
            _fill(module)
            given = module(*inputs)
            for port, tensor in zip(
                block.info.outputs, given if isinstance(given, tuple) else (given,), strict=True
            ):
                tensors[id, port] = tensor
            if read := _weights(module, inputs):
                weights[id] = read
    values: dict[str, dict[str, Values]] = {}
    for (id, port), tensor in tensors.items():
        values.setdefault(id, {})[port] = _values(tensor)
    return Probe(values, weights)


def _numbers(found: Propagation) -> int:
    tensors = (prod(shape) for ports in found.shapes.values() for shape in ports.values())
    return sum(tensors) + found.totals.n_params


def _fill(module: nn.Module) -> None:
    """Give a module its made-up weights."""
    for layer in module.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            seed = torch.Generator().manual_seed(SEED + layer.weight.numel())
            most = max(3, round(WIDEST / sqrt(layer.weight[0].numel())))
            tenths = torch.randint(-most, most + 1, layer.weight.shape, generator=seed)
            layer.weight.copy_(tenths / 10)
            if layer.bias is not None:
                layer.bias.zero_()


def _weights(module: nn.Module, inputs: list[Tensor]) -> Weights | None:
    """Return the weights of a layer that connects everything with everything."""
    layers = [each for each in module.modules() if isinstance(each, nn.Conv2d | nn.Linear)]
    if len(layers) != 1 or prod(inputs[0].shape[2:]) != 1:
        return None
    (layer,) = layers
    if isinstance(layer, nn.Conv2d) and (layer.groups != 1 or prod(layer.kernel_size) != 1):
        return None
    rows = layer.weight.flatten(1)[:MOST_CHANNELS, :MOST_CHANNELS]
    sums = layer(inputs[0]).flatten()[:MOST_CHANNELS]
    return Weights(_rounded(rows), _rounded(sums[None])[0])


def _values(tensor: Tensor) -> Values:
    maps = tensor.reshape(*tensor.shape[:2], *(tensor.shape[2:] or (1, 1)))
    shown = maps[0, :MOST_CHANNELS, :MOST_SIDE, :MOST_SIDE]
    return Values(tuple(tensor.shape), tuple(_rounded(channel) for channel in shown))


def _rounded(numbers: Tensor) -> Map:
    # Adding zero makes −0 a plain 0.
    return tuple(tuple(round(number, DIGITS) + 0.0 for number in row) for row in numbers.tolist())
