"""The labs that come with the product, in order."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from app.core.errors import BadLab, LabNotFound
from app.labs.lab import Lab, parse_lab

CATALOGUE = Path(__file__).parent / "catalogue"


@cache
def catalog() -> Mapping[str, Lab]:
    """Return every lab by its slug, in the order of the cards.

    Raises:
        BadLab: A file cannot be used, or two labs claim the same place.
    """
    labs = [read_lab(path) for path in sorted(CATALOGUE.glob("*.toml"))]
    if len({lab.order for lab in labs}) != len(labs):
        raise BadLab("Two labs have the same `order`.")
    return MappingProxyType({lab.slug: lab for lab in sorted(labs, key=lambda lab: lab.order)})


def get_lab(slug: str) -> Lab:
    """Return one lab.

    Raises:
        LabNotFound: No lab has that name.
    """
    try:
        return catalog()[slug]
    except KeyError as error:
        raise LabNotFound(f"There is no lab {slug[:80]!r}.") from error


def read_lab(path: Path) -> Lab:
    """Return the lab in a file, which is named after it.

    Raises:
        BadLab: The file cannot be used.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadLab(f"{path.name}: it is not written in UTF-8") from error
    lab = parse_lab(text, path.name)
    if lab.slug != path.stem:
        raise BadLab(f"{path.name}: slug: {lab.slug!r} is not the file's name")
    return lab
