"""What an installation brings along may be passed on with it."""

import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution

from packaging.requirements import Requirement

from tests.tree import ROOT

FREE = re.compile(
    r"0BSD|Apache|BSD|CC0|HPND|ISC|MIT|MPL-2\.0|Mozilla|PSF|Python|Unlicense|Zlib|Zope",
    re.IGNORECASE,
)
RECIPROCAL = re.compile(r"GPL|SSPL|EUPL", re.IGNORECASE)


def needed(name: str, seen: dict[str, Distribution]) -> dict[str, Distribution]:
    """Return what a package needs to run, itself included, by name."""
    found = distribution(name)
    if found.name not in seen:
        seen[found.name] = found
        for line in found.requires or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                needed(requirement.name, seen)
    return seen


def licence(package: Distribution) -> str:
    """Return what a package says of its licence, in one of the three places for it."""
    known = package.metadata
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in known.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    first = (known["License"] or "").partition("\n")[0]
    return known["License-Expression"] or first or ", ".join(classifiers)


def in_the_page() -> Iterator[tuple[str, str]]:
    """Every package of which something is in the built front-end, and its licence."""
    lock = json.loads((ROOT / "static/package-lock.json").read_text("utf-8"))
    for path, package in lock["packages"].items():
        if path and not package.get("dev") and not package.get("optional"):
            yield path, package.get("license", "")


def test_python_packages() -> None:
    packages = needed("bneck-lab", {})
    assert len(packages) > 15
    said = {name: licence(package) for name, package in packages.items()}
    assert {name: each for name, each in said.items() if not FREE.search(each)} == {}
    assert {name: each for name, each in said.items() if RECIPROCAL.search(each)} == {}


def test_the_front_ends_packages() -> None:
    said = dict(in_the_page())
    assert len(said) > 5
    assert {path: each for path, each in said.items() if not FREE.search(each)} == {}
