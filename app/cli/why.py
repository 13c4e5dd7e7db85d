"""Why a file or a request is of no use, in the reader's language as far as that is known."""

import errno
import re

from app.core.errors import NOT_A_BOARD, BneckLabError, BoardError
from app.core.text import Lang, text

EMPTY = text("文件是空的。", "The file is empty.")
NO_JSON = text(
    "内容不是 JSON，或者不完整：第 {line} 行第 {column} 列读不下去。",
    "It is not JSON, or not all of it: it cannot be read from line {line}, column {column} on.",
)

ERRNOS = {
    errno.ENOENT: text("没有这个文件或文件夹", "No such file or directory"),
    errno.EISDIR: text("这是文件夹，不是文件", "Is a directory"),
    errno.EACCES: text("没有权限读写它", "Permission denied"),
}
"""What the system says in English only, of what people meet."""

BROKEN_AT = re.compile(r"Invalid JSON: (?P<said>.*) at line (?P<line>\d+) column (?P<column>\d+)")
NOTHING = ("EOF while parsing a value", "1", "0")
"""How the reader of JSON says that there is nothing."""


def why(error: BneckLabError | OSError, lang: Lang) -> str:
    """Say why a file or a request is of no use, and where it fails."""
    if isinstance(error, BoardError):
        flaws = (_flaw(flaw.pointer, flaw.detail, lang) for flaw in error.flaws)
        return "\n  ".join([_head(error, lang), *flaws])
    if isinstance(error, OSError) and error.strerror:
        known = ERRNOS.get(error.errno or 0)
        said = known[lang] if known else error.strerror
        return f"{error.filename}: {said}" if error.filename else said
    return str(error)


def _head(error: BoardError, lang: Lang) -> str:
    said = str(error)
    return NOT_A_BOARD[lang] if said == NOT_A_BOARD["en"] else said


def _flaw(pointer: str, detail: str, lang: Lang) -> str:
    found = BROKEN_AT.fullmatch(detail)
    if found is None:
        return f"{pointer or '/'}: {detail}"
    if found.groups() == NOTHING:
        return EMPTY[lang]
    return NO_JSON[lang].format(line=found["line"], column=found["column"])
