"""`bneck-lab lab check`: what proves a lab file, and what is wrong with one."""

from pathlib import Path

import pytest

from app.cli import main as run
from app.labs.catalog import CATALOGUE
from tests.labs.test_folder import own

SE = CATALOGUE / "se-module.toml"


def changed(file: Path, before: str, after: str) -> Path:
    """The lab of the SE module in another file, with something else in it."""
    content = SE.read_text(encoding="utf-8")
    assert before in content
    file.write_text(content.replace(before, after, 1), encoding="utf-8")
    return file


def test_a_good_lab_is_proved(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(SE), str(CATALOGUE / "find-the-fault-se.toml")]
    assert run(["lab", "check", *files, "--lang", "en"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in said] == files
    assert all("finds each of" in line and "each of 0" not in line for line in said)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("n_params = 3_552", "n_params = 3_553", "n_params is stated as 3553, but it is 3552"),
        ('slug = "se-module"', 'slug = "other"', "both have to be the same"),
        ("hint_cap = 5", "hint_cap = 9", "hint_cap"),
    ],
)
def test_what_is_wrong_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], before: str, after: str, message: str
) -> None:
    file = changed(tmp_path / SE.name, before, after)
    assert run(["lab", "check", str(file)]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("before", "after", "zh", "en"),
    [
        ("hint_cap = 5", "hintcap = 5", "是不是想写 hint_cap", "hintcap: is nothing that"),
        ("hint_cap = 5", 'hint_cap = "5"', "hint_cap: 要写成整数", "hint_cap: has to be a whole"),
        ('title.en = "', "title.en = ", "行第 12 列读不下去", "column 12"),
        ("n_params = 3_552", "n_params = 3_553", "网络算出来是 3552", "but it is 3552"),
        ('slug = "se-module"', 'slug = "other"', "两者要一样", "so change one"),
    ],
)
def test_a_broken_file_names_place_and_cure_in_the_language_asked_for(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    before: str,
    after: str,
    zh: str,
    en: str,
) -> None:
    file = changed(tmp_path / SE.name, before, after)
    for lang, said in (("zh-CN", zh), ("en", en)):
        assert run(["lab", "check", str(file), "--lang", lang]) == 2
        assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("n_params = 3_552", "n_params = 3_553", "but it is 3552"),
        ("hint_cap = 5", 'hint_cap = "5"', "hint_cap: has to be a whole"),
    ],
)
def test_a_wrong_name_hides_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], before: str, after: str, message: str
) -> None:
    file = changed(tmp_path / "other.toml", before, after)
    assert run(["lab", "check", str(file)]) == 2
    told = capsys.readouterr().err
    assert "the file is called other" in told
    assert message in told


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.toml").write_text(own("mine"), encoding="utf-8")
    return tmp_path


def test_labs_of_a_folder_are_known_to_every_command(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    named = ["--labs", str(folder)]
    assert run(["labs", *named]) == 0
    assert capsys.readouterr().out.startswith("mine ")
    board = folder / "board.json"
    assert run(["reference", "--lab", "mine", *named, "-o", str(board)]) == 0
    assert run(["verify", "--lab", "mine", *named, str(board)]) == 0
    assert run(["lab", "check", str(folder / "mine.toml")]) == 0
    assert run(["verify", "--lab", "mine", str(board)]) == 2, "without the folder nobody knows it"
    monkeypatch.setenv("BNECK_LAB_LABS", str(folder))
    assert run(["verify", "--lab", "mine", str(board)]) == 0


def test_a_bad_lab_keeps_the_server_from_starting(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "se-module.toml").write_text(own("se-module"), encoding="utf-8")
    assert run(["serve", "--port", "0", "--workers", "1", "--labs", str(folder)]) == 2
    assert "se-module.toml: slug: the product has a lab" in capsys.readouterr().err
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert run(["serve", "--port", "0", "--workers", "1", "--labs", str(folder)]) == 2
    told = capsys.readouterr().err
    assert "有实验用不了" in told
    assert "se-module.toml: slug: 软件自带的实验里已经有 se-module" in told


def test_a_folder_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["serve", "--labs", "/no/such/folder"])
    assert ended.value.code == 2
    assert "there is no folder '/no/such/folder': make it" in capsys.readouterr().err
