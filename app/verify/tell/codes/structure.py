"""V2xx: blocks and wires that are not where the reference has them."""

from app.core.text import text
from app.verify.report import FindingCode
from app.verify.tell.codes.ladder import BESIDE, ENTERING, KIND, in_step, of_several, to_come, to_do

MISSING_BLOCK = to_come(
    "V201",
    "missing-block",
    text("{gap}还没有搭完。", "Something is still to come {gap}."),
    text(
        "不只差连线，还差块：{gap}，特征矩阵还要经过别的运算。",
        "It takes blocks, not only wires: {gap}, the tensor goes through more operations.",
    ),
    text(
        "看看{gap}的特征矩阵：第 {step} 步做完的时候，它应该是什么形状？哪些块能让它这样变？",
        "Look at the tensor {gap}: what shape should it have at the end of step {step}, and "
        "which blocks give it that shape?",
    ),
    text(
        "网络就是一步接一步的变换：每一步的输出就是下一步的输入。请先重读第 {step} 步的说明，从"
        "它的输入一直读到输出。",
        "A network turns one tensor into the next: each step's output is the input of the step "
        "after it. Read step {step} again first, from its input to its output.",
    ),
)
EXTRA_BLOCK = in_step(
    "V202",
    "extra-block",
    BESIDE,
    text("不同之处在于：这里有没有“{node}”。", "What differs is that “{node}” is here at all."),
    text(
        "{consequence}如果特征矩阵不经过它，后面各块收到的会是什么？",
        "{consequence} If the tensor went past it, what would reach the blocks after it?",
    ),
    text(
        "多一次运算，算出的就是另一个函数，也要多花时间。请重读第 {step} 步，把说明里的运算与"
        "画布上的块一个一个对上。",
        "One more operation makes another function, and costs time. Read step {step} again "
        "and pair each operation that it names with a block on your board.",
    ),
)
MISPLACED_BLOCK = in_step(
    "V203",
    "misplaced-block",
    BESIDE,
    text(
        "“{node}”本身用得上，不同的是它的位置。",
        "“{node}” itself is needed; it is its place that differs.",
    ),
    text(
        "{consequence}它现在处理的，是哪一块的结果？本来应该处理的，又是哪一块的结果？",
        "{consequence} Whose result does it work on now, and whose is it meant to work on?",
    ),
    text(
        "同样的运算换了次序，算出的就是另一个函数。请重读第 {step} 步，从前往后读，看这种运算紧"
        "跟在哪一种之后。",
        "The same operations in another order make another function. Read step {step} again "
        "from its beginning: which operation does this one follow?",
    ),
)
SWAPPED_BLOCKS = of_several(
    "V204",
    "swapped-blocks",
    text(
        "这几块都用得上，不同的是先后次序：{names}。",
        "All of them are needed; it is their order that differs: {names}.",
    ),
    text(
        "请一块一块地看：{names}。它们收到的，都是该处理的特征矩阵吗？形状对得上，不等于次序"
        "对得上，里面的宽度也要看。",
        "One by one, {names}: does each get the tensor that it is meant to work on? Shapes can "
        "agree where the order does not, so look at the widths inside as well.",
    ),
    text(
        "次序也是结构的一部分：每一步处理的是前一步的结果。请从第 {step} 步起，一行一行地与画布"
        "对照。",
        "Order is part of the structure: each step works on the result of the one before. From "
        "step {step} on, compare row by row with your board.",
    ),
)
WRONG_BLOCK = in_step(
    "V205",
    "wrong-block",
    BESIDE,
    text(
        "“{node}”的位置没有错，不同的是块的种类。",
        "There is to be a block where “{node}” is; it is its kind that differs.",
    ),
    KIND,
    text(
        "块的种类决定它算的是什么函数，形状只是结果。请重读第 {step} 步，看{again}。",
        "The kind of block decides which function it computes; the shape only follows. Read "
        "step {step} again, and look at {again}.",
    ),
)

NOT_OFFERED = FindingCode(
    "V206",
    "not-offered",
    False,
    (
        text(
            "第 {steps} 步用了本实验没有提供的块。",
            "Built from blocks that this lab does not offer: {steps}.",
        ),
        text(
            "请看：{names}。本实验没有提供这种块。",
            "Look at {names}: this lab does not offer this kind.",
        ),
        text(
            "不同之处不在参数，也不在连线，而在用了什么块来搭：{names}。",
            "It is neither about parameters nor about wires, but about what is built of what: "
            "{names}.",
        ),
        text(
            "“{node}”依次做了哪些运算？每一种运算，各能用本实验提供的哪一块来做？",
            "Which operations does “{node}” do, one after another, and which block of this lab "
            "does each?",
        ),
        text(
            "每个实验只提供要你练习的块；别的块会把这些运算藏起来，或者多做一步。能展开的就展开，"
            "不能的就照第 {step} 步用本实验的块来搭。",
            "A lab offers the blocks that it wants you to practise; another one hides their "
            "operations, or adds one. Unfold it where it can be unfolded; else build step {step} "
            "from this lab's blocks.",
        ),
    ),
)

MISSING_WIRE = to_do(
    "V211",
    "missing-wire",
    text("请看“{node}”的输入。", "Look at what enters “{node}”."),
    text(
        "“{node}”需要的特征矩阵还没有到齐：差一条连线。",
        "Not all that “{node}” needs has arrived: a wire is not there yet.",
    ),
    text(
        "“{node}”还要收到{role}。顺着连线找一找：它是哪一块输出的？",
        "“{node}” still needs {role}. Follow the wires: which block gives it?",
    ),
    text(
        "连线就是数据的去向：在分支处，同一个特征矩阵既往前走，又留着与后面的结果汇合。请重读第"
        " {step} 步，看这一块要用到哪些特征矩阵。",
        "Wires are where the data goes: at a branch a tensor goes on and also waits to meet a "
        "later result. Read step {step} again: which tensors does this block work on?",
    ),
)
WRONG_WIRE = in_step(
    "V212",
    "wrong-wire",
    ENTERING,
    text(
        "这条连线的起点与参考网络不同：{where}。",
        "This wire begins at another place than in the reference: {where}.",
    ),
    text(
        "这条连线送来的特征矩阵，已经做过哪些运算？“{node}”要的是{role}。",
        "What has been done to the tensor on this wire? “{node}” needs {role}.",
    ),
    text(
        "形状相同的特征矩阵也各有来历；从哪里取来，就决定了算的是什么。请重读第 {step} 步，看这"
        "一块的输入是谁的输出。",
        "Tensors of equal shape have different histories; where one is taken from decides what "
        "is computed. Read step {step} again: whose output is the input of this block?",
    ),
)
EXTRA_WIRE = in_step(
    "V213",
    "extra-wire",
    ENTERING,
    text("参考网络在这里没有这条连线：{where}。", "The reference has no such wire here: {where}."),
    text(
        "{consequence}这条连线给它添了什么？没有这条线，它收到的特征矩阵还齐不齐？",
        "{consequence} What does this wire add to it, and would anything be lacking without?",
    ),
    text(
        "每条连线送来一个特征矩阵：“{node}”要几个，就只接几条，多一条，算的就不再是说明里的函数"
        "，或者根本算不了。请重读第 {step} 步，数一数有几个特征矩阵在这里相遇。",
        "Every wire brings a tensor, and “{node}” works on just so many: one more makes "
        "another function, or nothing that can be computed. Read step {step} again and "
        "count the tensors that meet here.",
    ),
)
WRONG_ORDER = in_step(
    "V214",
    "wrong-order",
    ENTERING,
    text(
        "进入“{node}”的特征矩阵都在，不同的是先后次序。",
        "All tensors that “{node}” needs are there; it is their order that differs.",
    ),
    text(
        "{consequence}输出中排在最前面的通道，来自哪一块？",
        "{consequence} Which block do the first channels of its output come from?",
    ),
    text(
        "拼接把各路的通道首尾相接，后面的卷积按位置来认通道，所以次序也算数。请重读第 {step} 步"
        "，看各路的先后。",
        "Concat puts channels end to end, and the next convolution knows them by position, so "
        "their order counts. Read step {step} again for the order of the branches.",
    ),
)
WRONG_SHORTCUT = in_step(
    "V215",
    "wrong-shortcut",
    text("请看“{node}”处的 shortcut。", "Look at the shortcut at “{node}”."),
    text(
        "不同的是这条 shortcut 的起点或终点：{where}。",
        "It is where this shortcut begins or ends that differs: {where}.",
    ),
    text(
        "你的 shortcut 跨过了哪几块？一块一块数一数，有没有多跨或少跨的。“{node}”要的是{role}。",
        "Which blocks does your shortcut pass by? Count them: is there one too many, or one too "
        "few? “{node}” needs {role}.",
    ),
    text(
        "有了 shortcut，它跨过的那几块只需学习“要在输入上改动多少”。请重读第 {step} 步，看它"
        "从哪个特征矩阵出发，与哪个特征矩阵相加。",
        "With a shortcut, the blocks that it passes learn only what to change in the input. "
        "Read step {step} again: which tensor does it start from, and which is it added to?",
    ),
)
WRONG_OUTPUT = in_step(
    "V216",
    "wrong-output",
    ENTERING,
    text(
        "这条连线从这一块出发没有错，不同的是用了它的哪个端口：{where}。",
        "This wire begins at the right block, but at another of its outputs: {where}.",
    ),
    text(
        "它前面那一块的每个端口各输出一部分通道。“{node}”要处理的是哪一部分？另一部分该到哪里去？",
        "The block before it gives a part of the channels at each of its outputs. Which part does “"
        "{node}” work on, and where does the other go?",
    ),
    text(
        "两个端口输出的特征矩阵形状一样，装的却是不同的通道。请重读第 {step} 步，看哪一部分要经"
        "过运算，哪一部分原样留下。",
        "The tensors at the outputs are of equal shape and hold different channels. Read step "
        "{step} again: which part is worked on, and which stays as it is?",
    ),
)
