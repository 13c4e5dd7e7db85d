"""The garbage collector, told what it need not look through, and when it may look."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG = 1_000
"""So many new objects are looked through at once, in less than a millisecond and while the
processor still has them at hand. Large boards that wait are hundreds of thousands, and one look
through all of them would keep a server from everybody for 50 ms."""

LOOKS = 1_000
"""After so many of these looks, what has outlived them is looked through once more: next to nothing
of it is rubbish. Verify leaves none, and a connection that has ended eight small objects. At
Python's own ten, a worker that compares a large board looks hundreds of times, a sixth of its
time."""

WORTH_IT = 10_000
"""So many more objects than before are worth a look in a quiet second."""


@contextmanager
def resting() -> Iterator[None]:
    """Look for no garbage meanwhile.

    What is imported stays. As it comes, Python looks through the whole of it again and again, a
    seventh of the time that a server takes to start.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def spare_collector() -> None:
    """Spare the garbage collector what lives as long as the process.

    PyTorch alone is 165,000 objects, and a full collection of them takes 120 to 175 ms, in which
    the server answers nobody. Where it rested, it looks from now on.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, LOOKS, 100)
    gc.enable()


def sweep() -> None:
    """Collect what has come together, if it is worth it. For a moment in which nobody waits."""
    young, looks, _ = gc.get_count()
    if young + looks * YOUNG >= WORTH_IT:
        gc.collect()
