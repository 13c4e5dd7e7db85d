"""The wheel carries everything that an installed Bneck Lab needs; what it stands on is pinned."""

import ast
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
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


def test_what_is_imported_is_declared() -> None:
    declared = {
        canonicalize_name(Requirement(each).name)
        for each in tomllib.loads(read(Path("pyproject.toml")))["project"]["dependencies"]
    }
    trees = (ast.parse(read(path)) for path in files(".py") if path.is_relative_to("app"))
    imported = {name.partition(".")[0] for tree in trees for name in _imports(tree)}
    providers = packages_distributions()
    undeclared = {
        name
        for name in imported - sys.stdlib_module_names - {"app"}
        if not {canonicalize_name(each) for each in providers[name]} & declared
    }
    assert undeclared == set()


def _imports(tree: ast.Module) -> Iterator[str]:
    for found in ast.walk(tree):
        if isinstance(found, ast.Import):
            yield from (each.name for each in found.names)
        elif isinstance(found, ast.ImportFrom) and found.module:
            yield found.module
