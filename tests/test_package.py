"""The wheel carries everything that an installed Bneck Lab needs; what it stands on is pinned."""

import ast
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import httpx
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.e2e import serving
from tests.tree import ROOT, files, read


def left_to_build() -> str:
    """What `make` would do for the checkout's own front-end."""
    make = ["make", "--dry-run", "static/dist/.vite/manifest.json"]
    # Where the tests were started by make, it is not to be told of that one.
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(make, cwd=ROOT, env=alone, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture(scope="module")
def left_before() -> str:
    """The same before the wheel was built."""
    return left_to_build()


@pytest.fixture(scope="module")
def wheel(left_before: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*build, str(folder)], cwd=ROOT, check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def carried(wheel: Path) -> set[str]:
    """The names in the wheel."""
    return set(zipfile.ZipFile(wheel).namelist())


def test_it_serves_from_an_environment_of_its_own_without_node(wheel: Path, tmp_path: Path) -> None:
    """What it stands on is lent by this environment; `make container` installs that as well."""
    venv.create(tmp_path / "empty", with_pip=False)
    python = tmp_path / "empty/bin/python"
    where = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    )
    own = Path(where.stdout.strip())
    zipfile.ZipFile(wheel).extractall(own)
    (own / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    outside = tmp_path / "outside"
    outside.mkdir()
    installed = serving.Installation(python, outside, {"PATH": str(python.parent)})
    with serving.running(of=installed) as server:
        page = httpx.get(f"{server}/labs/se-module")
        assets = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
        assert len(assets) > 1
        for asset in assets:
            assert httpx.get(server + asset).status_code == 200, asset


@pytest.mark.usefixtures("wheel")
def test_a_wheel_leaves_nothing_to_build_for_the_checkout(left_before: str) -> None:
    """It was built anew by the next `make serve`: npm touches what it finds installed."""
    assert left_to_build() == left_before


def test_nor_does_what_checks_put_beside_the_front_end(left_before: str) -> None:
    """A description of the API is written there, and taken away."""
    (ROOT / "static").touch()
    assert left_to_build() == left_before


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
