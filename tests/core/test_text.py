"""The language of an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import LANGS, Lang, negotiate


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        (None, "en"),
        ("", "en"),
        ("zh-CN", "zh-CN"),
        ("zh", "zh-CN"),
        ("zh-Hant-TW", "zh-CN"),
        ("ZH-cn", "zh-CN"),
        ("zhx", "en"),
        ("de-DE, fr;q=0.5", "en"),
        ("de, zh;q=0.1", "zh-CN"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("en;q=0.2, zh-CN;q=0.7", "zh-CN"),
        ("zh;q=0, en;q=0.1", "en"),
        ("zh, en", "zh-CN"),
        ("*", "en"),
        ("zh;q=much", "en"),
        ("en;q=0.5, zh; q=0.9", "zh-CN"),
        ("en;q=0.9, zh; q=0.5", "en"),
        ("en;q=0.5, zh;Q=0.9", "zh-CN"),
        ("en;q=0.9, zh ; Q = 0.5", "en"),
        ("en;q=0.9, zh;level=1;q=0.5", "en"),
        ("zh;q=0.5;level=1, en;q=0.4", "zh-CN"),
        ("\tzh\t, en;q=0.9", "zh-CN"),
        ("zh;q=nan, en;q=0.1", "en"),
        ("zh;q=-1", "en"),
        ("zh;q=2, en;q=0.1", "en"),
    ],
)
def test_the_best_language_that_there_is(header: str | None, lang: Lang) -> None:
    assert negotiate(header) == lang


@given(st.text())
def test_any_header_has_an_answer(header: str) -> None:
    assert negotiate(header) in LANGS
