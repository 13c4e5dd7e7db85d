"""The repository's files, for the tests that read them as text."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """What git has or would add, relative to the root; with ``suffixes``, only files ending so."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = (Path(name) for name in sorted(set(listing.stdout.split("\0")) - {""}))
    return tuple(
        path
        for path in paths
        if (ROOT / path).is_file() and (not suffixes or path.suffix in suffixes)
    )


def read(path: Path) -> str:
    """The text of a file that ``files`` gave."""
    return (ROOT / path).read_text(encoding="utf-8")
