"""What is said about properties, in the order of the table; parameters that mean the same share it.

The words are about what a property does to tensors; none of them is a value it should have.
"""

from typing import NamedTuple

from app.core.text import Text, text


class About(NamedTuple):
    """A property in words.

    `consequence` is hint level 3, a template of {node}, {in_shape} and {out_shape}: the student's
    own tensors, printed 1×24×56×56. `plain` is said instead, of {node} alone, where a shape is
    unknown or gives the answer away. `principle` begins level 4.
    """

    consequence: Text
    plain: Text
    principle: Text


GENERAL = About(
    text(
        "你的特征矩阵经过“{node}”，从 {in_shape} 变成 {out_shape}；请与说明里的这一步比较。",
        "Your tensor goes through “{node}” from {in_shape} to {out_shape}; compare this with the "
        "step's text.",
    ),
    text(
        "看“{node}”两侧的连线，比较进去和出来的特征矩阵。",
        "Look at the wires on both sides of “{node}” and compare what enters with what leaves.",
    ),
    text(
        "每一块都有自己的任务，它的参数由这个任务决定。",
        "Each block has a task of its own, and the task decides its parameters.",
    ),
)
WINDOW = About(
    text(
        "“{node}”从 {in_shape} 得到 {out_shape}。输出里的一个数，是从输入上多大的窗口算出来的？",
        "“{node}” makes {out_shape} of {in_shape}. From how large a window of the input is one "
        "number of the output computed?",
    ),
    text(
        "“{node}”输出里的一个数，是从输入上多大的窗口算出来的？它看得够远吗，或者太远了？",
        "From how large a window of its input does “{node}” compute one number? Does it see far "
        "enough, or too far?",
    ),
    text(
        "窗口越大，一个数看得越远；卷积的代价随边长的平方增长。",
        "The larger the window, the farther a number sees; a convolution's cost grows with the "
        "square of its side.",
    ),
)
STRIDE = About(
    text(
        "你的特征矩阵在“{node}”处从 {in_shape} 变成 {out_shape}。顺着线往后看：特征矩阵的高和宽在哪"
        "几块变小，每次变小多少？",
        "At “{node}” your tensor goes from {in_shape} to {out_shape}. Follow the wires: at which "
        "blocks do height and width shrink, and by how much each time?",
    ),
    text(
        "从输入一路看到“{node}”：特征矩阵的高和宽在哪几块变小？到这里是早了还是晚了？",
        "Go from the input to “{node}”: at which blocks do height and width shrink, and is it "
        "early or late by now?",
    ),
    text(
        "步距决定特征矩阵在哪里变小：早变小省计算，晚变小留细节。",
        "The stride decides where the map shrinks: early saves work, late keeps detail.",
    ),
)
PADDING = About(
    text(
        "“{node}”从 {in_shape} 得到 {out_shape}。窗口走到边缘时，外面补了几圈零？高和宽因此多了还是"
        "少了？",
        "“{node}” makes {out_shape} of {in_shape}. How many rings of zeros does its window find at "
        "the border, and are height and width larger or smaller for it?",
    ),
    text(
        "想象“{node}”的窗口停在特征矩阵的角上：它有多少落在外面，那里补够零了吗？",
        "Picture the window of “{node}” at a corner of the map: how much of it lies outside, and "
        "are there zeros enough?",
    ),
    text(
        "填充决定边缘的像素能不能像中间的一样被看到，也就决定了输出的高和宽。",
        "Padding decides whether pixels at the border are seen like those in the middle, and so "
        "the height and width of the output.",
    ),
)
CEIL = About(
    text(
        "“{node}”从 {in_shape} 得到 {out_shape}。窗口一步步走到边缘，剩下的像素不够一步时，你的网络"
        "怎样处理它们？",
        "“{node}” makes {out_shape} of {in_shape}. Its window goes step by step to the border: "
        "what does your network do with pixels that are left over there?",
    ),
    text(
        "“{node}”的窗口一步步走到边缘，剩下的像素不够一步时，你的网络怎样处理它们？",
        "The window of “{node}” goes step by step to the border: what does your network do with "
        "pixels that are left over there?",
    ),
    text(
        "高和宽除不尽时，可以舍去，也可以进一：差出来的这一行一列，会一直带到网络的末端。",
        "Where height and width do not divide evenly, they are rounded down or up; the one row and "
        "column of difference goes on to the network's end.",
    ),
)
DILATION = About(
    text(
        "“{node}”从 {in_shape} 得到 {out_shape}。它的窗口里，相邻两个采样点之间隔着多远？",
        "“{node}” makes {out_shape} of {in_shape}. In its window, how far apart are two points "
        "next to each other?",
    ),
    text(
        "“{node}”的窗口里，相邻两个采样点之间隔着多远？中间的像素由谁来看？",
        "In the window of “{node}”, how far apart are two points next to each other, and who looks "
        "at the pixels between?",
    ),
    text(
        "空洞让窗口不添参数就看得更远，代价是跳过中间的像素，细小的特征可能正好在那里。",
        "Dilation lets a window see farther without more parameters, and skips the pixels between, "
        "where small features may be.",
    ),
)
GROUPS = About(
    text(
        "“{node}”从 {in_shape} 得到 {out_shape}。取输出的一个通道：有多少个输入通道参与了它的计算"
        "？",
        "“{node}” makes {out_shape} of {in_shape}. Take one channel of the output: how many input "
        "channels took part in it?",
    ),
    text(
        "取“{node}”输出的一个通道：有多少个输入通道参与了它的计算？",
        "Take one channel of what “{node}” gives: how many input channels took part in it?",
    ),
    text(
        "分组决定哪些通道相加：分得越细，计算量越小，但通道之间不再交流。",
        "Groups decide which channels are added up: the finer, the cheaper, but channels of "
        "different groups no longer meet.",
    ),
)
BIAS = About(
    text(
        "“{node}”输出 {out_shape}，形状里看不出偏置。一个通道一个通道地算：有它和没有它，要学习的"
        "参数差几个？",
        "“{node}” gives {out_shape}, a shape that shows no bias. Count channel by channel: how "
        "many more learned parameters are there with it than without?",
    ),
    text(
        "偏置给“{node}”输出的每个通道加上一个数。一个通道一个通道地算：有它和没有它，要学习的参数"
        "差几个？",
        "A bias adds one number to each channel of “{node}”. Count channel by channel: how many "
        "more learned parameters are there with it than without?",
    ),
    text(
        "偏置是每个输出通道多学的一个数。后面接归一化时，它的作用会被抵消，但它仍算参数；这里有没"
        "有偏置，以说明为准。",
        "A bias is one more learned number for each output channel. Where normalisation follows, "
        "it is subtracted again, yet it still counts as a parameter; whether there is one here "
        "is for the text to say.",
    ),
)
NORM = About(
    text(
        "“{node}”输出 {out_shape}，归一化不改变形状。一个通道一个通道地算：有它和没有它，要学习的"
        "参数差几个？",
        "“{node}” gives {out_shape}, a shape that normalisation does not change. Count channel "
        "by channel: how many more learned parameters are there with it than without?",
    ),
    text(
        "归一化不改变形状，只改变数的范围：“{node}”输出的数，后面的块能直接用吗？",
        "Normalisation changes the range of numbers and no shape: are the numbers from “{node}” "
        "fit for the next block as they are?",
    ),
    text(
        "归一化让每个通道的数保持在相近的范围里，网络才训练得又快又稳。",
        "Normalisation keeps the numbers of every channel in a similar range, so that training "
        "is fast and steady.",
    ),
)
EPS = About(
    text(
        "“{node}”输出 {out_shape}，ε 不改变形状，也没有参数。在你的网络里，方差多小的通道会受它影响"
        "？",
        "“{node}” gives {out_shape}; eps changes no shape and has no parameters. In your "
        "network, how small is the variance of a channel for which it matters?",
    ),
    text(
        "ε 不改变形状。方差比它小得多的通道，经过“{node}”会变成什么？",
        "Eps changes no shape. What does “{node}” make of a channel whose variance is far smaller?",
    ),
    text(
        "ε 加在方差上，免得除以零。它太大会压低变化小的通道；用别人训练好的权重时，要和他们的一"
        "样。",
        "Eps is added to the variance, so that nothing is divided by zero. Too large, it damps "
        "channels that vary little; with weights that others have learned it has to be theirs.",
    ),
)
NONLINEARITY = About(
    text(
        "“{node}”输出 {out_shape}；换一种激活函数，形状也不变。在你的网络里，负数走到这里会变成什么"
        "？",
        "“{node}” gives {out_shape}; another activation would not change that shape. In your "
        "network, what becomes of a negative number here?",
    ),
    text(
        "激活函数不改变形状。在你的网络里，负数走到“{node}”会变成什么？很大的数呢？",
        "An activation changes no shape. In your network, what becomes of a negative number at "
        "“{node}”, and of a very large one?",
    ),
    text(
        "激活函数决定网络能拟合怎样的函数，也决定要花多少时间；哪一层用哪一种，是设计好的。",
        "The activation decides which functions a network can fit and how long it takes; which "
        "layer has which is part of the design.",
    ),
)
GATE = About(
    text(
        "“{node}”给 {out_shape} 的每个通道乘上一个权重。在你的网络里，权重落在什么范围里？",
        "“{node}” multiplies each channel of {out_shape} by a weight. In which range does a weight "
        "of your network lie?",
    ),
    text(
        "“{node}”给每个通道乘上一个权重。在你的网络里，权重落在什么范围里？",
        "“{node}” multiplies each channel by a weight. In which range does a weight of your "
        "network lie?",
    ),
    text(
        "门把得分变成权重：权重的范围有界，通道才能被放行或压低；怎样到达两端，各种门并不一样。",
        "A gate turns scores into weights of a bounded range, so that a channel is let through or "
        "held back; gates differ in how they reach its ends.",
    ),
)
WIDTH = About(
    text(
        "“{node}”输出 {out_shape}：看其中的通道数。后面的块该收到的，是这么多吗？",
        "“{node}” gives {out_shape}: look at its channels. Are the blocks after it meant to get as "
        "many?",
    ),
    text(
        "数一数“{node}”输出的通道。后面的块该收到的，是这么多吗？",
        "Count the channels that leave “{node}”. Are the blocks after it meant to get as many?",
    ),
    text(
        "通道数是一步留给下一步的宽度，也就是下一步输入的通道数：前后两步可以互相核对。",
        "The number of channels is the width that one step leaves to the next, and so the width of "
        "the next step's input: the two can check each other.",
    ),
)
EXPANSION = About(
    text(
        "“{node}”两头是 {in_shape} 和 {out_shape}，升维后的宽度藏在中间。展开它：DW 卷积处理的是多"
        "少个通道？",
        "“{node}” shows {in_shape} and {out_shape} at its ends; the expanded width is hidden "
        "between. Unfold it: on how many channels does the depthwise convolution work?",
    ),
    text(
        "升维后的宽度藏在“{node}”中间，两头的形状看不出来。展开它：DW 卷积处理的是多少个通道？",
        "The expanded width is hidden inside “{node}”; the shapes at its ends do not show it. "
        "Unfold it: on how many channels does the depthwise convolution work?",
    ),
    text(
        "倒残差结构两头窄、中间宽：特征在宽的地方提取，在窄的地方传递。每一块中间有多宽要单独看，"
        "不能从上一块推出来。",
        "An inverted residual is narrow at both ends and wide between: features are found where it "
        "is wide and handed on where it is narrow. Read its width block by block; it follows from "
        "no block before.",
    ),
)
EXPAND = About(
    text(
        "{in_shape} 进入“{node}”，直接送到 DW 卷积：它处理的是多少个通道？数一数，说明里这一步有几"
        "层卷积？",
        "{in_shape} enters “{node}” and goes to the depthwise convolution at once: on how many "
        "channels does it work? Count the convolutions that the text has in this step.",
    ),
    text(
        "进入“{node}”的特征矩阵直接送到了 DW 卷积。数一数，说明里这一步有几层卷积？",
        "What enters “{node}” goes to the depthwise convolution at once. Count the convolutions "
        "that the text has in this step.",
    ),
    text(
        "第一层卷积把通道升到 DW 卷积要处理的宽度；有没有这一层，DW 卷积看到的特征不一样。",
        "The first convolution makes the width on which the depthwise one works; with it or "
        "without, that one sees other features.",
    ),
)
NO_EXPAND = About(
    text(
        "{in_shape} 进入“{node}”。比较它的通道数与 DW 卷积要处理的宽度：第一个卷积在这里要做什么？",
        "{in_shape} enters “{node}”. Compare its channels with the width that the depthwise "
        "convolution works on: what is there to do for the first convolution?",
    ),
    text(
        "比较“{node}”的输入通道数与 DW 卷积要处理的宽度：第一个卷积在这里要做什么？",
        "Compare the channels that enter “{node}” with the width that its depthwise convolution "
        "works on: what is there to do for the first convolution?",
    ),
    text(
        "第一层卷积只为升维而设；比较升维后的宽度与输入的通道数，就知道它有没有事可做。",
        "The first convolution is there to widen: the expanded width and the channels that enter "
        "tell whether it has anything to do.",
    ),
)
SE = About(
    text(
        "“{node}”输出 {out_shape}，有没有 SE 模块形状都一样。你的网络在这里给通道打分吗？",
        "“{node}” gives {out_shape}, with SE or without. Does your network weigh the channels "
        "here?",
    ),
    text(
        "有没有 SE 模块，形状都一样。你的网络在“{node}”里给通道打分吗？",
        "With SE or without, the shapes are equal. Does your network weigh the channels inside "
        "“{node}”?",
    ),
    text(
        "SE 模块让重要的通道占更大的权重，但也要多花参数和时间；哪些块有它，各个网络不一样。",
        "SE lets important channels count for more, but costs parameters and time; networks differ "
        "in which blocks have it.",
    ),
)
SQUEEZE = About(
    text(
        "“{node}”输出 {out_shape}，从形状上看不出 FC1 有多宽。打分之前，通道的概要被压缩到几个数？",
        "“{node}” gives {out_shape}, which does not show how wide FC1 is. To how many numbers is "
        "the summary of the channels squeezed before they are weighed?",
    ),
    text(
        "从形状上看不出“{node}”的 FC1 有多宽。打分之前，通道的概要被压缩到几个数？",
        "No shape shows how wide FC1 is in “{node}”. To how many numbers is the summary of the "
        "channels squeezed before they are weighed?",
    ),
    text(
        "FC1 的节点个数由一处的通道数按比例算出：是进入这一块的、进入 SE 模块的，还是离开这一块的，"
        "要不要再凑成八的倍数，各个网络规定不同。",
        "The nodes of FC1 follow by a ratio from the channels at one place, which may enter the "
        "block, enter SE, or leave the block; at which, and whether that is made a multiple of "
        "eight, each network has a rule of its own.",
    ),
)
SHORTCUT = About(
    text(
        "{in_shape} 进入“{node}”，{out_shape} 出来：两头形状相同，在你的网络里，输入有没有直接加到"
        "输出上？",
        "{in_shape} enters “{node}” and {out_shape} leaves, of the same shape: does your network "
        "add the one to the other?",
    ),
    text(
        "假如“{node}”的步距和通道数都对了：进去和出来的特征矩阵，形状相同吗？",
        "Picture “{node}” with the right stride and channels: does what enters have the shape of "
        "what leaves?",
    ),
    text(
        "shortcut 把输入加到输出上，让梯度有一条直路。相加要求输入和输出形状相同：步距和通道数决定"
        "能不能有它。",
        "The shortcut adds the input to the output and gives gradients a direct path. Adding "
        "needs equal shapes, so stride and channels decide where there can be one.",
    ),
)
NO_SHORTCUT = About(
    text(
        "你的网络在“{node}”里把输入加到了结果上，得到 {out_shape}。说明里的这一步，有两个特征矩阵相"
        "加吗？",
        "Inside “{node}” your network adds the input to the result and gives {out_shape}. Does the "
        "text add two tensors in this step?",
    ),
    text(
        "你的网络在“{node}”里把输入加到了结果上。说明里的这一步，有两个特征矩阵相加吗？",
        "Inside “{node}” your network adds the input to the result. Does the text add two tensors "
        "in this step?",
    ),
    text(
        "形状相同，只说明能相加；加上输入，算出的就是另一个函数，所以加不加要看说明。",
        "Equal shapes only make adding possible; with the input added it is another function, so "
        "whether to add is for the text to say.",
    ),
)
PICTURE = About(
    text(
        "你的网络从 {out_shape} 开始，后面每一块的形状都由它算起。",
        "Your network begins with {out_shape}; every later shape follows from it.",
    ),
    text(
        "后面每一块的形状都由“{node}”算起：比较它与说明里的输入。",
        "Every later shape follows from “{node}”: compare it with the input in the text.",
    ),
    text(
        "网络从一个固定大小的输入开始，说明里第一个特征矩阵就是它。",
        "The network begins with an input of fixed size: the first feature map in the text.",
    ),
)
