"""The garbage collector, told what it need not look through, and when it may look."""

import gc

NEW_OBJECTS = 50_000
"""So many more objects than before are looked through for rubbish. At Python's own 700, a worker
that compares a large board looks hundreds of times, a sixth of its time, and finds next to none."""

WHILE_ASKED = 200_000
"""The same of a server, which looks in quiet seconds anyway (`sweep`). It answers nobody then, for
10 to 20 ms with 50,000, and large boards that wait are that many; but rubbish there is eight
small objects of each connection that has ended, and nothing of a question."""

WORTH_IT = 10_000
"""So many more objects than before are worth a look in a quiet second."""


def spare_collector(new_objects: int = NEW_OBJECTS) -> None:
    """Spare the garbage collector what lives as long as the process.

    PyTorch alone is 165,000 objects, and a full collection of them takes 120 to 175 ms, in which
    the server answers nobody.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(new_objects, 20, 100)


def sweep() -> None:
    """Collect what has come together, if it is worth it. For a moment in which nobody waits."""
    young, _, _ = gc.get_count()
    if young >= WORTH_IT:
        gc.collect()
