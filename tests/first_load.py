"""What the lab's page loads as JavaScript before a student can begin."""

import gzip

from app.web.assets import read_entry, static_folder

MOST_KB = 190
MOST_FILES = 6
"""A browser fetches six at a time from one server: what is more waits for another round."""


def packed_kb() -> list[float]:
    """Return the modules' sizes, gzipped, in kB: the entry's first."""
    entry = read_entry("main")
    folder = static_folder()
    paths = [folder / file.removeprefix("/static/") for file in (entry.script, *entry.preloads)]
    return [len(gzip.compress(path.read_bytes())) / 1000 for path in paths]
