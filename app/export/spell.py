"""A node as Python: the call that makes its module, or the expression that joins its inputs.

Everything here is `ast`; no text of a board is ever pasted into code.
"""

import ast
import inspect
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias, TypeVar

from app.blocks import Block
from app.blocks.activation import MODULES
from app.blocks.base import Activation
from app.blocks.bneck import ACTIVATION_OF_NL, SE_OF_NL, Bneck
from app.blocks.channels import ChannelSplit
from app.blocks.combine import Add, Concat, Multiply
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Linear
from app.blocks.squeeze_excite import SqueezeExcite, squeeze_width
from app.core.shape import Shape
from app.engine import outline

T = TypeVar("T")

Join: TypeAlias = Add | Multiply | Concat | ChannelSplit
"""Blocks that are an expression of their inputs; they have no module of their own."""


def constructor(block: Block, inputs: tuple[Shape, ...]) -> ast.Call:
    """Return the call that makes the block's module for inputs of these shapes."""
    channels = inputs[0][1]
    match block:
        case Bneck():
            return _bneck(block, channels)
        case SqueezeExcite():
            return _squeeze_excite(block, channels)
        case Conv2d() | DepthwiseConv2d() if block.unfold(channels):
            return _conv_norm_act(block, channels)
        case Linear() if block.unfold(channels):
            return _call(
                "LinearAct",
                channels,
                block.out_features,
                bias=None if block.bias else False,
                activation=_activation(block.activation),
            )
        case _:
            return _torch(outline(block, inputs))


def join(block: Block, shapes: Sequence[Shape], values: Sequence[str]) -> ast.expr:
    """Return the expression that a join is of the variables it takes; a split's are two values."""
    names: list[ast.expr] = [ast.Name(value) for value in values]
    if isinstance(block, ChannelSplit):
        return _call("torch.chunk", names[0], 2, dim=1)
    if isinstance(block, Concat):
        return _call("torch.cat", ast.Tuple(names), dim=1)
    if isinstance(block, Add):
        return ast.BinOp(names[0], ast.Add(), names[1])
    ranks = [len(shape) for shape in shapes]
    a, b = (
        _as_map(name) if rank < max(ranks) else name
        for name, rank in zip(names, ranks, strict=True)
    )
    return ast.BinOp(a, ast.Mult(), b)


def _bneck(block: Bneck, channels: int) -> ast.Call:
    exp_size = block.exp_size if block.expand else None
    se_channels = block.se_channels or squeeze_width(exp_size or channels)
    first, gate = SE_OF_NL[block.nl]
    return _call(
        "Bneck",
        channels,
        block.out_channels,
        block.kernel_size,
        exp_size=exp_size,
        stride=_unless(block.stride, 1),
        se_channels=se_channels if block.se else None,
        se_norm=_unless(block.se and block.se_norm == "batch", False),
        se_activation=_activation(first, "relu") if block.se else None,
        gate=_activation(gate, "hardsigmoid") if block.se else None,
        nl=_activation(ACTIVATION_OF_NL[block.nl], "relu"),
        shortcut=_unless(block.shortcut, False),
    )


def _squeeze_excite(block: SqueezeExcite, channels: int) -> ast.Call:
    return _call(
        "SqueezeExcite",
        channels,
        block.squeeze_channels or squeeze_width(channels),
        activation=_activation(block.activation, "relu"),
        gate=_activation(block.gate, "hardsigmoid"),
        norm=_unless(block.norm == "batch", False),
    )


def _conv_norm_act(block: Conv2d | DepthwiseConv2d, channels: int) -> ast.Call:
    norm = block.norm == "batch"
    return _call(
        "ConvNormAct",
        channels,
        block.out_channels if isinstance(block, Conv2d) else channels,
        block.kernel_size,
        stride=_unless(block.stride, 1),
        padding=_unless(block.pad, block.kernel_size // 2),
        dilation=_unless(block.dilation, 1),
        groups=_unless(block.groups if isinstance(block, Conv2d) else channels, 1),
        bias=_unless(block.has_bias, not norm),
        norm=_unless(norm, True),
        activation=_activation(block.activation),
    )


def _torch(module: object) -> ast.Call:
    """Return the constructor call of a module of `torch.nn`, read off the module itself.

    What it needs goes by position, what differs from PyTorch's default by name.
    """
    needed: list[object] = []
    chosen: dict[str, object] = {}
    for parameter in inspect.signature(type(module)).parameters.values():
        value = _scalar(getattr(module, parameter.name, parameter.default))
        if parameter.default is parameter.empty:
            if parameter.kind is parameter.POSITIONAL_OR_KEYWORD:
                needed.append(value)
        elif parameter.name == "bias":
            chosen["bias"] = _unless(value is not None, True)
        elif parameter.name == "stride" and parameter.default is None:
            chosen["stride"] = _unless(value, needed[0])  # a pool moves by its own window
        else:
            chosen[parameter.name] = _unless(value, parameter.default)
    return _call(f"nn.{type(module).__name__}", *needed, **chosen)


def _scalar(value: Any) -> Any:
    """Return k for PyTorch's (k, k)."""
    return value[0] if isinstance(value, tuple) else value


def _unless(value: T, default: object) -> T | None:
    """Return the value, or None where it need not be written."""
    return None if value == default else value


def _activation(
    kind: Activation | Literal["none"], default: Activation | Literal["none"] = "none"
) -> ast.expr | None:
    """Return the activation's class, or None where it need not be written."""
    chosen = _unless(kind, default)
    if chosen is None or chosen == "none":
        return None
    return _dotted(f"nn.{MODULES[chosen].__name__}")


def _as_map(name: ast.expr) -> ast.expr:
    """Return (n, c) seen as (n, c, 1, 1)."""
    none = ast.Constant(None)
    return ast.Subscript(name, ast.Tuple([ast.Constant(...), none, none]))


def _call(callee: str, *args: object, **keywords: object) -> ast.Call:
    """Return a call; keywords that are None are left out."""
    return ast.Call(
        _dotted(callee),
        [_expression(arg) for arg in args],
        [
            ast.keyword(name, _expression(value))
            for name, value in keywords.items()
            if value is not None
        ],
    )


def _expression(value: Any) -> ast.expr:
    return value if isinstance(value, ast.expr) else ast.Constant(value)


def _dotted(path: str) -> ast.expr:
    first, *rest = path.split(".")
    expression: ast.expr = ast.Name(first)
    for name in rest:
        expression = ast.Attribute(expression, name)
    return expression
