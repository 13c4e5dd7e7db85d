"""The figures of one block among its tensors, by the names that sentences use. PyTorch measures."""

from collections.abc import Mapping

from app.blocks import Block
from app.blocks.base import MAX_CHANNELS
from app.blocks.bneck import Bneck
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.pool import AvgPool, MaxPool
from app.core.shape import Shape, elements, is_map
from app.engine import Measure, measure

Facts = Mapping[str, int]


def facts(block: Block, inputs: tuple[Shape, ...]) -> Facts:
    """Return a block's figures; those that it does not have are missing.

    `k`, `stride` and `pad` are its window's, in a bneck the depthwise convolution's.
    """
    found = measure(block, inputs)
    known: dict[str, int] = {}
    if isinstance(found, Measure):
        known |= {"n_params": found.n_params, "madds": found.madds}
        known |= _of(found.shape, "out")
    if inputs:
        known |= _of(inputs[0], "in")
        channels = inputs[0][1]
        if channels <= MAX_CHANNELS:
            alone = Conv2d(out_channels=channels, kernel_size=1, bias=True)
            one = measure(alone, ((1, channels, 1, 1),))
            if isinstance(one, Measure):
                known["dense_params"] = one.n_params
    match block:
        case Conv2d() | DepthwiseConv2d():
            known |= {"k": block.kernel_size, "stride": block.stride, "pad": block.pad}
        case AvgPool() | MaxPool():
            stride = block.stride or block.kernel_size
            known |= {"k": block.kernel_size, "stride": stride, "pad": block.padding}
        case Bneck():
            known |= {"k": block.kernel_size, "stride": block.stride}
            known |= {"pad": block.kernel_size // 2}
            if inputs:
                wide = (block.exp_size or 0) if block.expand else inputs[0][1]
                known |= {"exp": wide, "times": wide // inputs[0][1]}
                if "se_channels" in (automatic := block.automatic(*inputs)):
                    known["fc1"] = int(automatic["se_channels"])
        case _:
            pass
    return known


def _of(shape: Shape, name: str) -> dict[str, int]:
    figures = {f"{name}_channels": shape[1], f"{name}_numbers": elements(shape)}
    if is_map(shape):
        figures |= {f"{name}_height": shape[2], f"{name}_width": shape[3]}
    return figures
