"""Every shape and size that the lab's own text states, compared with what the lessons say.

The text lies beside the repository, or where `LAB_TEXT` says.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.blocks.squeeze_excite import squeeze_width
from app.core.shape import Shape
from app.labs import catalog, policy_of
from app.lesson import Lesson, lesson
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


@pytest.fixture(scope="module")
def told() -> Lesson:
    """The lesson as the guided mode gives it."""
    lab = catalog()["mobilenet-v3-large"]
    return lesson(lab, policy_of(lab, "guided"))


def shape(found: tuple[str, ...]) -> Shape:
    """H×W×C as it is written, as (1, c, h, w)."""
    height, width, channels = map(int, found)
    return (1, channels, height, width)


def test_the_text_has_the_lesson_s_steps(told: Lesson) -> None:
    assert [each.step for each in told.steps] == list(STEPS)
    assert set(STEPS) <= STATED.keys()


@pytest.mark.parametrize("step", STEPS)
def test_what_enters_and_what_leaves(told: Lesson, step: int) -> None:
    said = told.steps[step - 1]
    entering = re.findall(rf"输入特征矩阵是{HWC}", STATED[step])
    leaving = re.findall(rf"输出特征矩阵为{HWC}", STATED[step])
    assert bool(entering) == (step != 21)
    if entering:
        assert said.input_shape == shape(entering[0])
        # The last convolution is followed by a flattening: 1000 nodes are left of 1×1×1000.
        assert said.output_shape in (shape(leaving[-1]), shape(leaving[-1])[:2])


@pytest.mark.parametrize("step", range(2, 17))
def test_what_a_bneck_is_made_of(told: Lesson, step: int) -> None:
    body = STATED[step]
    [block] = [each for each in told.steps[step - 1].sketches if each.type == "bneck"]
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


def test_the_nodes_of_fc1_and_fc2(told: Lesson) -> None:
    found = 0
    for step, body in STATED.items():
        for fc1, fc2 in re.findall(r"FC1的节点个数是(\d+)[,，]FC2的节点个数是(\d+)", body):
            [block] = told.steps[step - 1].sketches
            assert block.data["exp_size"] == int(fc2)
            assert squeeze_width(int(fc2)) == int(fc1)
            found += 1
    assert found == 8


@pytest.mark.parametrize(
    "fact",
    ["3.2%", "20%", "6.6%", "2019", "ICCV", "1/4", "0.2", "0.5", "0.1", "TOP1", "1000", "ImageNet"],
)
def test_the_figures_of_its_prose(told: Lesson, fact: str) -> None:
    assert fact in TEXT.read_text(encoding="utf-8")
    chapters = "\n".join(
        section.text["zh-CN"] for chapter in told.chapters for section in chapter.sections
    )
    assert fact in chapters
