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

from app.graph import Board, parse_board


def read_board(name: str) -> Board:
    """Return the board in a file, or from standard input where the name is `-`.

    Raises:
        OSError: The file cannot be read.
        BoardError: It is not a board.
        BoardTooLarge: It has more nodes or edges than the product follows.
    """
    body = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    # Windows' own editors begin a file with a mark, which JSON does not have.
    return parse_board(body.removeprefix(BOM_UTF8))


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
