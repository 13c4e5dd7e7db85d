"""What the last rung says: each repair as a sentence, in the names that the student gave."""

from typing import TypedDict

import pytest

from app.blocks import Block, Input
from app.blocks.activation import Activation
from app.blocks.channels import ChannelSplit
from app.blocks.combine import Add, Concat
from app.blocks.conv2d import Conv2d
from app.blocks.head import Flatten
from app.graph import Graph
from app.graph.model import Edge, Node
from app.reference import Reference
from app.verify.repair.fragment import Fragment, whole
from app.verify.repair.repairs import (
    DrawWire,
    Exchange,
    Fill,
    MoveWire,
    PutIn,
    RemoveWire,
    Reorder,
    Repair,
    Replace,
    SetParameters,
    TakeOut,
    Together,
    Unfold,
)
from app.verify.repair.target import prepare
from app.verify.tell.cures import cure_of


class WhatItCosts(TypedDict):
    """What every repair has."""

    price: float
    steps: tuple[int, ...]


CONV = Conv2d(out_channels=8, kernel_size=1, norm="batch", activation="relu")
BLOCKS: dict[str, Block] = {
    "picture": Input(channels=3, height=8, width=8),
    "c1": CONV,
    "c2": CONV,
    "half": ChannelSplit(),
    "join": Concat(),
    "end": Add(),
}
WIRES = (
    Edge("e1", "picture", "c1", "in"),
    Edge("e2", "c1", "c2", "in"),
    Edge("e3", "c2", "half", "in"),
    Edge("e4", "half", "join", "in", "first"),
    Edge("e5", "half", "join", "in", "second"),
    Edge("e6", "join", "end", "a"),
    Edge("e7", "c1", "end", "b"),
)
GRAPH = Graph({id: Node(id, block) for id, block in BLOCKS.items()}, WIRES)
MINE = Graph({**GRAPH.nodes, "c2": Node("c2", CONV, "my own")}, WIRES, {"lost": Conv2d})
DUE = {one.block: one for one in whole(prepare(Reference(GRAPH, dict.fromkeys(BLOCKS, 1))))}
C = DUE[CONV]

ONE = WhatItCosts(price=1.0, steps=(1,))


def put(*blocks: Block, around: tuple[str | None, str | None] = (None, None)) -> PutIn:
    """Blocks to be put in."""
    nodes = tuple((f"n{at}", block) for at, block in enumerate(blocks))
    return PutIn(nodes=nodes, wires=(), outlets=(), ops=(), around=around, price=1.0, steps=(1,))


def set_(node: str, *values: tuple[str, object]) -> SetParameters:
    """Parameters of a convolution to set."""
    return SetParameters(node=node, values=values, fragment=C, price=1.0, steps=(1,))


def draw(source: str, target: str, port: str, out: str = "out") -> DrawWire:
    """A wire to draw."""
    return DrawWire(
        source=source, target=target, port=port, at=None, out=out, price=1.0, steps=(1,)
    )


def fill(node: str, block: Block) -> Fill:
    """Values for a block that has none."""
    fragment = Fragment(C.target, type(block), C.ops, C.inputs, block)
    return Fill(node=node, fragment=fragment, price=1.0, steps=(1,))


RELU, FLAT = Activation(kind="relu"), Flatten()
SEVEN = tuple(set_(f"n{at}", ("stride", at + 1)) for at in range(7))

SAID: tuple[tuple[Repair, str, str], ...] = (
    (set_("c1", ("stride", 2)), "In “c1”, set stride to 2.", "把“c1”的“步距”设为：2。"),
    (
        set_("c2", ("bias", True), ("norm", "none")),
        "In “my own”, set bias to on and norm to none.",
        "把“my own”的“偏置”设为：开，“归一化”设为：无。",
    ),
    (set_("c1", ("bias", None)), "In “c1”, set bias to automatic.", "把“c1”的“偏置”设为：自动。"),
    (
        Together(parts=(set_("c1", ("stride", 2)), set_("c2", ("stride", 2))), name="x", **ONE),
        "In “c1”, “my own”, set stride to 2.",
        "把“c1”、“my own”的“步距”设为：2。",
    ),
    (
        Together(parts=(set_("c1", ("stride", 2)), set_("c1", ("groups", 4))), name="x", **ONE),
        "In “c1”, set stride to 2 and groups to 4.",
        "把“c1”的“步距”设为：2，“分组”设为：4。",
    ),
    (
        Together(parts=tuple(set_(f"n{at}", ("stride", 2)) for at in range(6)), name="x", **ONE),
        "In “n0”, “n1”, “n2”, “n3”, “n4”, “n5”, set stride to 2.",
        "把“n0”、“n1”、“n2”、“n3”、“n4”、“n5”的“步距”设为：2。",
    ),
    (
        Together(parts=tuple(set_(f"n{at}", ("stride", 2)) for at in range(8)), name="x", **ONE),
        "In “n0”, “n1”, “n2”, “n3”, “n4”, “n5” and 2 more, set stride to 2.",
        "把“n0”、“n1”、“n2”、“n3”、“n4”、“n5”等 8 块的“步距”设为：2。",
    ),
    (
        Together(parts=SEVEN[:6], name="x", **ONE),
        " ".join(f"In “n{at}”, set stride to {at + 1}." for at in range(6)),
        "".join(f"把“n{at}”的“步距”设为：{at + 1}。" for at in range(6)),
    ),
    (
        Together(parts=SEVEN, name="x", **ONE),
        " ".join(
            [*(f"In “n{at}”, set stride to {at + 1}." for at in range(6)), "The rest likewise."]
        ),
        "".join([*(f"把“n{at}”的“步距”设为：{at + 1}。" for at in range(6)), "其余的也照此改。"]),
    ),
    (
        fill("lost", Conv2d(out_channels=8, kernel_size=5)),
        "Give “lost” its values: kernel 5, out channels 8.",
        "给“lost”填上参数，“卷积核”为：5，“输出通道”为：8。",
    ),
    (fill("lost", FLAT), "“lost” needs no values.", "“lost”不用填参数。"),
    (
        Replace(node="c1", fragment=DUE[Concat()], **ONE),
        "Replace “c1” by this block: “concat”.",
        "把“c1”换成“拼接 Concat”。",
    ),
    (
        TakeOut(nodes=("c1", "c2"), **ONE),
        "Delete “c1”, “my own”, and wire the block before to the block behind.",
        "删去“c1”、“my own”，把前后的块直接连起来。",
    ),
    (
        TakeOut(nodes=("c1",), loose=True, **ONE),
        "“c1”: not wired into the network; delete what is not needed.",
        "“c1”没有接进网络：不用的话就删去。",
    ),
    (
        put(RELU, RELU, FLAT, around=("c1", "c2")),
        "Between “c1” and “my own” goes “activation” ×2, “flatten”.",
        "在“c1”和“my own”之间放进“激活函数” ×2、“展平 Squeeze”。",
    ),
    (put(RELU, around=("c1", None)), "After “c1” comes “activation”.", "“c1”之后接“激活函数”。"),
    (put(RELU, around=(None, "c1")), "Before “c1” comes “activation”.", "“c1”之前接“激活函数”。"),
    (put(RELU), "Begin with “activation”.", "先放“激活函数”。"),
    (
        put(*[RELU, FLAT] * 3),
        "Begin with " + ", ".join(["“activation”, “flatten”"] * 3) + ".",
        "先放" + "、".join(["“激活函数”、“展平 Squeeze”"] * 3) + "。",
    ),
    (
        put(*[RELU, FLAT] * 3, RELU),
        "Begin with " + ", ".join(["“activation”, “flatten”"] * 3) + ", and more after that.",
        "先放" + "、".join(["“激活函数”、“展平 Squeeze”"] * 3) + "等。",
    ),
    (
        draw("picture", "end", "b"),
        "Draw a wire from “picture” to the second input of “end”.",
        "从“picture”拉一条线到“end”的第二个输入。",
    ),
    # It is to be another block first.
    (
        draw("picture", "end", "in"),
        "Draw a wire from “picture” to “end”.",
        "从“picture”拉一条线到“end”。",
    ),
    (
        draw("picture", "c1", "in"),
        "Draw a wire from “picture” to “c1”.",
        "从“picture”拉一条线到“c1”。",
    ),
    (draw("lost", "c1", "in"), "Draw a wire from “lost” to “c1”.", "从“lost”拉一条线到“c1”。"),
    (
        draw("conv'", "nowhere", "in"),
        "Draw a wire from the block that is to be put in to “nowhere”.",
        "从还要放进的那一块拉一条线到“nowhere”。",
    ),
    (
        MoveWire(wire=WIRES[3], begins="half", source="half", out="second", **ONE),
        "Let the wire “half” → “join” begin at the output “second half” of “half”.",
        "把连线“half” → “join”改成从“half”的“后一半通道”端口出发。",
    ),
    (
        RemoveWire(wire=WIRES[1], **ONE),
        "Remove the wire “c1” → “my own”.",
        "去掉连线“c1” → “my own”。",
    ),
    (
        Reorder(node="join", wires=(WIRES[1], WIRES[0]), **ONE),
        "Into “join”, the order is “c1”, “picture”.",
        "进入“join”的次序应是：“c1”、“picture”。",
    ),
    (
        Unfold(node="c1", fragment=C, names=("a", "b", "c"), **ONE),
        "Unfold “c1”: inside belong, one after another, “conv2d”, “batch norm”, “activation”.",
        "展开“c1”：里面依次应是“卷积 Conv2D”、“批归一化 batchNorm”、“激活函数”。",
    ),
    (
        Exchange(first="c1", second="c2", **ONE),
        "Let “c1” and “my own” change places.",
        "让“c1”和“my own”互换位置。",
    ),
)


@pytest.mark.parametrize(("repair", "en", "zh"), SAID, ids=[row[1] for row in SAID])
def test_a_repair_is_told(repair: Repair, en: str, zh: str) -> None:
    cure = cure_of(MINE, repair)
    assert cure is not None
    assert cure["en"] == en
    assert cure["zh-CN"] == zh


def test_without_a_repair_nothing_is_told() -> None:
    assert cure_of(MINE, None) is None
    assert cure_of(MINE, Together(parts=(), name="x", **ONE)) is None
