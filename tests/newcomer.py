"""Does what the README says, in a new clone, and opens the page: `make newcomer`.

Commands are the README's own, word by word, but for the port, which may be taken. `make test`, the
second of its two commands, is left to who calls this.
"""

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import expect, sync_playwright

from app.labs import get_lab
from tests.cli import hand_ins
from tests.e2e import chromium
from tests.tree import ROOT

PATIENCE = 900
"""Seconds for `make serve` to install everything and to answer."""

DOCUMENTED_PORT = 8000
LAB = "mobilenet-v3-large"
"""The README's commands are about this one."""

BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
NEEDS = ("git", "make", "curl", "jq")
SECRET = {"BNECK_LAB_SECRET": hand_ins.SECRET}
"""What the README has an instructor set who gives exams."""


def main() -> None:
    """Clone, serve, look, and run every command."""
    if missing := [name for name in NEEDS if not shutil.which(name)]:
        raise SystemExit(f"the README's commands need {', '.join(missing)}")
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "bneck-lab"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        blocks = BLOCK.findall((clone / "README.md").read_text("utf-8"))
        first, *others = blocks
        assert "make serve" in first
        (clone / "hand-ins").mkdir()
        lab = get_lab(LAB)
        board = lab.reference.board
        hand_ins.write(clone / "hand-ins", "ada", lab=lab.slug, board=board)
        with serving(clone) as address:
            look(address)
            for block in others:
                follow(block, clone, address)
    print("newcomer: the README holds")


@contextmanager
def serving(clone: Path) -> Iterator[str]:
    """Run `make serve` until it answers, and stop it in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = ["make", "serve", f"PORT={port}"]
    environ = {**os.environ, **SECRET}
    with subprocess.Popen(command, cwd=clone, env=environ, start_new_session=True) as server:
        try:
            until = time.monotonic() + PATIENCE
            while not _answers(address):
                if server.poll() is not None or time.monotonic() > until:
                    raise SystemExit("`make serve` does not serve")
                time.sleep(0.5)
            yield address
        finally:
            os.killpg(server.pid, signal.SIGTERM)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz").is_success
    except httpx.TransportError:
        return False


def look(address: str) -> None:
    """Open the first lab in a browser, as the home page leads there."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium.find()), args=chromium.flags()
        )
        page = browser.new_page()
        page.goto(address)
        page.locator(".card h3 a").first.click()
        expect(page.get_by_role("button", name=re.compile("Verify|验证")).first).to_be_visible()
        browser.close()


def follow(block: str, clone: Path, address: str) -> None:
    """Run a block of commands, line by line, where the one before it left off."""
    path = f"{clone / '.venv/bin'}{os.pathsep}{os.environ['PATH']}"
    environ = {**os.environ, **SECRET, "PATH": path}
    for line in block.splitlines():
        command = (
            line.partition(" #")[0].strip().replace(f"http://127.0.0.1:{DOCUMENTED_PORT}", address)
        )
        if not command or shlex.split(command)[0] in ("docker", "make"):
            continue
        if "*.json" in command:  # a class's hand-ins; here there is one board
            command = command.replace("*.json", "board.json")
        print(f"newcomer: {command}", file=sys.stderr)
        done = subprocess.run(
            ["sh", "-c", command],
            check=False,
            cwd=clone,
            env=environ,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        assert '"status":4' not in done.stdout, done.stdout[:500]


if __name__ == "__main__":
    main()
