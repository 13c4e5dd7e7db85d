"""Squeeze-and-excitation: channel attention."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from app.blocks.base import (
    IN,
    MAX_CHANNELS,
    NORM_SPELLED,
    SPELLED,
    Activation,
    Block,
    BlockInfo,
    Channels,
    Fragment,
    Norm,
    Piece,
    described,
)
from app.blocks.combine import Multiply
from app.blocks.conv2d import Conv2d
from app.blocks.pool import GlobalAvgPool
from app.blocks.summary import Mark
from app.core import codes
from app.core.diagnostic import Problem
from app.core.shape import Shape, is_map
from app.core.text import text


def squeeze_width(channels: int, divisor: int = 8) -> int:
    """Return how many nodes FC1 has for a tensor of that many channels.

    A quarter, rounded to the nearest multiple of `divisor`, one up where that would lose more than
    10%.

    Source: arXiv:1905.02244, section 5.3; rounding as in the authors' released code.
    """
    quarter = channels / 4
    rounded = max(divisor, int(quarter + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * quarter else rounded


class SqueezeExcite(Block):
    """Weights each channel of (n, c, h, w) by a number in [0, 1]; the same shape out."""

    info: ClassVar = BlockInfo(
        type="squeeze_excite",
        label=text("SE 模块", "SE"),
        category="composite",
        theory=text(
            "SE 是通道注意力机制。挤压：AvgPool 把每个通道平均成一个数；激励：FC1（节点数约为通道"
            "数的 1/4，ReLU）和 FC2（节点数等于通道数，h-sigmoid）为每个通道算出一个 0 到 1 的权"
            "重；最后与原来的特征矩阵逐通道相乘。重要的通道得到更大的权重。在 MobileNetV3 里它位于 "
            "DW 卷积和降维卷积之间，作用在升维后的特征矩阵上。",
            "SE is channel attention. Squeeze: an average pool turns each channel into one "
            "number. Excite: FC1 (about a quarter as many nodes as channels, ReLU) and FC2 (as "
            "many as channels, h-sigmoid) compute a weight from 0 to 1 for each channel. Then "
            "the map is multiplied by it, channel by channel, so that important channels count "
            "for more. MobileNetV3 puts it between the depthwise and the projecting convolution, "
            "on the expanded tensor.",
        ),
        source="arXiv:1709.01507, section 3; arXiv:1905.02244, section 5.3",
        pieces={
            "pool": text("池化", "pool"),
            "fc1": text("FC1", "fc1"),
            "fc2": text("FC2", "fc2"),
            "scale": text("相乘", "scale"),
        },
        summary=(
            (
                Mark("FC1 {squeeze_channels}", unless={"squeeze_channels": (None,)}),
                Mark("FC1 C/4", when={"squeeze_channels": (None,)}),
                Mark("{gate}"),
            ),
        ),
    )
    keeps_shape: ClassVar = True

    squeeze_channels: Annotated[
        Channels | None,
        described(
            text("FC1 节点数", "FC1 nodes"),
            text(
                "自动：通道数的 1/4，取 8 的倍数",
                "automatic: a quarter of the channels, a multiple of 8",
            ),
        ),
    ] = None
    activation: Annotated[
        Activation, described(text("FC1 激活", "FC1 activation"), spelled=SPELLED)
    ] = "relu"
    gate: Annotated[
        Activation,
        described(text("FC2 激活", "gate"), text("FC2 之后", "after FC2"), spelled=SPELLED),
    ] = "hardsigmoid"
    norm: Annotated[
        Norm,
        described(
            text("归一化", "norm"), text("FC1、FC2 之后", "after FC1 and FC2"), spelled=NORM_SPELLED
        ),
    ] = "none"

    def automatic(self, *inputs: Shape) -> Mapping[str, int | bool]:
        left = self.squeeze_channels is None
        return {"squeeze_channels": squeeze_width(inputs[0][1])} if left else {}

    def check(self, *inputs: Shape) -> Iterator[Problem]:
        if not is_map(inputs[0]):
            yield codes.NEEDS_MAP.problem(shape=inputs[0])
        elif inputs[0][1] > MAX_CHANNELS:
            yield codes.TOO_LARGE.problem(shape=inputs[0])

    def unfold(self, channels: int | None) -> Fragment:
        # A width of 1 stands in where the channels are not known yet: nobody measures it then.
        # More channels than a convolution may have do not run: see `check`.
        wide = min(channels or 1, MAX_CHANNELS)
        narrow = self.squeeze_channels or squeeze_width(wide)
        fc1 = Conv2d(out_channels=narrow, kernel_size=1, norm=self.norm, activation=self.activation)
        fc2 = Conv2d(out_channels=wide, kernel_size=1, norm=self.norm, activation=self.gate)
        return (
            Piece("pool", GlobalAvgPool()),
            Piece(
                "fc1",
                fc1,
                ("pool",),
                {"out_channels": "squeeze_channels", "activation": "activation", "norm": "norm"},
            ),
            Piece("fc2", fc2, ("fc1",), {"activation": "gate", "norm": "norm"}),
            Piece("scale", Multiply(), (IN.name, "fc2")),
        )
