"""One term for one thing: every word that people read holds to the list of terms."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.blocks import BLOCKS
from app.core.text import LANGS
from tests.tree import ROOT

TERMS: list[dict[str, Any]] = json.loads(
    (ROOT / "static/src/i18n/terms.json").read_text(encoding="utf-8")
)
EXPLAINED = {
    *("feature-map", "kernel", "stride", "same", "pooling", "activation", "batch-norm"),
    *("exp-size", "nl", "nbn", "fc"),
}
WORDS = (
    "static/src/i18n/zh-CN.json",
    "static/src/i18n/en.json",
    "static/src/lesson/zh-CN.json",
    "static/src/lesson/en.json",
    "static/src/make/zh-CN.json",
    "static/src/make/en.json",
    "app/labs/*.toml",
    "app/labs/catalogue/*.toml",
    "app/labs/questions/*.toml",
    "app/lesson/*.py",
    "app/lesson/**/*.toml",
    "app/blocks/*.py",
    "app/demo/*.py",
    "app/core/codes.py",
    "app/service/tell.py",
    "app/service/workshop.py",
    "app/making/*.py",
    "app/settings.py",
    "app/cli/*.py",
    "app/verify/tell/**/*.py",
    "app/web/*.py",
    "templates/*.html",
)
"""Where words on screen stand."""

JOINED = re.compile(r'"\s*\n\s*"')
"""Where a text of Python goes on in the next line."""


def written() -> Iterator[tuple[Path, str]]:
    """Every file with words on screen, texts that run over lines joined."""
    for pattern in WORDS:
        found = sorted(ROOT.glob(pattern))
        assert found, pattern
        for path in found:
            yield path.relative_to(ROOT), JOINED.sub("", path.read_text(encoding="utf-8"))


def instead(term: dict[str, Any]) -> list[str]:
    """The words that are not used for a term, in both languages."""
    return [word for lang in LANGS for word in term["instead_of"][lang]]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term["id"])
def test_one_term_for_one_thing(term: dict[str, Any]) -> None:
    found = [
        f"{path}: “{word}” instead of {term['term']}"
        for path, text in written()
        for word in instead(term)
        if word.lower() in text.lower()
    ]
    assert found == []


def test_the_words_of_the_table_are_explained_in_both_languages() -> None:
    assert {term["id"] for term in TERMS if "what" in term} == EXPLAINED
    for term in TERMS:
        for part in ("term", "what", "words"):
            assert part not in term or all(term[part][lang] for lang in LANGS)


def test_an_explanation_uses_no_word_that_another_term_replaces() -> None:
    told = json.dumps([term.get("what") for term in TERMS], ensure_ascii=False).lower()
    assert [word for term in TERMS for word in instead(term) if word.lower() in told] == []


def test_a_term_explains_parameters_that_blocks_have() -> None:
    known = {name for block in BLOCKS for name in block.model_fields}
    assert {name for term in TERMS for name in term.get("parameters", [])} <= known


SPACED = re.compile(r"[\d}] %(?!})")
"""A space between a figure and its sign, which neither language has; in Python it divides."""


def test_no_space_stands_before_a_percent_sign() -> None:
    texts = [(path, text) for path, text in written() if path.suffix != ".py"]
    assert [f"{path}: {found}" for path, text in texts for found in SPACED.findall(text)] == []
