"""V3xx: blocks that are in their place, with a property that differs.

They are told of any network: what only one paper or family says is in `misconceptions`.
"""

from app.core.text import text
from app.verify.tell.codes.ladder import (
    ALIKE,
    BESIDE,
    BLOCK,
    CONSEQUENCE,
    KIND,
    NORM_BEHIND,
    PRINCIPLE,
    PROPERTY,
    in_step,
    throughout,
    to_come,
    to_do,
)

WRONG_PARAMETER = in_step(
    "V301",
    "wrong-parameter",
    BLOCK,
    PROPERTY,
    CONSEQUENCE,
    PRINCIPLE,
)
WRONG_ACTIVATION = in_step(
    "V302",
    "wrong-activation",
    BLOCK,
    text(
        "“{node}”的“{property}”与参考网络不同，从形状上看不出来。",
        "“{node}” differs from the reference in {property}; no shape will show it.",
    ),
    CONSEQUENCE,
    PRINCIPLE,
)
WRONG_GROUPS = in_step(
    "V303",
    "wrong-groups",
    BLOCK,
    text(
        "不同的是“{node}”里通道之间的关系：哪些输入通道参与计算一个输出通道。",
        "It is about the channels of “{node}”: which input channels take part in one output "
        "channel.",
    ),
    CONSEQUENCE,
    text(
        "分组卷积只在组内相加，计算量小得多，通道之间的来往要靠别的卷积；不分组的卷积一边看邻近的位"
        "置，一边混合通道。请重读第 {step} 步，看“{node}”应该是哪一种。",
        "With groups, a convolution adds up inside each group only: far cheaper, but other "
        "convolutions have to mix the channels. Without groups, it looks at neighbours and mixes "
        "channels in one go. Read step {step} again: which of the two is “{node}” to be?",
    ),
)
MISSING_NORM = to_do(
    "V304",
    "missing-norm",
    text(
        "请看“{node}”：卷积之后还有一步没有设。",
        "Look at “{node}”: a step after its convolution is not set yet.",
    ),
    text(
        "“{node}”的卷积之后还差归一化。",
        "The normalisation after the convolution of “{node}” is not there yet.",
    ),
    CONSEQUENCE,
    text(
        "{principle}请重读第 {step} 步，看卷积之后依次经过什么。",
        "{principle} Read step {step} again: what follows the convolution, one after another?",
    ),
)
MISSING_ACTIVATION = to_do(
    "V316",
    "missing-activation",
    text(
        "请看“{node}”：它算完之后还有一步没有设。",
        "Look at “{node}”: a step after what it computes is not set yet.",
    ),
    text("“{node}”之后还差激活函数。", "The activation after “{node}” is not there yet."),
    CONSEQUENCE,
    text(
        "{principle}请重读第 {step} 步，看“{node}”之后依次经过什么。",
        "{principle} Read step {step} again: what follows “{node}”, one after another?",
    ),
)
NORM_IN_HEAD = in_step(
    "V305",
    "norm-in-head",
    BLOCK,
    NORM_BEHIND,
    text(
        "看你的连线：特征矩阵到了“{node}”，每个通道还剩几个数？靠它们求均值，可靠吗？",
        "Look at your wires: how many numbers has each channel left where the tensor reaches "
        "“{node}”, and is their mean a good one?",
    ),
    text(
        "归一化要靠许多数才估得准均值，并不是处处都合适；哪几层不接它，说明里都有标注。请重读第 "
        "{step} 步，看{again}。",
        "Normalisation needs many numbers for a good mean, so it does not suit every place; the "
        "text marks the layers that go without. Read step {step} again, and look at {again}.",
    ),
)
WRONG_BIAS = in_step(
    "V306",
    "wrong-bias",
    BLOCK,
    text(
        "“{node}”的“{property}”与参考网络不同，只有参数个数看得出来。",
        "“{node}” differs from the reference in {property}; only the number of parameters "
        "shows it.",
    ),
    CONSEQUENCE,
    PRINCIPLE,
)
UNROUNDED_SQUEEZE = in_step(
    "V307",
    "unrounded-squeeze",
    BLOCK,
    PROPERTY,
    text(
        "你的 FC1 正好是通道数的四分之一。算到这里还差一步：这是一个便于硬件计算的数吗？",
        "Your FC1 is exactly a quarter of the channels. One step is left: is it a number that "
        "hardware likes?",
    ),
    text(
        "除了比例，还有一条规则：算出来的数要取成便于硬件计算的数，又不能缩小太多。请重读第 "
        "{step} 步，看{again}，再与四分之一比较。",
        "Besides the ratio there is a rule: the result is rounded to a number that hardware "
        "likes, and never shrinks much. Read step {step} again, look at {again}, and compare "
        "it with a quarter.",
    ),
)
WRONG_GATE = in_step(
    "V308",
    "wrong-gate",
    BLOCK,
    text(
        "SE 模块里两个全连接层各有激活函数；不同的是“{node}”这里 FC2 之后的那一个。",
        "Both fully connected layers of SE have an activation; here, in “{node}”, it is the "
        "one after FC2 that differs.",
    ),
    text(
        "FC2 为每个通道输出一个权重。在你的网络里，权重能取到多大、多小？恰好取到两端时，通道会"
        "变成什么？",
        "FC2 gives one weight for each channel. In your network, how large and how small can a "
        "weight become, and what happens to a channel at either end?",
    ),
    text(
        "门的作用是放行或压低：权重落在怎样的范围里、怎样到达两端，各种门并不一样。请重读第 "
        "{step} 步，看 FC2 之后用的是什么。",
        "A gate lets through or holds back. Gates differ in the range of their weights and in "
        "how they reach its ends. Read step {step} again: what follows FC2?",
    ),
)
WRONG_JOIN = in_step(
    "V309",
    "wrong-join",
    BESIDE,
    text(
        "两路特征矩阵在“{node}”汇合；不同的是汇合的方式。",
        "Two tensors meet at “{node}”; it is how they are joined that differs.",
    ),
    text(
        "{consequence}假如其中一路全是零，“{node}”现在会输出什么？这是你想要的吗？",
        "{consequence} If one of the two were all zeros, what would leave “{node}” now, and is "
        "that what you want?",
    ),
    text(
        "汇合的方式说明这一路起什么作用：添上一份内容，给内容加权，还是并排放在一起。请重读第 "
        "{step} 步，看这一路是内容还是权重。",
        "How two tensors are joined tells what one is to the other: something added, a weight, "
        "or a neighbour. Read step {step} again: is this branch content or weight?",
    ),
)
FIXED_INSIDE = in_step(
    "V310",
    "fixed-inside",
    text(
        "请看“{node}”：这里该有这一块，不同之处在它里面。",
        "Look at “{node}”: it belongs here; what differs lies inside it.",
    ),
    text(
        "“{node}”的参数改不到那里：请把它展开，再改里面的块。",
        "The parameters of “{node}” do not reach it: unfold it, and change a block inside.",
    ),
    text(
        "{consequence}展开以后，从它的输入起一块一块地看：哪一块与说明不同？",
        "{consequence} Once it is unfolded, go from its input block by block: which one "
        "differs from the text?",
    ),
    text(
        "组合块是一组基本块的简写，它的参数只能写出常见的组合；别的组合要用基本块来搭。请重读第"
        " {step} 步，逐层对照。",
        "A composite is shorthand for basic blocks, and its parameters spell only the usual "
        "combinations; others are built from the basic blocks. Read step {step} again, layer "
        "by layer.",
    ),
)
NORM_IN_SE = in_step(
    "V311",
    "norm-in-se",
    BLOCK,
    text(
        "不同的是“{node}”这里的归一化，它在 SE 模块里面。",
        "It is about the normalisation inside the SE module, here at “{node}”.",
    ),
    text(
        "SE 模块里的两个全连接层接在池化之后：每个通道还剩几个数？靠它们求均值，可靠吗？",
        "Both fully connected layers of SE come after its pooling: how many numbers has each "
        "channel left there, and is their mean a good one?",
    ),
    text(
        "归一化要靠许多数才估得准均值；SE 模块只为每个通道算一个权重。请重读第 {step} 步，看 "
        "FC1 和 FC2 之后各跟着什么。",
        "Normalisation needs many numbers for a good mean; SE works out one weight for each "
        "channel. Read step {step} again: what follows FC1, and what FC2?",
    ),
)
EXTRA_NORM = in_step(
    "V312",
    "extra-norm",
    BLOCK,
    NORM_BEHIND,
    text(
        "数一数参数：归一化给“{node}”的每个输出通道添了几个要学的数？说明里的参数个数把它们算"
        "进去了吗？",
        "Count the parameters: how many does normalisation add for each channel that leaves "
        "“{node}”, and does the text count them too?",
    ),
    text(
        "归一化把每个通道的数拉回相近的范围，原来的大小就看不出来了；有的层正要用到原来的大小，"
        "所以不接它。请重读第 {step} 步，看卷积之后依次经过什么。",
        "Normalisation brings the numbers of each channel into a similar range and hides how "
        "large they were; a layer that needs just that goes without. Read step {step} again: "
        "what follows the convolution, one after another?",
    ),
)
ONE_VALUE_THROUGHOUT = throughout(
    "V313",
    "one-value-throughout",
    ALIKE,
    CONSEQUENCE,
    text(
        "{principle}请从第 {step} 步起一步一步地读，看{again}。",
        "{principle} Read on from step {step}, block by block, and look at {again}.",
    ),
)
MISSING_NORMS = to_come(
    "V314",
    "missing-norms",
    text(
        "请从“{node}”看起：{share}，卷积之后都还有一步没有设。",
        "Begin at “{node}”: in {share}, a step after the convolution is not set yet.",
    ),
    text(
        "{share}，卷积之后都还差归一化。",
        "{share} still lack the normalisation after the convolution.",
    ),
    CONSEQUENCE,
    text(
        "{principle}请重读第 {step} 步，看卷积之后依次经过什么；后面各步也是这样读。",
        "{principle} Read step {step} again: what follows the convolution, one after another? "
        "Then read the steps after it in the same way.",
    ),
)
MISSING_ACTIVATIONS = to_come(
    "V317",
    "missing-activations",
    text(
        "请从“{node}”看起：{share}，算完之后都还有一步没有设。",
        "Begin at “{node}”: in {share}, a step after what they compute is not set yet.",
    ),
    text("{share}，之后都还差激活函数。", "{share} still lack the activation behind them."),
    CONSEQUENCE,
    text(
        "{principle}请重读第 {step} 步，看“{node}”之后依次经过什么；后面各步也是这样读。",
        "{principle} Read step {step} again: what follows “{node}”, one after another? Then "
        "read the steps after it in the same way.",
    ),
)
ONE_KIND_THROUGHOUT = throughout(
    "V315",
    "one-kind-throughout",
    text(
        "{share}，位置都没有错，不同的是块的种类：像是把一种块当成了另一种。",
        "{share} stand where a block belongs; it is the kind that differs, as if one had been "
        "taken for another.",
    ),
    KIND,
    text(
        "块的种类决定它算的是什么函数，形状只是结果。请从第 {step} 步起一步一步地读，看{again}。",
        "The kind of a block decides which function it computes; shapes only follow. Read on from "
        "step {step}, block by block, and look at {again}.",
    ),
)
