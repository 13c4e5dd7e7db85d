"""What deals channels out anew and computes nothing."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

import torch
from pydantic import Field
from torch import Tensor, nn

from app.blocks.base import MAX_CHANNELS, Block, BlockInfo, described
from app.blocks.summary import Mark
from app.core import codes
from app.core.diagnostic import Problem
from app.core.shape import Shape, is_map
from app.core.text import text


class ChannelShuffle(Block):
    """Channels dealt out like cards: (n, c, h, w) in, the same shape out.

    The channels lie in `groups` piles; the output takes one of each pile in turn.
    """

    info: ClassVar = BlockInfo(
        type="channel_shuffle",
        label=text("通道重排", "channel shuffle"),
        category="combine",
        theory=text(
            "分组卷积的计算量很小，但各组的通道从不来往。通道重排像洗牌一样，从每一组轮流取一个通道排成新"
            "的次序：下一层的每一组里就都有了前面各组的通道。它不改变任何数，没有参数，也不需要乘加运算。",
            "Grouped convolutions are cheap, but channels of different groups never meet. Channel "
            "shuffle deals the channels out like cards, one from each group in turn, so that every "
            "group of the next layer holds some of each. It changes no number, has no parameters "
            "and costs no multiply-adds.",
        ),
        source="arXiv:1707.01083, section 3.1 (ShuffleNet)",
        summary=((Mark("g{groups}"),),),
    )
    keeps_shape: ClassVar = True

    groups: Annotated[
        int,
        Field(ge=1, le=MAX_CHANNELS),
        described(text("分组", "groups"), text("轮流取通道的组数", "piles to take from in turn")),
    ] = 2

    def check(self, *inputs: Shape) -> Iterator[Problem]:
        if not is_map(inputs[0]):
            yield codes.NEEDS_MAP.problem(shape=inputs[0])
        elif inputs[0][1] % self.groups:
            yield codes.GROUPS_DO_NOT_DIVIDE.problem(
                "groups", groups=self.groups, channels=inputs[0][1]
            )

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        return nn.ChannelShuffle(self.groups)


class HalvesModule(nn.Module):
    """The first half of the channels, and the second."""

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        return torch.chunk(x, 2, 1)


class ChannelSplit(Block):
    """Channels parted in the middle: (n, c, h, w) to (n, c/2, h, w), twice."""

    info: ClassVar = BlockInfo(
        type="channel_split",
        label=text("通道拆分", "channel split"),
        category="combine",
        theory=text(
            "把通道从中间分成两半，从两个端口输出：一半直接走到块的末尾，另一半经过卷积，最后再拼接起"
            "来。这样每次只算一半的通道，另一半的特征原样留给后面。它不改变任何数，没有参数，也不需要乘加运算。",
            "Parts the channels in the middle and gives each half at a port of its own: one half "
            "goes straight to the end of the block, the other through convolutions, and both are "
            "concatenated again. So only half of the channels are worked on, and the other half "
            "is kept for later. It changes no number, has no parameters and costs no "
            "multiply-adds.",
        ),
        source="arXiv:1807.11164, section 3.2 (ShuffleNet V2)",
        outputs=("first", "second"),
    )

    def check(self, *inputs: Shape) -> Iterator[Problem]:
        if not is_map(inputs[0]):
            yield codes.NEEDS_MAP.problem(shape=inputs[0])
        elif inputs[0][1] % 2:
            yield codes.GROUPS_DO_NOT_DIVIDE.problem(groups=2, channels=inputs[0][1])

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        return HalvesModule()
