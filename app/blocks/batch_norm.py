"""Batch normalisation."""

from typing import Annotated, ClassVar

from pydantic import Field
from torch import nn

from app.blocks.base import Block, BlockInfo, described
from app.blocks.summary import Mark
from app.core.shape import Shape, is_map
from app.core.text import text

EPS = 1e-5
"""What keeps the division from failing, as PyTorch has it where nothing else is said."""


class BatchNorm(Block):
    """Batch normalisation over channels: (n, c, h, w) or (n, c) in, the same shape out."""

    info: ClassVar = BlockInfo(
        type="batch_norm",
        label=text("批归一化 batchNorm", "batch norm"),
        category="norm",
        theory=text(
            "批归一化把每个通道减去均值、除以标准差，再乘以 γ 加上 β（每个通道学两个数）：y = "
            "γ·(x − μ)/√(σ² + ε) + β。它让深层网络训练得又快又稳。减去均值会抵消前面卷积的偏置，"
            "所以后面跟批归一化的卷积不需要偏置。表 1 中除了标有 NBN 的最后两层，每个卷积之后都有"
            "它。ε 防止除以零：PyTorch 默认取 0.00001，MobileNetV3 作者的代码取 0.001。实验没有"
            "说要比较它，验证就不比较。",
            "Batch norm takes each channel, subtracts its mean, divides by its standard "
            "deviation, then scales by γ and shifts by β (two learned numbers per channel): y = "
            "γ·(x − μ)/√(σ² + ε) + β. Deep networks train faster and more steadily with it. "
            "Subtracting the mean cancels a bias before it, so a convolution that batch norm "
            "follows needs none. In Table 1 it follows every convolution but the last two, "
            "marked NBN. ε keeps the division from failing: PyTorch takes 0.00001, the code of "
            "MobileNetV3's authors 0.001. Verify compares it only where a lab says so.",
        ),
        source="arXiv:1502.03167; arXiv:1905.02244, Table 1",
        summary=((Mark("ε {eps}", unless={"eps": (EPS,)}),),),
    )
    keeps_shape: ClassVar = True

    eps: Annotated[
        float,
        Field(ge=1e-12, le=1),
        described(
            text("ε", "eps"),
            text(
                "加在方差上，免得除以零", "added to the variance, so that nothing is divided by 0"
            ),
        ),
    ] = EPS

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        norm = nn.BatchNorm2d if is_map(inputs[0]) else nn.BatchNorm1d
        return norm(inputs[0][1], eps=self.eps, device=device)
