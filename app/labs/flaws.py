"""What is wrong with a lab's file, for whoever wrote it: the place, and what would help."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from app.core.text import LANGS, Text, text

WORDS: Mapping[str, Text] = {
    "missing": text("缺少这一项，请补上", "is missing; add it"),
    "int_type": text("要写成整数，不加引号", "has to be a whole number, without quotation marks"),
    "string_type": text("要写成文字，放在引号里", "has to be a text, in quotation marks"),
    "bool_type": text("只能是 true 或 false", "has to be true or false"),
    "tuple_type": text("要写成列表，放在 [ ] 里", "has to be a list, in [ ]"),
    "string_too_short": text("不能留空", "has to say something"),
    "too_short": text("至少要有 {min_length} 项", "needs {min_length} at least"),
    "literal_error": text("只能是 {expected}", "has to be {expected}"),
    "less_than_equal": text("最大是 {le}", "can be {le} at most"),
    "greater_than_equal": text("最小是 {ge}", "has to be {ge} at least"),
}
"""By pydantic's name for it; what is not here keeps pydantic's own words."""

UNKNOWN = text(
    "实验文件里没有这一项，请删去或改名", "is nothing that a lab's file has; take it out"
)
MEANT = text(
    "实验文件里没有这一项，是不是想写 {name}？",
    "is nothing that a lab's file has; is {name} meant?",
)
NO_TOML = text(
    "第 {line} 行第 {column} 列读不下去（{why}）：看看引号、括号和等号是否齐全",
    "cannot be read from line {line}, column {column} on ({why}): look for a quotation mark, a "
    "bracket or an equals sign that is missing",
)
NAMED = text(
    "slug 写的是 {slug}，文件名却是 {file}：两者要一样，改其中一个",
    "slug says {slug}, and the file is called {file}: both have to be the same, so change one",
)
NO_UTF8 = text("不是 UTF-8 编码，请另存为 UTF-8", "it is not written in UTF-8; save it as that")
NO_BASE = text(
    "of: 没有叫 {slug} 的实验，请改成有的名字", "of: there is no lab {slug}; name one that there is"
)
TOO_LARGE = text("实验文件最大 {most} KiB", "a lab file has at most {most} KiB")
OTHER_PATH = text(
    'path: 这个文件夹里的实验都在 "{own}" 这条路上：请写 path = "{own}"',
    'path: a lab of this folder is on the path "{own}": write path = "{own}"',
)
TAKEN = text(
    "slug: 软件自带的实验里已经有 {slug}：请换一个名字，文件名也一起改",
    "slug: the product has a lab {slug}: choose another name, for the file too",
)

_AT = re.compile(r"^(?P<why>.*?) \(at line (?P<line>\d+), column (?P<column>\d+)\)$", re.DOTALL)


def flaw_words(found: ErrorDetails, names: Collection[str]) -> Text:
    """Return a flaw with its place; `names` are those of everything that a file may have."""
    if found["type"] == "extra_forbidden":
        said = _unknown(str(found["loc"][-1]), names)
    elif words := WORDS.get(found["type"]):
        said = filled(words, found.get("ctx", {}))
    else:
        own = found["msg"].removeprefix("Value error, ")
        said = text(own, own)
    # `steps.3.title.en`; what concerns the whole lab has no place.
    return at(".".join(map(str, found["loc"])), said) if found["loc"] else said


def _unknown(name: str, names: Collection[str]) -> Text:
    meant = get_close_matches(name, names, 1)
    return filled(MEANT, {"name": meant[0]}) if meant else UNKNOWN


def toml_words(error: tomllib.TOMLDecodeError) -> Text:
    """Return where a file is no TOML, and what to look for."""
    found = _AT.match(str(error))
    return filled(NO_TOML, found.groupdict()) if found else text(str(error), str(error))


def slug_words(slug: str, file: str) -> Text:
    """Return that a lab is called otherwise than its file."""
    return filled(NAMED, {"slug": slug, "file": file})


def together(flaws: Iterable[Text]) -> Text:
    """Return several flaws as one text, each in a line of its own."""
    every = list(flaws)
    zh, en = ("\n".join(flaw[lang] for flaw in every) for lang in LANGS)
    return text(zh, en)


def at(place: str, said: Text) -> Text:
    """Return what is said of a place: a file, or a part of it."""
    return text(f"{place}: {said['zh-CN']}", f"{place}: {said['en']}")


def filled(words: Text, known: Mapping[str, Any]) -> Text:
    """Return a text with what it is about in its places."""
    return text(words["zh-CN"].format_map(known), words["en"].format_map(known))
