"""Every shape and size that the lab's own text states, compared with what the lessons say.

The text lies beside the repository, or where `LAB_TEXT` says.
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from app.blocks.activation import Activation
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.pool import AvgPool
from app.blocks.squeeze_excite import squeeze_width
from app.core.shape import Shape
from app.labs import catalog, policy_of
from app.lesson import Lesson, lesson
from tests.reference.pieces import Primitive, hwc, primitives
from tests.reference.test_lab_text import of_step, told
from tests.tree import ROOT

TEXT = Path(os.environ.get("LAB_TEXT", ROOT.parent / "shared" / "lab-text-zh.txt"))

pytestmark = pytest.mark.skipif(not TEXT.is_file(), reason=f"{TEXT} is not there")

HWC = r"\((\d+) x (\d+) x (\d+)\)"


def sections() -> Mapping[int, str]:
    """The text of each of the steps 4.2.1 to 4.2.21, by number."""
    text = TEXT.read_text(encoding="utf-8")
    parts = re.split(r"^4\.2\.(\d+) .*$", text, flags=re.MULTILINE)
    return {int(number): body for number, body in zip(parts[1::2], parts[2::2], strict=True)}


STATED = sections() if TEXT.is_file() else {}
STEPS = range(1, 22)


@pytest.fixture(name="given", scope="module")
def _given() -> Lesson:
    """The lesson as the guided mode gives it."""
    lab = catalog()["mobilenet-v3-large"]
    return lesson(lab, policy_of(lab, "guided"))


def shape(found: tuple[str, ...]) -> Shape:
    """H×W×C as it is written, as (1, c, h, w)."""
    height, width, channels = map(int, found)
    return (1, channels, height, width)


def test_the_text_has_the_lesson_s_steps(given: Lesson) -> None:
    assert [each.step for each in given.steps] == list(STEPS)
    assert set(STEPS) <= STATED.keys()


@pytest.mark.parametrize("step", STEPS)
def test_what_enters_and_what_leaves(given: Lesson, step: int) -> None:
    said = given.steps[step - 1]
    entering = re.findall(rf"输入特征矩阵是{HWC}", STATED[step])
    leaving = re.findall(rf"输出特征矩阵为{HWC}", STATED[step])
    assert bool(entering) == (step != 21)
    if entering:
        assert said.input_shape == shape(entering[0])
        # The last convolution is followed by a flattening: 1000 nodes are left of 1×1×1000.
        assert said.output_shape in (shape(leaving[-1]), shape(leaving[-1])[:2])


@pytest.mark.parametrize("step", range(2, 17))
def test_what_a_bneck_is_made_of(given: Lesson, step: int) -> None:
    body = STATED[step]
    [block] = [each for each in given.steps[step - 1].sketches if each.type == "bneck"]
    kernel, wide = re.findall(r"DwiseConv2D卷积核的宽、高、个数是\((\d+) x \d+ x (\d+)\)", body)[0]
    pointwise = re.findall(r"Conv2D卷积核的宽、高、通道、个数是\(1 x 1 x (\d+) x (\d+)\)", body)
    assert block.data["kernel_size"] == int(kernel)
    assert block.data["expand"] == ("有第一层卷积层" in body)
    assert (block.data["exp_size"] if block.data["expand"] else block.in_channels) == int(wide)
    assert block.data["out_channels"] == int(pointwise[-1][1])
    assert block.data["shortcut"] == ("有shortcut" in body)
    assert block.data["se"] == ("有SE模块" in body)
    assert block.data["nl"] == ("HS" if "h-swish" in body else "RE")
    stride = re.findall(r"DwiseConv2D.*?步长为(\d)", body)[0]
    assert block.data["stride"] == int(stride)


def test_the_nodes_of_fc1_and_fc2(given: Lesson) -> None:
    found = 0
    for step, body in STATED.items():
        for fc1, fc2 in re.findall(r"FC1的节点个数是(\d+)[,，]FC2的节点个数是(\d+)", body):
            [block] = given.steps[step - 1].sketches
            assert block.data["exp_size"] == int(fc2)
            assert squeeze_width(int(fc2)) == int(fc1)
            found += 1
    assert found == 8


STATEMENT = re.compile(
    rf"输入特征矩阵是{HWC}|输出特征矩阵为\((?P<output>\d+ x \d+ x \d+)\)"
    r"|(?:Dwise)?(?:Conv2D)?卷积核的宽、高、(?:通道、)?个数是\((?P<kernel>[\dx ]+)\)"
    r"|步长为(?P<stride>\d)|(?P<activation>Relu|h-swish\[x\])激活函数"
    r"|池化核大小为\(?(?P<pool>\d+)(?: x (?P=pool)\))?"
    r"|FC1以及FC2|FC1的节点个数是(?P<fc1>\d+)|FC2的节点个数是(?P<fc2>\d+)"
    r"|输出矩阵\(1 x 1 x (?P<flat>\d+)\)转换成(?P=flat)个节点|范围在\[0, 1\]和为1的概率分布"
)
"""All that a section states in figures, and the activations."""

SPELLED = {"Relu": "relu", "h-swish[x]": "hardswish"}


def layers(step: int) -> Iterator[str]:
    """The layers that a section describes, in the words of `in_words`."""
    for line in STATED[step].split("\n"):
        found = STATEMENT.finditer(line)
        said = {name: each for one in found for name, each in one.groupdict().items() if each}
        output = said.get("output", "").replace(" ", "")
        if "SE模块,包含" in line:
            yield f"AvgPool {said['pool']}"
            yield from (f"conv 1 / 1 to 1x1x{said['fc1']}", "relu")
            yield from (f"conv 1 / 1 to 1x1x{said['fc2']}", "hardsigmoid", "multiply")
        elif "pool" in said:
            yield f"AvgPool {said['pool']} / {said['stride']} to {output}"
        elif "kernel" in said:
            kind = "depthwise" if "Dwise" in line else "conv"
            yield f"{kind} {said['kernel'].split()[0]} / {said['stride']} to {output}"
        if "batchNorm" in line:
            yield "batch_norm"
        if "activation" in said:
            yield SPELLED[said["activation"]]
        if "flat" in said:
            yield f"flatten {said['flat']}"
        if "Softmax" in line:
            yield "softmax"
    if "有shortcut" in STATED[step]:
        yield "add"


def in_words(each: Primitive) -> str:
    """A primitive block of the reference, as `layers` has it."""
    if isinstance(each.block, AvgPool):
        return f"AvgPool {each.block.kernel_size} / {each.block.stride} to {hwc(each.output)}"
    return told(each)


@pytest.mark.parametrize("step", STEPS)
def test_every_layer_with_all_that_is_stated_of_it(step: int) -> None:
    assert [in_words(each) for each in of_step(step)] == list(layers(step))


@pytest.mark.parametrize("step", STEPS)
def test_the_channels_of_every_kernel(step: int) -> None:
    stated = [
        tuple(map(int, found["kernel"].split(" x ")))
        for found in STATEMENT.finditer(STATED[step])
        if found["kernel"]
    ]
    built: list[tuple[int, ...]] = []
    for each in of_step(step):
        entering, leaving = each.inputs[0][1], each.output[1]
        if isinstance(each.block, DepthwiseConv2d):
            built.append((each.block.kernel_size, each.block.kernel_size, leaving))
        elif isinstance(each.block, Conv2d):
            built.append((each.block.kernel_size, each.block.kernel_size, entering, leaving))
    if "有SE模块" in STATED[step]:
        # FC1 and FC2 are convolutions of a 1×1 map; the text gives their nodes.
        del built[2:4]
    assert built == stated


@pytest.mark.parametrize("step", STEPS)
def test_no_figure_of_a_section_goes_unread(step: int) -> None:
    assert re.findall(r"\d+", STATEMENT.sub("", STATED[step])) == []


LISTED = re.compile(
    r"self\.bneck(?P<number>\d+)=Bottleneck\(in_channels=(?P<entering>\d+),kernel_size=(?P<kernel>\d),"
    r"exp_size=(?P<wide>\d+),out=(?P<leaving>\d+),se=(?P<se>\w+),nl=nn\.(?P<nl>\w+),s=(?P<stride>\d)\)"
)


def test_every_bneck_of_the_listing() -> None:
    found = primitives(catalog()["mobilenet-v3-large-listing"].reference.graph)
    listing = TEXT.read_text(encoding="utf-8").replace(" ", "")
    listed = list(LISTED.finditer(listing))
    assert [int(each["number"]) for each in listed] == list(range(1, 16))
    for each in listed:
        own = [one for one in found if one.node.startswith(f"bneck{each['number']}_")]
        [deep] = [one.block for one in own if isinstance(one.block, DepthwiseConv2d)]
        [wide] = {one.output[1] for one in own if isinstance(one.block, DepthwiseConv2d)}
        last = [one for one in own if isinstance(one.block, Conv2d)][-1]
        kinds = [one.block.kind for one in own if isinstance(one.block, Activation)]
        assert (own[0].inputs[0][1], deep.kernel_size, wide, last.output[1], deep.stride) == tuple(
            int(each[name]) for name in ("entering", "kernel", "wide", "leaving", "stride")
        )
        assert any(one.node.endswith("_se") for one in own) == (each["se"] == "True")
        assert kinds[0] == {"ReLU": "relu", "Hardswish": "hardswish"}[each["nl"]]


FIGURES = ("3.2%", "20%", "6.6%", "2019", "1/4", "0.2", "0.5", "0.1", "1000")
"""Figures of the prose before the steps, as the lesson says them too."""

ELSEWHERE = re.compile(
    r"1x1|3x3|5x5"  # kernels: the steps have them one by one
    r"|共4个channel|4个channel的1/4|节点个数(?:=|为)[14]\b"  # the example: `test_probe`
    r"|stride=1|步距依然为1"  # the steps have these
    r"|https?://\S+|^ *\d[\d.]*(?=[.首紧最 ])|Conv[12]|R?eLU6|Relu6|V[23]|TOP1|Table 1|Conv2D",
    re.MULTILINE,
)
"""What other tests compare, and numbers that are part of a name or of a heading."""


def prose() -> str:
    """What the text says before it comes to the steps."""
    return TEXT.read_text(encoding="utf-8").split("4.2 结构组件介绍")[0]


def test_no_figure_of_the_prose_is_forgotten() -> None:
    left = re.findall(r"\d[\d./x]*%?", ELSEWHERE.sub("", prose()))
    assert set(left) <= set(FIGURES)


@pytest.mark.parametrize(
    "fact",
    [*FIGURES, "ICCV", "TOP1", "ImageNet"],
)
def test_the_figures_of_its_prose(given: Lesson, fact: str) -> None:
    assert fact in TEXT.read_text(encoding="utf-8")
    chapters = "\n".join(
        section.text["zh-CN"] for chapter in given.chapters for section in chapter.sections
    )
    assert fact in chapters
