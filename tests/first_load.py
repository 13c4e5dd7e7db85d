"""What the lab's page loads as JavaScript before a student can begin."""

import gzip
from pathlib import Path

from app.web.assets import read_entry, static_folder

MOST_KB = 190
MOST_FILES = 6
"""A browser fetches six at a time from one server: what is more waits for another round."""


def packed_kb() -> list[float]:
    """Return the modules' sizes, gzipped, in kB, and last the words of the longer language."""
    entry = read_entry("main")
    folder = static_folder()
    paths = [folder / file.removeprefix("/static/") for file in (entry.script, *entry.preloads)]
    words = [folder / file.removeprefix("/static/") for file in entry.words.values()]
    return [*map(_packed, paths), max(map(_packed, words))]


def _packed(path: Path) -> float:
    return len(gzip.compress(path.read_bytes())) / 1000
