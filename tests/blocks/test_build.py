"""What blocks say of themselves, against PyTorch running the real modules."""

from contextlib import nullcontext
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from app.blocks import BLOCK_OF_TYPE, BLOCKS, Block
from app.core.shape import Shape
from app.engine import Measure, measure, module_of, outline
from tests.random_boards import PARAMETERS

each_block = pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.info.type)

MAPS = st.tuples(st.just(1), st.integers(1, 12), st.integers(1, 9), st.integers(1, 9))
FLAT = st.tuples(st.just(1), st.integers(1, 12))


def inputs_of(block: type[Block]) -> st.SearchStrategy[tuple[Shape, ...]]:
    """Shapes of small tensors, maps or flat, for each input port."""
    shape: Any = MAPS | FLAT
    if not block.info.inputs:
        return st.just(())
    if any(port.many for port in block.info.inputs):
        return st.lists(shape, min_size=1, max_size=3).map(tuple)
    if len(block.info.inputs) == 2:
        gate = MAPS.flatmap(lambda a: st.sampled_from([(a, a), (a, a[:2]), ((*a[:2], 1, 1), a)]))
        return gate | st.tuples(shape, shape)
    return st.tuples(shape)


def drawn(block: type[Block], data: st.DataObject) -> tuple[Block, tuple[Shape, ...]]:
    """Draw values for a block, and shapes to enter it that it may not take."""
    return block.model_validate(data.draw(PARAMETERS[block.info.type])), data.draw(inputs_of(block))


@each_block
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_left_to_a_block_is_what_it_says(block: type[Block], data: st.DataObject) -> None:
    """Written out, automatic values measure the same."""
    placed, inputs = drawn(block, data)
    found = measure(placed, inputs)
    if not isinstance(found, Measure):
        return
    written = placed.model_validate(placed.model_dump() | {**placed.automatic(*inputs)})
    assert measure(written, inputs) == found
    assert not written.automatic(*inputs)


@each_block
@settings(max_examples=40)
@given(data=st.data())
def test_a_measure_is_what_the_real_module_does(block: type[Block], data: st.DataObject) -> None:
    placed, shapes = drawn(block, data)
    found = measure(placed, shapes)
    if not isinstance(found, Measure):
        return
    if block.info.type == "input":
        shapes = (found.shape,)
    module = module_of(placed, shapes).eval()
    with FlopCounterMode(display=False) as flops, torch.no_grad():
        output = module(*(torch.rand(shape) for shape in shapes))
    tensors = output if isinstance(output, tuple) else (output,)
    assert tuple(tensor.shape for tensor in tensors) == found.outputs
    assert len(found.outputs) == len(block.info.outputs)
    assert sum(parameter.numel() for parameter in module.parameters()) == found.n_params
    assert flops.get_total_flops() == 2 * found.madds


@pytest.mark.parametrize("type", ["conv2d", "depthwise_conv2d", "avg_pool", "max_pool"])
@settings(max_examples=40)
@given(data=st.data(), shape=MAPS)
def test_exactly_what_pytorch_cannot_run_is_refused(
    type: str, data: st.DataObject, shape: Shape
) -> None:
    placed = BLOCK_OF_TYPE[type].model_validate(data.draw(PARAMETERS[type]))
    refused = next(placed.check(shape), None) is not None
    with pytest.raises((RuntimeError, ValueError)) if refused else nullcontext():
        placed.build(shape)(torch.rand(shape))


@each_block
@settings(max_examples=40)
@given(data=st.data())
def test_what_blocks_say_of_shapes_pytorch_says_too(
    block: type[Block], data: st.DataObject
) -> None:
    """Which shape they keep, and which smaller ones come to the same."""
    placed, shapes = drawn(block, data)
    if not shapes or next(placed.check(*shapes), None) is not None:
        return
    output = _run(placed, shapes)
    assert placed.kept(*shapes) in (None, output)
    assert _run(placed, placed.like(*shapes)) == output


def _run(placed: Block, shapes: tuple[Shape, ...]) -> Shape:
    """Return the (first) output's shape."""
    module = module_of(placed, shapes).eval()
    with torch.no_grad():
        output = module(*(torch.rand(shape) for shape in shapes))
    return tuple((output[0] if isinstance(output, tuple) else output).shape)


@each_block
@settings(max_examples=40)
@given(data=st.data())
def test_a_module_depends_on_channels_and_not_on_sizes(
    block: type[Block], data: st.DataObject
) -> None:
    placed, shapes = drawn(block, data)
    if not shapes or next(placed.check(*shapes), None) is not None:
        return
    if placed.unfold(shapes[0][1]) is not None:
        return
    pixels = tuple((*shape[:2], 1, 1)[: len(shape)] for shape in shapes)
    module, pixel = outline(placed, shapes), outline(placed, pixels)
    assert repr(module) == repr(pixel)
    assert _shapes_of(module) == _shapes_of(pixel)


def _shapes_of(module: nn.Module) -> dict[str, Shape]:
    return {name: tuple(each.shape) for name, each in module.named_parameters()}


def test_the_blocks_that_are_not_run_for_their_shape() -> None:
    kept = {
        block.info.type for block in BLOCKS if block.keeps_shape or block.kept is not Block.kept
    }
    assert kept == {
        "squeeze_excite", "batch_norm", "activation", "add", "multiply", "channel_shuffle",
        "softmax", "dropout",
    }  # fmt: skip


def test_the_blocks_that_are_run_for_one_size_alone() -> None:
    assert {block.info.type for block in BLOCKS if block.like is not Block.like} == {
        "global_avg_pool"
    }
