"""`bneck-lab serve` as a process: it starts, answers, says where it is, and stops."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from app import main
from app.cli import main as run
from app.cli.serve import address, listen
from app.labs import catalog
from app.settings import Settings
from tests.tree import ROOT


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(name="server", scope="module")
def _server() -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(free_port())]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"on (http://\S+) \(\d+ labs, ready after", line):
                yield process, found[1]
                break
        process.terminate()


def test_it_answers_and_stops_when_told(server: tuple[subprocess.Popen[str], str]) -> None:
    process, url = server
    answer = httpx.get(f"{url}/healthz")
    assert answer.text == "ok\n"
    assert "server" not in answer.headers
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) in (0, -signal.SIGTERM)


def test_small_answers_are_sent_at_once() -> None:
    with listen(Settings(port=0)) as listening:
        assert listening.proto == socket.IPPROTO_TCP
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_in_use_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with listen(Settings(port=0)) as taken:
        port = taken.getsockname()[1]
        assert run(["serve", "--port", str(port)]) == 2
    assert f"127.0.0.1:{port}" in capsys.readouterr().err


def test_a_broken_lab_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lab = catalog()["se-module"]
    stated = lab.stated.model_copy(update={"n_params": 1})
    broken = {"se-module": lab.model_copy(update={"stated": stated})}
    monkeypatch.setattr(main, "catalog", lambda: broken)
    assert run(["serve", "--port", "0"]) == 2
    assert "se-module: n_params is stated as 1, but it is 3552" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        (Settings(), "http://127.0.0.1:8000"),
        (Settings("0.0.0.0", 80), "http://127.0.0.1:80"),
        (Settings("::1", 80), "http://[::1]:80"),
        (Settings("lab.school", 80), "http://lab.school:80"),
    ],
)
def test_the_address_to_open(settings: Settings, url: str) -> None:
    assert address(settings) == url
