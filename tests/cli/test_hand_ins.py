"""`bneck-lab verify --hand-ins`: seals, boards and a table that no spreadsheet runs."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from app.cli import main as run
from tests.cli.hand_ins import LAB, SECRET, write


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BNECK_LAB_SECRET", SECRET)


def table(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, str]]:
    """The rows that were printed, by file."""
    return {row["file"]: row for row in csv.DictReader(StringIO(capsys.readouterr().out))}


def test_good_ones_are_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "ada")
    write(tmp_path, "bob", handed_in=1_800_000_000)
    (tmp_path / "readme.txt").write_text("no hand-in")
    assert run(["verify", "--hand-ins", str(tmp_path), "--csv"]) == 0
    rows = table(capsys)
    assert {row["seal"] for row in rows.values()} == {"good"}
    assert {row["verdict"] for row in rows.values()} == {"correct"}
    assert [row["late"] for row in rows.values()] == ["", "late"]
    assert rows["ada.hand-in.json"]["handed_in"] == "2027-01-15T07:43:20Z"


def test_each_may_lie_in_a_folder_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("ada", "bob"):
        (tmp_path / name).mkdir()
        path = write(tmp_path / name, name)
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert run(["verify", "--hand-ins", str(tmp_path), "--csv"]) == 0
    rows = table(capsys)
    assert [str(Path(file).parent) for file in rows] == ["ada", "bob"]


@pytest.mark.parametrize("named", ["", "nowhere"])
def test_a_folder_without_hand_ins_is_2(
    named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify", "--hand-ins", str(tmp_path / named)]) == 2
    said = "No such file" if named else "there is no .json file in this folder"
    assert said in capsys.readouterr().err


def test_boards_are_taken_out_of_hand_ins_whatever_their_seals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "ada", secret="a secret of somebody else's")
    board = LAB.reference.board.model_dump_json()
    (tmp_path / "bob.json").write_text(board, encoding="utf-8")
    assert run(["verify", "--lab", LAB.slug, "--csv", str(tmp_path)]) == 0
    rows = table(capsys)
    assert [Path(file).name for file in rows] == ["ada.hand-in.json", "bob.json"]
    assert {row["score"] for row in rows.values()} == {"1.000"}


def test_a_flaw_of_a_hand_in_is_told_as_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "ada")
    path.write_text(path.read_text().replace('"sitting"', '"setting"'))
    assert run(["verify", "--lab", LAB.slug, "--csv", str(tmp_path)]) == 2
    assert "/sitting: Field required" in table(capsys)[str(path)]["error"]


def test_what_was_changed_or_is_none_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "ada")
    path.write_text(path.read_text().replace('"attempts":2', '"attempts":1'))
    write(tmp_path, "bob", secret="another secret entirely")
    write(tmp_path, "cyd", board=LAB.start)
    assert run(["verify", "--hand-ins", str(tmp_path), "--csv"]) == 1
    rows = table(capsys)
    assert [row["seal"] for row in rows.values()] == ["broken", "broken", "good"]
    assert [row["verdict"] for row in rows.values()] == ["correct", "correct", "incomplete"]
    (tmp_path / "dan.json").write_text(json.dumps(LAB.reference.board.model_dump(mode="json")))
    assert run(["verify", "--hand-ins", str(tmp_path), "--lang", "en"]) == 2
    said = capsys.readouterr().out
    assert "0 of 4 correct; 2 broken" not in said.splitlines()[0]
    assert said.splitlines()[-1] == "0 of 4 correct; 2 broken"


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+1", "-1", "\tx", "=HYPERLINK(0)"])
def test_no_cell_is_a_formula(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    write(tmp_path, "x", name=name, notes=name)
    assert run(["verify", "--hand-ins", str(tmp_path), "--csv"]) == 0
    (row,) = table(capsys).values()
    assert (row["name"], row["notes"]) == (f"'{name}", f"'{name}")


def test_a_name_does_not_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "x", name="a\x1b[2Jb")
    assert run(["verify", "--hand-ins", str(tmp_path)]) == 0
    assert "a[2Jb" in capsys.readouterr().out


def test_without_the_secret_no_seal_can_be_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("BNECK_LAB_SECRET")
    assert run(["verify", "--hand-ins", str(tmp_path)]) == 2
    assert "BNECK_LAB_SECRET" in capsys.readouterr().err


def test_a_lab_and_boards_or_hand_ins() -> None:
    for arguments in (["verify"], ["verify", "--lab", LAB.slug]):
        with pytest.raises(SystemExit) as ended:
            run(arguments)
        assert ended.value.code == 2


@pytest.mark.parametrize(
    ("lang", "lacks", "once", "unset"),
    [
        (
            "en",
            "Name the folder of your own labs with --labs",
            "1 attempt\n",
            "Set BNECK_LAB_SECRET",
        ),
        ("zh-CN", "要用 --labs 指出它的文件夹", "验证 1 次\n", "请在这里也设好 BNECK_LAB_SECRET"),
    ],
)
def test_what_an_instructor_forgot_is_said(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
    lacks: str,
    once: str,
    unset: str,
) -> None:
    write(tmp_path, "ada", lab="a-lab-of-ones-own")
    write(tmp_path, "bob", attempts=1, passed=1)
    command = ["verify", "--hand-ins", str(tmp_path), "--lang", lang]
    assert run(command) == 2
    said = capsys.readouterr().out
    assert lacks in said
    assert once in said.replace(" \n", "\n")
    monkeypatch.delenv("BNECK_LAB_SECRET")
    assert run(command) == 2
    assert unset in capsys.readouterr().err
