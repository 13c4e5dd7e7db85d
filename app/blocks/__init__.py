"""The blocks a student can place. Adding one is a file here and a line in `BLOCKS`."""

from app.blocks.activation import Activation
from app.blocks.base import Block
from app.blocks.batch_norm import BatchNorm
from app.blocks.bneck import Bneck
from app.blocks.channels import ChannelShuffle, ChannelSplit
from app.blocks.combine import Add, Concat, Multiply
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Dropout, Flatten, Linear, Softmax
from app.blocks.pool import AvgPool, GlobalAvgPool, MaxPool
from app.blocks.source import Input
from app.blocks.squeeze_excite import SqueezeExcite

BLOCKS: tuple[type[Block], ...] = (
    Input,
    Conv2d,
    DepthwiseConv2d,
    Bneck,
    SqueezeExcite,
    BatchNorm,
    Activation,
    AvgPool,
    MaxPool,
    GlobalAvgPool,
    Add,
    Multiply,
    Concat,
    ChannelSplit,
    ChannelShuffle,
    Linear,
    Flatten,
    Softmax,
    Dropout,
)
"""Every block, in the order of the palette."""

BLOCK_OF_TYPE: dict[str, type[Block]] = {block.info.type: block for block in BLOCKS}

__all__ = ["BLOCKS", "BLOCK_OF_TYPE", "Block", "Input"]
