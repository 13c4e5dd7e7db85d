"""V409 to V426: one rule misread, and with it many blocks; told once, and of how many it is so."""

from app.core.text import text
from app.verify.tell.codes.ladder import ALIKE, NARROW, throughout, to_come

SE_THROUGHOUT = throughout(
    "V409",
    "se-throughout",
    ALIKE,
    text(
        "从输入到末端走一遍：你的网络里，哪几块给通道打分，哪几块不打？说明里也是这样分的吗？",
        "Go from the input to the end: which blocks of your network weigh their channels, and "
        "which do not? Does the text divide them in the same way?",
    ),
    text(
        "SE 模块让重要的通道占更大的权重，也要多花参数和时间，所以哪一块有、哪一块没有，要一块"
        "一块地定。请从第 {step} 步起，看{again}。",
        "SE lets important channels count for more and costs parameters and time, so it is "
        "decided block by block which has it. From step {step} on, look at {again}.",
    ),
)
SHORTCUT_THROUGHOUT = throughout(
    "V410",
    "shortcut-throughout",
    ALIKE,
    text(
        "一块一块地看进去和出来的特征矩阵：哪几块的输入和输出形状相同，哪几块不同？这与你的 "
        "shortcut 对得上吗？",
        "Block by block, compare the tensor that enters with the one that leaves: where do "
        "they agree, where not, and do your shortcuts go by that?",
    ),
    text(
        "shortcut 把输入加到输出上，让梯度有一条直路；相加要求输入和输出形状相同，所以它不是处"
        "处都有，也不是处处都没有。请从第 {step} 步起，看{again}。",
        "A shortcut adds the input to the output and gives gradients a direct path. Adding "
        "needs equal shapes, so it is neither everywhere nor nowhere. From step {step} on, "
        "look at {again}.",
    ),
)
ONE_NONLINEARITY = throughout(
    "V411",
    "one-nonlinearity",
    ALIKE,
    text(
        "形状和参数个数都看不出这个不同。数一数：说明里写到几种激活函数，你的网络里用了几种？",
        "Neither shapes nor the number of parameters show it. Count: how many kinds of "
        "activation does the text name, and how many does your network use?",
    ),
    text(
        "激活函数决定网络能拟合怎样的函数，也决定要花多少时间，所以一个网络里可以用不止一种。请"
        "从第 {step} 步起，看{again}，弄清每种写法各指什么。",
        "The activation decides which functions a network can fit and how long it takes, so "
        "one network may use more than one kind. From step {step} on, look at {again}, and "
        "find out what each name stands for.",
    ),
)
SQUEEZE_THROUGHOUT = throughout(
    "V412",
    "squeeze-throughout",
    text(
        "{share}的“{property}”都与参考网络不同：像是用同一个算式算出来的。",
        "{share} differ from the reference in {property}: as if one formula had given them all.",
    ),
    text(
        "拿“{node}”验算：你的 FC1 是从哪一处的通道数算起的？进入这一块、进入 SE 模块、离开这一"
        "块的通道，各有多少个？得数要不要凑成八的倍数？",
        "Check “{node}”: from which channels did you work out FC1? How many enter the block, "
        "how many enter SE, how many leave, and is the result to be made a multiple of eight?",
    ),
    text(
        "FC1 的宽度由一处的通道数按比例压缩而来：是哪一处，要不要再凑成八的倍数，各个网络规定不"
        "同。请从第 {step} 步起，用{again}检验你的算式。",
        "The width of FC1 follows by a ratio from the channels at one place; at which, and "
        "whether that is made a multiple of eight, each network has a rule of its own. From "
        "step {step} on, test your formula by {again}.",
    ),
)
EXP_SIZE_AS_MULTIPLE = throughout(
    "V413",
    "exp-size-as-multiple",
    text(
        "{share}的“{property}”都与参考网络不同：像是把这个数当成了另一种意思。",
        "{share} differ from the reference in {property}: as if the number had been taken for "
        "something else.",
    ),
    text(
        "展开“{node}”：DW 卷积处理的是多少个通道？这个数是直接读来的，还是乘出来的？",
        "Unfold “{node}”: on how many channels does the depthwise convolution work? Did you "
        "read that number as it stands, or multiply for it?",
    ),
    text(
        "升维有两种写法：有的表写升维后的通道数，有的表写放大的倍数，两者差一次乘法。请从第 "
        "{step} 步起，看{again}写的是哪一种。",
        "There are two ways to write an expansion: the channels after it, or how many times as "
        "many they become, with one multiplication between them. From step {step} on, look at "
        "{again}: which of the two is it?",
    ),
)
BIAS_THROUGHOUT = throughout(
    "V416",
    "bias-throughout",
    text(
        "{share}的“{property}”都与参考网络不同：形状看不出来，参数个数看得出来。",
        "{share} differ from the reference in {property}: no shape shows it, the number of "
        "parameters does.",
    ),
    text(
        "看“{node}”的偏置：是你自己设的，还是自动决定的？自动时，有没有偏置要看后面接着什么；"
        "这与说明一致吗？",
        "Look at the bias of “{node}”: did you set it, or is it automatic? If automatic, "
        "whether there is one depends on what follows; does the text go by the same rule?",
    ),
    text(
        "偏置是每个输出通道多学的一个数。后面接归一化时，它不影响结果，但仍算参数；这个实验里"
        "有没有偏置，以说明为准。请从第 {step} 步起，看{again}。",
        "A bias is one more learned number for each output channel. Where normalisation "
        "follows, it changes no result but still counts as a parameter; in this lab, it is "
        "for the text to say where there is one. From step {step} on, look at {again}.",
    ),
)
# arXiv:1801.04381, section 3.2 (linear bottlenecks).
ACTIVATION_THROUGHOUT = throughout(
    "V417",
    "activation-throughout",
    text(
        "{share}在降维卷积之后的激活函数与参考网络不同。",
        "{share} differ from the reference in the activation after the projection.",
    ),
    NARROW,
    text(
        "这叫线性瓶颈：通道少的特征矩阵装得下信息，却经不起激活函数的截断。请从第 {step} 步起，"
        "看每一块降维的那一层，以及 MobileNetV2 论文的 3.2 节。",
        "This is the linear bottleneck: a narrow tensor can hold the information, but does "
        "not survive what an activation cuts off. From step {step} on, look at each "
        "projection, and at section 3.2 of the MobileNetV2 paper.",
    ),
)
SWAPPED_COLUMNS = throughout(
    "V420",
    "swapped-columns",
    text(
        "{share}，都有两个数与参考网络不同：像是各填到了对方的位置上。",
        "{share} differ from the reference in two numbers: as if each stood where the other goes.",
    ),
    text(
        "把“{node}”的数一个一个地念一遍：每个数管的是这一块里的哪一件事？",
        "Read the numbers of “{node}” one by one: what inside the block does each of them decide?",
    ),
    text(
        "描述一块要好几个数，各管一件事；两个看反了，每一块就都错在同样的两处。请从第 {step} 步"
        "起，看{again}，再核对每个数指的是什么。",
        "It takes several numbers to describe a block, each for one thing; two of them mixed "
        "up put every block wrong in the same two places. From step {step} on, look at "
        "{again}, and at what each number stands for.",
    ),
)
# arXiv:1704.04861, section 3.3 (width multiplier).
SCALED_WIDTHS = throughout(
    "V421",
    "scaled-widths",
    text(
        "{share}的通道数都与参考网络不同：像是都乘了同一个系数。",
        "{share} differ from the reference in their channels: as if one factor had been "
        "applied to all.",
    ),
    text(
        "把“{node}”的通道数与说明里的比一比：是多少倍？别的块也是这个倍数吗？",
        "Compare the channels of “{node}” with what the text says: what is the ratio, and is "
        "it the same in the other blocks?",
    ),
    text(
        "宽度系数把整个网络按同一个比例变宽或变窄：结构不变，大小变了。这个实验要的是说明里写的"
        "那一种大小。请从第 {step} 步起，看{again}。",
        "A width multiplier makes a whole network wider or narrower by one ratio: the same "
        "structure in another size. This lab asks for the size that its text states. From "
        "step {step} on, look at {again}.",
    ),
)
COLUMN_OFF = throughout(
    "V422",
    "column-off",
    text(
        "{share}的“{property}”都与参考网络不同：像是这一列错开了一行。",
        "{share} differ from the reference in {property}: as if the column had slipped by a row.",
    ),
    text(
        "看“{node}”和它前后的两块：你填的“{property}”，是这一块的，还是旁边那一块的？",
        "Look at “{node}” and its neighbours: is what you gave for {property} its own, or a "
        "neighbour's?",
    ),
    text(
        "同一行的数说的是同一块；竖着读一列时错开一行，后面的就都跟着错。请从第 {step} 步起，"
        "横着一行一行地读，看{again}。",
        "The numbers of one row are of one block; a column that is read a row off puts wrong "
        "all that follows. From step {step} on, read row by row, and look at {again}.",
    ),
)
EXTRA_THROUGHOUT = throughout(
    "V423",
    "extra-throughout",
    text(
        "不同之处在于：这些地方有没有这种块。像是按同一种习惯，处处都加上了。",
        "What differs is that these blocks are here at all, as if one habit had put them there.",
    ),
    text(
        "如果特征矩阵绕过“{node}”，后面的块得到的是什么？说明里有没有写这一步？",
        "If the tensor went past “{node}”, what would reach the blocks after it? Does the "
        "text name this operation there?",
    ),
    text(
        "每个网络都规定了哪里做哪种运算；别的网络里的习惯，用在这里就成了另一个函数。请从第 "
        "{step} 步起，把说明里的运算与画布上的块一个一个对上。",
        "Each network says where which operation goes; a habit from another one makes another "
        "function here. From step {step} on, pair each operation that the text names with a "
        "block on your board.",
    ),
)
TWICE_THROUGHOUT = throughout(
    "V426",
    "twice-throughout",
    text(
        "不同之处在于：同一种运算接连做了两遍，前面的块里已经有了。",
        "What differs is that an operation is done twice in a row: the block before has it.",
    ),
    text(
        "看“{node}”和它前面的块：那一块的参数里写着哪些运算？两块合起来，特征矩阵一共经过几次？",
        "Look at “{node}” and the block before it: which operations are among that one's "
        "parameters, and how often does the tensor go through each in the two?",
    ),
    text(
        "卷积块里可以带归一化和激活函数，也可以另放一块：两种搭法都对，只是各用一次。请从第 "
        "{step} 步起，逐处看说明里的运算在你的画布上出现几次。",
        "A convolution may have its norm and activation inside, or behind it as blocks of "
        "their own: either is right, but only one of them. From step {step} on, count how "
        "often each operation of the text is on your board.",
    ),
)
MISSING_THROUGHOUT = to_come(
    "V424",
    "missing-throughout",
    text(
        "从“{node}”看起：{gap}还差一点，后面还有同样的地方。",
        "Begin at “{node}”: something is still to come {gap}, and elsewhere in the same way.",
    ),
    text(
        "只靠连线还不够：{gap}，特征矩阵还要再经过几步运算，后面各处也一样。",
        "It takes blocks, not only wires: {gap}, the tensor goes through more operations, and "
        "so it does elsewhere.",
    ),
    text(
        "说明里的哪一种运算，你的画布上一处也没有，或者很少？",
        "Which operation that the text names again and again is hardly on your board?",
    ),
    text(
        "同样的一步在每一处都要做：重复的结构，正是一个大网络容易搭、也容易读的原因。请从第 {step} "
        "步起，一步一步地重读。",
        "The same operation comes again in each of these places: repeated structure is what makes "
        "a large network easy to build and to read. Read again from step {step} on, step by step.",
    ),
)
MISPLACED_THROUGHOUT = throughout(
    "V425",
    "misplaced-throughout",
    text(
        "这些块本身都用得上，不同的是先后：像是每一处都按同一种次序接的。",
        "The blocks themselves are needed; it is their order that differs, as if one order "
        "had been used throughout.",
    ),
    text(
        "形状看不出次序。“{node}”现在处理的，是哪一块的结果？本来该处理哪一块的？",
        "No shape shows an order. Whose result does “{node}” work on now, and whose is it "
        "meant to work on?",
    ),
    text(
        "同样的运算换了次序，算出的就是另一个函数。请从第 {step} 步起，看每一步里的运算谁先谁后。",
        "The same operations in another order make another function. From step {step} on, look "
        "which operation of each step comes first, and which follows.",
    ),
)
