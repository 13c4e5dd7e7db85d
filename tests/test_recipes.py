"""The recipes of CONTRIBUTING.md name every file that they touch.

What a recipe has added once is looked for by its name in the whole product: a file that knows it
and that the recipe does not name is one that whoever follows the recipe would forget.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from app.blocks import BLOCK_OF_TYPE
from app.labs.policy import POLICIES
from app.verify.report import FindingCode
from app.verify.tell.codes import FINDING_CODES
from tests.tree import files, read

SOURCES = (".py", ".ts", ".svelte", ".html", ".toml", ".json", ".css", ".csv")
# What is generated or tests; and help, which explains with examples.
ASIDE = re.compile(r"\.gen\.|\.test\.|^testing|^help|^package|^openapi")
NAMED = re.compile(r"`((?:app|static|templates|tests)/[\w./-]*)`")
BY_THE_RECIPE = ("channel_shuffle", "channel_split", "dropout", "softmax")
"""Blocks that nothing is about; of convolutions, the whole product knows something."""

SLUGS = [path.stem for path in files(".toml") if path.parent == Path("app/labs/catalogue")]


@cache
def product() -> tuple[tuple[Path, str], ...]:
    """The files of the product, with their text."""
    return tuple(
        (path, read(path))
        for path in files(*SOURCES)
        if path.parts[0] in ("app", "static", "templates") and not ASIDE.search(path.name)
    )


def named(title: str) -> tuple[Path, ...]:
    """The files and folders that a recipe names."""
    text = read(Path("CONTRIBUTING.md"))
    (recipe,) = re.findall(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    return tuple(Path(name) for name in NAMED.findall(recipe))


def forgotten(title: str, *spellings: str) -> list[str]:
    """The files that hold one of the spellings and that the recipe does not tell of."""
    told = named(title)
    return [
        str(path)
        for path, text in product()
        if any(spelling in text for spelling in spellings)
        and not any(path.is_relative_to(each) for each in told)
    ]


def quoted(name: str) -> tuple[str, ...]:
    """A name as a text of its own."""
    return f'"{name}"', f"'{name}'"


@pytest.mark.parametrize("type", BY_THE_RECIPE)
def test_a_block_is_known_where_the_recipe_says(type: str) -> None:
    block = BLOCK_OF_TYPE[type].__name__
    found = forgotten("Add a block", *quoted(type), f"{block}(", f"import {block}\n")
    labs = ("app/labs/", "app/reference/")
    assert [path for path in found if not path.startswith(labs)] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lab_is_known_where_the_recipe_says(slug: str) -> None:
    assert forgotten("Add a lab", *quoted(slug), f"/{slug}/", f"/{slug}?") == []


@pytest.mark.parametrize("code", FINDING_CODES, ids=lambda code: code.name)
def test_a_finding_is_known_where_the_recipe_says(code: FindingCode) -> None:
    constant = code.name.upper().replace("-", "_")
    assert forgotten("Add a finding", *quoted(code.name), f".{constant}") == []


@pytest.mark.parametrize("mode", POLICIES)
def test_a_mode_is_known_where_the_recipe_says(mode: str) -> None:
    """No rule and no page asks which mode it is, but what the mode gives, tells and binds."""
    assert forgotten("Add a mode", *quoted(mode), f"mode.{mode}", f"mode={mode}") == []
