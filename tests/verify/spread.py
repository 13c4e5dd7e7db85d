"""Much of the same work, spread over the machine's cores."""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import count
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TypeVar

import torch

Result = TypeVar("Result")

SLICE = 8
"""So many numbers are handed to a process at once."""

AHEAD = 2
"""So many slices wait for each process, so that none waits for the one that gathers the results."""


class Cores:
    """A process for each core: what comes out is the same, however many there are."""

    def __init__(self, processes: int | None = None) -> None:
        """Fork the processes, with all that is known so far."""
        self._processes = processes or os.cpu_count() or 1
        torch.set_num_threads(1)
        self._pool = ProcessPoolExecutor(self._processes, get_context("fork"), _begin)

    def __enter__(self) -> "Cores":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def first(self, wanted: int, job: Callable[[int], Result | None]) -> Iterator[Result]:
        """Yield what `job` gives for 0, 1, 2 ..., in order, until it has given so many results."""
        begun: deque[Future[list[Result | None]]] = deque()
        slices = (range(at, at + SLICE) for at in count(0, SLICE))
        while wanted > 0:
            while len(begun) < self._processes * AHEAD and len(begun) * SLICE < wanted:
                begun.append(self._pool.submit(partial(_done, job), next(slices)))
            for result in begun.popleft().result():
                if result is not None and wanted > 0:
                    wanted -= 1
                    yield result


def _done(job: Callable[[int], Result | None], numbers: range) -> list[Result | None]:
    return [job(number) for number in numbers]


def _begin() -> None:
    """Let Ctrl+C end this process without a word, and the end of the one that forked it, too."""
    gc.freeze()  # What was known before stays: there is no need to look through it for rubbish.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
