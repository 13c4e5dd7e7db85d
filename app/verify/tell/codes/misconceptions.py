"""V4xx: what people are known to take for MobileNetV3, recognised as such.

Each comment says where the mistake comes from, or what speaks against it.
"""

from app.core.text import text
from app.verify.tell.codes.ladder import (
    BESIDE,
    BLOCK,
    NARROW,
    PROPERTY,
    SE_ELSEWHERE,
    in_step,
    of_several,
    throughout,
)

# Table 1 of arXiv:1905.02244 in its first versions; the authors corrected the last stage later.
SUPERSEDED_TABLE = of_several(
    "V401",
    "superseded-table",
    text(
        "这几处不同是同一件事：它们正是论文早先版本里表 1 的写法。",
        "These differences are one thing: they are what Table 1 said in earlier versions of "
        "the paper.",
    ),
    text(
        "在你的网络里，特征矩阵最后一次变小是在哪一块？它前后的几块，各要处理多大的特征矩阵？",
        "At which block of your network does the map shrink for the last time? How large is "
        "the map that each block around it works on?",
    ),
    text(
        "作者后来更正了表 1 的末段，网上许多代码仍照旧表。请对照新版的表 1，重读第 {step} 步和"
        "它后面的一行，看步距和 exp size 两列。",
        "The authors later corrected the end of Table 1, and much code still follows the old "
        "one. Read step {step} and the row after it again in the present Table 1, for stride "
        "and exp size.",
    ),
)
# arXiv:1905.02244, section 5.2: which of the two serves in the deeper half, and why.
SWAPPED_NONLINEARITIES = throughout(
    "V402",
    "swapped-nonlinearities",
    text(
        "{share}的“{property}”都与参考网络不同，而且不同得很有规律。",
        "{share} differ from the reference in {property}, and all in one pattern.",
    ),
    text(
        "形状和参数个数都看不出这个不同。看你的网络：特征矩阵还大的前半部分，用的是计算量更大的"
        "那一种吗？",
        "Neither shapes nor the number of parameters show it. Look at your network: does its "
        "first half, where maps are large, use the more expensive one?",
    ),
    text(
        "激活函数的代价与特征矩阵的大小成正比，收益却主要在网络深处，见论文 5.2 节。请从第 "
        "{step} 步起，看{again}，弄清两个缩写各指什么。",
        "An activation costs in proportion to the map, and pays mostly deep in the network: "
        "see the paper's section 5.2. From step {step} on, look at {again}, and at what the "
        "two abbreviations stand for.",
    ),
)
# arXiv:1905.02244, figure 4; the lab text, section 2.1.1: SE comes before the last convolution.
SE_AFTER_PROJECTION = in_step(
    "V403",
    "se-after-projection",
    BESIDE,
    SE_ELSEWHERE,
    text(
        "看进入“{node}”的通道数：你的 SE 是在降维之后打分的，这时还剩多少个通道可以挑选？",
        "Look at the channels that enter “{node}”: your SE weighs them after the projection, "
        "so how many are left to choose from?",
    ),
    text(
        "注意力在通道多的地方才有得选。请重读第 {step} 步和论文的图 4，看 SE 模块夹在哪两层之间。",
        "Attention has most to choose from where there are many channels. Read step {step} and the "
        "paper's figure 4 again: between which two layers does SE lie?",
    ),
)
# arXiv:1905.02244, figure 4, as above.
SE_BEFORE_DEPTHWISE = in_step(
    "V404",
    "se-before-depthwise",
    BESIDE,
    SE_ELSEWHERE,
    text(
        "从块的输入走到“{node}”：你的 SE 打分时，这些通道里的数看过邻近的位置了吗？",
        "Go from the input of the block to “{node}”: when your SE weighs the channels, have "
        "the numbers in them looked at their neighbours yet?",
    ),
    text(
        "注意力评价的是特征，所以要等特征提取出来再打分。请重读第 {step} 步和论文的图 4，看 SE "
        "模块夹在哪两层之间。",
        "Attention judges features, so they are extracted first. Read step {step} and the "
        "paper's figure 4 again: between which two layers does SE lie?",
    ),
)
# arXiv:1905.02244, Tables 1 and 2: their last rows differ in this width.
HEAD_OF_LARGE = in_step(
    "V405",
    "head-of-large",
    BLOCK,
    PROPERTY,
    text(
        "看“{node}”输出的通道数：这个宽度你是在哪张表里读到的？你要搭的网络也在那张表里吗？",
        "Look at the channels that leave “{node}”: in which table did you read this width, and "
        "is it the table of the network that you build?",
    ),
    text(
        "Large 和 Small 不只是深浅不同，分类之前的宽度也各有各的。你这里用的是 Large 的；请重读"
        "第 {step} 步和论文的表 2。",
        "Large and Small differ not only in depth: each has its own width before the "
        "classifier. Yours is that of Large; read step {step} and the paper's Table 2 again.",
    ),
)
# arXiv:1801.04381, section 3.2 (linear bottlenecks); the lab text, section 2.1.1.
ACTIVATION_AFTER_PROJECTION = in_step(
    "V406",
    "activation-after-projection",
    BLOCK,
    text(
        "不同的是“{node}”这里降维卷积之后的激活函数。",
        "It is about the activation after the projection here, at “{node}”.",
    ),
    NARROW,
    text(
        "这叫线性瓶颈：通道少的特征矩阵装得下信息，却经不起激活函数的截断。请重读第 {step} 步里"
        "降维的那一层，以及 MobileNetV2 论文的 3.2 节。",
        "This is the linear bottleneck: a narrow tensor can hold the information, but does "
        "not survive what an activation cuts off. Read the projection in step {step} again, "
        "and section 3.2 of the MobileNetV2 paper.",
    ),
)
# Tables 1 and 2 of arXiv:1905.02244, read one row too high or too low.
ANOTHER_ROW = in_step(
    "V407",
    "another-row",
    BLOCK,
    text(
        "“{node}”有好几个参数一起与参考网络不同：合在一起，正是另一行的值。",
        "Several values of “{node}” differ at once: together they are those of another row.",
    ),
    text(
        "从输入起数一数，“{node}”前面有几块同类的？在表里也一行一行地数到这里：你看的是这一行吗？",
        "Count from the input how many blocks of its kind come before “{node}”, and count the rows "
        "as far: is this the row that you read?",
    ),
    text(
        "一行就是一块，从上到下正是数据流过的次序；上下几行长得很像，容易看串。请重读第 {step} "
        "步，一项一项地与“{node}”核对。",
        "Each row is one block, in the order in which data flows; rows close to each other "
        "look alike, so that the eye slips. Read step {step} again and check “{node}” against "
        "it, value by value.",
    ),
)
# arXiv:1801.04381, section 3.2, as every listing of it; some write the activation into the layer.
ACTIVATION_BEFORE_NORM = in_step(
    "V408",
    "activation-before-norm",
    BESIDE,
    text(
        "不同的是“{node}”这里激活函数与归一化的先后。",
        "It is about the order of activation and normalisation here, at “{node}”.",
    ),
    text(
        "顺着“{node}”前后看：卷积的结果先经过什么，再经过什么？先激活的话，留给归一化的还有哪些"
        "数？",
        "Follow the tensor around “{node}”: what does the convolution's result meet first, and "
        "what next? If it is activated first, which numbers are left to normalise?",
    ),
    text(
        "归一化把数移到零的两侧，激活函数才能分出正负。请重读第 {step} 步的说明，看卷积之后依次经过"
        "什么。",
        "Normalisation moves the numbers to both sides of zero, where the activation can tell them "
        "apart. Read step {step} again: what follows the convolution, one after another?",
    ),
)
# Tables 1 and 2 of arXiv:1905.02244: one paper, two networks.
ANOTHER_TABLE = of_several(
    "V418",
    "another-table",
    text(
        "这几处不同是同一件事：这些块合在一起，正是另一个网络的表里的各行。",
        "These differences are one thing: together, these blocks are the rows of another "
        "network’s table.",
    ),
    text(
        "看你的网络的前几块：特征矩阵在哪一块变小，通道加到多少？要搭的网络，表里也是这样写的吗？",
        "Look at the first blocks of your network: at which does the map shrink, and how many "
        "channels does it come to have? Does the table of the network that you build say so?",
    ),
    text(
        "论文给 Large 和 Small 各列了一张表：栏目一样，各行却不同。请看清题目要的是哪一个，找到"
        "它的表，从第 {step} 步起一行一行地重读。",
        "The paper has one table for Large and one for Small: their columns are alike, their "
        "rows are not. See which network is asked for, find its table, and read it again from "
        "step {step} on, row by row.",
    ),
)
# Any table with a row for each block: a row skipped, or read twice.
SHIFTED_ROWS = throughout(
    "V419",
    "shifted-rows",
    text(
        "这几处不同是同一件事：从“{node}”起，块和表里的行错开了一行。",
        "These differences are one thing: from “{node}” on, blocks and rows are one apart.",
    ),
    text(
        "从输入起一块一块地数，同时在表里一行一行地数：数到哪一块，两边第一次对不上？",
        "Count blocks from the input, and rows in the table along with them: at which block do "
        "the two disagree for the first time?",
    ),
    text(
        "一行就是一块。漏读一行，或者一行读了两遍，后面的块就都差了一行；补上漏的，去掉多的，其"
        "余的块不用改。请从第 {step} 步起，一行一行地重读。",
        "Each row is one block. Skip a row or read one twice, and all blocks after it are one "
        "row off: put in what was skipped, take out what is there twice, and the others can "
        "stay. Read again from step {step} on, row by row.",
    ),
)
