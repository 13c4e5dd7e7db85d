"""What a block of the reference is for, said of its own shapes: derived, so it is never stale."""

from collections.abc import Iterator

from app.blocks import Block
from app.blocks.bneck import Bneck
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.core.shape import Shape, is_map
from app.core.text import Text, text

ROLES: dict[str, Text] = {
    "bneck": text(
        "倒残差结构：先升维，再逐通道看邻近的位置，最后降维。",
        "An inverted residual: widen, look at each channel's surroundings, narrow again.",
    ),
    "squeeze_excite": text(
        "通道注意力：给每个通道算一个权重，再乘回去。",
        "Attention over channels: work out a weight for each, and multiply it back on.",
    ),
    "depthwise_conv2d": text(
        "DW 卷积：每个通道用自己的卷积核看邻近的位置，通道之间互不相加。",
        "A depthwise convolution: each channel looks at its surroundings with a kernel of its own.",
    ),
    "global_avg_pool": text(
        "把每个通道平均成一个数：不管在哪里，只看有没有。",
        "Averages each channel to one number: no longer where something is, only whether.",
    ),
    "avg_pool": text("取窗口里的平均值。", "Takes the mean of its window."),
    "max_pool": text(
        "取窗口里的最大值，特征矩阵变小，最强的响应留下来。",
        "Keeps the strongest of its window, so that the map shrinks.",
    ),
    "linear": text(
        "全连接：每个输出都看到全部输入。",
        "Fully connected: every output sees all of the inputs.",
    ),
    "flatten": text(
        "展平：把特征矩阵排成一列数，一个数也不变。",
        "Flattens the map to a row of numbers; none of them changes.",
    ),
    "softmax": text(
        "把得分变成概率：都在 0 到 1 之间，加起来等于 1。",
        "Turns scores into probabilities: each from 0 to 1, all together 1.",
    ),
    "add": text(
        "shortcut 的终点：逐个数相加，所以两边形状要相同。",
        "The end of a shortcut: number is added to number, so both shapes agree.",
    ),
    "multiply": text(
        "把权重乘到特征矩阵上，每个通道乘自己的那一个。",
        "Multiplies the weights onto the map, each onto its own channel.",
    ),
    "concat": text(
        "按通道拼接：几路的结果并排放在一起。",
        "Puts the channels of several ways side by side.",
    ),
    "batch_norm": text(
        "把每个通道的数拉回相近的范围。",
        "Brings the numbers of each channel back to a similar range.",
    ),
    "activation": text(
        "改变每一个数；没有它，几层卷积只相当于一层。",
        "Bends each number; without it, several convolutions are worth one.",
    ),
    "channel_split": text("把通道从中间分成两半。", "Parts the channels in the middle."),
    "channel_shuffle": text(
        "重排通道的次序，让两半的信息相遇。",
        "Shuffles the channels, so that what was apart meets.",
    ),
    "dropout": text(
        "训练时随机丢掉一些数，防止死记。",
        "Drops some numbers while training, so that nothing is learned by heart.",
    ),
}
"""By type; what convolutions are for depends on their kernels."""

LOOK = text(
    "卷积：看邻近的位置，同时混合通道。", "A convolution: looks at surroundings and mixes channels."
)
MIX = text(
    "1×1 卷积：不看邻近的位置，只把通道重新组合。",
    "A 1×1 convolution: looks at no neighbours, only combines channels anew.",
)
DENSE = text(
    "1×1 的特征矩阵上，它就是一个全连接层。",
    "On a map of 1×1 it is a fully connected layer.",
)
HALVES = text(
    "步距大于 1，所以特征矩阵在这里变小。",
    "Its stride is more than 1, so the map shrinks here.",
)
ATTENDS = text(
    "SE 模块给升维后的通道打分。", "Its SE module scores the channels after they were widened."
)
ADDS = text(
    "形状不变，所以用 shortcut 把输入加到输出上。",
    "The shape stays, so a shortcut adds the input to the output.",
)
STARTS = text(
    "通道已经够了，所以没有升维那一层。", "It has channels enough, so the first layer is left out."
)


def purpose(block: Block, inputs: tuple[Shape, ...], output: Shape) -> Text:
    """Return what a block is for, in a few short sentences."""
    said = list(_sentences(block, inputs, output))
    return text("".join(each["zh-CN"] for each in said), " ".join(each["en"] for each in said))


def _sentences(block: Block, inputs: tuple[Shape, ...], output: Shape) -> Iterator[Text]:
    match block:
        case Bneck():
            yield ROLES["bneck"]
            if not block.expand:
                yield STARTS
            if block.se:
                yield ATTENDS
            if block.shortcut:
                yield ADDS
        case Conv2d() if not isinstance(block, DepthwiseConv2d):
            flat = is_map(inputs[0]) and inputs[0][2:] == (1, 1)
            yield DENSE if flat else MIX if block.kernel_size == 1 else LOOK
        case _:
            yield ROLES[block.info.type]
    if block.info.category in ("conv", "composite") and inputs[0][2:] > output[2:]:
        yield HALVES
