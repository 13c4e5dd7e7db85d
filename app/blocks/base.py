"""What a block is: parameters, ports, texts, and either modules or the pieces it stands for."""

from abc import ABC
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, TypeAlias, cast

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from torch import nn

from app.blocks.inside import Inside
from app.blocks.summary import Line
from app.core import codes
from app.core.diagnostic import Problem
from app.core.shape import Shape
from app.core.text import LANGS, Text, text

Category: TypeAlias = Literal[
    "input", "conv", "composite", "pool", "norm", "activation", "combine", "head"
]


@dataclass(frozen=True, slots=True)
class Port:
    """A named input. `many` takes any number of wires, and their order matters.

    `label` is what people call it.
    """

    name: str
    many: bool = False
    label: Text = field(default_factory=lambda: text("输入", "input"))


IN = Port("in")
OUT = "out"
"""The name of the output port where a block has but one."""

OUTPUT_LABELS: Mapping[str, Text] = {
    OUT: text("输出", "output"),
    "first": text("前一半通道", "first half"),
    "second": text("后一半通道", "second half"),
}
"""What people call output ports."""


@dataclass(frozen=True, slots=True)
class BlockInfo:
    """What people read about a block. `source` says where theory and defaults come from.

    `summary` is what its card says of its parameters; `shortcut` names the switch that adds the
    input to the output, which the card draws as an arch; `inside` is the drawing of a composite.
    `pieces` are the names of what it unfolds into, by `Piece.name`.
    `gate` says that one input weights the other: on the canvas the weighted one's way is straight.
    Every output takes any number of wires; a block with several is primitive, and its module gives
    a tuple, one tensor for each.
    """

    type: str
    label: Text
    category: Category
    theory: Text
    source: str
    inputs: tuple[Port, ...] = (IN,)
    outputs: tuple[str, ...] = (OUT,)
    summary: tuple[Line, ...] = ()
    shortcut: str | None = None
    inside: Inside | None = None
    gate: bool = False
    pieces: Mapping[str, Text] = field(default_factory=dict)

    @property
    def many(self) -> bool:
        """Whether an input takes any number of wires."""
        return any(port.many for port in self.inputs)

    def port(self, at: int) -> str:
        """Return the name of the input that wire number `at` ends at; of one too many, the last."""
        return self.inputs[min(at, len(self.inputs) - 1)].name


@dataclass(frozen=True, slots=True)
class Piece:
    """One block inside a composite.

    `inputs` name earlier pieces, or `IN.name` for what enters the composite. `origin` tells which
    parameter of the composite decides a parameter of this piece, so that a difference found in the
    piece can be shown where the student can change it.
    """

    name: str
    block: "Block"
    inputs: tuple[str, ...] = (IN.name,)
    origin: Mapping[str, str] = field(default_factory=dict)


Fragment: TypeAlias = tuple[Piece, ...]
"""The pieces of a composite in topological order; the last one is its output."""


class Block(BaseModel, ABC):
    """A kind of thing that can be placed; an instance holds one node's parameters.

    Instances are values: frozen and hashable, so that what is computed from them can be memoised.
    A block is primitive, and then `build` makes its module, or it stands for a `Fragment` of other
    blocks. Everything else (shapes, costs, export, Verify) derives from these two.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)

    info: ClassVar[BlockInfo]
    keeps_shape: ClassVar[bool] = False
    """Whether the output has the first input's shape: see `kept`."""

    @classmethod
    def label_of(cls, parameter: str) -> Text | str:
        """Return what people call a parameter; its own name where the block has none such."""
        field = cls.model_fields.get(parameter)
        words = field.json_schema_extra if field else None
        return cast(Text, words["label"]) if isinstance(words, dict) else parameter

    def incomplete(self) -> Iterator[Problem]:
        """Yield what the parameters still lack, taken together: those that a switch asks for."""
        for name, switch in _needed(type(self)):
            if getattr(self, switch) and getattr(self, name) is None:
                yield codes.MISSING_PARAMETER.problem(name)

    def automatic(self, *inputs: Shape) -> Mapping[str, int | bool]:
        """Return what the parameters come to that are left to the block, for these input shapes."""
        return {}

    def kept(self, *inputs: Shape) -> Shape | None:
        """Return the output's shape where it is one of these input shapes, whatever they are.

        Such a block need not be run to know it. None where it has to be.
        """
        return inputs[0] if self.keeps_shape else None

    def like(self, *inputs: Shape) -> tuple[Shape, ...]:
        """Return the smallest input shapes that come to the same output and costs as these.

        What was measured for them is known for all that are like them.
        """
        return inputs

    def check(self, *inputs: Shape) -> Iterator[Problem]:
        """Yield why these input shapes cannot be taken, in words kinder than PyTorch's."""
        yield from ()

    def unfold(self, channels: int | None) -> Fragment | None:
        """Return the pieces that this block stands for, or None where it is primitive.

        `channels` enter the block; None where that is not known yet.
        """
        return None

    def build(self, *inputs: Shape, device: str | None = None) -> nn.Module:
        """Return the PyTorch module of a primitive block for these input shapes.

        Of a shape, channels and the number of dimensions alone decide what the module is. `device`
        is where its parameters live, PyTorch's default where it is not said.
        """
        raise NotImplementedError(f"{self.info.type} is made of pieces")


Activation = Literal["relu", "relu6", "hardswish", "hardsigmoid", "silu", "sigmoid", "tanh"]
Norm = Literal["none", "batch"]


SPELLED: dict[Activation, str] = {
    "relu": "ReLU",
    "relu6": "ReLU6",
    "hardswish": "h-swish",
    "hardsigmoid": "h-sigmoid",
    "silu": "swish",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
}
"""How the field spells an activation."""

NORM_SPELLED: dict[Norm, str] = {"batch": "batchNorm"}

NEEDED_WHILE = "needed_while"
USED_WHILE = "used_while"


@cache
def _needed(kind: type[Block]) -> tuple[tuple[str, str], ...]:
    """Return the parameters that a switch asks for, each with its switch."""
    found = []
    for name, declared in kind.model_fields.items():
        words = declared.json_schema_extra
        if isinstance(words, dict) and NEEDED_WHILE in words:
            found.append((name, str(words[NEEDED_WHILE])))
    return tuple(found)


def described(
    label: Text,
    help: Text | None = None,
    *,
    spelled: Mapping[Any, str] | None = None,
    needed_while: str | None = None,
    used_while: str | None = None,
) -> Any:
    """Return a field's words, carried in its JSON Schema for cards and inspector.

    Args:
        label: What the parameter is called.
        help: What it means.
        spelled: How people write its values, where that is not how the file does.
        needed_while: The switch that has to be off for it to stay empty, which JSON Schema cannot
            say: while the switch is on, null is no automatic value but a missing one.
        used_while: The switch without which it does nothing; one that is needed is used as long.
    """
    words: JsonDict = {
        "label": {lang: label[lang] for lang in LANGS},
        "help": {lang: help[lang] if help else "" for lang in LANGS},
    }
    if spelled:
        words["spelled"] = {**spelled}
    if needed_while:
        words[NEEDED_WHILE] = needed_while
    if switch := used_while or needed_while:
        words[USED_WHILE] = switch
    return Field(json_schema_extra=words)


MAX_CHANNELS = 8192
"""Most channels that a convolution takes or gives, or features of a linear layer."""

Channels = Annotated[int, Field(ge=1, le=MAX_CHANNELS)]
KernelSize = Annotated[
    int,
    Field(ge=1, le=31),
    described(text("卷积核", "kernel"), text("边长，单位像素", "side, in pixels")),
]
Stride = Annotated[
    int,
    Field(ge=1, le=31),
    described(text("步距", "stride"), text("窗口每次移动几个像素", "pixels per move")),
]
Padding = Annotated[int, Field(ge=0, le=31)]
SamePadding = Annotated[
    Literal["same"] | Padding,
    described(
        text("填充", "padding"),
        text("same：每边补卷积核的一半，3×3 补 1", "same: half a kernel on each side, 1 for 3×3"),
    ),
]
Dilation = Annotated[
    int,
    Field(ge=1, le=31),
    described(text("空洞率", "dilation"), text("1 表示没有空洞", "1 means no holes")),
]
Bias = Annotated[
    bool | None,
    described(
        text("偏置", "bias"),
        text(
            "自动：后面没有批归一化时才有",
            "automatic: only where no batch norm follows inside the block",
        ),
    ),
]
NormAfter = Annotated[
    Norm,
    described(
        text("归一化", "norm"),
        text("卷积之后", "after the convolution"),
        spelled=NORM_SPELLED,
    ),
]
ActivationAfter = Annotated[
    Literal["none", Activation],
    described(text("激活函数", "activation"), text("放在最后", "comes last"), spelled=SPELLED),
]
