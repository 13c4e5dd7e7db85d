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

REMEMBERED_MODULES = 2048
"""How many modules are kept, about 8 kB each: without their weights."""

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
    like = block.like(*inputs)
    if like != inputs:
        return measure(block, like)
    fragment = block.unfold(inputs[0][1] if inputs else None)
    if fragment is None:
        return _bounded(_measured(block, inputs))
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


def worked() -> int:
    """Return how many modules had to be built or run since the process began."""
    return _run.cache_info().misses + _module.cache_info().misses


def forget() -> None:
    """Empty the memory, for measuring what a cold start costs."""
    for remembered in (measure, _run, _module):
        remembered.cache_clear()


def outline(block: Block, inputs: tuple[Shape, ...]) -> nn.Module:
    """Return a primitive block's module on the meta device: shapes without numbers."""
    return block.build(*inputs, device="meta").eval()


def _measured(block: Block, inputs: tuple[Shape, ...]) -> Measure:
    """Measure a primitive block, and run it only where its output's shape is not known before."""
    if isinstance(block, Input):
        return Measure((block.shape,))
    if kept := block.kept(*inputs):
        return Measure((kept,), _n_params(_module(block, _pixels(inputs))))
    return _run(block, inputs)


@lru_cache(maxsize=0)  # counted, not kept: `measure` remembers what came of it
def _run(block: Block, inputs: tuple[Shape, ...]) -> Measure:
    """Run a primitive block on the meta device."""
    module = _module(block, _pixels(inputs))
    with torch.no_grad():
        given = module(*(torch.empty(shape, device="meta") for shape in inputs))
    tensors: tuple[torch.Tensor, ...] = given if isinstance(given, tuple) else (given,)
    shapes = tuple(tuple(tensor.shape) for tensor in tensors)
    return Measure(shapes, _n_params(module), _madds(module, shapes[0]))


@lru_cache(maxsize=REMEMBERED_MODULES)
def _module(block: Block, pixels: tuple[Shape, ...]) -> nn.Module:
    """Return the block's module for inputs of one pixel each: it is that for larger ones too.

    PyTorch draws weights on the meta device as well: to build a convolution takes three times as
    long as to run it.
    """
    return outline(block, pixels)


def _pixels(inputs: tuple[Shape, ...]) -> tuple[Shape, ...]:
    return tuple((*shape[:2], 1, 1)[: len(shape)] for shape in inputs)


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
