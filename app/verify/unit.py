"""Units: the operations of canonical form, each made from the primitive that it begins with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from app.blocks import Block, Input
from app.blocks.activation import Activation
from app.blocks.batch_norm import BatchNorm
from app.blocks.combine import Add, Concat, Multiply
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Flatten, Linear, Softmax
from app.blocks.pool import AvgPool, GlobalAvgPool, MaxPool
from app.blocks.squeeze_excite import squeeze_width
from app.verify.lower import Op

Value: TypeAlias = int | str | bool | None
"""A canonical field; None compares equal to anything (not known, or of no effect)."""

DEPTHWISE = "depthwise"
GLOBAL = "global"

JOINS: Mapping[type[Block], str] = {Add: "add", Multiply: "multiply", Concat: "concat"}


class Place(NamedTuple):
    """Where a field can be changed: a node, and one of its parameters if there is one for it."""

    node: str
    parameter: str | None


class Wire(NamedTuple):
    """One input of a unit: the unit it comes from, and the wire between nodes, if it is one.

    `node` is where the wire ends: the unit's own, or one that only hands on what it gets. `tap` is
    the primitive inside the source unit whose output is taken, where that is not its last: a wire
    that leaves between a convolution and its batch norm, say.
    """

    source: int
    edge: str | None
    node: str
    tap: str | None = None


@dataclass(slots=True)
class Unit:
    """One canonical operation. `path` is that of its first primitive inside its node.

    `channels` are the output's, `entering` a convolution's input's; `squeezed` tells that its width
    is the default quarter of what enters. `nodes` are all that contribute, the one with the
    operation itself first; `entry` is the node that an open input belongs to.
    """

    kind: str
    path: str
    fields: dict[str, Value]
    places: dict[str, Place]
    wires: list[Wire]
    nodes: list[str]
    channels: int | None
    entering: int | None = None
    map_size: tuple[int, ...] | None = None
    squeezed: bool = False
    entry: str = ""

    @property
    def node(self) -> str:
        """The node with the operation itself."""
        return self.nodes[0]

    @property
    def label(self) -> tuple[object, ...]:
        """What the unit computes, wherever it stands."""
        return (self.kind, *self.fields.values())

    @property
    def commutes(self) -> bool:
        """Whether its inputs may change places."""
        return self.fields.get("op") in ("add", "multiply")

    @property
    def role(self) -> str:
        """What sort of unit it is, coarsely: parameters aside."""
        if self.kind == "conv":
            return "depthwise" if self.fields["groups"] == DEPTHWISE else "conv"
        return str(self.fields["op"]) if self.kind == "join" else self.kind


def unit_of(op: Op, ops: list[Op]) -> Unit:
    block = op.block
    match block:
        case Conv2d() | DepthwiseConv2d() | Linear():
            return _convolution(op, ops)
        case AvgPool() | MaxPool() | GlobalAvgPool():
            return _pool(op)
        case Add() | Multiply() | Concat():
            return _plain("join", op, op=JOINS[type(block)])
        case Activation():
            return _plain("activation", op, kind=block.kind)
        case BatchNorm():
            return _plain("norm", op, activation="none")
        case Input():
            return _plain(
                "input", op, channels=block.channels, height=block.height, width=block.width
            )
        case Flatten() | Softmax():
            return _plain(block.info.type, op)
        case _:  # It computes what its type and its parameters say.
            own = {name: getattr(block, name) for name in type(block).model_fields}
            shares = {name: str(value) for name, value in own.items() if isinstance(value, float)}
            port = {"out": op.out} if len(block.info.outputs) > 1 else {}
            return _plain(block.info.type, op, **{**own, **shares, **port})


def _plain(kind: str, op: Op, /, **fields: Value) -> Unit:
    places = {name: Place(op.node, op.origin.get(name)) for name in fields}
    return Unit(kind, op.path, fields, places, [], [op.node], op.channels)


def _convolution(op: Op, ops: list[Op]) -> Unit:
    block = op.block
    source = ops[op.sources[0][0]] if op.sources else None
    entering = source.channels if source else None
    fields: dict[str, Value]
    if isinstance(block, Linear):
        fields = {
            "out_channels": block.out_features,
            "kernel_size": 1,
            "stride": 1,
            "padding": 0,
            "dilation": 1,
            "groups": 1,
            "bias": block.bias,
        }
    else:
        assert isinstance(block, Conv2d | DepthwiseConv2d)
        on_pixel = (
            bool(source and source.collapsed and not source.meant)
            and block.pad == block.kernel_size // 2
        )
        groups: Value = DEPTHWISE
        out_channels: Value = "in"
        # Where it is not known what enters, as many groups as channels are taken for depthwise.
        wide = entering or block.groups if isinstance(block, Conv2d) else None
        if isinstance(block, Conv2d) and not block.groups == block.out_channels == wide:
            groups, out_channels = block.groups, block.out_channels
        elif entering == 1 or (isinstance(block, Conv2d) and block.groups == 1):
            groups, out_channels = 1, 1
        fields = {
            "out_channels": out_channels,
            "kernel_size": block.kernel_size,
            "stride": 1 if on_pixel else block.stride,
            "padding": block.pad,
            "dilation": 1 if block.kernel_size == 1 else block.dilation,
            "groups": groups,
            "bias": block.has_bias,
        }
    if op.guessed and op.origin.get("out_channels") in (None, "squeeze_channels", "se_channels"):
        fields["out_channels"] = None if fields["groups"] != DEPTHWISE else "in"
    fields |= {"norm": "none", "activation": "none"}
    names = {"out_channels": "out_features"} if isinstance(block, Linear) else {}
    places = {name: Place(op.node, op.origin.get(names.get(name, name))) for name in fields}
    unit = Unit("conv", op.path, fields, places, [], [op.node], op.channels)
    unit.entering = entering
    unit.squeezed = bool(
        source
        and source.collapsed
        and source.channels
        and fields["out_channels"] in (None, squeeze_width(source.channels))
    )
    return unit


def _pool(op: Op) -> Unit:
    block = op.block
    size = op.entering[2:] if op.entering else None
    mode: Value = "max" if isinstance(block, MaxPool) else "avg"
    fields: dict[str, Value]
    if isinstance(block, AvgPool | MaxPool) and not (
        block.padding == 0
        and (op.pooled if size is None else size == (block.kernel_size, block.kernel_size))
    ):
        stride = block.stride or block.kernel_size
        fields = {"kernel_size": block.kernel_size, "stride": stride, "padding": block.padding}
        # How to round means nothing where the windows come out even.
        over = [(side + 2 * block.padding - block.kernel_size) % stride for side in size or ()]
        fields |= {"ceil_mode": block.ceil_mode if size is None or any(over) else None}
    else:
        fields = {"kernel_size": GLOBAL, "stride": None, "padding": 0, "ceil_mode": None}
    fields = {"mode": mode, **fields}
    places = {name: Place(op.node, op.origin.get(name)) for name in fields}
    unit = Unit("pool", op.path, fields, places, [], [op.node], op.channels)
    unit.map_size = size
    return unit
