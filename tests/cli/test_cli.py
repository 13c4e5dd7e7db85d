"""`bneck-lab`: what each command prints, and its exit code."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from app.cli import main
from app.cli.parser import language
from app.labs import catalog, get_lab
from tests.tree import ROOT
from tests.web.boards import chain, node, small

LAB = "mobilenet-v3-large"


@pytest.fixture(name="written")
def _written(tmp_path: Path) -> dict[str, str]:
    """Files: the solution, one with a wrong kernel, one that does not run, and one that is none."""
    board = json.loads(get_lab(LAB).reference.board.model_dump_json(exclude_none=True))
    [eighth] = [id for id, step in get_lab(LAB).reference.steps.items() if step == 8]
    texts = {"right": json.dumps(board)}
    [found] = [each for each in board["nodes"] if each["id"] == eighth]
    found["data"]["kernel_size"] = 7
    texts["wrong"] = json.dumps(board)
    found["data"]["kernel_size"] = 0
    texts["broken"] = json.dumps(board)
    texts["small"] = json.dumps(small())
    texts["none"] = "{"
    paths = {name: tmp_path / f"{name}.json" for name in texts}
    for name, path in paths.items():
        path.write_text(texts[name])
    return {name: str(path) for name, path in paths.items()}


def run(*arguments: str) -> int:
    """Run one command."""
    return main(arguments)


def test_help_needs_no_torch() -> None:
    code = "import sys; from app.cli import main; main(['--help'])"
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    assert "verify" in told.stdout
    assert "| torch" not in told.stderr
    assert "| fastapi" not in told.stderr


@pytest.mark.parametrize(
    "command", ["serve", "labs", "lab", "verify", "mend", "check", "export", "expand", "reference"]
)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(command, "--help")
    assert ended.value.code == 0
    assert "usage: bneck-lab" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["nix"], ["verify", "a.json"], ["serve", "--port", "x"]])
def test_what_cannot_be_read_is_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE", "LC_MESSAGES": "zh_TW"}, "zh-CN"),
        ({"LC_ALL": "", "LANG": "zh"}, "zh-CN"),
        ({"LANG": "zh.UTF-8"}, "zh-CN"),
    ],
)
def test_the_locale_chooses_the_language(environment: dict[str, str], expected: str) -> None:
    assert language(environment) == expected


def test_labs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("labs", "--lang", "en") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(catalog())
    assert lines[0] == "se-module                    4 steps  The SE module"
    assert run("labs", "--json") == 0
    cards = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [card["slug"] for card in cards] == list(catalog())


def test_the_reference_is_correct(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "b.json"
    assert run("reference", "--lab", LAB, "-o", str(path)) == 0
    assert run("verify", "--lab", LAB, str(path), "--lang", "en") == 0
    assert capsys.readouterr().out == f"{path}: correct; 21 of 21 steps match\n"


def test_a_wrong_board_is_reported_as_by_a_compiler(
    written: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("verify", "--lab", LAB, written["wrong"], "--lang", "en", "--hints", "2") == 1
    headline, place, *hints, _, verdict = capsys.readouterr().out.splitlines()
    assert headline.startswith("error[V")
    assert place.startswith(f"  --> {written['wrong']}: ")
    assert place.endswith("kernel_size, step 8")
    assert [hint[:4] for hint in hints] == ["  1.", "  2."][: len(hints)]
    assert verdict == f"{written['wrong']}: incorrect; 20 of 21 steps match, 1 to mend"


def test_the_report_comes_in_chinese(
    written: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("verify", "--lab", LAB, written["wrong"], "--lang", "zh-CN") == 1
    assert (
        capsys.readouterr().out.splitlines()[-1].endswith("不正确；21 步中有 20 步一致，1 处不同")
    )


def test_a_board_that_does_not_run_shows_its_diagnostics(
    written: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("verify", "--lab", LAB, written["broken"], "--lang", "en") == 1
    out = capsys.readouterr().out
    assert "error[P201]" in out
    assert "The least is 1." in out
    assert "does not run" in out.splitlines()[-1]


def test_a_class_is_a_table(written: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    names = ("right", "wrong", "broken")
    assert run("verify", "--lab", LAB, *(written[name] for name in names), "--lang", "en") == 1
    *rows, summary = capsys.readouterr().out.splitlines()
    assert [row.split("  ")[0] for row in rows] == [written[name] for name in names]
    assert "correct" in rows[0]
    assert "1 to mend" in rows[1]
    assert summary == "1 of 3 correct"


def test_hints_for_a_class_stand_before_its_table(
    written: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    names = (written["right"], written["wrong"], written["none"])
    assert run("verify", "--lab", LAB, *names, "--lang", "en", "--hints", "1") == 2
    told = capsys.readouterr().out
    assert f"  --> {written['wrong']}: " in told
    assert "\n  1. " in told
    assert f"{written['none']}: unusable\n  The document" in told
    assert told.splitlines()[-1] == "1 of 3 correct"


def test_one_unusable_hand_in_does_not_hide_the_others(
    written: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    names = (written["none"], "/nowhere.json", written["right"])
    assert run("verify", "--lab", LAB, *names, "--lang", "en") == 2
    rows = capsys.readouterr().out.splitlines()
    assert "unusable  The document is not a board. It is not JSON, or not all of it" in rows[0]
    assert "No such file" in rows[1]
    assert rows[-1] == "1 of 3 correct"


def test_json_is_the_api_s_report_a_line_a_board(
    written: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("verify", "--lab", LAB, written["wrong"], written["none"], "--json") == 2
    wrong, none = map(json.loads, capsys.readouterr().out.splitlines())
    assert wrong["file"] == written["wrong"]
    assert wrong["verdict"] == "incorrect"
    assert wrong["findings"][0]["parameter"] == "kernel_size"
    assert none.keys() == {"file", "error"}


def test_an_unknown_lab_is_2(written: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify", "--lab", "no-such-lab", written["right"]) == 2
    told = capsys.readouterr().err
    assert "no-such-lab" in told
    assert "meant" not in told
    assert "`bneck-lab labs` lists them" in told


@pytest.fixture(name="_bad_lab")
def _bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One lab in the catalogue, whose file cannot be used."""
    (tmp_path / "mine.toml").write_text('slug = "mine"\norder = "first"\n')
    monkeypatch.setattr(import_module("app.labs.catalog"), "CATALOGUE", tmp_path)
    catalog.cache_clear()
    yield
    catalog.cache_clear()


@pytest.mark.usefixtures("_bad_lab")
@pytest.mark.parametrize(
    "arguments", [["labs"], ["verify", "--lab", LAB, "a.json"], ["serve", "--port", "0"]]
)
def test_a_broken_lab_is_told_by_every_command(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    told = capsys.readouterr().err
    assert "A lab is broken" in told
    assert "mine.toml: order: has to be a whole number" in told


def test_check_is_a_table_of_nodes(
    written: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", written["small"], "--lang", "en") == 0
    assert capsys.readouterr().out.splitlines() == [
        "node   block   output      n_params    madds",
        "in     input   1×3×32×32          0        0",
        "c1     conv2d  1×16×16×16       464  110,592",
        "b1     bneck   1×24×8×8       5,568  399,360",
        "total          1×24×8×8       6,032  509,952",
    ]


def test_check_says_what_is_wrong(
    written: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", written["broken"], "--lang", "en") == 1
    assert "error[P201]" in capsys.readouterr().out
    assert run("check", written["broken"], "--json") == 1
    assert json.loads(capsys.readouterr().out)["diagnostics"][0]["code"] == "P201"


def test_check_goes_on_behind_what_is_no_board(
    written: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    names = (written["none"], "/nowhere.json", written["small"])
    assert run("check", *names, "--lang", "en") == 2
    told = capsys.readouterr().out
    assert f"{written['none']}: unusable\n  The document is not a board.\n  It is not JSON" in told
    assert "/nowhere.json: No such file or directory" in told
    assert told.splitlines()[-1].startswith("total")
    assert run("check", *names, "--json") == 2
    lines = list(map(json.loads, capsys.readouterr().out.splitlines()))
    assert [line["file"] for line in lines] == list(names)
    assert ["error" in line for line in lines] == [True, True, False]


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run("--version")
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"bneck-lab {version('bneck-lab')}\n"


def test_export(written: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", written["small"], "--name", "Tiny") == 0
    assert "class Tiny(nn.Module):" in capsys.readouterr().out


def test_what_does_not_run_is_not_exported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "b.json"
    path.write_text(json.dumps(chain(node("in", "input"), node("c", "conv2d"))))
    out = tmp_path / "out.py"
    assert run("export", str(path), "-o", str(out)) == 2
    assert not out.exists()
    assert "bneck-lab: " in capsys.readouterr().err


def test_expand(written: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("expand", written["small"], "b1") == 0
    types = [each["type"] for each in json.loads(capsys.readouterr().out)["nodes"]]
    assert "bneck" not in types
    assert types.count("depthwise_conv2d") == 1
    assert run("expand", written["small"], "nowhere") == 2


def test_standard_input(written: dict[str, str]) -> None:
    command = [sys.executable, "-m", "app.cli", "verify", "--lab", LAB, "-", "--json"]
    with Path(written["right"]).open("rb") as board:
        told = subprocess.run(command, cwd=ROOT, stdin=board, capture_output=True, check=True)
    assert json.loads(told.stdout)["verdict"] == "correct"


CHINESE = chain(node("in", "input"), node("s", "softmax", label="归一化 ≈ 1"))


def encoded(tmp_path: Path, encoding: str, *arguments: str) -> bytes:
    """What a command writes about a board with Chinese names, in a terminal of that encoding."""
    path = tmp_path / "归一化 ≈ 1.json"
    path.write_text(json.dumps(CHINESE), encoding="utf-8")
    told = BytesIO()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdout", TextIOWrapper(told, encoding=encoding))
        assert run(arguments[0], str(path), *arguments[1:]) == 0
        return told.getvalue()


@pytest.mark.parametrize(
    ("encoding", "arguments"), [("gbk", ("export",)), ("ascii", ("check", "--json"))]
)
def test_what_a_program_reads_is_utf8_in_any_terminal(
    tmp_path: Path, encoding: str, arguments: tuple[str, ...]
) -> None:
    assert "归一化 ≈ 1" in encoded(tmp_path, encoding, *arguments).decode("utf-8")


def test_a_file_s_name_may_be_no_text(
    written: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["/nowhere/\udcc4\udce3.json", written["small"]]
    assert run("check", "--json", *names) == 2
    assert run("verify", "--lab", LAB, "--json", *names) == 2
    lines = list(map(json.loads, capsys.readouterr().out.splitlines()))
    assert [line["file"] for line in lines] == 2 * ["/nowhere/\\udcc4\\udce3.json", names[1]]


def test_a_report_is_in_the_terminal_s_encoding_as_far_as_that_goes(tmp_path: Path) -> None:
    told = encoded(tmp_path, "gbk", "check", "--lang", "zh-CN").decode("gbk")
    assert "归一化 ≈ 1" in told
    assert "1×3×224×224" in told
    assert "\\u5f52" in encoded(tmp_path, "ascii", "check", "--lang", "zh-CN").decode("ascii")


def test_mend_writes_the_solution_and_says_what_was_changed(
    written: dict[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run("mend", "--lab", LAB, "--lang", "en", written["wrong"]) == 0
    told = capsys.readouterr()
    assert "1 to mend, score 0.9" in told.err
    assert "step 8: In “" in told.err
    mended = tmp_path / "mended.json"
    mended.write_text(told.out, encoding="utf-8")
    assert run("verify", "--lab", LAB, str(mended)) == 0


def test_mend_writes_several_into_a_folder_and_none_over_a_hand_in(
    written: dict[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    boards = [written["wrong"], written["broken"], written["right"]]
    before = {path: Path(path).read_text() for path in boards}
    assert run("mend", "--lab", LAB, *boards) == 2
    assert "--out DIR" in capsys.readouterr().err
    assert run("mend", "--lab", LAB, "--out", str(tmp_path), *boards) == 2
    assert run("mend", "--lab", LAB, "--out", str(tmp_path / "o"), boards[0], boards[0]) == 2
    assert {path: Path(path).read_text() for path in boards} == before
    out = tmp_path / "mended"
    assert run("mend", "--lab", LAB, "--lang", "zh-CN", "--out", str(out), *boards) == 0
    assert "right.json: 无须修改" in capsys.readouterr().err
    assert run("verify", "--lab", LAB, *map(str, sorted(out.iterdir()))) == 0
    assert len(list(out.iterdir())) == len(boards)


def test_mend_goes_on_behind_a_board_that_is_none(
    written: dict[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "mended"
    assert run("mend", "--lab", LAB, "--out", str(out), written["none"], written["wrong"]) == 2
    assert "none.json: " in capsys.readouterr().err
    assert [path.name for path in out.iterdir()] == ["wrong.json"]


def test_verify_can_say_the_repairs(
    written: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    boards = [written["wrong"], written["right"]]
    assert run("verify", "--lab", LAB, "--lang", "en", "--repairs", *boards) == 1
    told = capsys.readouterr().out
    assert "step 8: In “" in told
    assert "right.json: right as it is" in told
    assert run("verify", "--lab", LAB, "--lang", "en", "--repairs", "--json", written["wrong"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert 0.9 < answer["score"] < 1
    assert [said[:6] for said in answer["repairs"]] == ["step 8"]


def test_verify_gives_a_table_for_spreadsheets(
    written: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    boards = [written["right"], written["wrong"], written["none"]]
    assert run("verify", "--lab", LAB, "--csv", *boards) == 2
    right, wrong, none = csv.DictReader(StringIO(capsys.readouterr().out))
    assert (right["verdict"], right["score"], right["matched"]) == ("correct", "1.000", "21")
    assert (wrong["verdict"], wrong["findings"]) == ("incorrect", "1")
    assert 0.9 < float(wrong["score"]) < 1
    assert (none["verdict"], none["score"]) == ("", "")
    assert none["error"]
    with pytest.raises(SystemExit):
        run("verify", "--lab", LAB, "--csv", "--json", *boards)
