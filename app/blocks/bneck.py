"""The inverted residual with linear bottleneck, as MobileNetV2 and V3 use it."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from app.blocks.base import (
    IN,
    NORM_SPELLED,
    SPELLED,
    Activation,
    Block,
    BlockInfo,
    Channels,
    Fragment,
    KernelSize,
    Norm,
    Piece,
    Stride,
    described,
)
from app.blocks.combine import Add
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.inside import Inside, Stage
from app.blocks.squeeze_excite import SqueezeExcite, squeeze_width
from app.blocks.summary import KERNEL, STRIDE, Line, Mark
from app.core import codes
from app.core.diagnostic import Problem
from app.core.shape import Shape, is_map
from app.core.text import text

Nonlinearity = Literal["RE", "HS", "RE6", "SW"]

ACTIVATION_OF_NL: dict[Nonlinearity, Activation] = {
    "RE": "relu",
    "HS": "hardswish",
    "RE6": "relu6",
    "SW": "silu",
}
"""Table 1 writes RE and HS; RE6 is what MobileNetV2 has everywhere, SW EfficientNet."""

SE_OF_NL: dict[Nonlinearity, tuple[Activation, Activation]] = {
    **dict.fromkeys(ACTIVATION_OF_NL, ("relu", "hardsigmoid")),
    "SW": ("silu", "sigmoid"),
}
"""What follows FC1 and FC2: EfficientNet's SE has its block's own swish, and a plain sigmoid."""

POINTWISE: Line = (Mark("1×1"),)
SPELLED_NL: Line = tuple(
    Mark(SPELLED[activation], when={"nl": (nl,)}) for nl, activation in ACTIVATION_OF_NL.items()
)
SPELLED_GATE: Line = tuple(
    Mark(SPELLED[gate], when={"nl": (nl,)}) for nl, (_, gate) in SE_OF_NL.items()
)


class Bneck(Block):
    """Inverted residual: (n, c, h, w) to (n, out_channels, h/stride, w/stride).

    A 1×1 convolution to exp_size, a depthwise k×k one, SE where asked for, a linear 1×1 projection,
    and the shortcut where asked for.

    Source: arXiv:1801.04381, section 3.3; arXiv:1905.02244, section 5 and Table 1.
    """

    info: ClassVar = BlockInfo(
        type="bneck",
        label=text("bneck", "bneck"),
        category="composite",
        theory=text(
            "bneck 是倒残差结构：先用 1×1 卷积升维（宽度 exp size），再用 DW 卷积看邻近的位置（步距"
            "指的就是它），有的层接着做 SE，最后用 1×1 卷积降维，降维之后不加激活函数。两头窄、中间"
            "宽，与普通残差块相反。当步距为 1 且输入、输出的特征矩阵形状相同时，用 shortcut 把输入"
            "加到输出上。MobileNetV3 在 V2 的基础上加入了 SE，并把后半部分的激活函数换成 "
            "h-swish。",
            "A bneck is an inverted residual: a 1×1 convolution widens to exp size, a depthwise "
            "convolution looks at neighbours (the stride is its own), some layers apply SE, and "
            "a 1×1 convolution narrows again, with no activation after it. Narrow at both ends "
            "and wide in between, the other way round than a residual block. With stride 1 and "
            "equal shapes in and out, the shortcut adds the input to the output. MobileNetV3 "
            "adds SE to V2's block and h-swish in the deeper half.",
        ),
        source="arXiv:1801.04381, section 3.3; arXiv:1905.02244, section 5 and Table 1",
        pieces={
            "expand": text("升维", "expand"),
            "depthwise": text("DW", "depthwise"),
            "se": text("SE", "se"),
            "project": text("降维", "project"),
            "add": text("相加", "add"),
        },
        summary=(
            (
                Mark(KERNEL + " · exp {exp_size} → {out_channels}", unless={"expand": (False,)}),
                Mark(KERNEL + " → {out_channels}", when={"expand": (False,)}),
            ),
            (
                *SPELLED_NL,
                Mark("SE", when={"se": (True,), "se_channels": (None,)}),
                Mark("SE {se_channels}", when={"se": (True,)}, unless={"se_channels": (None,)}),
                STRIDE,
            ),
        ),
        shortcut="shortcut",
        inside=Inside(
            text(
                "bneck 的内部结构：升维、DW 卷积、降维",
                "Inside the bneck: expand, depthwise convolution, project",
            ),
            (
                Stage("expand", POINTWISE, SPELLED_NL, "exp_size", when={"expand": (True,)}),
                Stage(
                    "depthwise",
                    (
                        Mark(KERNEL, when={"stride": (1,)}),
                        Mark(KERNEL + " s{stride}", unless={"stride": (1,)}),
                    ),
                    SPELLED_NL,
                ),
                Stage(
                    "squeeze",
                    (
                        Mark("FC ¼", when={"se_channels": (None,)}),
                        Mark("FC {se_channels}", unless={"se_channels": (None,)}),
                    ),
                    SPELLED_GATE,
                    when={"se": (True,)},
                ),
                Stage("project", POINTWISE, (Mark("linear"),), "out_channels"),
            ),
        ),
    )

    kernel_size: KernelSize = 3
    exp_size: Annotated[
        Channels | None,
        described(
            text("升维 exp size", "exp size"),
            text("第一个 1×1 卷积升到的维度", "channels after the first 1×1 convolution"),
            needed_while="expand",
        ),
    ] = None
    out_channels: Annotated[Channels, described(text("输出通道 #out", "out channels"))]
    se: Annotated[
        bool, described(text("SE 模块", "SE"), text("是否使用注意力机制", "channel attention"))
    ] = False
    se_channels: Annotated[
        Channels | None,
        described(
            text("FC1 节点数", "FC1 nodes"),
            text(
                "自动：exp size 的 1/4，取 8 的倍数",
                "automatic: a quarter of exp size, a multiple of 8",
            ),
            used_while="se",
        ),
    ] = None
    se_norm: Annotated[
        Norm, described(text("SE 归一化", "SE norm"), spelled=NORM_SPELLED, used_while="se")
    ] = "none"
    nl: Annotated[
        Nonlinearity,
        described(
            text("激活 NL", "NL"),
            text(
                "RE：ReLU；HS：h-swish；RE6：ReLU6；SW：swish（SE 也按 EfficientNet）",
                "RE: ReLU; HS: h-swish; RE6: ReLU6; SW: swish, with SE as in EfficientNet",
            ),
        ),
    ] = "RE"
    stride: Stride = 1
    expand: Annotated[
        bool,
        described(
            text("第一层卷积", "expansion"), text("升维的 1×1 卷积", "the widening 1×1 convolution")
        ),
    ] = True
    shortcut: Annotated[
        bool,
        described(
            text("shortcut", "shortcut"), text("把输入加到输出上", "adds the input to the output")
        ),
    ] = False

    def automatic(self, *inputs: Shape) -> Mapping[str, int | bool]:
        if not self.se or self.se_channels is not None:
            return {}
        width = self.exp_size if self.expand else inputs[0][1]
        return {} if width is None else {"se_channels": squeeze_width(width)}

    def check(self, *inputs: Shape) -> Iterator[Problem]:
        if not is_map(inputs[0]):
            yield codes.NEEDS_MAP.problem(shape=inputs[0])
        elif self.shortcut and self.stride != 1:
            yield codes.SHORTCUT_STRIDE.problem("shortcut", stride=self.stride)
        elif self.shortcut and inputs[0][1] != self.out_channels:
            yield codes.SHORTCUT_CHANNELS.problem(
                "shortcut", channels=inputs[0][1], out_channels=self.out_channels
            )
        elif self.shortcut and self.kernel_size % 2 == 0:
            yield codes.SHORTCUT_KERNEL.problem("kernel_size", kernel_size=self.kernel_size)

    def unfold(self, channels: int | None) -> Fragment:
        pieces: list[Piece] = []
        activation = ACTIVATION_OF_NL[self.nl]

        def then(name: str, block: Block, **origin: str) -> None:
            before = pieces[-1].name if pieces else IN.name
            pieces.append(Piece(name, block, (before,), origin))

        if self.expand:
            widen = Conv2d(
                out_channels=self.exp_size or 1, kernel_size=1, norm="batch", activation=activation
            )
            then("expand", widen, out_channels="exp_size", activation="nl")
        depthwise = DepthwiseConv2d(
            kernel_size=self.kernel_size, stride=self.stride, norm="batch", activation=activation
        )
        then("depthwise", depthwise, kernel_size="kernel_size", stride="stride", activation="nl")
        if self.se:
            first, gate = SE_OF_NL[self.nl]
            attention = SqueezeExcite(
                squeeze_channels=self.se_channels, activation=first, gate=gate, norm=self.se_norm
            )
            then(
                "se",
                attention,
                squeeze_channels="se_channels",
                activation="nl",
                gate="nl",
                norm="se_norm",
            )
        project = Conv2d(out_channels=self.out_channels, kernel_size=1, norm="batch")
        then("project", project, out_channels="out_channels")
        if self.shortcut:
            pieces.append(Piece("add", Add(), ("project", IN.name)))
        return tuple(pieces)
