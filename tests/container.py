"""Builds the image and runs it as `compose.yaml` does: `make container`.

It needs buildah and root, and neither a container engine nor, with `--root`, a registry: the base
may be a folder that debootstrap has made, with Python and its venv module. What a machine needs to
reach its package indexes is handed in with `--volume`.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.tree import ROOT

IMAGE, BASE = "localhost/bneck-lab", "localhost/bneck-lab-base"
USER = "10001:10001"
PATIENCE = 600
MUST_NOT_BE_THERE = ("node", "npm", "pip", "gcc", "cc", "make")

# The image's files, read-only; /dev and /proc as any container has them; nothing else.
READ_ONLY = """
set -e
mount --bind "$1" "$1"
mount --rbind /dev "$1/dev"
mount -t proc proc "$1/proc"
mount -o remount,bind,ro "$1"
root="$1"; user="$2"; shift 2
exec chroot --userspec="$user" "$root" /usr/bin/env -i "$@"
"""


def main() -> None:
    """Build, look, run, stop; say how large it is and how long it took to be ready."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="python:3.13-slim", help="the image to begin with")
    parser.add_argument("--root", type=Path, help="a folder to begin with, in place of an image")
    parser.add_argument("--torch-index", help="where PyTorch's CPU builds are")
    parser.add_argument("--volume", action="append", default=[], help="as buildah takes it")
    given = parser.parse_args()
    if not shutil.which("buildah"):
        print("SKIPPED: there is no buildah, so no image was built", file=sys.stderr)
        return
    base = from_folder(given.root) if given.root else given.base
    arguments = ["--build-arg", f"BASE={base}"]
    if given.torch_index is not None:
        arguments += ["--build-arg", f"TORCH_INDEX={given.torch_index}"]
    for volume in given.volume:
        arguments += ["--volume", volume]
    buildah(
        "build",
        "--format=docker",
        "--layers",
        "--pull=never" if given.root else "--pull=missing",
        *arguments,
        "--tag",
        IMAGE,
        str(ROOT),
    )
    container = buildah("from", "--pull-never", IMAGE)
    try:
        root = Path(buildah("mount", container))
        image = json.loads(buildah("inspect", "--type", "image", IMAGE))
        config = image["OCIv1"]["config"]
        look(root, config)
        # What only Docker's own format says of an image.
        config["Healthcheck"] = image["Docker"]["config"]["Healthcheck"]["Test"]
        run(root, config)
    finally:
        buildah("rm", container)


def from_folder(folder: Path) -> str:
    """Return an image that holds a folder's files."""
    container = buildah("from", "scratch")
    buildah("add", "--quiet", container, str(folder), "/")
    buildah("commit", "--quiet", container, BASE)
    buildah("rm", container)
    return BASE


def look(root: Path, config: dict[str, object]) -> None:
    """Check what is in the image, and what is not."""
    assert config["User"] == USER
    found = [
        str(path.relative_to(root))
        for folder in ("usr/bin", "usr/local/bin", "opt/bneck-lab/bin")
        for name in MUST_NOT_BE_THERE
        if (path := root / folder / name).exists() or path.is_symlink()
    ]
    assert not found, found
    print(f"image: {size(root) / 2**20:,.0f} MiB, of it {size(root / 'opt') / 2**20:,.0f} ours")


def size(folder: Path) -> int:
    """Return the bytes that a folder's files take on a disk."""
    said = subprocess.run(["du", "-sk", str(folder)], capture_output=True, check=True, text=True)
    return int(said.stdout.split()[0]) * 1024


def run(root: Path, config: dict[str, object]) -> None:
    """Serve from it, ask, and stop it."""
    began = time.monotonic()
    port = free_port()
    with running(root, config, port) as server:
        address = f"http://127.0.0.1:{port}"
        wait(server, address)
        print(f"container: ready after {time.monotonic() - began:.1f} s")
        assert httpx.get(f"{address}/readyz").text == "ready\n"
        page = httpx.get(f"{address}/labs/se-module", headers={"Accept-Encoding": "br"})
        assert page.status_code == 200
        lab = httpx.get(f"{address}/api/labs/se-module").json()
        asked = {"graph": lab["start"]}
        told = httpx.post(f"{address}/api/labs/se-module/verify", json=asked, timeout=60).json()
        assert told["verdict"] == "incomplete", told["verdict"]
        assert owners(server) == {USER.partition(":")[0]}
        assert healthy(root, config, port)
        server.terminate()
        assert server.wait(15) in (0, -15, 143), server.returncode
        assert not healthy(root, config, port)
    print("container: read-only, nobody's user, answered, healthy, stopped: all right")


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def healthy(root: Path, config: dict[str, object], port: int) -> bool:
    """Whether the image's own check finds the server alive, at the port that it has here."""
    kind, *check = map(str, _list(config["Healthcheck"]))
    assert kind == "CMD"
    command = [each.replace(":8000/", f":{port}/") for each in check]
    return (
        subprocess.run(
            inside(root, config, command), check=False, stderr=subprocess.DEVNULL
        ).returncode
        == 0
    )


@contextmanager
def running(root: Path, config: dict[str, object], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run the image's command."""
    command = [*(str(each) for each in _list(config["Cmd"])), "--port", str(port)]
    with subprocess.Popen(inside(root, config, command)) as server:
        try:
            yield server
        finally:
            server.terminate()


def inside(root: Path, config: dict[str, object], command: Sequence[str]) -> list[str]:
    """Return how a command is run below the image's root, which is read-only."""
    start = ["unshare", "--mount"]  # from here on each program is the next one
    shell = ["sh", "-c", READ_ONLY, "sh", str(root), USER]
    return [*start, *shell, *map(str, _list(config["Env"])), *command]


def wait(server: subprocess.Popen[bytes], address: str) -> None:
    """Wait until it answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            if httpx.get(f"{address}/healthz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)  # not listening yet
    raise SystemExit("the container does not answer")


def owners(server: subprocess.Popen[bytes]) -> set[str]:
    """Return whose the server's processes are."""
    said = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,uid="], capture_output=True, check=True, text=True
    )
    rows = [line.split() for line in said.stdout.splitlines()]
    family, users = {str(server.pid)}, set()
    for pid, parent, user in sorted(rows, key=lambda row: int(row[0])):
        if pid in family or parent in family:
            family.add(pid)
            users.add(user)
    return users


def buildah(*arguments: str) -> str:
    """Run buildah as it runs inside a container itself, and return what it prints."""
    environ = {"STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot", **os.environ}
    shown = arguments[0] == "build"
    done = subprocess.run(
        ["buildah", *arguments],
        stdout=sys.stderr if shown else subprocess.PIPE,
        check=True,
        env=environ,
        text=True,
    )
    return (done.stdout or "").strip()


def _list(value: object) -> Sequence[object]:
    assert isinstance(value, list)
    return value


if __name__ == "__main__":
    main()
