"""Non-linearities."""

from typing import Annotated, ClassVar

from torch import nn

from app.blocks.base import SPELLED, Block, BlockInfo, described
from app.blocks.base import Activation as Kind
from app.blocks.summary import Mark
from app.core.shape import Shape
from app.core.text import text

MODULES: dict[Kind, type[nn.Module]] = {
    "relu": nn.ReLU,
    "relu6": nn.ReLU6,
    "hardswish": nn.Hardswish,
    "hardsigmoid": nn.Hardsigmoid,
    "silu": nn.SiLU,
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
}


class Activation(Block):
    """An elementwise non-linearity: (n, c, h, w) or (n, c) in, the same shape out."""

    info: ClassVar = BlockInfo(
        type="activation",
        label=text("激活函数", "activation"),
        category="activation",
        theory=text(
            "激活函数逐个数地改变特征矩阵；没有它，再多的卷积叠起来也只是一次线性运算。ReLU(x) = "
            "max(0, x)；ReLU6 再把上限定为 6。swish(x) = x·sigmoid(x) 更准，但指数运算在手机上很"
            "慢，MobileNetV3 因此用 h-swish(x) = x·ReLU6(x+3)/6，其中 h-sigmoid(x) = "
            "ReLU6(x+3)/6：形状相近，没有指数。表 1 里 h-swish 用在第一层卷积和网络的后半部分："
            "越往后特征矩阵越小，它多花的计算量越少；第一层用了它，卷积核可以从 32 个减到 16 个。",
            "An activation bends the tensor number by number; without it any stack of "
            "convolutions is one linear map. ReLU(x) = max(0, x); ReLU6 also stops at 6. "
            "swish(x) = x·sigmoid(x) is more accurate, but its exponential is slow on phones, so "
            "MobileNetV3 uses h-swish(x) = x·ReLU6(x+3)/6, where h-sigmoid(x) = ReLU6(x+3)/6: "
            "nearly the same curve without an exponential. In Table 1 it serves in the first "
            "convolution and in the deeper half: the deeper, the smaller the maps and its cost; in "
            "the first convolution it makes 16 kernels do the work of 32.",
        ),
        source="arXiv:1905.02244, sections 5.1 and 5.2, Table 1; arXiv:1710.05941 (swish)",
        summary=((Mark("{kind}"),),),
    )
    keeps_shape: ClassVar = True

    kind: Annotated[Kind, described(text("种类", "kind"), spelled=SPELLED)] = "relu"

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        return MODULES[self.kind]()
