"""The long questions, as functions that any process of the product can be asked.

A board goes in as JSON, values come out; no graph crosses a process.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Self

from app.export import PythonModule, pytorch
from app.faults import faulty
from app.graph import parse_board, read
from app.labs import Faults, Lab, catalog, get_lab
from app.service.check import Checked, check, listed
from app.service.expand import unfolded
from app.verify import Report, verify


@dataclass(frozen=True, slots=True)
class ReferenceKey:
    """A lab's reference as every process knows it: whose it is, and the digest of its content."""

    lab: str
    digest: str

    @classmethod
    def of(cls, lab: Lab) -> Self:
        """Return the key of a lab's reference."""
        return cls(lab.slug, lab.reference.digest)


@cache
def labs() -> Mapping[ReferenceKey, Lab]:
    """Return every lab that this process knows, by its reference."""
    return {ReferenceKey.of(lab): lab for lab in catalog().values()}


def check_board(board: bytes) -> Checked:
    """Return what running a board shows, with the diagnostics that an answer lists."""
    found = check(parse_board(board))
    return replace(found, diagnostics=listed(found.diagnostics))


def verify_board(board: bytes, key: ReferenceKey) -> Report:
    """Return how a board compares with a reference.

    Raises:
        KeyError: This process does not know the reference, or another one by that name.
    """
    lab = labs()[key]
    report = verify(read(parse_board(board)), lab.reference, lab.blocks)
    return replace(report, diagnostics=tuple(listed(report.diagnostics)))


def faulty_board(lab: str, faults: Faults, seed: int) -> bytes:
    """Return a find-the-fault lab's starting board, as JSON.

    Raises:
        LabNotFound: This process does not know the lab.
    """
    return faulty(get_lab(lab), faults, seed).model_dump_json().encode()


def expand_board(board: bytes, node: str) -> bytes:
    """Return the board, as JSON, with one composite unfolded."""
    return unfolded(parse_board(board), node).model_dump_json().encode()


def export_board(board: bytes, name: str | None) -> PythonModule:
    """Return a board's network as a Python module."""
    return pytorch(read(parse_board(board)).graph, name)
