"""How much a client may send, and how slowly: what one connection and all of them may take up."""

import os
import sys
from contextlib import suppress
from dataclasses import dataclass

from app.web.problems import MAX_BODY

KIB = 1024

MOST_CONNECTIONS = 8192
"""Enough for a thousand browsers; each connection takes some 20 kB."""

SPARE_FILES = 64
"""Files kept free beside connections: workers that are replaced, a lab that is read."""

IDLE_SECONDS = 75
"""Without any request; longer than a student thinks between two edits, mostly."""

USUAL_FILES = 1024
"""What a process may open where the system does not say."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds."""

    connections: int = MOST_CONNECTIONS

    head: int = 32 * KIB
    """A request's first line and headers."""

    fields: int = 100
    """Headers of a request."""

    message: int = 2 * MAX_BODY + 64 * KIB
    """A request as it comes over the line. Sent in pieces, a body is longer than what it holds."""

    held: int = 64 * MAX_BODY
    """All requests that are being received or answered, together."""

    pipelined: int = 4
    """Requests that one connection sends before it has an answer. Browsers send none."""

    head_seconds: float = 10
    """From a request's first byte to the end of its headers."""

    body_seconds: float = 30
    """From there to the end of its body: 1 MiB over a bad line."""

    idle_seconds: float = IDLE_SECONDS
    """Without any request. Where there is no room, idle connections go before that."""

    stalled_seconds: float = 30
    """In which a client takes nothing of its answer."""

    settled_seconds: float = 1
    """In which a new connection, or a request on its way, does not have to go for others."""

    linger_seconds: float = 2
    """For a client to read why it was refused, while what it still sends is thrown away."""


def raise_open_files() -> int:
    """Have the system let this process open as many files as it may, and return how many."""
    if sys.platform == "win32":
        return USUAL_FILES
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MOST_CONNECTIONS if hard == resource.RLIM_INFINITY else hard
    wanted = min(wanted, 2 * MOST_CONNECTIONS)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):  # a system that refuses what it has promised
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    return 2 * MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else soft


def connections_with(files: int) -> int:
    """Return how many connections a process may have that may open so many files."""
    try:
        taken = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names alone, and only there
    except OSError:
        taken = SPARE_FILES
    return max(16, min(MOST_CONNECTIONS, files - taken - SPARE_FILES))
