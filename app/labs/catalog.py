"""The labs that come with the product, in order."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from app.core.errors import BadLab, LabNotFound
from app.core.text import Text
from app.labs.flaws import NO_UTF8, at, slug_words, together
from app.labs.lab import SLUG, Lab, parse_lab
from app.labs.paths import lab_paths

Catalog: TypeAlias = Mapping[str, Lab]
"""Labs by slug, path by path, in the order of the cards."""

CATALOGUE = Path(__file__).parent / "catalogue"


@cache
def catalog() -> Catalog:
    """Return the labs that come with the product, read once.

    What serves or judges is given its labs; only where a program begins is this asked for them.

    Raises:
        BadLab: A file cannot be used, or two labs claim the same place.
    """
    labs = [read_lab(path) for path in sorted(CATALOGUE.glob("*.toml"))]
    paths = list(lab_paths())
    place = {lab.slug: (paths.index(lab.path), lab.order) for lab in labs}
    if len(set(place.values())) != len(labs):
        raise BadLab("Two labs of one path have the same `order`.")
    return MappingProxyType(
        {lab.slug: lab for lab in sorted(labs, key=lambda lab: place[lab.slug])}
    )


def get_lab(slug: str) -> Lab:
    """Return one of the product's own labs.

    Raises:
        LabNotFound: No lab has that name.
    """
    return lab_of(catalog(), slug)


def lab_of(labs: Catalog, slug: str) -> Lab:
    """Return one lab.

    Raises:
        LabNotFound: No lab has that name.
    """
    try:
        return labs[slug]
    except KeyError as error:
        raise LabNotFound(f"There is no lab {slug[:80]!r}.") from error


def lab_after(labs: Catalog, slug: str) -> Lab | None:
    """Return the lab to do next: the one that follows on the same path, else the next path's first.

    Raises:
        LabNotFound: No lab has that name.
    """
    lab_of(labs, slug)
    slugs = list(labs)
    following = slugs[slugs.index(slug) + 1 :]
    return labs[following[0]] if following else None


def read_lab(path: Path) -> Lab:
    """Return the lab in a file, which is named after it.

    Raises:
        BadLab: The file cannot be used.
    """
    lab = read_any(path)
    if flaw := misnamed(lab.slug, path):
        raise BadLab(flaw)
    return lab


def misnamed(slug: str, path: Path) -> Text | None:
    """Return that a file is called otherwise than its lab, where it is."""
    return None if slug == path.stem else at(path.name, slug_words(slug, path.stem))


def read_any(path: Path) -> Lab:
    """Return the lab in a file, whatever the file is called.

    Raises:
        BadLab: The file cannot be used; where it is not called after its lab either, it says so.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadLab(at(path.name, NO_UTF8)) from error
    try:
        return parse_lab(content, path.name, lambda slug: _text_of(slug, path.parent))
    except BadLab as error:
        slug = _slug_in(content)
        flaw = misnamed(slug, path) if slug is not None else None
        if flaw is None:
            raise
        raise BadLab(together((flaw, error.said))) from error


def _slug_in(content: str) -> str | None:
    """Return the name that a lab's file states, where that much of it can be read."""
    try:
        slug = tomllib.loads(content).get("slug")
    except tomllib.TOMLDecodeError:
        return None
    return slug if isinstance(slug, str) else None


def _text_of(slug: str, folder: Path) -> str | None:
    """Return the file of a lab beside another one, or of one of the product's own."""
    for place in (folder, CATALOGUE):
        path = place / f"{slug}.toml"
        if re.fullmatch(SLUG, slug) and path.is_file():
            return path.read_text(encoding="utf-8")
    return None
