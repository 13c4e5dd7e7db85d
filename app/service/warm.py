"""Imported once, by the process from which all workers are forked: they begin warm.

PyTorch's first run costs a second or two, a reference some milliseconds; a worker that takes
another's place has both already.
"""

import gc
from contextlib import suppress

from app.core.errors import BadLab
from app.graph import read
from app.service.jobs import references
from app.verify import verify

with suppress(BadLab):  # the server itself says which, and does not start
    for reference in references().values():
        verify(read(reference.board), reference)
gc.collect()
gc.freeze()
