"""What a step's sheet has to say of each block: sizes, stride, activation, the map it makes."""

from collections.abc import Iterator

from app.blocks.activation import Activation
from app.blocks.base import SPELLED
from app.blocks.channels import ChannelShuffle
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Linear
from app.blocks.pool import AvgPool, MaxPool
from app.core.text import Text, text
from app.labs import Lab, LabText
from tests.reference.pieces import Primitive, hwc

NAMED: dict[str, Text] = {
    "batch_norm": text("batchNorm", "batch norm"),
    "add": text("shortcut", "shortcut"),
    "concat": text("拼接", "concatenated"),
    "channel_split": text("通道拆分", "channel split"),
    "softmax": text("softmax", "softmax"),
}
"""Blocks without values of their own: that they are there is the fact."""


def said(words: LabText | None) -> LabText:
    """A text that only an instructor's labs may leave out."""
    assert words is not None
    return words


def required(found: Primitive, lab: Lab) -> Iterator[Text]:
    """What a sheet has to say of a primitive block."""
    match found.block:
        case Conv2d() | DepthwiseConv2d() as block:
            yield from _convolution(found, block)
            if lab.compare_bias and block.bias:
                yield text("偏置", "bias")
        case Linear() as block:
            yield text(f"{block.out_features} 个节点", f"{block.out_features} nodes")
        case Activation() as block:
            yield _same(SPELLED[block.kind])
        case AvgPool() | MaxPool() as block if found.output[2:] != (1, 1):
            yield from _window(block)
        case ChannelShuffle() as block:
            yield text(f"分组为 {block.groups}", f"{block.groups} groups")
        case block if block.info.category == "pool":
            yield _same("×".join(map(str, found.inputs[0][2:])))
        case block if block.info.type in NAMED:
            yield NAMED[block.info.type]


def _convolution(found: Primitive, block: Conv2d | DepthwiseConv2d) -> Iterator[Text]:
    channels = found.output[1]
    if found.inputs[0][2:] > (1, 1):
        yield _same(f"{block.kernel_size}×{block.kernel_size}")
        yield _same(str(channels))
        yield _same(hwc(found.output, "×"))
    elif "conv" in found.node:
        size = f"1×1×{found.inputs[0][1]}"
        yield text(f"{size}，{channels} 个", f"{channels} of size {size}")
    else:
        yield text(f"{channels} 个节点", f"{channels} nodes")
    if isinstance(block, DepthwiseConv2d) or "conv" in found.node or block.stride != 1:
        yield text(f"步距 {block.stride}", f"stride {block.stride}")
    if block.pad != block.kernel_size // 2:
        yield text(f"填充 {block.pad}", f"padding {block.pad}")


def _window(block: AvgPool | MaxPool) -> Iterator[Text]:
    stride = block.stride or block.kernel_size
    yield _same(f"{block.kernel_size}×{block.kernel_size}")
    yield text(f"步距 {stride}", f"stride {stride}")
    if block.padding:
        yield text(f"填充 {block.padding}", f"padding {block.padding}")
    if block.ceil_mode:
        yield text("向上取整", "rounded up")


def _same(fact: str) -> Text:
    """A fact that both languages write alike."""
    return text(fact, fact)
