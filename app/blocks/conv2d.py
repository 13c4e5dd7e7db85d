"""Convolutions: full, grouped and depthwise."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field
from torch import nn

from app.blocks.activation import Activation
from app.blocks.base import (
    ActivationAfter,
    Bias,
    Block,
    BlockInfo,
    Channels,
    Dilation,
    Fragment,
    KernelSize,
    NormAfter,
    Piece,
    SamePadding,
    Stride,
    described,
)
from app.blocks.batch_norm import BatchNorm
from app.blocks.summary import KERNEL, NORM_AND_ACTIVATION, STRIDE, Mark
from app.core import codes
from app.core.diagnostic import Problem
from app.core.shape import Shape, is_map
from app.core.text import Text, text


class _Convolution(Block):
    """What full and depthwise convolutions share: the window, and what follows it."""

    kernel_size: KernelSize = 3
    stride: Stride = 1
    padding: SamePadding = "same"
    dilation: Dilation = 1
    bias: Bias = None
    norm: NormAfter = "none"
    activation: ActivationAfter = "none"

    @property
    def pad(self) -> int:
        """Pixels added on each side; "same" is k//2, as in the lab's code."""
        return self.kernel_size // 2 if self.padding == "same" else self.padding

    @property
    def has_bias(self) -> bool:
        """Whether the convolution adds a bias; left open, only where no batch norm follows."""
        return self.norm == "none" if self.bias is None else self.bias

    def automatic(self, *inputs: Shape) -> Mapping[str, int | bool]:
        padding = {"padding": self.pad} if self.padding == "same" else {}
        bias = {"bias": self.has_bias} if self.bias is None else {}
        return {**padding, **bias}

    def check(self, *inputs: Shape) -> Iterator[Problem]:
        if not is_map(inputs[0]):
            yield codes.NEEDS_MAP.problem(shape=inputs[0])
            return
        window = self.dilation * (self.kernel_size - 1) + 1
        if min(inputs[0][2:]) + 2 * self.pad < window:
            yield codes.WINDOW_TOO_LARGE.problem("kernel_size", window=window, shape=inputs[0])

    def unfold(self, channels: int | None) -> Fragment | None:
        if self.norm == "none" and self.activation == "none":
            return None
        bare = self.model_copy(update={"bias": self.has_bias, "norm": "none", "activation": "none"})
        own = {name: name for name in type(self).model_fields}
        pieces = [Piece("conv", bare, origin=own)]
        if self.norm == "batch":
            pieces.append(Piece("norm", BatchNorm(), ("conv",)))
        if self.activation != "none":
            before = (pieces[-1].name,)
            pieces.append(
                Piece("act", Activation(kind=self.activation), before, {"kind": "activation"})
            )
        return tuple(pieces)


PIECES: Mapping[str, Text] = {
    "conv": text("卷积", "conv"),
    "norm": text("归一化", "norm"),
    "act": text("激活", "act"),
}


class Conv2d(_Convolution):
    """k×k convolution: (n, c, h, w) to (n, out_channels, h', w'), h' = (h + 2p − k)/stride + 1."""

    info: ClassVar = BlockInfo(
        type="conv2d",
        label=text("卷积 Conv2D", "conv2d"),
        category="conv",
        theory=text(
            "每个卷积核在输入特征矩阵上滑动，每到一处把窗口里所有通道的数加权求和，得到输出的一个"
            "数；有多少个卷积核，输出就有多少个通道。步距为 2 时特征矩阵的高和宽减半。计算量是 H·W·"
            "k²·C_in·C_out 次乘加。1×1 卷积不看邻近的位置，只把通道重新组合，因此常用来升维和降"
            "维。",
            "Each kernel slides over the input map; at each place it sums all channels in its "
            "window, weighted, into one number of the output. As many kernels, as many output "
            "channels. Stride 2 halves height and width. It costs H·W·k²·C_in·C_out "
            "multiply-adds. A 1×1 convolution looks at no neighbours and only mixes channels: "
            "the cheap way to widen or narrow a tensor.",
        ),
        source="arXiv:1905.02244, Table 1, operator conv2d",
        pieces=PIECES,
        summary=(
            (
                Mark(KERNEL + " → {out_channels}"),
                STRIDE,
                Mark("g{groups}", unless={"groups": (1,)}),
            ),
            NORM_AND_ACTIVATION,
        ),
    )

    out_channels: Annotated[
        Channels,
        described(text("输出通道", "out channels"), text("卷积核的个数", "how many kernels")),
    ]
    groups: Annotated[
        int,
        Field(ge=1, le=8192),
        described(
            text("分组", "groups"), text("等于通道数即为 DW 卷积", "as many as channels: depthwise")
        ),
    ] = 1

    def check(self, *inputs: Shape) -> Iterator[Problem]:
        yield from super().check(*inputs)
        for channels in (inputs[0][1], self.out_channels):
            if channels % self.groups:
                yield codes.GROUPS_DO_NOT_DIVIDE.problem(
                    "groups", groups=self.groups, channels=channels
                )
                return

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        return nn.Conv2d(
            inputs[0][1],
            self.out_channels,
            self.kernel_size,
            self.stride,
            self.pad,
            self.dilation,
            self.groups,
            self.has_bias,
            device=device,
        )


class DepthwiseConv2d(_Convolution):
    """Depthwise k×k convolution: one kernel a channel; (n, c, h, w) to (n, c, h', w')."""

    info: ClassVar = BlockInfo(
        type="depthwise_conv2d",
        label=text("DW 卷积", "depthwise conv2d"),
        category="conv",
        theory=text(
            "DW 卷积（DwiseConv2D）给每个通道配一个自己的 k×k 卷积核，通道之间互不相加，所以"
            "通道数不变。它只要 H·W·k²·C 次乘加，是同样大小普通卷积的 1/C。看邻近的位置交给它，混合"
            "通道交给 1×1 卷积，两者合起来约为普通卷积计算量的 1/C + 1/k²。这就是 MobileNet 快的原"
            "因。",
            "A depthwise convolution gives each channel a k×k kernel of its own and never adds "
            "channels together, so their number stays. It costs H·W·k²·C multiply-adds, 1/C of a "
            "full convolution. It looks at neighbours, a 1×1 convolution mixes channels, and the "
            "two together cost about 1/C + 1/k² of the full one: why MobileNets are fast.",
        ),
        source="arXiv:1704.04861, section 3.1",
        summary=((Mark(KERNEL), STRIDE), NORM_AND_ACTIVATION),
        pieces=PIECES,
    )

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        channels = inputs[0][1]
        return nn.Conv2d(
            channels,
            channels,
            self.kernel_size,
            self.stride,
            self.pad,
            self.dilation,
            channels,
            self.has_bias,
            device=device,
        )
