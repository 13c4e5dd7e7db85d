"""A lab as the text of its file: TOML as a person would write it, from plain values.

Only what lab files hold can be written: tables, arrays, texts, whole numbers, numbers and switches.
"""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = str | bool | int | float | Sequence["Value"] | Mapping[str, "Value"]
Document: TypeAlias = Mapping[str, Value]

GLANCE = 200
"""Signs of a table that still stands on one line."""

HEAD = "# A lab of Bneck Lab. bneck-lab lab check FILE proves it.\n"


def lab_file(document: Document) -> str:
    """Return the text of a lab's file. What TOML reads from it is the document again."""
    return HEAD + "\n" + "\n".join(_table(document, ())).strip("\n") + "\n"


def _table(table: Document, path: tuple[str, ...]) -> list[str]:
    """Return the lines of a table: first what fits its own lines, then the tables inside it."""
    lines = [f"{_key(key)} = {_value(each)}" for key, each in table.items() if _is_short(each)]
    for key, each in table.items():
        inner = (*path, key)
        if _is_short(each):
            continue
        if isinstance(each, Mapping):
            lines += ["", f"[{_name(inner)}]", *_table(each, inner)]
        else:
            assert isinstance(each, Sequence), "all else is short"
            for item in each:
                assert isinstance(item, Mapping), "an array of tables holds tables alone"
                lines += ["", f"[[{_name(inner)}]]", *_table(item, inner)]
    return lines


def _is_short(value: Value) -> bool:
    """Whether a value needs no table of its own, because all of it can be read at a glance."""
    if isinstance(value, Mapping):
        return len(_inline(value)) <= GLANCE and not _has_lines(value)
    if isinstance(value, str) or not isinstance(value, Sequence):
        return True
    return all(not isinstance(each, Mapping) or _is_short(each) for each in value)


def _has_lines(value: Value) -> bool:
    """Whether there is a text of several lines in it."""
    if isinstance(value, str):
        return "\n" in value
    if isinstance(value, Mapping):
        return any(map(_has_lines, value.values()))
    return isinstance(value, Sequence) and any(map(_has_lines, value))


def _value(value: Value) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        if any(isinstance(each, Mapping) for each in value):
            return "[\n" + "".join(f"    {_inline(each)},\n" for each in value) + "]"
    elif isinstance(value, str) and _has_lines(value):
        return '"""\n' + "\n".join(_quoted(line)[1:-1] for line in value.split("\n")) + '"""'
    return _inline(value)


def _inline(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value)
        case int() | float():
            return repr(value)
        case Mapping():
            inner = ", ".join(f"{_key(key)} = {_inline(each)}" for key, each in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case _:
            return f"[{', '.join(map(_inline, value))}]"


def _quoted(text: str) -> str:
    """Return a text in quotes. JSON escapes what TOML does, but for one sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _name(path: tuple[str, ...]) -> str:
    return ".".join(map(_key, path))


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if bare else _quoted(key)
