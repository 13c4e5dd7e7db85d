"""Jobs that the tests of the pool have worked out, by name in another process."""

import os
import signal
from pathlib import Path
from time import process_time
from typing import NoReturn

from app.core.errors import BoardError, Flaw, NodeNotFound


def process() -> int:
    """The id of the process that answers."""
    return os.getpid()


def niceness() -> int:
    """How far behind others the process comes that answers."""
    return os.nice(0)


def forever() -> NoReturn:
    """Compute until the process is ended."""
    while True:
        pass


def until(path: Path) -> int:
    """Answer once a file is there."""
    while not path.exists():
        pass
    return os.getpid()


def meet(mine: Path, theirs: Path) -> int:
    """Answer once another one is here that was told the same the other way round."""
    mine.touch()
    return until(theirs)


def compute(seconds: float) -> None:
    """Compute for so much CPU time."""
    end = process_time() + seconds
    while process_time() < end:
        pass


def compute_and_miss(seconds: float) -> NoReturn:
    """Compute, and come to no answer."""
    compute(seconds)
    miss()


def halt() -> None:
    """Stand still: no CPU time passes, and no answer comes."""
    os.kill(os.getpid(), signal.SIGSTOP)


def die() -> NoReturn:
    """End the process in the middle."""
    os._exit(3)


def refuse() -> NoReturn:
    """Raise an error with more in it than its message."""
    raise BoardError("no board", (Flaw("/nodes/0", "bad"),))


def miss() -> NoReturn:
    """Raise one without."""
    raise NodeNotFound("no node")
