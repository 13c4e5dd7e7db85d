"""What the documents say about the repository is true."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from app.cli.parser import parser
from tests.tree import ROOT, files, read

DOCUMENTS = tuple(path for path in files(".md") if len(path.parts) == 1)
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
# `app/blocks/conv2d.py`, `tests/e2e/`, `pyproject.toml`; not `/api/check`.
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|[\w.-]+\.(?:cfg|css|json|md|py|toml|ts|txt|yaml))`")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
MADE_BY_MAKE = ("static/dist", "artifacts", "dist", ".venv")


def code(path: Path) -> str:
    """The parts of a document that are set as code."""
    return "\n".join(CODE.findall(read(path)))


def command_lines(path: Path) -> list[list[str]]:
    """The arguments of every use of ``bneck-lab`` in a document's blocks of code."""
    blocks = "\n".join(re.findall(r"```.*?```", read(path), re.DOTALL))
    return [shlex.split(line) for line in re.findall(r"^bneck-lab ([^|>&#\n]*)", blocks, re.M)]


def targets() -> set[str]:
    """The targets of the Makefile."""
    return set(re.findall(r"^([a-z-]+):", read(Path("Makefile")), re.MULTILINE))


@pytest.mark.parametrize("command", ["make serve", "make test"])
def test_readme_names_the_two_commands(command: str) -> None:
    assert command in code(Path("README.md"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_targets_exist(path: Path) -> None:
    assert set(re.findall(r"\bmake ([a-z-]+)", code(path))) <= targets()


def test_help_lists_what_the_makefile_has() -> None:
    listing = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    described = re.finditer(r"^  make [a-z-]+ +", listing, re.MULTILINE)
    assert len({len(found[0]) for found in described}) == 1, "one column"
    documented = set(re.findall(r"^  make ([a-z-]+)", listing, re.MULTILINE))
    assert {"serve", "test", "check", "bench", "mutants"} <= documented <= targets()


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_command_lines_are_understood(path: Path) -> None:
    for arguments in command_lines(path):
        parser().parse_args(arguments)


def test_readme_shows_the_command_line() -> None:
    assert {"labs", "verify", "reference"} <= {
        arguments[0] for arguments in command_lines(Path("README.md"))
    }


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_files_exist(path: Path) -> None:
    named = set(PATH.findall(read(path))) | set(LINK.findall(read(path)))
    kept = {name for name in named if not name.startswith(MADE_BY_MAKE) and "NAME" not in name}
    assert {name for name in kept if not (ROOT / name).exists()} == set()
