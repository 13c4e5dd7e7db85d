"""The table of diagnostics: G1xx graph, P2xx parameters, S3xx shapes.

Messages state, helps suggest. A message names the student's own nodes and tensors.
"""

from app.core.diagnostic import Code, Severity
from app.core.text import text

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

NO_INPUT = Code(
    "G101",
    "no-input",
    _E,
    text("画布上还没有输入图像。", "There is no input picture on the board."),
    text("放一个“输入”块，从它开始连线。", "Place an input block and wire the network from it."),
)
SEVERAL_INPUTS = Code(
    "G102",
    "several-inputs",
    _E,
    text(
        "画布上有 {count} 个输入块，只能有一个。",
        "There are {count} input blocks; a graph has one.",
    ),
    text("保留一个输入块，删去其余的。", "Keep one input block and delete the others."),
)
DUPLICATE_ID = Code(
    "G103",
    "duplicate-id",
    _E,
    text("有 {count} 个节点共用编号“{id}”。", "{count} nodes share the id “{id}”."),
    text("删去多余的节点再重新放置。", "Delete the extra ones and place them again."),
)
DANGLING_EDGE = Code(
    "G104",
    "dangling-edge",
    _E,
    text(
        "这条连线的一端“{id}”不是画布上的块。",
        "One end of this wire, “{id}”, is no block on the board.",
    ),
    text("删去这条连线。", "Delete the wire."),
)
UNKNOWN_PORT = Code(
    "G105",
    "unknown-port",
    _E,
    text("“{node}”没有名为“{port}”的端口。", "“{node}” has no port called “{port}”."),
    text("它的端口是：{ports}。", "Its ports are: {ports}."),
)
INPUT_TAKEN = Code(
    "G106",
    "input-taken",
    _E,
    text(
        "“{node}”的{entry}接了 {count} 条线，只能接一条。",
        "The {entry} of “{node}” has {count} wires; it takes one.",
    ),
    text(
        "留下一条；要合并几个特征矩阵，请用相加、相乘或拼接。",
        "Keep one; to join tensors, use add, multiply or concat.",
    ),
)
CYCLE = Code(
    "G107",
    "cycle",
    _E,
    text("这些块连成了一个环：{names}。", "These blocks form a cycle: {names}."),
    text("数据只能向前走：断开其中一条连线。", "Data only flows forward: cut one of the wires."),
)
UNCONNECTED_INPUT = Code(
    "G108",
    "unconnected-input",
    _W,
    text("“{node}”的{entry}还没有连线。", "The {entry} of “{node}” is not wired yet."),
    text(
        "它要处理的是哪个特征矩阵？从输出它的块拉一条线到这里。",
        "Which tensor is it to work on? Draw a wire here from the block that gives it.",
    ),
)
UNREACHABLE = Code(
    "G109",
    "unreachable",
    _I,
    text(
        "输入的图像还传不到这些块：{names}。",
        "The picture does not reach these blocks yet: {names}.",
    ),
    text("先接好它们前面的块。", "Wire the blocks before them first."),
)
SEVERAL_OUTPUTS = Code(
    "G110",
    "several-outputs",
    _W,
    text("网络有 {count} 个末端：{names}。", "The network ends in {count} places: {names}."),
    text(
        "网络只有一个输出：把其余的接上或删去。",
        "A network has one output: wire up or delete the rest.",
    ),
)
UNKNOWN_BLOCK = Code(
    "G111",
    "unknown-block",
    _E,
    text("没有“{type}”这种块。", "There is no block of type “{type}”."),
    text("从左边重新放一块。{suggestion}", "Place it again from the palette.{suggestion}"),
)
PORT_NOT_SAID = Code(
    "G112",
    "port-not-said",
    _E,
    text(
        "“{node}”这一侧有几个端口，这条连线没有写明是哪一个。",
        "“{node}” has several ports at this end, and this wire does not say which one it means.",
    ),
    text("写明端口：{ports}。", "Say which: {ports}."),
)
DUPLICATE_EDGE_ID = Code(
    "G113",
    "duplicate-edge-id",
    _E,
    text("有 {count} 条连线共用编号“{id}”。", "{count} wires share the id “{id}”."),
    text("删去它们再重新连线。", "Delete them and draw them again."),
)
NOT_LISTED = Code(
    "G114",
    "not-listed",
    _I,
    text("还有 {count} 处没有列出。", "{count} more are not listed."),
    text("先解决上面的。", "Fix those above first."),
)

BAD_PARAMETER = Code(
    "P201",
    "bad-parameter",
    _E,
    text("“{node}”的“{parameter}”不能是 {value}。", "“{node}”: {parameter} cannot be {value}."),
    text("{rule}", "{rule}"),
)
UNKNOWN_PARAMETER = Code(
    "P202",
    "unknown-parameter",
    _E,
    text("“{node}”没有参数 {parameter}。", "“{node}” has no parameter {parameter}."),
    text("它的参数是：{parameters}。", "Its parameters are: {parameters}."),
)
MISSING_PARAMETER = Code(
    "P203",
    "missing-parameter",
    _W,
    text("“{node}”的“{parameter}”还没有填。", "“{node}”: {parameter} is not filled in yet."),
    text("选中这一块，填上它。", "Select the block and fill it in."),
)

NEEDS_MAP = Code(
    "S301",
    "needs-map",
    _E,
    text(
        "“{node}”需要特征矩阵（通道×高×宽），收到的是展平后的 {shape}。",
        "“{node}” needs a feature map (channels × height × width), but a flattened {shape} "
        "reaches it.",
    ),
    text("把它放到展平之前。", "Place it before the flatten."),
)
NEEDS_FLAT = Code(
    "S302",
    "needs-flat",
    _E,
    text(
        "“{node}”需要展平后的节点，收到的却是特征矩阵 {shape}。",
        "“{node}” needs a flattened tensor, but the map {shape} reaches it.",
    ),
    text(
        "在它前面放一个展平，或改用 1×1 卷积。",
        "Put a flatten before it, or use a 1×1 convolution.",
    ),
)
UNEQUAL_SHAPES = Code(
    "S303",
    "unequal-shapes",
    _E,
    text(
        "“{node}”要求两边形状相同：{from_a} 给出 {a}，{from_b} 给出 {b}。",
        "“{node}” needs equal shapes: {a} from “{from_a}”, {b} from “{from_b}”.",
    ),
    text(
        "从两边各自往回看：哪里的步距或通道数不同？",
        "Go back along both wires: where do stride or channels differ?",
    ),
)
NO_BROADCAST = Code(
    "S304",
    "no-broadcast",
    _E,
    text(
        "“{node}”只能乘以同样形状或每个通道一个数（C×1×1）：{from_a} 给出 {a}，{from_b} 给出 {b}。",
        "“{node}” multiplies equal shapes, or a map by one number per channel (C×1×1): "
        "{a} from “{from_a}”, {b} from “{from_b}”.",
    ),
    text(
        "通道数相同吗？权重那一边是否已经池化成 1×1？",
        "Are the channels equal? Has the side with the weights been pooled to 1×1?",
    ),
)
UNEQUAL_SIZES = Code(
    "S305",
    "unequal-sizes",
    _E,
    text(
        "“{node}”要求高和宽相同：{from_a} 给出 {a}，{from_b} 给出 {b}。",
        "“{node}” needs equal height and width: {a} from “{from_a}”, {b} from “{from_b}”.",
    ),
    text(
        "拼接只接通道；看看哪条支路多了一次步距。",
        "Concat joins channels; which branch has one stride more?",
    ),
)
WINDOW_TOO_LARGE = Code(
    "S306",
    "window-too-large",
    _E,
    text(
        "“{node}”的窗口是 {window}×{window}，收到的特征矩阵 {shape}（加上填充）比它小。",
        "“{node}” has a {window}×{window} window, but the map {shape} (with its padding) is "
        "smaller.",
    ),
    text("往回看：特征矩阵在哪里变得太小了？", "Go back: where did the map become so small?"),
)
PADDING_TOO_LARGE = Code(
    "S307",
    "padding-too-large",
    _E,
    text(
        "“{node}”的填充 {padding} 超过了池化核 {kernel_size} 的一半。",
        "“{node}”: padding {padding} is more than half the {kernel_size} window.",
    ),
    text("池化的填充最多是池化核的一半。", "A pool pads by at most half its window."),
)
GROUPS_DO_NOT_DIVIDE = Code(
    "S308",
    "groups-do-not-divide",
    _E,
    text(
        "“{node}”分 {groups} 组，{channels} 个通道不能平均分到各组。",
        "“{node}”: {groups} groups do not divide {channels} channels.",
    ),
    text(
        "分组数要同时整除输入通道数和输出通道数。",
        "The number of groups must divide both input and output channels.",
    ),
)
SHORTCUT_STRIDE = Code(
    "S309",
    "shortcut-stride",
    _E,
    text(
        "“{node}”有 shortcut，步距却是 {stride}：特征矩阵缩小了，不能再与输入相加。",
        "“{node}” has a shortcut and stride {stride}: the map shrinks and cannot be added to its "
        "input.",
    ),
    text(
        "shortcut 只在步距为 1 且输入、输出通道相同时使用。",
        "A shortcut needs stride 1 and as many channels out as in.",
    ),
)
SHORTCUT_CHANNELS = Code(
    "S310",
    "shortcut-channels",
    _E,
    text(
        "“{node}”有 shortcut，但输入有 {channels} 个通道，输出有 {out_channels} 个，不能相加。",
        "“{node}” has a shortcut, but {channels} channels come in and {out_channels} go out: "
        "they cannot be added.",
    ),
    text(
        "shortcut 只在步距为 1 且输入、输出通道相同时使用。",
        "A shortcut needs stride 1 and as many channels out as in.",
    ),
)
TOO_LARGE = Code(
    "S311",
    "too-large",
    _E,
    text(
        "“{node}”要算的特征矩阵 {shape} 太大，这里不再计算。",
        "“{node}” would need a tensor of {shape}: too large to follow here.",
    ),
    text(
        "减小通道数、卷积核或输入尺寸。", "Use fewer channels, a smaller kernel or a smaller input."
    ),
)
SHORTCUT_KERNEL = Code(
    "S312",
    "shortcut-kernel",
    _E,
    text(
        "“{node}”有 shortcut，卷积核却是偶数 {kernel_size}：特征矩阵的高和宽各多 1，不能与输入相加"
        "。",
        "“{node}” has a shortcut and an even kernel, {kernel_size}: the map grows by one and "
        "cannot be added to its input.",
    ),
    text(
        "卷积核用奇数，两边补同样多，大小才不变。",
        "An odd kernel, padded alike on both sides, keeps the map's size.",
    ),
)

CODES: tuple[Code, ...] = tuple(value for value in vars().values() if isinstance(value, Code))
"""Every code above, in order."""
