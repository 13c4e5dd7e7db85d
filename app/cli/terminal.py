"""Tables and colours for a terminal, in which a Chinese character is two columns wide."""

import os
import re
import sys
from collections.abc import Sequence
from unicodedata import east_asian_width

RED, GREEN, YELLOW, BOLD = "31", "32", "33", "1"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def table(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> str:
    """Return rows as aligned columns; those in `right` are aligned to the right, as numbers are."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            _pad(cell, size, index in right)
            for index, (cell, size) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def width(text: str) -> int:
    """Return how many columns a text takes."""
    seen = COLOURS.sub("", text)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in seen)


def coloured(text: str, *styles: str) -> str:
    """Return the text in colour, where somebody will see it."""
    if not styles or not sys.stdout.isatty() or "NO_COLOR" in os.environ:
        return text
    return f"\x1b[{';'.join(styles)}m{text}\x1b[0m"


def _pad(text: str, size: int, right: bool) -> str:
    space = " " * (size - width(text))
    return space + text if right else text + space
