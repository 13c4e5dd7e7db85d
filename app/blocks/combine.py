"""Where wires meet: add, multiply, concat."""

from collections.abc import Iterator
from typing import ClassVar

import torch
from torch import Tensor, nn

from app.blocks.base import Block, BlockInfo, Port
from app.core import codes
from app.core.diagnostic import Problem
from app.core.shape import Shape, is_map
from app.core.text import text

PAIR = (
    Port("a", label=text("第一个输入", "first input")),
    Port("b", label=text("第二个输入", "second input")),
)


class AddModule(nn.Module):
    """a + b."""

    def forward(self, a: Tensor, b: Tensor) -> Tensor:
        return a + b


class MultiplyModule(nn.Module):
    """a · b, where either may hold one number per channel."""

    def forward(self, a: Tensor, b: Tensor) -> Tensor:
        if a.dim() < b.dim():
            a = a[..., None, None]
        elif b.dim() < a.dim():
            b = b[..., None, None]
        return a * b


class ConcatModule(nn.Module):
    """The tensors one after the other, over channels."""

    def forward(self, *tensors: Tensor) -> Tensor:
        return torch.cat(tensors, 1)


class Add(Block):
    """Elementwise sum of two tensors of the same shape, which is also the output's."""

    info: ClassVar = BlockInfo(
        type="add",
        label=text("相加 Add", "add"),
        category="combine",
        theory=text(
            "逐个位置相加，两边形状必须完全相同。shortcut 就是它：把块的输入加到块的输出上，块只"
            "需学习“要改动多少”，深层网络因此好训练。",
            "Adds place by place; both shapes must be equal. This is the shortcut: a block's "
            "input is added to its output, so that the block only learns what to change, and "
            "deep networks become trainable.",
        ),
        source="arXiv:1512.03385, section 3.2; arXiv:1801.04381, section 3.3",
        inputs=PAIR,
    )
    keeps_shape: ClassVar = True

    def check(self, *inputs: Shape) -> Iterator[Problem]:
        if inputs[0] != inputs[1]:
            yield codes.UNEQUAL_SHAPES.problem(a=inputs[0], b=inputs[1])

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        return AddModule()


def _is_gate(gate: Shape, x: Shape) -> bool:
    """Tell whether `gate` holds one number for each channel of the map `x`."""
    return is_map(x) and gate[:2] == x[:2] and gate[2:] in ((), (1, 1))


class Multiply(Block):
    """Product of two tensors of one shape, or of a map (n, c, h, w) and a gate (n, c[, 1, 1])."""

    info: ClassVar = BlockInfo(
        type="multiply",
        label=text("相乘 Multiply", "multiply"),
        category="combine",
        theory=text(
            "逐个位置相乘；一边若是 1×1×C，则每个通道整张特征矩阵乘以同一个数。SE 模块最后用它给重"
            "要的通道更大的权重：0.2 乘以系数 0.5 得 0.1。",
            "Multiplies place by place; where one side is 1×1×C, each channel's whole map is "
            "multiplied by one number. SE ends with it to give important channels more weight: "
            "0.2 times the factor 0.5 is 0.1.",
        ),
        source="arXiv:1709.01507, section 3.2",
        inputs=PAIR,
        gate=True,
    )

    def check(self, *inputs: Shape) -> Iterator[Problem]:
        a, b = inputs
        if a != b and not _is_gate(a, b) and not _is_gate(b, a):
            yield codes.NO_BROADCAST.problem(a=a, b=b)

    def kept(self, *inputs: Shape) -> Shape | None:
        """The map's, or that of both: a gate has fewer dimensions, or is the smallest of maps."""
        return max(inputs, key=lambda shape: (len(shape), shape))

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        return MultiplyModule()


class Concat(Block):
    """Tensors side by side: (n, c1, h, w), (n, c2, h, w) ... to (n, c1+c2+..., h, w)."""

    info: ClassVar = BlockInfo(
        type="concat",
        label=text("拼接 Concat", "concat"),
        category="combine",
        theory=text(
            "把几个特征矩阵的通道依次接在一起，高和宽必须相同；连线的先后就是通道的先后。Inception "
            "和 DenseNet 用它汇合支路。",
            "Lines up the channels of several tensors one after the other; height and width must "
            "be equal, and the order of the wires is the order of the channels. Inception and "
            "DenseNet join their branches with it.",
        ),
        source="arXiv:1409.4842, section 4",
        inputs=(Port("in", many=True),),
    )

    def check(self, *inputs: Shape) -> Iterator[Problem]:
        for other in inputs[1:]:
            if other[2:] != inputs[0][2:]:
                yield codes.UNEQUAL_SIZES.problem(a=inputs[0], b=other)
                return

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        return ConcatModule()
