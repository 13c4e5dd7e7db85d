"""Paths: the labs in the order in which they are best done."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from app.labs.document import read_document
from app.labs.values import LabText, Strict

_PATHS = Path(__file__).parent / "paths.toml"

OWN_PATH = "own"
"""The path of the labs that an instructor made; the product has none on it."""


class LabPath(Strict):
    """A path: what it is called, and where it leads.

    `intro` introduces those of its labs that have no introduction of their own.
    """

    title: LabText
    summary: LabText
    intro: LabText | None = None


@cache
def lab_paths() -> Mapping[str, LabPath]:
    """Return every path by its key, in the order of the home page."""
    return read_document(_PATHS, TypeAdapter(dict[str, LabPath]))
