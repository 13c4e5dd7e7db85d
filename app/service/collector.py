"""The garbage collector, told what it need not look through."""

import gc

NEW_OBJECTS = 50_000
"""So many more objects than before are looked through for rubbish. At Python's own 700, a worker
that compares a large board looks hundreds of times, a sixth of its time, and finds next to none."""


def spare_collector() -> None:
    """Spare the garbage collector what lives as long as the process.

    PyTorch alone is 165,000 objects, and a full collection of them takes 120 to 175 ms, in which
    the server answers nobody.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 100)
