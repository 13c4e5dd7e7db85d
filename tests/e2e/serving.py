"""A real server in a process of its own, as `bneck-lab serve` starts it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.tree import ROOT

PATIENCE = 300
"""Seconds until the server must answer; it proves every lab first."""

KEY = "correct-horse-battery"
"""The instructor's key of these servers."""

SECRET = "one secret for every replica"
"""What these servers sign with."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What a server is run from; unless said otherwise, this checkout, by this Python."""

    python: Path = Path(sys.executable)
    cwd: Path = ROOT
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)


HERE = Installation()


@dataclass(frozen=True, slots=True)
class Server:
    """A server that has been started: its address, the process that it is, and what it prints."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def wait(self) -> None:
        """Return when it answers.

        Raises:
            RuntimeError: It ended, or never answered; the message carries what it printed.
        """
        deadline = time.monotonic() + PATIENCE
        # What is asked again and again reads no certificates each time: there are none.
        with httpx.Client(verify=False, timeout=5) as asking:
            while time.monotonic() < deadline:
                if (code := self.process.poll()) is not None:
                    raise RuntimeError(f"the server ended with {code}:\n{self.log.read_text()}")
                try:
                    if asking.get(f"{self.address}/healthz").is_success:
                        return
                except httpx.TransportError:
                    time.sleep(0.1)  # not listening yet
        raise RuntimeError(f"the server does not answer:\n{self.log.read_text()}")


@contextmanager
def running(*options: str, of: Installation = HERE) -> Iterator[str]:
    """Serve the product on a free port of this machine and give its address.

    Raises:
        RuntimeError: The server ended, or never answered; the message carries what it printed.
    """
    with starting(*options, of=of) as server:
        server.wait()
        yield server.address


@contextmanager
def starting(*options: str, of: Installation = HERE) -> Iterator[Server]:
    """The same, and do not wait until it answers."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = [str(of.python), "-m", "app.cli", "serve", "--port", str(port), *options]
    environ = {**of.environ, "BNECK_LAB_INSTRUCTOR_KEY": KEY, "BNECK_LAB_SECRET": SECRET}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "server.log"
        with (
            log.open("wb") as out,
            subprocess.Popen(command, cwd=of.cwd, stdout=out, stderr=out, env=environ) as server,
        ):
            try:
                yield Server(address, server, log)
            finally:
                server.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
