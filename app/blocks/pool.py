"""Pooling: over a window, and over the whole map."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field
from torch import nn

from app.blocks.base import Block, BlockInfo, Padding, described
from app.blocks.summary import KERNEL, STRIDE, Mark
from app.core import codes
from app.core.diagnostic import Problem
from app.core.shape import Shape, is_map
from app.core.text import text

WINDOW = (Mark(KERNEL), STRIDE, Mark("⌈ ⌉", when={"ceil_mode": (True,)}))


class _WindowPool(Block):
    """What average and max pooling share."""

    kernel_size: Annotated[
        int,
        Field(ge=1, le=1024),
        described(text("池化核", "kernel"), text("边长，单位像素", "side, in pixels")),
    ]
    stride: Annotated[
        Annotated[int, Field(ge=1, le=1024)] | None,
        described(text("步距", "stride"), text("自动：等于池化核", "automatic: as the kernel")),
    ] = None
    padding: Annotated[Padding, described(text("填充", "padding"))] = 0
    ceil_mode: Annotated[
        bool,
        described(
            text("向上取整", "ceil mode"),
            text(
                "高和宽除不尽时进一，而不是舍去",
                "rounds the output's height and width up, not down",
            ),
        ),
    ] = False

    @property
    def _over(self) -> int:
        """Pixels by which the last window may reach beyond the padded map."""
        return (self.stride or self.kernel_size) - 1 if self.ceil_mode else 0

    def automatic(self, *inputs: Shape) -> Mapping[str, int | bool]:
        return {"stride": self.kernel_size} if self.stride is None else {}

    def check(self, *inputs: Shape) -> Iterator[Problem]:
        if not is_map(inputs[0]):
            yield codes.NEEDS_MAP.problem(shape=inputs[0])
        elif self.padding > self.kernel_size // 2:
            yield codes.PADDING_TOO_LARGE.problem(
                "padding", padding=self.padding, kernel_size=self.kernel_size
            )
        elif min(inputs[0][2:]) + 2 * self.padding + self._over < self.kernel_size:
            yield codes.WINDOW_TOO_LARGE.problem(
                "kernel_size", window=self.kernel_size, shape=inputs[0]
            )


class AvgPool(_WindowPool):
    """Average over a k×k window, channel by channel: (n, c, h, w) to (n, c, h', w')."""

    info: ClassVar = BlockInfo(
        type="avg_pool",
        label=text("平均池化 AvgPool", "average pool"),
        category="pool",
        theory=text(
            "用一个 k×k 的窗口滑过每个通道，取窗口内的平均值。没有要学习的参数。池化核与特征矩阵一"
            "样大时，每个通道只剩一个数。",
            "A k×k window slides over each channel and takes its average. Nothing is learned. "
            "With a window as large as the map, one number remains for each channel.",
        ),
        source="arXiv:1905.02244, Table 1, operator pool",
        summary=(WINDOW,),
    )

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        return nn.AvgPool2d(self.kernel_size, self.stride, self.padding, self.ceil_mode)


class MaxPool(_WindowPool):
    """Largest value in a k×k window, channel by channel: (n, c, h, w) to (n, c, h', w')."""

    info: ClassVar = BlockInfo(
        type="max_pool",
        label=text("最大池化 MaxPool", "max pool"),
        category="pool",
        theory=text(
            "与平均池化相同，但取窗口内的最大值：只问“有没有”，不问“平均有多少”。MobileNetV3 不用"
            "它，用步距为 2 的卷积来缩小特征矩阵。",
            "Like average pooling, but it takes the largest value: it asks whether a feature is "
            "there, not how much on average. MobileNetV3 does without it and shrinks maps by "
            "convolutions of stride 2.",
        ),
        source="PyTorch, torch.nn.MaxPool2d",
        summary=(WINDOW,),
    )

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        return nn.MaxPool2d(self.kernel_size, self.stride, self.padding, ceil_mode=self.ceil_mode)


class GlobalAvgPool(Block):
    """Average of each whole channel: (n, c, h, w) to (n, c, 1, 1)."""

    info: ClassVar = BlockInfo(
        type="global_avg_pool",
        label=text("全局平均池化", "global average pool"),
        category="pool",
        theory=text(
            "把每个通道的整张特征矩阵平均成一个数，输出 1×1×C，与特征矩阵的大小无关。SE 模块用它“挤"
            "压”（squeeze）出每个通道的概要，网络末端用它把特征矩阵变成一个向量。",
            "Averages the whole map of each channel into one number: 1×1×C out, whatever the "
            "map's size. SE uses it to squeeze each channel to a summary; the network's end uses "
            "it to turn the map into a vector.",
        ),
        source="arXiv:1312.4400, section 3.2; arXiv:1709.01507, section 3.1",
        summary=((Mark("→ 1×1"),),),
    )

    def check(self, *inputs: Shape) -> Iterator[Problem]:
        if not is_map(inputs[0]):
            yield codes.NEEDS_MAP.problem(shape=inputs[0])

    def like(self, *inputs: Shape) -> tuple[Shape, ...]:
        return ((*inputs[0][:2], 1, 1),)

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        return nn.AdaptiveAvgPool2d(1)
