"""How workers are made where files can be written, in memory alone, or nowhere."""

import os
import tempfile
from pathlib import Path
from typing import NoReturn

import pytest

from app.service import worker


@pytest.fixture(name="read_only")
def _read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A system on which no folder for temporary files is found; what memory there would be."""

    def nowhere() -> NoReturn:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "gettempdir", nowhere)
    monkeypatch.setattr(worker, "MEMORY", tmp_path)
    return tmp_path


def made() -> str:
    """The way in which workers are made."""
    method: str = worker._context().get_start_method()
    return method


def test_memory_will_do(read_only: Path) -> None:
    assert made() == "forkserver"
    assert tempfile.tempdir == str(read_only)


def test_without_any_place_each_is_started_by_itself(read_only: Path) -> None:
    read_only.rmdir()
    assert made() == "spawn"
    assert tempfile.tempdir is None


@pytest.mark.skipif(os.name != "posix", reason="forks")
def test_where_files_can_be_written_they_are_forked() -> None:
    assert made() == "forkserver"
