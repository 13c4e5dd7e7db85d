"""Imported once, by the process from which all workers are forked: they begin warm.

PyTorch's first run costs a second or two, a reference some milliseconds; a worker that takes
another's place has both already.
"""

from contextlib import suppress

from app.core.collector import spare_collector
from app.core.errors import BadLab
from app.graph import read
from app.service.jobs import labs
from app.verify import verify, warm

with suppress(BadLab):  # the server itself says which, and does not start
    for lab in labs().values():
        verify(read(lab.reference.board), lab.reference)
        warm(lab.reference)
spare_collector()
