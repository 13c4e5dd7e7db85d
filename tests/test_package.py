"""The wheel carries everything that an installed Bneck Lab needs."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.tree import ROOT, files


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*build, str(folder)], cwd=ROOT, check=True)
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def test_the_package_and_its_data_are_in_the_wheel(carried: set[str]) -> None:
    own = {path.as_posix() for path in files() if path.is_relative_to("app")}
    assert own <= carried


def test_the_pages_are_in_the_wheel(carried: set[str]) -> None:
    own = [path.relative_to("templates") for path in files() if path.is_relative_to("templates")]
    assert {(Path("app/_templates") / path).as_posix() for path in own} <= carried


def test_the_built_front_end_is_in_the_wheel(carried: set[str]) -> None:
    built = ROOT / "static/dist"
    own = [path.relative_to(built) for path in built.rglob("*") if path.is_file()]
    assert {"app/_static/.vite/manifest.json"} | {
        (Path("app/_static") / path).as_posix() for path in own
    } <= carried


def test_nothing_else_of_the_checkout_is_in_the_wheel(carried: set[str]) -> None:
    assert {name.split("/")[0] for name in carried if ".dist-info/" not in name} == {"app"}
