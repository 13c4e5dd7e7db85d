"""Where the picture comes in."""

from typing import Annotated, ClassVar

from pydantic import Field
from torch import nn

from app.blocks.base import Block, BlockInfo, described
from app.blocks.summary import Mark
from app.core.shape import Shape
from app.core.text import text

Side = Annotated[int, Field(ge=1, le=1024)]


class Input(Block):
    """The network's input: (1, channels, height, width)."""

    info: ClassVar = BlockInfo(
        type="input",
        label=text("输入", "input"),
        category="input",
        theory=text(
            "网络的入口。一张彩色图片是三层数字（红、绿、蓝），每层高×宽个；ImageNet 的图片裁成 "
            "224×224，所以特征矩阵是 224×224×3。",
            "Where the network begins. A colour picture is three sheets of numbers (red, green, "
            "blue), each height × width; ImageNet pictures are cropped to 224×224, so the tensor "
            "is 224×224×3.",
        ),
        source="arXiv:1905.02244, Table 1, first row",
        summary=((Mark("{height}×{width}×{channels}"),),),
        inputs=(),
    )

    channels: Annotated[int, Field(ge=1, le=8192), described(text("通道", "channels"))] = 3
    height: Annotated[Side, described(text("高", "height"), text("像素", "pixels"))] = 224
    width: Annotated[Side, described(text("宽", "width"), text("像素", "pixels"))] = 224

    @property
    def shape(self) -> Shape:
        """Shape of one picture: (1, channels, height, width)."""
        return (1, self.channels, self.height, self.width)

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        return nn.Identity()
