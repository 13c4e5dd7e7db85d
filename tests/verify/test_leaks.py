"""Nothing that Verify says below the deepest hint holds the value that is asked for."""

import re
from collections.abc import Iterator
from random import Random

import pytest

from app.core.diagnostic import Arg, fill
from app.core.text import LANGS, Lang, text
from app.labs import catalog
from app.service import tell
from app.verify import LEVELS, Finding, Report, hint, verify
from app.web.reports import report as as_json
from tests.verify.faults import parameter
from tests.verify.sketch import Sketch

SPELLINGS = (
    {"hardswish", "hswish", "h-swish", "hs"},
    {"hardsigmoid", "hsigmoid", "h-sigmoid", "hard sigmoid"},
    {"relu", "re"},
    {"relu6", "re6"},
    {"silu", "swish"},
    {"sigmoid"},
    {"tanh"},
    {"none", "无"},
    {"batch", "batch norm", "batchnorm", "批归一化"},
    {"on", "true", "yes", "开", "是"},
    {"off", "false", "no", "关", "否"},
)
"""What one value is called, in any language; a sentence may hold none of its names."""

ORDINARY = {"on", "no", "yes", "是"}
"""Names that are ordinary words as well: they give nothing away in a sentence."""

REFERENCES = re.compile(
    r"(?:[Ss]ection|[Ff]igure|Tables?) [0-9](?:\.[0-9])?|[0-9]\.[0-9] 节|[图表] [0-9]|FC[12]"
    r"|MobileNetV[123]|“[^”]*”|`[^`]*`"
)
"""What may hold a digit or a name: places in the paper, layers, and the student's own names."""

BOARDS = 12


def faulty(slug: str) -> Iterator[Report]:
    """Reports of boards with one wrong parameter each."""
    lab = catalog()[slug]
    base = Sketch.of(lab.reference.graph)
    for seed in range(BOARDS):
        fault = parameter(base, Random(f"{slug}/{seed}"))
        if fault is not None:
            yield verify(fault.sketch.read(), lab.reference)


def said(finding: Finding, lang: Lang) -> Iterator[str]:
    """Every sentence below the deepest level, without the step's number and the count."""
    blank = {**finding.args, "step": "", "steps": "", "places": "", "share": ""}
    for level in range(LEVELS):
        yield fill(finding.code.ladder[level], blank, lang)


def names_of(expected: Arg) -> set[str]:
    """What the expected value might be called."""
    given = expected.values() if isinstance(expected, dict) else [expected]
    words = {str(word).lower() for word in given}
    for spelling in SPELLINGS:
        if words & spelling:
            words |= spelling
    return words - ORDINARY


def gives_away(sentence: str, expected: Arg) -> bool:
    """Whether a sentence holds the value as a word or a number of its own."""
    return any(
        re.search(
            rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" if name.isascii() else f"[“：为]{name}",
            sentence.lower(),
        )
        for name in names_of(expected)
    )


@pytest.mark.parametrize("slug", catalog())
def test_no_hint_gives_the_value_away(slug: str) -> None:
    found = [finding for report in faulty(slug) for finding in report.findings]
    assert found
    for finding in found:
        for lang in LANGS:
            for sentence in said(finding, lang):
                bare = REFERENCES.sub("", sentence)
                assert finding.expected is None or not gives_away(bare, finding.expected), sentence


@pytest.mark.parametrize("slug", catalog())
def test_the_deepest_hint_says_it(slug: str) -> None:
    for report in faulty(slug):
        for finding in report.findings:
            for lang in LANGS:
                last = hint(finding, LEVELS, lang)
                if finding.cure is None:
                    assert last == hint(finding, LEVELS - 1, lang)
                elif finding.expected is None:
                    assert last == finding.cure[lang]
                else:
                    assert gives_away(last, finding.expected) or isinstance(finding.expected, dict)


@pytest.mark.parametrize("slug", catalog())
def test_a_report_carries_no_more_than_the_first_hint(slug: str) -> None:
    for report in faulty(slug):
        body = as_json(tell(report, "whole", LEVELS), "en")
        for part, finding in zip(body["findings"], report.findings, strict=True):
            assert part["message"] == hint(finding, 0, "en")
            assert part.keys() == {
                "id", "code", "name", "family", "severity", "nodes", "edges", "parameter", "step",
                "message", "hint_levels",
            }  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It makes 1×24×56×56.", 24),
        ("Set it to 16.", 16),
        ("Use h-swish here.", "hardswish"),
        ("NL: HS", "hardswish"),
        ("RE instead", "relu"),
        ("It should be false.", text("关", "off")),
        ("把它设为“开”。", text("开", "on")),
        ("no norm: none", "none"),
    ],
)
def test_a_leak_would_be_noticed(sentence: str, expected: Arg) -> None:
    assert gives_away(sentence, expected)


@pytest.mark.parametrize(
    ("sentence", "expected"), [("1×240×56×56", 24), ("represent", "relu"), ("5.2", 52)]
)
def test_what_is_no_leak_is_left_alone(sentence: str, expected: Arg) -> None:
    assert not gives_away(sentence, expected)
