"""Other values for a block's parameters, near enough to be taken for the right ones at a glance.

Find-the-fault labs draw from them, and so do the tests of Verify.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from app.blocks.activation import Activation
from app.blocks.base import Block
from app.blocks.bneck import Bneck
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Linear
from app.blocks.source import Input
from app.blocks.squeeze_excite import SqueezeExcite


def _other(random: Random, value: object, *choices: Any) -> Any:
    return random.choice([choice for choice in choices if choice != value])


def _bneck_changes(block: Bneck, random: Random) -> Iterator[tuple[str, Any]]:
    yield "kernel_size", _other(random, block.kernel_size, 1, 3, 5, 7)
    yield "out_channels", _other(random, block.out_channels, 8, 48, 100, 136)
    yield "nl", _other(random, block.nl, "RE", "HS", "RE6")
    yield "stride", _other(random, block.stride, 1, 2, 3)
    yield "se", not block.se
    yield "shortcut", not block.shortcut
    if block.expand or block.exp_size is not None:
        # Switched on without a width it would be a value to fill in, not a wrong one.
        yield "expand", not block.expand
    if block.expand:
        yield "exp_size", _other(random, block.exp_size, 20, 88, 300, 777)
    if block.se:
        yield "se_channels", _other(random, block.se_channels, 7, 10, 50)
        yield "se_norm", "batch" if block.se_norm == "none" else "none"


def _conv_changes(block: Conv2d | DepthwiseConv2d, random: Random) -> Iterator[tuple[str, Any]]:
    yield "kernel_size", _other(random, block.kernel_size, 1, 3, 5, 7)
    yield "stride", _other(random, block.stride, 1, 2, 3)
    yield "activation", _other(random, block.activation, "none", "relu", "hardswish", "sigmoid")
    yield "norm", "batch" if block.norm == "none" else "none"
    if isinstance(block, Conv2d):
        yield "out_channels", _other(random, block.out_channels, 5, 50, 150)
    if block.norm == "none":
        yield "bias", not block.has_bias


def changes(block: Block, random: Random) -> Iterator[tuple[str, Any]]:
    """Yield parameters of a block, each with another value for it."""
    match block:
        case Bneck():
            yield from _bneck_changes(block, random)
        case Conv2d() | DepthwiseConv2d():
            yield from _conv_changes(block, random)
        case SqueezeExcite():
            yield "squeeze_channels", _other(random, block.squeeze_channels, 7, 10, 50)
            yield "gate", _other(random, block.gate, "sigmoid", "relu", "tanh")
            yield "activation", _other(random, block.activation, "relu6", "hardswish")
            yield "norm", "batch" if block.norm == "none" else "none"
        case Linear():
            yield "out_features", _other(random, block.out_features, 5, 50, 150)
            yield "bias", not block.bias
            yield "activation", _other(random, block.activation, "none", "relu", "hardswish")
        case Activation():
            yield "kind", _other(random, block.kind, "relu", "relu6", "hardswish", "silu")
        case Input():
            yield "channels", _other(random, block.channels, 1, 5)
            yield "height", block.height + 32
        case _:
            return
