"""What checks and blocks say is set as Chinese and English are."""

import pytest

from app.blocks import BLOCKS, Block
from app.core.codes import CODES
from app.core.diagnostic import Code
from app.core.text import text
from tests.typography import complaints


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.name)
def test_diagnostics_are_set_well(code: Code) -> None:
    assert not complaints(code.message) + complaints(code.help)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.info.type)
def test_blocks_are_explained_in_well_set_words(block: type[Block]) -> None:
    assert not complaints(block.info.label) + complaints(block.info.theory)


@pytest.mark.parametrize(
    "zh",
    [
        "请看这一块,再往后看。",
        "请看这一块.",
        "结果:不同。",
        "用了SE 模块。",
        "第{step}步不同。",
        "第 {step}步不同。",
        "第 {step} 步 ，不同。",
        "请 看这一块。",
        '"卷积"不同。',
    ],
)
def test_bad_chinese_is_found(zh: str) -> None:
    assert complaints(text(zh, "Right."))


@pytest.mark.parametrize("en", ["Look ，here.", "Look here .", "Look:here.", "Look  here.", "`x`"])
def test_bad_english_is_found(en: str) -> None:
    assert complaints(text("对。", en))


@pytest.mark.parametrize(
    "zh",
    [
        "第 {step} 步：“{node}”的 SE 模块（通道×高×宽）不同。",
        "{consequence}再看论文 5.2 节和 1×1 卷积。",
        "softmax(x) 的总和为一。",
    ],
)
def test_good_chinese_is_left_alone(zh: str) -> None:
    assert not complaints(text(zh, "Look at “{node}”: 5.2, and 1×1. Is it {shape}?"))
