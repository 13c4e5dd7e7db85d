"""Which boards a command is given: a folder, a pattern, one that is none."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from app.cli import main
from app.labs import get_lab
from tests.web.boards import small


def run(*arguments: str) -> int:
    """Run one command."""
    return main(arguments)


@pytest.mark.parametrize("named", ["", "*.json", "r*.json"])
def test_a_folder_and_a_pattern_stand_for_the_boards_in_them(
    named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Learning platforms pack a folder a student; Windows' shells leave patterns to the command."""
    board = get_lab("se-module").reference.board.model_dump_json(exclude_none=True)
    places = ("ada/right.json", "bob/right.JSON", "._right.json") if not named else ("right.json",)
    for place in (*places, "readme.txt"):
        path = tmp_path / place
        path.parent.mkdir(exist_ok=True)
        path.write_text(board)
    expected = [str(tmp_path / place) for place in places[:2]]
    name = str(tmp_path / named) if named else str(tmp_path)
    assert run("verify", "--lab", "se-module", name, "--csv") == 0
    rows = csv.DictReader(StringIO(capsys.readouterr().out))
    assert [row["file"] for row in rows] == expected


def test_a_pattern_in_the_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.json").write_text(json.dumps(small()))
    monkeypatch.chdir(tmp_path)
    assert run("check", "m*.json", "--json") == 0
    assert json.loads(capsys.readouterr().out)["file"] == "mine.json"
    assert run("check", "n*.json", "--lang", "en") == 2
    assert "n*.json: No such file" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["verify", "check", "mend"])
def test_a_folder_without_boards_is_2(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lab = [] if command == "check" else ["--lab", "se-module"]
    assert run(command, *lab, str(tmp_path)) == 2
    assert "there is no .json file in this folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "文件是空的。"),
        (b'{"nodes": [', "第 1 行第 11 列读不下去"),
        (b"[]", "这不是画布文件。"),
        (None, "没有这个文件或文件夹"),
    ],
)
def test_what_is_no_board_is_said_in_chinese(
    body: bytes | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "board.json"
    if body is not None:
        path.write_bytes(body)
    assert run("check", str(path), "--lang", "zh-CN") == 2
    assert said in capsys.readouterr().out


def test_mend_keeps_the_folders_of_boards_of_one_name(tmp_path: Path) -> None:
    board = get_lab("se-module").reference.board.model_dump_json(exclude_none=True)
    for student in ("ada", "bob"):
        (tmp_path / "class" / student).mkdir(parents=True)
        (tmp_path / "class" / student / "board.json").write_text(board)
    out = tmp_path / "mended"
    given = ("mend", "--lab", "se-module", "--out", str(out), str(tmp_path / "class"))
    assert run(*given) == 0
    assert {path.relative_to(out).as_posix() for path in out.rglob("*.json")} == {
        "ada/board.json",
        "bob/board.json",
    }


def test_a_file_from_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "small.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(small()).encode())
    assert run("check", str(path)) == 0


@pytest.mark.parametrize("command", ["verify", "mend", "reference"])
def test_a_lab_s_name_that_is_mistyped_is_told_the_right_one(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    boards = [] if command == "reference" else ["board.json"]
    assert run(command, "--lab", "mobilnet-v3-large", *boards) == 2
    assert "Is 'mobilenet-v3-large' meant?" in capsys.readouterr().err
