"""What the calls give that make an instructor's labs: drafts, proofs, and how far a proof is."""

from collections.abc import Mapping, Sequence

from pydantic_core import to_json
from typing_extensions import TypedDict

from app.core.shape import Shape
from app.labs import FaultKind, LabView
from app.making import DraftFlaw, Trial
from app.service import Made, Progress, Proof
from app.web.answers import Words


class FlawJson(TypedDict):
    """Something that keeps a draft from being a lab: where in it, key by key, and what."""

    place: Sequence[str | int]
    said: Words


class DraftedJson(TypedDict):
    """What is wrong with a draft; the lab as a student would see it, as far as it is there.

    Where nothing is wrong, also its file.
    """

    flaws: list[FlawJson]
    lab: LabView | None
    file: str | None


class MissedJson(TypedDict):
    """A fault that Verify did not find: of which kind, and about which nodes."""

    kind: FaultKind
    nodes: Sequence[str]


class ProofJson(TypedDict):
    """What was proved: the network's size, how many faults were found by kind, and the others."""

    output_shape: Shape
    n_params: int
    madds: int
    found: Mapping[FaultKind, int]
    missed: list[MissedJson]


class MadeJson(TypedDict):
    """What came of making a lab; `saved` says that it is given out, at this `path`."""

    flaws: list[FlawJson]
    proof: ProofJson | None
    saved: bool
    slug: str | None
    path: str | None
    file: str | None


class ProofProgressJson(TypedDict):
    """How far a proof is."""

    done: int
    of: int


class EventJson(TypedDict):
    """One event of the stream; the last one holds what was made."""

    progress: ProofProgressJson | None
    made: MadeJson | None


def event(said: Progress | Made, base: str) -> bytes:
    """Return what is said of a proof as an event of the stream; `base` stands before each path."""
    data: EventJson = {"progress": None, "made": None}
    if isinstance(said, Progress):
        data["progress"] = {"done": said.done, "of": said.of}
    else:
        data["made"] = _made(said, base)
    return b"data: " + to_json(data) + b"\n\n"


def _made(made: Made, base: str) -> MadeJson:
    return {
        "flaws": flaws(made.flaws),
        "proof": _proof(made.proof) if made.proof else None,
        "saved": made.saved,
        "slug": made.slug,
        "path": f"{base}/labs/{made.slug}" if made.saved else None,
        "file": made.file,
    }


def flaws(found: Sequence[DraftFlaw]) -> list[FlawJson]:
    """Return what keeps a draft from being a lab."""
    return [{"place": flaw.place, "said": {**flaw.said}} for flaw in found]


def _proof(proof: Proof) -> ProofJson:
    trial: Trial = proof.trial
    return {
        "output_shape": proof.output_shape,
        "n_params": proof.n_params,
        "madds": proof.madds,
        "found": trial.found,
        "missed": [{"kind": each.kind, "nodes": each.nodes} for each in trial.missed],
    }
