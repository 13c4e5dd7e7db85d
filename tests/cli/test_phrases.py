"""What argparse says by itself, in both languages."""

import re

import pytest

from app.cli import main


@pytest.mark.parametrize(
    "typed",
    [
        "--help",
        "verify --help",
        "verfy",
        "check",
        "serve --port",
        "verify --hints 9",
        "verify --hints x",
        "verify --json --csv",
        "verify --json=1",
        "verify --h",
        "labs x",
        "lab check",
    ],
)
def test_what_argparse_says_is_in_the_operator_s_language(
    typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {}
    for locale in ("zh_CN.UTF-8", "C"):
        monkeypatch.setenv("LC_ALL", locale)
        with pytest.raises(SystemExit):
            main(typed.split())
        told = capsys.readouterr()
        said[locale] = told.out + told.err
    assert said["C"].startswith("usage: ")
    assert said["zh_CN.UTF-8"].startswith("用法：")
    examples = said["zh_CN.UTF-8"].partition("例子：")[0]
    assert not re.search(r"\b(?:usage|error|argument|options?|expected|show|the|and)\b", examples)
