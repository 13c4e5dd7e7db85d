"""Boards in; boards, code and JSON out.

What another program reads is UTF-8 everywhere, whatever the terminal's encoding.
"""

import csv
import sys
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from pydantic_core import to_json

from app.core.errors import NoFiles
from app.graph import Board, parse_board
from app.service.handin import is_hand_in, parse_hand_in


def read(path: Path) -> bytes:
    """Return a file without the mark that Windows' own editors begin it with: JSON has none.

    Raises:
        OSError: The file cannot be read.
    """
    return path.read_bytes().removeprefix(BOM_UTF8)


WILD = frozenset("*?[")
"""The signs of a pattern."""


def boards_of(names: Sequence[str]) -> list[str]:
    """Return the boards that names on the command line stand for.

    A folder stands for all that is in it. A pattern that matches nothing stays: so the shells of
    Windows, which leave patterns to the command, come to the same as others.

    Raises:
        NoFiles: A folder holds none.
    """
    boards: list[str] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            boards += map(str, files_in(path))
        elif WILD & set(name) and not path.exists():
            root = Path(path.anchor)
            found = root.glob(str(path.relative_to(root) if path.anchor else path))
            boards += sorted(map(str, found)) or [name]
        else:
            boards.append(name)
    return boards


def files_in(folder: Path) -> list[Path]:
    """Return a folder's JSON files, also of folders in it, as learning platforms pack them.

    Raises:
        OSError: The folder cannot be read.
        NoFiles: There are none.
    """
    next(folder.iterdir(), None)  # A pattern is silent about a folder that cannot be read.
    found = (
        path for path in folder.rglob("*") if path.suffix.lower() == ".json" and path.is_file()
    )
    # Archives made on a Mac have a shadow of each file.
    files = sorted(path for path in found if not path.name.startswith("."))
    if not files:
        raise NoFiles(f"{folder}: there is no .json file in this folder.")
    return files


def read_board(name: str) -> Board:
    """Return the board in a file, or from standard input where the name is `-`.

    That of a hand-in is taken without a look at its seal.

    Raises:
        OSError: The file cannot be read.
        BoardError: It is neither a board nor a hand-in.
        BoardTooLarge: It has more nodes or edges than the product follows.
    """
    given = sys.stdin.buffer.read().removeprefix(BOM_UTF8) if name == "-" else read(Path(name))
    return parse_hand_in(given).board if is_hand_in(given) else parse_board(given)


def write(text: str, output: Path | None) -> None:
    """Write a text to a file, or to standard output where there is none."""
    if output is None:
        sys.stdout.buffer.write(text.encode())
    else:
        output.write_text(text, encoding="utf-8")


def write_line(content: object) -> None:
    """Write a line of JSON to standard output."""
    sys.stdout.buffer.write(to_json(content) + b"\n")


FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet might take for a formula, and run."""


def spreadsheet(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV in which no text is a formula: an apostrophe says that it is text."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([map(_cell, row) for row in rows])
    return text.getvalue()


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value


def shown(name: str) -> str:
    """Return a file's name, or a message with one, as JSON can hold it.

    What is no UTF-8, as in names from old archives, shows as its codes.
    """
    return name.encode(errors="backslashreplace").decode()


def board_text(board: Board) -> str:
    """Return a board as the editor saves it."""
    return board.model_dump_json(exclude_none=True, indent=2) + "\n"
