"""How long a server takes to be ready, and stands still for a full garbage collection then."""

import subprocess
import sys
from collections.abc import Iterator
from statistics import median
from time import perf_counter

import httpx

from tests.bench.load import HOST
from tests.bench.row import Row
from tests.bench.server import PAUSE
from tests.bench.serving import serving

STARTS = 3
PAUSES = 9
LONGEST_PAUSE = 5.0
"""Milliseconds."""

MOST_STARTS = 6.0
"""So many times what importing its packages takes: two processes prove or learn every lab."""

PACKAGES = "import fastapi, pydantic, torch, uvicorn"


def rows() -> Iterator[Row]:
    """Measure both rows."""
    ours, theirs, pauses = [], [], []
    for _ in range(STARTS):
        began = perf_counter()
        subprocess.run([sys.executable, "-c", PACKAGES], check=True)
        theirs.append(perf_counter() - began)
        began = perf_counter()
        with serving() as server:
            ours.append(perf_counter() - began)
            address = f"http://{HOST}:{server.port}{PAUSE}"
            pauses += [float(httpx.get(address).text) * 1000 for _ in range(PAUSES)]
    yield Row(
        "cold start to ready, against importing the packages that it stands on",
        median(ours) / median(theirs),
        "at most",
        MOST_STARTS,
        f"{median(ours):.1f} s against {median(theirs):.1f} s, {STARTS} starts",
    )
    yield Row(
        "milliseconds of a full garbage collection after the start",
        median(pauses),
        "at most",
        LONGEST_PAUSE,
        f"longest {max(pauses):.1f} ms of {len(pauses)}",
    )
