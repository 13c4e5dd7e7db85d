"""`tests.bench.server` in a process of its own, as long as a block lasts."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import httpx

from tests.bench.load import HOST
from tests.tree import ROOT

READY = 120
"""Seconds that the server may take to start."""

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Running:
    """A server: its port, and what it costs together with the processes that it has started."""

    port: int
    pid: int

    @property
    def cpu_seconds(self) -> float:
        """CPU time that all its processes have used, those that are gone included."""
        return sum(sum(map(int, _stat(pid)[11:15])) for pid in _family(self.pid)) / TICKS

    @property
    def own_cpu_seconds(self) -> float:
        """CPU time of the process alone that reads questions and answers them."""
        return sum(map(int, _stat(self.pid)[11:13])) / TICKS

    @property
    def memory(self) -> float:
        """MiB that all its processes hold; what they share counts once."""
        kib = 0
        for pid in _family(self.pid):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            kib += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return kib / 1024


@contextmanager
def serving(workers: int = 0, files: int | None = None) -> Iterator[Running]:
    """Run the server on a free port, with so many workers, and files that it may open."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
    limit = f"ulimit -n {files}; " if files else ""
    shell = ["sh", "-c", f'{limit}exec "$@"', "sh"]
    command = [sys.executable, "-m", "tests.bench.server", str(port), str(workers)]
    with subprocess.Popen([*shell, *command], cwd=ROOT, stdin=subprocess.PIPE) as process:
        try:
            _wait(process, port)
            yield Running(port, process.pid)
        finally:
            assert process.stdin is not None
            process.stdin.close()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = monotonic() + READY
    while process.poll() is None and monotonic() < until:
        try:
            if httpx.get(f"http://{HOST}:{port}/readyz", timeout=READY).is_success:
                return
        except httpx.TransportError:
            sleep(0.05)
    raise RuntimeError("the server under load did not start")


def _stat(pid: int) -> list[str]:
    """Return the fields of a process behind its name: state, parent, ..."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _family(first: int) -> list[int]:
    """Return a process and all that come from it."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(_stat(int(folder.name))[1])
        except OSError:
            continue  # it has just ended
    family = [first]
    for pid in family:
        family.extend(child for child, parent in parents.items() if parent == pid)
    return family
