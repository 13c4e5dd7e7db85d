"""The MobileNetV3-Large reference is the network of the lab text, sections 4.2.1 to 4.2.21.

The facts below are copied from the text, not from the paper's table, so that they are an oracle for
the table: every layer of every step with its kernel, stride, activation and output.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from app.blocks import Block
from app.blocks.activation import Activation
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.pool import AvgPool
from app.reference import from_table
from tests.reference.pieces import Primitive, hwc, primitives


class Conv(NamedTuple):
    """A section titled 卷积: kernel side, stride, what follows, the output."""

    step: int
    input: str
    kernel: int
    stride: int
    followed_by: tuple[str, ...]
    output: str


class Bneck(NamedTuple):
    """A section titled bneck 结构.

    `expand` is the output of its first layer, if it has one; `depthwise` kernel, stride and output;
    `se` the side of its AvgPool and the nodes of FC1 and FC2; `project` the output of its last
    layer.
    """

    step: int
    input: str
    expand: str | None
    depthwise: tuple[int, int, str]
    se: tuple[int, int, int] | None
    project: str
    activation: str
    shortcut: bool


LAB_TEXT = (
    Conv(1, "224x224x3", 3, 2, ("batch_norm", "hardswish"), "112x112x16"),
    Bneck(2, "112x112x16", None, (3, 1, "112x112x16"), None, "112x112x16", "relu", True),
    Bneck(3, "112x112x16", "112x112x64", (3, 2, "56x56x64"), None, "56x56x24", "relu", False),
    Bneck(4, "56x56x24", "56x56x72", (3, 1, "56x56x72"), None, "56x56x24", "relu", True),
    Bneck(5, "56x56x24", "56x56x72", (5, 2, "28x28x72"), (28, 24, 72), "28x28x40", "relu", False),
    Bneck(6, "28x28x40", "28x28x120", (5, 1, "28x28x120"), (28, 32, 120), "28x28x40", "relu", True),
    Bneck(7, "28x28x40", "28x28x120", (5, 1, "28x28x120"), (28, 32, 120), "28x28x40", "relu", True),
    Bneck(8, "28x28x40", "28x28x240", (3, 2, "14x14x240"), None, "14x14x80", "hardswish", False),
    Bneck(9, "14x14x80", "14x14x200", (3, 1, "14x14x200"), None, "14x14x80", "hardswish", True),
    Bneck(10, "14x14x80", "14x14x184", (3, 1, "14x14x184"), None, "14x14x80", "hardswish", True),
    Bneck(11, "14x14x80", "14x14x184", (3, 1, "14x14x184"), None, "14x14x80", "hardswish", True),
    Bneck(
        12, "14x14x80", "14x14x480", (3, 1, "14x14x480"), (14, 120, 480), "14x14x112",
        "hardswish", False,
    ),
    Bneck(
        13, "14x14x112", "14x14x672", (3, 1, "14x14x672"), (14, 168, 672), "14x14x112",
        "hardswish", True,
    ),
    Bneck(
        14, "14x14x112", "14x14x672", (5, 2, "7x7x672"), (7, 168, 672), "7x7x160",
        "hardswish", False,
    ),
    Bneck(
        15, "7x7x160", "7x7x960", (5, 1, "7x7x960"), (7, 240, 960), "7x7x160", "hardswish", True
    ),
    Bneck(
        16, "7x7x160", "7x7x960", (5, 1, "7x7x960"), (7, 240, 960), "7x7x160", "hardswish", True
    ),
    Conv(17, "7x7x160", 1, 1, ("batch_norm", "hardswish"), "7x7x960"),
    Conv(19, "1x1x960", 1, 1, ("hardswish",), "1x1x1280"),
    Conv(20, "1x1x1280", 1, 1, ("flatten 1000",), "1x1x1000"),
)  # fmt: skip

REFERENCE = from_table("mobilenet-v3-large")


def of_step(number: int) -> list[Primitive]:
    """The primitive blocks of one step of the reference."""
    found = primitives(REFERENCE.graph)
    return [primitive for primitive in found if REFERENCE.steps[primitive.node] == number]


def told(primitive: Primitive) -> str:
    """A primitive block in the words of the expectations below."""
    block, output = primitive.block, hwc(primitive.output)
    match block:
        case DepthwiseConv2d():
            return f"depthwise {block.kernel_size} / {block.stride} to {output}"
        case Conv2d():
            assert block.groups == block.dilation == 1
            return f"conv {block.kernel_size} / {block.stride} to {output}"
        case Activation():
            return block.kind
        case _:
            return name_and_sizes(block, primitive)


def name_and_sizes(block: Block, primitive: Primitive) -> str:
    """A block without parameters that matter, with the sizes that the lab text gives."""
    name = block.info.type
    if name == "global_avg_pool":
        return f"AvgPool {primitive.inputs[0][2]}"
    return f"{name} {hwc(primitive.output)}" if name == "flatten" else name


def layers(section: Conv | Bneck) -> Iterator[str]:
    """The layers that a section of the lab text describes, in its order."""
    if isinstance(section, Conv):
        yield f"conv {section.kernel} / {section.stride} to {section.output}"
        yield from section.followed_by
        return
    if section.expand:
        yield from (f"conv 1 / 1 to {section.expand}", "batch_norm", section.activation)
    kernel, stride, output = section.depthwise
    yield from (f"depthwise {kernel} / {stride} to {output}", "batch_norm", section.activation)
    if section.se:
        side, fc1, fc2 = section.se
        yield f"AvgPool {side}"
        yield from (f"conv 1 / 1 to 1x1x{fc1}", "relu")  # section 2.1.1: FC1's activation is ReLU
        yield from (f"conv 1 / 1 to 1x1x{fc2}", "hardsigmoid", "multiply")
    yield from (f"conv 1 / 1 to {section.project}", "batch_norm")
    if section.shortcut:
        yield "add"


@pytest.mark.parametrize("section", LAB_TEXT, ids=lambda section: f"4.2.{section.step}")
def test_each_step_has_the_layers_of_the_lab_text(section: Conv | Bneck) -> None:
    found = of_step(section.step)
    assert hwc(found[0].inputs[0]) == section.input
    assert [told(primitive) for primitive in found] == list(layers(section))


def test_the_pooling_is_that_of_the_lab_text() -> None:
    (pool,) = of_step(18)
    assert pool.block == AvgPool(kernel_size=7, stride=1)
    assert (hwc(pool.inputs[0]), hwc(pool.output)) == ("7x7x960", "1x1x960")


def test_the_network_ends_with_softmax() -> None:
    (end,) = of_step(21)
    assert end.block.info.type == "softmax"
    assert end.output == (1, 1000)


def test_the_two_layers_without_batch_norm_are_the_ones_with_a_bias() -> None:
    biased = {
        REFERENCE.steps[id]
        for id, node in REFERENCE.graph.nodes.items()
        if isinstance(node.block, Conv2d) and node.block.has_bias
    }
    assert biased == {19, 20}
