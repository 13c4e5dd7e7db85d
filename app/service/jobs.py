"""The long questions, as functions that any process of the product can be asked.

A board goes in as JSON, values come out; no graph crosses a process.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import blake2b
from typing import Self

from pydantic import TypeAdapter

from app.engine import Picture, Probe, probe
from app.export import PythonModule, pytorch
from app.faults import faulty, possible_faults
from app.graph import parse_board, read
from app.labs import Faults, Lab, catalog, question_of
from app.lesson import Judged, Quantity, answered, predict
from app.making import Draft, DraftFlaw, Trial, drafted, propose, prove, try_faults
from app.service.check import Checked, check, listed
from app.service.expand import unfolded
from app.service.recent import Recent
from app.verify import Report, verify
from app.verify.report import Step

DRAFT = TypeAdapter(Draft)

REMEMBERED_LABS = 32
"""How many labs of an instructor's a worker keeps, the last ones asked about."""


@dataclass(frozen=True, slots=True)
class LabKey:
    """A lab as a question names it: whose it is, and a digest of what reports depend on.

    The product's labs every process knows. An instructor's are known where they were read, and so
    their `content` travels with the question: what one process has saved, all workers answer for.
    """

    lab: str
    digest: str
    content: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, lab: Lab) -> Self:
        """Return the key of a lab."""
        if not lab.own:
            return cls(lab.slug, lab.reference.digest)
        digest = blake2b(lab.content.encode(), digest_size=16).hexdigest()
        return cls(lab.slug, digest, lab.content)


@cache
def labs() -> Mapping[LabKey, Lab]:
    """Return the product's labs, which this process knows."""
    return {LabKey.of(lab): lab for lab in catalog().values()}


_own: Recent[str, Lab] = Recent(REMEMBERED_LABS)


def known(key: LabKey) -> Lab:
    """Return the lab of a key.

    Raises:
        KeyError: This process does not know the lab, or another one by that name.
    """
    if key.content is None:
        return labs()[key]
    lab = _own.get(key.digest)
    if lab is None:
        lab = Lab.model_validate_json(key.content)
        _own.keep(key.digest, lab)
    return lab


def check_board(board: bytes) -> Checked:
    """Return what running a board shows, with the diagnostics that an answer lists."""
    found = check(parse_board(board))
    return replace(found, diagnostics=listed(found.diagnostics))


def verify_board(board: bytes, key: LabKey) -> Report:
    """Return how a board compares with a reference.

    Raises:
        KeyError: This process does not know the reference, or another one by that name.
    """
    lab = known(key)
    report = verify(read(parse_board(board)), lab.reference, lab.blocks)
    return replace(report, diagnostics=tuple(listed(report.diagnostics)))


def faulty_board(key: LabKey, faults: Faults, seed: int) -> bytes:
    """Return a find-the-fault lab's starting board, as JSON.

    Raises:
        KeyError: This process does not know the lab.
    """
    return faulty(known(key), faults, seed).model_dump_json().encode()


def propose_draft(board: bytes) -> bytes:
    """Return a first draft of a lab, as JSON, that asks for the network on a board."""
    return propose(parse_board(board)).model_dump_json().encode()


def draft_lab(draft: bytes, taken: frozenset[str]) -> tuple[tuple[DraftFlaw, ...], str | None]:
    """Return the file of the lab that a draft describes, or what keeps it from being one."""
    found = drafted(DRAFT.validate_json(draft), taken)
    return found.flaws, found.file


def prove_lab(key: LabKey) -> int:
    """Prove what a lab says of its reference; return how many faults might be planted in it.

    Raises:
        BrokenLab: Something of it does not hold.
        NoFaults: The faults that it asks for cannot be planted.
    """
    lab = known(key)
    prove(lab)
    return possible_faults(lab)


def try_lab(key: LabKey, start: int, stop: int) -> Trial:
    """Plant some of the faults that might be planted in a lab, and have Verify look for each."""
    return try_faults(known(key), start, stop)


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


def answer_board(board: bytes, key: LabKey, step: Step, answer: int | None) -> Judged:
    """Return what an answer to a step's question is worth, with the board's own figures.

    Raises:
        KeyError: This process does not know the lab, or it has no question there.
    """
    lab = known(key)
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
