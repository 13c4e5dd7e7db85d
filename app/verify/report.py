"""What Verify answers: a verdict, the gates it passed, the steps, and the findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Literal

from app.core.diagnostic import Arg, Diagnostic, Severity, fill
from app.core.shape import Notation
from app.core.text import Lang, Text
from app.engine import Totals

Verdict = Literal["correct", "incomplete", "incorrect", "invalid"]
GateId = Literal["wiring", "shapes", "structure", "parameters"]
GateStatus = Literal["passed", "failed", "not_checked"]
StepStatus = Literal["matched", "wrong", "missing", "not_checked"]


@dataclass(frozen=True, slots=True)
class FindingCode:
    """A kind of finding. `ladder` are its hint levels 0 to 4; none of them holds an expected value.

    Level 0 says the step and how much is amiss, 1 which block, 2 which property, 3 a consequence in
    the student's own tensors, 4 the principle and where to read it again.
    """

    id: str
    name: str
    missing: bool
    ladder: tuple[Text, Text, Text, Text, Text]


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between graph and reference, located on the student's board.

    `nodes` and `edges` are the student's, the one at fault first; `parameter` is the one to change,
    where one parameter is the cure; `step` is the reference's step. `expected` is its value and
    `cure` the repair in words: both are for level 5 and must not be shown below it.
    """

    code: FindingCode
    nodes: tuple[str, ...] = ()
    edges: tuple[str, ...] = ()
    parameter: str | None = None
    step: int | None = None
    args: Mapping[str, Arg] = field(default_factory=dict)
    expected: Arg | None = None
    severity: Severity = Severity.ERROR
    cure: Text | None = None

    @property
    def id(self) -> str:
        """Stable as long as the same thing is amiss at the same place."""
        key = (self.code.id, self.nodes, self.edges, self.parameter, self.step)
        return blake2b(repr(key).encode(), digest_size=6).hexdigest()

    def message(self, lang: Lang, notation: Notation = "NCHW") -> str:
        """Say what is amiss without the cure: hint level 0."""
        return fill(self.code.ladder[0], self.args, lang, notation)


@dataclass(frozen=True, slots=True)
class Gate:
    """One of the checks that a graph passes in order."""

    id: GateId
    status: GateStatus


@dataclass(frozen=True, slots=True)
class Step:
    """How one of the lab's steps stands, and the student's nodes that make it."""

    step: int
    status: StepStatus
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole answer. `steps` are the lab's own, in order."""

    verdict: Verdict
    gates: tuple[Gate, ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    diagnostics: tuple[Diagnostic, ...]
    totals: Totals

    @property
    def matched(self) -> int:
        """How many steps are matched."""
        return sum(step.status == "matched" for step in self.steps)
