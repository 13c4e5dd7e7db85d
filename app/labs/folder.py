"""An instructor's folder of lab files, as strict as the product's own.

A lab of the folder is on the path of the instructor's labs, and takes no name of the product's.
"""

import os
import re
import tempfile
from collections.abc import Container, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

from app.core.errors import BadLab
from app.core.text import Text, text
from app.labs.catalog import misnamed, read_any
from app.labs.flaws import OTHER_PATH, TAKEN, TOO_LARGE, at, filled, together
from app.labs.lab import SLUG, Lab
from app.labs.paths import OWN_PATH

LARGEST = 2**20
"""Bytes of a lab file. The largest of the product's has 60 kB."""

Listing: TypeAlias = Mapping[str, bytes]
"""The files of a folder by name, each with a digest of what is in it."""


class LabFolder:
    """The `*.toml` files of a folder: each is a lab, and its name the lab's."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def listing(self) -> Listing:
        """Return what is there now.

        Raises:
            OSError: The folder cannot be read.
        """
        found = {}
        for path in self._files():
            with suppress(FileNotFoundError):  # it went while others were read
                found[path.name] = blake2b(path.read_bytes(), digest_size=16).digest()
        return found

    def read(self, taken: Container[str]) -> tuple[Lab, ...]:
        """Return all labs of the folder; `taken` are the names that the product has.

        Raises:
            BadLab: Some of its files cannot be used; the message names each, the place, and what
                would help.
        """
        labs, flaws = self.sort(taken)
        if flaws:
            raise BadLab(together(flaws.values()))
        return labs

    def sort(self, taken: Container[str]) -> tuple[tuple[Lab, ...], dict[str, Text]]:
        """Return the labs that can be used, and by file's name why others cannot."""
        labs, flaws = [], {}
        for path in self._files():
            try:
                labs.append(self._read(path, taken))
            except BadLab as error:
                flaws[path.name] = error.said
            except OSError as error:
                why = str(error.strerror)
                flaws[path.name] = at(path.name, text(why, why))
        return tuple(labs), flaws

    def has(self, slug: str) -> bool:
        """Whether there is a file of that lab."""
        return self._file(slug).exists()

    def save(self, slug: str, text: str) -> None:
        """Write a lab's file, whole or not at all: whoever reads meanwhile finds the old one.

        Raises:
            OSError: It cannot be written.
        """
        if not re.fullmatch(SLUG, slug):  # the name of a file, which leads nowhere else
            raise ValueError("not a lab's name")
        number, name = tempfile.mkstemp(".part", f".{slug}-", self.path)
        try:
            with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            # As any file that somebody saves: others at this machine may read it.
            Path(name).chmod(0o644)
            Path(name).replace(self._file(slug))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _read(self, path: Path, taken: Container[str]) -> Lab:
        if path.stat().st_size > LARGEST:
            raise BadLab(at(path.name, filled(TOO_LARGE, {"most": LARGEST // 2**10})))
        lab = read_any(path)
        flaws = []
        if flaw := misnamed(lab.slug, path):
            flaws.append(flaw)
        if lab.path != OWN_PATH:
            flaws.append(at(path.name, filled(OTHER_PATH, {"own": OWN_PATH})))
        if lab.slug in taken:
            flaws.append(at(path.name, filled(TAKEN, {"slug": lab.slug})))
        if flaws:
            raise BadLab(together(flaws))
        return lab

    def _files(self) -> list[Path]:
        # What begins with a dot is being written, or an editor's own.
        return sorted(path for path in self.path.glob("*.toml") if not path.name.startswith("."))

    def _file(self, slug: str) -> Path:
        return self.path / f"{slug}.toml"
