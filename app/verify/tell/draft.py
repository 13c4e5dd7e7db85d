"""A finding before its words."""

from dataclasses import dataclass

from app.core.diagnostic import Arg
from app.verify.repair.repairs import Repair
from app.verify.report import FindingCode


@dataclass(frozen=True, slots=True)
class Draft:
    """What is amiss and where.

    `steps` are all that it touches, `at` its place in the student's network; `around` the student's
    nodes at the ends of a gap or of a wire. `repair` is what puts it right.
    """

    code: FindingCode
    nodes: tuple[str, ...]
    steps: tuple[int, ...]
    at: int
    repair: Repair | None
    parameter: str | None = None
    edges: tuple[str, ...] = ()
    expected: Arg | None = None
    around: tuple[str | None, str | None] = (None, None)
