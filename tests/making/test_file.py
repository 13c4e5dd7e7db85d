"""A lab's file: what TOML reads from it is what was written."""

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.making import lab_file

# TOML's own rule of newlines: a carriage return is written as an escape.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
scalars = texts | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False)
short = st.dictionaries(texts, scalars, max_size=3)
values = st.recursive(
    scalars | st.lists(scalars, max_size=3) | st.lists(short, max_size=3),
    lambda inner: st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(texts, values, max_size=5))
def test_it_reads_as_what_was_written(document: dict[str, Any]) -> None:
    assert tomllib.loads(lab_file(document)) == document


def test_it_reads_as_if_written_by_hand() -> None:
    document: dict[str, Any] = {
        "slug": "mine",
        "title": {"zh-CN": "我的", "en": "Mine"},
        "sheet": {"zh-CN": "一\n二", "en": 'say "one"\nand \\ two'},
        "nodes": [{"id": "a", "at": {"x": 0.5}}, {"id": "b"}],
        "steps": [{"number": 1, "sheet": {"en": "a\nb"}}],
    }
    assert lab_file(document).splitlines()[2:] == [
        'slug = "mine"',
        'title = { zh-CN = "我的", en = "Mine" }',
        "nodes = [",
        '    { id = "a", at = { x = 0.5 } },',
        '    { id = "b" },',
        "]",
        "",
        "[sheet]",
        'zh-CN = """',
        "一",
        '二"""',
        'en = """',
        'say \\"one\\"',
        'and \\\\ two"""',
        "",
        "[[steps]]",
        "number = 1",
        "",
        "[steps.sheet]",
        'en = """',
        "a",
        'b"""',
    ]
    assert tomllib.loads(lab_file(document)) == document
