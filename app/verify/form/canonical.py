"""The canonical form of one operation: equal where the same function is computed.

- depthwise is a convolution with as many groups as channels in and out;
- a linear layer is a 1×1 convolution on a 1×1 map;
- a pool over the whole map is global, whatever its stride;
- padding "same" is a number; dilation of a 1×1 kernel and stride on a 1×1 map do nothing;
- dropout, a pool over one pixel, a concat of one tensor, a global pool of one pixel and flattening
  what is one pixel hand on what they get.

Whether a convolution's bias counts depends on what follows it: `Op.form` in `net` decides.
"""

from typing import TypeAlias

from app.blocks import Block
from app.blocks.activation import Activation
from app.blocks.batch_norm import EPS, BatchNorm
from app.blocks.channels import ChannelShuffle
from app.blocks.combine import Concat
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Dropout, Flatten, Linear
from app.blocks.pool import AvgPool, GlobalAvgPool, MaxPool
from app.core.shape import Shape

Value: TypeAlias = int | float | str | bool | None
Form: TypeAlias = tuple[Value, ...]
"""What is computed: the kind of operation, then its fields."""

CONV_FIELDS = (
    "out_channels",
    "kernel_size",
    "stride",
    "padding",
    "dilation",
    "groups",
    "bias",
)
"""The fields of the form of a convolution, behind its kind."""

GLOBAL = "global"


def is_pixel(shape: Shape) -> bool:
    """Whether a tensor holds one number a channel: (n, c), or (n, c, 1, 1)."""
    return shape[2:] in ((), (1, 1))


def canonical(block: Block, entering: tuple[Shape, ...]) -> Form:
    """Return the canonical form of a primitive block that these shapes enter."""
    match block:
        case Conv2d() | DepthwiseConv2d():
            return _convolution(block, entering[0])
        case Linear():
            return ("conv", block.out_features, 1, 1, 0, 1, 1, block.bias)
        case AvgPool() | MaxPool() | GlobalAvgPool():
            return _pool(block, entering[0])
        case Dropout() | Flatten():
            return (block.info.type,)
        case Activation():
            return ("activation", block.kind)
        case BatchNorm() if block.eps == EPS:
            return (block.info.type,)
        case _:
            return (block.info.type, *block.model_dump().values())


def hands_on(block: Block, entering: tuple[Shape, ...]) -> bool:
    """Whether a primitive block only hands on what enters it."""
    match block:
        case Dropout():
            return True
        case Flatten():
            return is_pixel(entering[0])
        case GlobalAvgPool():
            return is_pixel(entering[0])
        case AvgPool() | MaxPool():
            # Its padding is at most half of its window: none.
            return block.kernel_size == 1 and block.stride in (None, 1)
        case Concat():
            return len(entering) <= 1
        case ChannelShuffle():
            return block.groups in (1, entering[0][1])
        case _:
            return False


def _convolution(block: Conv2d | DepthwiseConv2d, entering: Shape) -> Form:
    channels = entering[1]
    out, groups = (
        (block.out_channels, block.groups) if isinstance(block, Conv2d) else (channels, channels)
    )
    # Of an even kernel, "same" makes two pixels of one: there a stride matters.
    on_pixel = is_pixel(entering) and 2 * block.pad + 1 == block.kernel_size
    return (
        "conv",
        out,
        block.kernel_size,
        1 if on_pixel else block.stride,
        block.pad,
        1 if block.kernel_size == 1 else block.dilation,
        groups,
        block.has_bias,
    )


def _pool(block: AvgPool | MaxPool | GlobalAvgPool, entering: Shape) -> Form:
    mode = "max" if isinstance(block, MaxPool) else "avg"
    if isinstance(block, GlobalAvgPool):
        return ("pool", mode, GLOBAL)
    size = (block.kernel_size, block.kernel_size)
    if block.padding == 0 and entering[2:] == size:
        return ("pool", mode, GLOBAL)
    stride = block.stride or block.kernel_size
    # Rounding up means nothing where the windows come out even.
    over = any((side + 2 * block.padding - block.kernel_size) % stride for side in entering[2:])
    return ("pool", mode, block.kernel_size, stride, block.padding, block.ceil_mode and over)
