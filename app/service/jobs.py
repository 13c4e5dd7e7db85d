"""The long questions, as functions that any process of the product can be asked.

A board goes in as JSON, values come out; no graph crosses a process.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Self

from app.engine import Picture, Probe, probe
from app.export import PythonModule, pytorch
from app.faults import faulty
from app.graph import parse_board, read
from app.labs import Faults, Lab, catalog, get_lab, question_of
from app.lesson import Judged, Quantity, answered, predict
from app.service.check import Checked, check, listed
from app.service.expand import unfolded
from app.verify import Report, verify
from app.verify.report import Step


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


def probe_board(board: bytes, picture: Picture) -> Probe:
    """Return what every wire of a board carries when a small picture runs through it.

    Raises:
        NotRunnable: The board is larger than what is run in this way.
    """
    return probe(read(parse_board(board)).graph, picture)


def answer_board(board: bytes, key: ReferenceKey, step: Step, answer: int | None) -> Judged:
    """Return what an answer to a step's question is worth, with the board's own figures.

    Raises:
        KeyError: This process does not know the lab, or it has no question there.
    """
    lab = labs()[key]
    question = question_of(lab.slug, step.step)
    if question is None:
        raise KeyError(step.step)
    return answered(lab, question, read(parse_board(board)).graph, step, answer)


def predict_board(board: bytes, node: str, quantity: Quantity, guess: tuple[int, ...]) -> Judged:
    """Return what a prediction about one node is worth.

    Raises:
        NodeNotFound, NotRunnable: See `predict`.
    """
    return predict(read(parse_board(board)).graph, node, quantity, guess)
