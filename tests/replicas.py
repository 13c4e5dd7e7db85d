"""Replicas of the server behind the proxy that is shipped: `deploy/Caddyfile`, as it stands there.

Replicas are this machine's own addresses, which a name stands for as it would for containers: the
proxy reads it in a file of its own, mounted where it looks (`/etc/hosts`). That takes root.
"""

import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.tree import ROOT

CADDY = Path(sys.executable).with_name("caddy")
CADDYFILE = ROOT / "deploy/Caddyfile"
HOSTS = ("127.0.0.1", "127.0.0.2")
SECRET = "one secret for every replica"
KEY = "correct-horse-battery"
PATIENCE = 300
"""Seconds until all of it must answer: each replica proves every lab first."""

# Certificates are the proxy's own, and nothing on this machine is changed.
AROUND = """{
	admin off
	auto_https disable_redirects
	skip_install_trust
}
import %s
"""

OWN_HOSTS = 'mount --bind "$1" /etc/hosts; shift; exec "$@"'


@dataclass(frozen=True, slots=True)
class Replica:
    """A server, and the process that it is."""

    address: str
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End it as a machine ends that loses its power."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@dataclass(frozen=True, slots=True)
class School:
    """Replicas behind a proxy: its address, and whom it asks to be known by."""

    address: str
    port: int
    trust: ssl.SSLContext
    replicas: Sequence[Replica]


def possible() -> bool:
    """Whether this machine lets the proxy have a list of hosts of its own."""
    mounts = ["unshare", "--mount", "true"]
    return (
        CADDY.exists() and subprocess.run(mounts, check=False, capture_output=True).returncode == 0
    )


@contextmanager
def running() -> Iterator[School]:
    """Run two replicas and the proxy until the block ends."""
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory()))
        inner, outer = free_port(), free_port()
        replicas = [ends.enter_context(_replica(host, inner, folder)) for host in HOSTS]
        hosts = folder / "hosts"
        hosts.write_text("".join(f"{host} replica\n" for host in HOSTS) + "127.0.0.1 localhost\n")
        site = f"https://localhost:{outer}"
        ends.enter_context(_proxy(site, inner, hosts, folder))
        for each in replicas:
            _wait(each, folder)
        root = folder / "data/caddy/pki/authorities/local/root.crt"
        _until(root.exists)
        trust = ssl.create_default_context(cafile=str(root))
        _until(lambda: _answers(f"{site}/healthz", trust))
        yield School(site, outer, trust, replicas)


@contextmanager
def _replica(host: str, port: int, folder: Path) -> Iterator[Replica]:
    command = [sys.executable, "-m", "app.cli", "serve", "--host", host, "--port", str(port)]
    environ = {
        **os.environ,
        "BNECK_LAB_INSTRUCTOR_KEY": KEY,
        "BNECK_LAB_SECRET": SECRET,
        "BNECK_LAB_PROXIES": "127.0.0.1",
    }
    with (
        (folder / f"{host}.log").open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log) as process,
    ):
        try:
            yield Replica(f"http://{host}:{port}", process)
        finally:
            process.terminate()


@contextmanager
def _proxy(site: str, upstream_port: int, hosts: Path, folder: Path) -> Iterator[None]:
    config = folder / "Caddyfile"
    config.write_text(AROUND % CADDYFILE)
    environ = {
        **os.environ,
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "SITE": site,
        "UPSTREAM": "replica",
        "UPSTREAM_PORT": str(upstream_port),
    }
    caddy = [str(CADDY), "run", "--config", str(config), "--adapter", "caddyfile"]
    command = ["unshare", "--mount", "sh", "-ec", OWN_HOSTS, "sh", str(hosts), *caddy]
    with (
        (folder / "proxy.log").open("wb") as log,
        subprocess.Popen(command, env=environ, stdout=log, stderr=log) as process,
    ):
        try:
            yield
        finally:
            process.terminate()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(replica: Replica, folder: Path) -> None:
    process = replica.process
    _until(lambda: process.poll() is not None or _answers(f"{replica.address}/readyz"))
    if process.poll() is not None:
        said = "".join(log.read_text() for log in folder.glob("*.log"))
        raise RuntimeError(f"a replica ended with {process.returncode}:\n{said}")


def _answers(url: str, trust: ssl.SSLContext | bool = False) -> bool:
    try:
        return httpx.get(url, verify=trust, timeout=PATIENCE).is_success
    except httpx.TransportError:
        return False


def _until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            raise RuntimeError("replicas and proxy do not start")
        time.sleep(0.1)
