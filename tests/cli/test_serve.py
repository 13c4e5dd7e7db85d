"""`bneck-lab serve` as a process: it starts, answers, says where it is, and stops."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from typing import cast

import httpx
import pytest

from app.cli import main as run
from app.cli import serve
from app.cli.parser import parser
from app.cli.serve import address, address_outside, listen
from app.labs import catalog
from app.settings import Settings, read_settings
from tests.tree import ROOT

KEY = "correct-horse-battery"


def test_it_says_where_it_is_and_its_new_key_answers_and_stops_when_told() -> None:
    command = [sys.executable, "-m", "app.cli", "serve", "--port", "0"]
    environ = {**os.environ, "BNECK_LAB_INSTRUCTOR_KEY": ""}
    with subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=environ
    ) as process:
        assert process.stderr is not None
        said = next(line for line in process.stderr if "ready after" in line)
        found = re.search(r"on (http://\S+) \(\d+ labs, ", said)
        assert found, said
        assert re.search(r"instructor's key: \w{4}-\w{4}-\w{4};", said)
        answer = httpx.get(f"{found[1]}/healthz")
        assert answer.text == "ok\n"
        assert "server" not in answer.headers
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) in (0, -signal.SIGTERM)


def test_forgotten_windows_keep_nobody_out_where_files_are_few() -> None:
    """And a key that was chosen is not said; what is said is in the operator's language."""
    server = [sys.executable, "-m", "app.cli", "serve", "--port", "0"]
    few = ["sh", "-c", 'ulimit -n 200 && exec "$@"', "sh", *server]
    environ = {**os.environ, "BNECK_LAB_INSTRUCTOR_KEY": KEY, "LC_ALL": "zh_CN.UTF-8"}
    environ |= {"PYTHONIOENCODING": "utf-8", "BNECK_LAB_SECRET": ""}
    with (
        subprocess.Popen(
            few, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=environ, encoding="utf-8"
        ) as process,
        ExitStack() as windows,
    ):
        assert process.stderr is not None
        try:
            said = next(line for line in process.stderr if "已启动" in line)
            found = re.search(r"已启动：http://127\.0\.0\.1:(\d+) （\d+ 个实验，", said)
            assert found, said
            place = ("127.0.0.1", int(found[1]))
            for _ in range(300):
                windows.enter_context(socket.create_connection(place))
            for path in ("/labs/se-module", "/api/blocks", "/help"):
                answer = httpx.get(f"http://127.0.0.1:{place[1]}{path}", timeout=30)
                assert answer.status_code == 200
        finally:
            process.terminate()
        said += process.stderr.read()
    assert "Traceback" not in said
    assert "cannot-accept" not in said
    assert "教师密钥：即所设的密钥；链接用到服务器停止为止（没有设置 BNECK_LAB_SECRET）" in said
    assert KEY not in said


@pytest.mark.parametrize(
    ("flag", "value", "said"),
    [
        ("--path-prefix", "/a b", "no path such as"),
        ("--proxies", "proxy.example", "no address such as"),
        ("--frame-origins", "moodle.example.org", "no origin such as"),
        ("--frame-origins", "https://a.example/path", "no origin such as"),
        ("--frame-origins", "https://a.example; script-src *", "no origin such as"),
        ("--workers", "-1", "no number of workers"),
    ],
)
def test_a_setting_is_refused_in_words(
    flag: str, value: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["serve", f"{flag}={value}"])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("flag", "value", "said"),
    [
        ("--port", "99999", "'99999' 不是端口号，应为 0 到 65535"),
        ("--instructor-key", "short", "教师密钥至少要有 12 个字符"),
        ("--secret", "short", "签名密钥至少要有 16 个字符"),
        ("--links-only", "maybe", "'maybe' 既不是 yes 也不是 no"),
        ("--labs", "/no/such", "没有 '/no/such' 这个文件夹：先建好它，或者换一个"),
        ("--workers", "-1", "'-1' 不能用作进程数，应为 0 到 256"),
        ("--path-prefix", "/a b", "'/a b' 不是路径，应写成 /bneck 这样"),
        ("--proxies", "there", "'there' 不是地址，应写成 10.0.0.7 或 172.16.0.0/12 这样"),
        ("--frame-origins", "a.b", "'a.b' 不是网站的来源，应写成 https://moodle.example.org 这样"),
    ],
)
def test_a_setting_is_refused_in_the_operators_language(
    flag: str,
    value: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And what is typed is no different from what stands in the environment."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    with pytest.raises(SystemExit):
        run(["serve", f"{flag}={value}"])
    assert f"：有错：参数 {flag}：{said}\n" in capsys.readouterr().err
    monkeypatch.setenv(f"BNECK_LAB_{flag.removeprefix('--').replace('-', '_').upper()}", value)
    with pytest.raises(SystemExit):
        run(["serve"])
    assert f"：有错：参数 {flag}：{said}\n" in capsys.readouterr().err


def test_settings_stand_in_the_environment_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BNECK_LAB_PATH_PREFIX", "school/bneck/")
    monkeypatch.setenv("BNECK_LAB_PROXIES", "10.0.0.0/8, 192.168.1.7")
    monkeypatch.setenv("BNECK_LAB_PORT", "9000")
    given = parser().parse_args(["serve", "--port", "9001"])
    settings = read_settings(vars(given))
    assert settings.path_prefix == "/school/bneck"
    assert settings.proxies == ("10.0.0.0/8", "192.168.1.7")
    assert settings.port == 9001


def test_new_keys_differ() -> None:
    assert len({Settings().instructor_key for _ in range(100)}) == 100
    assert "instructor_key" not in repr(Settings())


@pytest.mark.parametrize("key", ["short", "eleven-sign", "  eleven-sign  "])
def test_a_key_that_could_be_guessed_is_refused(
    key: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["serve", "--instructor-key", key])
    assert ended.value.code == 2
    assert "at least 12 signs" in capsys.readouterr().err
    monkeypatch.setenv("BNECK_LAB_INSTRUCTOR_KEY", key)
    with pytest.raises(SystemExit):
        run(["serve"])
    assert key.strip() not in capsys.readouterr().err


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
    monkeypatch.setattr(serve, "catalog", lambda: broken)
    assert run(["serve", "--port", "0"]) == 2
    assert "se-module: n_params is stated as 1, but it is 3552" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1")],
)
def test_the_address_to_open_is_where_it_listens(host: str, shown: str) -> None:
    with listen(Settings(host=host, port=0)) as listening:
        port = listening.getsockname()[1]
        assert port > 0
        assert address(listening) == f"http://{shown}:{port}"


def test_a_server_for_a_class_says_where_the_class_finds_it() -> None:
    """Links that are made at this machine's own name lead nobody else here."""
    with listen(Settings(host="0.0.0.0", port=0)) as listening:
        found = address_outside(listening)
        if found is not None:  # a machine without a network has none
            host, port = found.removeprefix("http://").split(":")
            assert not host.startswith(("127.", "0."))
            assert int(port) == listening.getsockname()[1]
    with listen(Settings(host="127.0.0.1", port=0)) as listening:
        assert address_outside(listening) is None


class Sixth:
    """A socket of a family that not every machine has."""

    def __init__(self, host: str) -> None:
        self._host = host

    def getsockname(self) -> tuple[str, int, int, int]:
        """Where it listens."""
        return self._host, 80, 0, 0


@pytest.mark.parametrize("host", ["::1", "::"])
def test_an_address_of_ipv6_has_brackets(host: str) -> None:
    assert address(cast(socket.socket, Sixth(host))) == "http://[::1]:80"


@pytest.mark.parametrize("port", ["99999", "65536", "-1", "1e3", "x"])
def test_what_is_no_port_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["serve", "--port", port])
    assert ended.value.code == 2
    assert f"{port!r} is no port: 0 to 65535" in capsys.readouterr().err
