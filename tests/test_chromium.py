"""The browser suite finds a Chromium, or says what to do."""

import subprocess
from pathlib import Path

import pytest

from tests.e2e import chromium


@pytest.fixture(autouse=True)
def _nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(chromium, "SYSTEM_PATHS", ())
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    monkeypatch.setattr(chromium, "has_chinese_font", lambda: True)


def program(path: Path) -> Path:
    """A program at ``path``, which need not do anything."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o755)
    return path


def test_the_setting_comes_first(tmp_path: Path) -> None:
    own, named = program(tmp_path / "bin/chromium"), program(tmp_path / "own/browser")
    assert chromium.find({chromium.SETTING: str(named), "PATH": str(own.parent)}) == named


def test_a_setting_that_names_nothing_is_not_passed_over(tmp_path: Path) -> None:
    own = program(tmp_path / "bin/chromium")
    with pytest.raises(chromium.ChromiumNotFoundError, match="BNECK_CHROMIUM names /nowhere"):
        chromium.find({chromium.SETTING: "/nowhere", "PATH": str(own.parent)})


def test_the_systems_is_next(tmp_path: Path) -> None:
    own = program(tmp_path / "bin/google-chrome")
    program(tmp_path / "browsers/chromium-1/chrome-linux64/chrome")
    environ = {"PATH": str(own.parent), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "browsers")}
    assert chromium.find(environ) == own


def test_playwrights_newest_is_last(tmp_path: Path) -> None:
    program(tmp_path / "browsers/chromium-999/chrome-linux/chrome")
    newest = program(tmp_path / "browsers/chromium-1255/chrome-linux64/chrome")
    program(tmp_path / "home/.cache/ms-playwright/chromium-2000/chrome-linux64/chrome")
    environ = {"PATH": "", "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "browsers")}
    assert chromium.find(environ) == newest


def test_one_without_a_window_is_before_all_that_have_one(tmp_path: Path) -> None:
    own = program(tmp_path / "bin/chromium")
    folder = tmp_path / "home/.cache/ms-playwright/chromium_headless_shell-1255"
    without = program(folder / "chrome-headless-shell-linux64/chrome-headless-shell")
    assert chromium.find({"PATH": str(own.parent)}) == without
    systems = program(tmp_path / "also" / chromium.SHELL)
    environ = {"PATH": f"{own.parent}:{systems.parent}"}
    assert chromium.find(environ) == systems
    assert chromium.find(environ, whole=True) == own


def test_where_there_is_none_it_says_what_to_do() -> None:
    with pytest.raises(chromium.ChromiumNotFoundError, match="apt-get install chromium"):
        chromium.find({"PATH": ""})


def test_no_browser_and_no_root_fail_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(chromium, "is_root", lambda: False)
    monkeypatch.setenv(chromium.SETTING, "/nowhere")
    assert chromium.main() == 1
    assert "/nowhere" in capsys.readouterr().err


def test_one_with_a_window_will_do_where_no_other_can_be_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = program(tmp_path / "bin/chromium")
    program(tmp_path / "bin/apt-get")
    monkeypatch.delenv(chromium.SETTING, raising=False)
    monkeypatch.setenv("PATH", str(own.parent))
    monkeypatch.setattr(chromium, "is_root", lambda: True)
    asked: list[str] = []

    def unreachable(*packages: str) -> None:
        asked.extend(packages)
        raise subprocess.CalledProcessError(100, "apt-get")

    monkeypatch.setattr(chromium, "install_debians", unreachable)
    assert chromium.main() == 0
    assert asked == [chromium.SHELL]
    assert chromium.find() == own
