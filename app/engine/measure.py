"""One block and its input shapes to output shape and costs, by running PyTorch, and remembered.

There are no formulas for output shapes here. A primitive block's module is built and run on the
meta device, where tensors have shapes but no numbers. Blocks and shapes are values, so every answer
is kept; an edit in a large graph costs only the blocks it touches.
"""

from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import nn

from app.blocks import Block, Input
from app.blocks.base import IN
from app.core import codes
from app.core.diagnostic import Problem
from app.core.shape import MAX_ELEMENTS, Shape, elements

REMEMBERED = 32_768
"""How many answers are kept, about 1 kB each."""

MAX_PARAMS = 2**36
"""Most learned parameters of one block, so that sums over a board stay exact in a browser."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a block makes of its inputs.

    `outputs` are the shapes at its output ports, in their order. `n_params` counts learned
    parameters; `madds` the multiply-adds of convolutions and linear layers for one picture, without
    bias.
    """

    outputs: tuple[Shape, ...]
    n_params: int = 0
    madds: int = 0

    @property
    def shape(self) -> Shape:
        """The shape at the first output port; most blocks have no other."""
        return self.outputs[0]


@lru_cache(maxsize=REMEMBERED)
def measure(block: Block, inputs: tuple[Shape, ...]) -> Measure | Problem:
    """Return the block's output shape and costs for these input shapes, or why it cannot run."""
    for problem in block.check(*inputs):
        return problem
    fragment = block.unfold(inputs[0][1] if inputs else None)
    if fragment is None:
        return _bounded(_run(block, inputs))
    shapes = {IN.name: inputs[0]}
    n_params = madds = 0
    measured = Measure(inputs[:1])
    for piece in fragment:
        found = measure(piece.block, tuple(shapes[name] for name in piece.inputs))
        if isinstance(found, Problem):
            parameter = piece.origin.get(found.parameter or "")
            return Problem(found.code, parameter, args=found.args)
        measured = found
        shapes[piece.name] = found.shape
        n_params += found.n_params
        madds += found.madds
    return Measure(measured.outputs, n_params, madds)


def measured() -> int:
    """Return how many answers had to be worked out since the process began."""
    return measure.cache_info().misses


def forget() -> None:
    """Empty the memory, for measuring what a cold start costs."""
    measure.cache_clear()
    _learned.cache_clear()


def outline(block: Block, inputs: tuple[Shape, ...]) -> nn.Module:
    """Return a primitive block's module on the meta device: shapes without numbers."""
    return block.build(*inputs, device="meta").eval()


def _run(block: Block, inputs: tuple[Shape, ...]) -> Measure:
    """Build and run a primitive block on the meta device."""
    if isinstance(block, Input):
        return Measure((block.shape,))
    if block.keeps_shape:
        return Measure(inputs[:1], _learned(block, inputs[0][1], len(inputs[0])))
    module = outline(block, inputs)
    with torch.no_grad():
        given = module(*(torch.empty(shape, device="meta") for shape in inputs))
    tensors: tuple[torch.Tensor, ...] = given if isinstance(given, tuple) else (given,)
    shapes = tuple(tuple(tensor.shape) for tensor in tensors)
    return Measure(shapes, _n_params(module), _madds(module, shapes[0]))


@lru_cache(maxsize=REMEMBERED)
def _learned(block: Block, channels: int, rank: int) -> int:
    """Return the parameters of a block that keeps shapes, for tensors of so many channels."""
    return _n_params(outline(block, ((1, channels, 1, 1)[:rank],)))


def _n_params(module: nn.Module) -> int:
    """Return the learned parameters of a primitive block's module, which has no submodules."""
    return sum(parameter.numel() for parameter in module.parameters(recurse=False))


def _madds(module: nn.Module, output: Shape) -> int:
    """Return the multiply-adds: each weight is used once at each place of the output map."""
    if isinstance(module, nn.Conv2d | nn.Linear):
        return module.weight.numel() * elements(output[2:])
    return 0


def _bounded(found: Measure) -> Measure | Problem:
    if elements(found.shape) > MAX_ELEMENTS or found.n_params > MAX_PARAMS:
        return codes.TOO_LARGE.problem(shape=found.shape)
    return found
