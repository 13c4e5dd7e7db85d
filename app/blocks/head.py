"""What turns features into a prediction: flatten, linear, softmax, dropout."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field
from torch import nn

from app.blocks.activation import Activation
from app.blocks.base import ActivationAfter, Block, BlockInfo, Channels, Fragment, Piece, described
from app.blocks.summary import Mark
from app.core import codes
from app.core.diagnostic import Problem
from app.core.shape import Shape, is_map
from app.core.text import text


class Linear(Block):
    """Fully connected layer: (n, c) to (n, out_features)."""

    info: ClassVar = BlockInfo(
        type="linear",
        label=text("全连接 FC", "linear"),
        category="head",
        theory=text(
            "每个输出节点把所有输入加权求和再加偏置：y = Wx + b。在 1×1 的特征矩阵上，1×1 卷积与它"
            "算的是同一件事，MobileNetV3 的最后两层因此写成 1×1 卷积。",
            "Each output node sums all inputs, weighted, and adds a bias: y = Wx + b. On a 1×1 "
            "map a 1×1 convolution computes the same, which is why MobileNetV3's last two layers "
            "are written as 1×1 convolutions.",
        ),
        source="PyTorch, torch.nn.Linear; arXiv:1905.02244, Table 1",
        pieces={"fc": text("全连接", "fc"), "act": text("激活", "act")},
        summary=(
            (
                Mark("→ {out_features}"),
                Mark("{activation}", unless={"activation": ("none",)}),
            ),
        ),
    )

    out_features: Annotated[Channels, described(text("节点个数", "out features"))]
    bias: Annotated[bool, described(text("偏置", "bias"))] = True
    activation: ActivationAfter = "none"

    def check(self, *inputs: Shape) -> Iterator[Problem]:
        if is_map(inputs[0]):
            yield codes.NEEDS_FLAT.problem(shape=inputs[0])

    def unfold(self, channels: int | None) -> Fragment | None:
        if self.activation == "none":
            return None
        bare = self.model_copy(update={"activation": "none"})
        return (
            Piece("fc", bare, origin={name: name for name in type(self).model_fields}),
            Piece("act", Activation(kind=self.activation), ("fc",), {"kind": "activation"}),
        )

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        return nn.Linear(inputs[0][1], self.out_features, self.bias, device=device)


class Flatten(Block):
    """Squeeze of the lab text: (n, c, h, w) to (n, c·h·w)."""

    info: ClassVar = BlockInfo(
        type="flatten",
        label=text("展平 Squeeze", "flatten"),
        category="head",
        theory=text(
            "把特征矩阵里的数排成一列，不改变任何数：1×1×1000 变成 1000 个节点。没有参数，也不需要"
            "乘加运算。",
            "Lines the map's numbers up in one row and changes none of them: 1×1×1000 becomes "
            "1000 nodes. No parameters, no multiply-adds.",
        ),
        source="PyTorch, torch.nn.Flatten",
    )

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        return nn.Flatten(1)


class Softmax(Block):
    """Softmax over channels: the same shape out, each in [0, 1], summing to 1."""

    info: ClassVar = BlockInfo(
        type="softmax",
        label=text("Softmax", "softmax"),
        category="head",
        theory=text(
            "把 1000 个得分变成概率：softmax(x)_i = e^{x_i} / Σ_j e^{x_j}，每个数在 [0, 1] 内，总"
            "和为 1。它不改变哪个最大，只是让数值可以当作概率来读。",
            "Turns scores into probabilities: softmax(x)_i = e^{x_i} / Σ_j e^{x_j}, each in [0, "
            "1], together 1. It does not change which is largest; it lets the numbers be read as "
            "likelihoods.",
        ),
        source="PyTorch, torch.nn.Softmax",
    )
    keeps_shape: ClassVar = True

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        return nn.Softmax(1)


class Dropout(Block):
    """Dropout: sets a share p of the numbers to zero in training; passes all of them otherwise."""

    info: ClassVar = BlockInfo(
        type="dropout",
        label=text("随机失活 Dropout", "dropout"),
        category="head",
        theory=text(
            "训练时随机把一部分数（比例 p）置零，使网络不依赖个别特征；使用时什么也不做，所以验证"
            "时有没有它都算对。",
            "In training it zeroes a random share p of the numbers, so that the network relies "
            "on no single feature; in use it does nothing, so a network with or without it "
            "counts as the same architecture.",
        ),
        source="JMLR 15 (2014), pages 1929-1958",
        summary=((Mark("p {p}"),),),
    )
    keeps_shape: ClassVar = True

    p: Annotated[float, Field(ge=0, lt=1), described(text("比例", "share"))] = 0.2

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        return nn.Dropout(self.p)
