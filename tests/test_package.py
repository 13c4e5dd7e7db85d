"""The wheel carries everything that an installed Bneck Lab needs; what it stands on is pinned."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tree import ROOT, files, read


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


def test_what_it_stands_on_is_pinned_within_its_range() -> None:
    pins = {
        canonicalize_name(pin.name): pin.specifier
        for pin in map(Requirement, read(Path("constraints.txt")).splitlines()[1:])
    }
    project = tomllib.loads(read(Path("pyproject.toml")))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for requirement in map(Requirement, wanted):
        (pin,) = pins[canonicalize_name(requirement.name)]
        assert pin.operator == "=="
        assert requirement.specifier.contains(pin.version), requirement
