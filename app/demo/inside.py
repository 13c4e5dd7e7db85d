"""What each piece of a composite is for, said while a demo walks through its inside.

The names are subgoals, given and not asked for: expand, look, attend, project.
Source: Morrison et al. 2016, Subgoals help students solve Parsons problems.
"""

from collections.abc import Mapping
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from app.core.text import text
from app.labs import LabText


class PieceWords(BaseModel):
    """What a piece does, in a word, and in a sentence."""

    model_config = ConfigDict(frozen=True)

    title: LabText
    text: LabText


def _words(zh: str, en: str, zh_text: str, en_text: str) -> PieceWords:
    title, sentence = text(zh, en), text(zh_text, en_text)
    return PieceWords.model_validate({"title": title, "text": sentence})


_CONVOLUTION = {
    "conv": _words(
        "卷积",
        "Convolve",
        "卷积核滑过特征矩阵，每到一处加权求和。学到的东西几乎都在这里。",
        "The kernels slide over the map and weigh what they see. Nearly all that is learned is "
        "here.",
    ),
    "norm": _words(
        "归一化",
        "Normalise",
        "batchNorm 把每个通道的数拉回相近的范围，训练才稳。",
        "Batch norm brings the numbers of every channel back to a similar range, so that training "
        "is steady.",
    ),
    "act": _words(
        "激活",
        "Bend",
        "激活函数不改变形状。没有它，接连几层卷积合起来只抵一层。",
        "The activation changes no shape. Without it, several convolutions in a row would be worth "
        "one.",
    ),
}

INSIDE: Mapping[str, Mapping[str, PieceWords]] = MappingProxyType(
    {
        "bneck": {
            "expand": _words(
                "升维",
                "Expand",
                "1×1 卷积把通道变多：下一步看得更宽。",
                "A 1×1 convolution makes more channels: the next step is to look in a wider space.",
            ),
            "depthwise": _words(
                "看邻近的位置",
                "Look",
                "DW 卷积在每个通道里各看各的邻近位置，通道之间互不相干，所以计算量小。步距也在这"
                "里。",
                "The depthwise convolution looks at neighbours, each channel for itself, and is "
                "cheap for that. The stride is here, too.",
            ),
            "se": _words(
                "注意力",
                "Attend",
                "SE 给每个通道一个 0 到 1 之间的权重：重要的保留，不重要的压低。形状不变。",
                "SE gives every channel a weight between 0 and 1: what matters is kept, the rest "
                "is turned down. The shape stays.",
            ),
            "project": _words(
                "降维",
                "Project",
                "1×1 卷积把通道变少。后面不接激活函数：通道少了，再截掉负数就会丢信息。",
                "A 1×1 convolution makes few channels again. No activation follows: with so few "
                "channels, cutting off what is negative would lose information.",
            ),
            "add": _words(
                "shortcut",
                "Shortcut",
                "步距为 1，输入与输出形状相同，所以可以把输入直接加上去。",
                "The stride is 1 and the shape that leaves is the one that came, so the input can "
                "be added.",
            ),
        },
        "squeeze_excite": {
            "pool": _words(
                "挤压",
                "Squeeze",
                "平均池化把每个通道缩成一个数。",
                "The average pool makes one number of each channel.",
            ),
            "fc1": _words(
                "压缩",
                "Compress",
                "第一个全连接层只有大约四分之一的节点，各通道在这里互相比较。",
                "The first fully connected layer has about a quarter as many nodes: here channels "
                "are compared with each other.",
            ),
            "fc2": _words(
                "打分",
                "Score",
                "第二个全连接层回到原来的通道数，给每个通道一个 0 到 1 之间的权重。",
                "The second one returns to all channels and gives each a weight between 0 and 1.",
            ),
            "scale": _words(
                "加权",
                "Scale",
                "每个通道的每个数都乘以这个通道的权重。",
                "Every number of a channel is multiplied by the channel's weight.",
            ),
        },
        "conv2d": _CONVOLUTION,
        "depthwise_conv2d": _CONVOLUTION,
        "linear": {
            "fc": _words(
                "全连接",
                "Connect",
                "每个输出节点都看到全部输入。",
                "Every node that leaves sees all that came in.",
            ),
            "act": _CONVOLUTION["act"],
        },
    }
)
"""By the block's type and the piece's name."""
