"""`bneck-lab lab check`: what proves a lab file, and what is wrong with one."""

from pathlib import Path

import pytest

from app.cli import main as run
from app.labs.catalog import CATALOGUE

SE = CATALOGUE / "se-module.toml"


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
        ('slug = "se-module"', 'slug = "other"', "is not the file's name"),
        ("hint_cap = 5", "hint_cap = 9", "hint_cap"),
    ],
)
def test_what_is_wrong_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], before: str, after: str, message: str
) -> None:
    text = SE.read_text(encoding="utf-8")
    assert before in text
    file = tmp_path / "se-module.toml"
    file.write_text(text.replace(before, after), encoding="utf-8")
    assert run(["lab", "check", str(file)]) == 2
    assert message in capsys.readouterr().err
