"""Jobs that the tests of the pool have worked out, by name in another process."""

import os
from pathlib import Path
from typing import NoReturn

from app.core.errors import BoardError, Flaw, NodeNotFound


def process() -> int:
    """The id of the process that answers."""
    return os.getpid()


def forever() -> NoReturn:
    """Compute until the process is ended."""
    while True:
        pass


def until(path: Path) -> int:
    """Answer once a file is there."""
    while not path.exists():
        pass
    return os.getpid()


def die() -> NoReturn:
    """End the process in the middle."""
    os._exit(3)


def refuse() -> NoReturn:
    """Raise an error with more in it than its message."""
    raise BoardError("no board", (Flaw("/nodes/0", "bad"),))


def miss() -> NoReturn:
    """Raise one without."""
    raise NodeNotFound("no node")
