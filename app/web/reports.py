"""Verify's report as JSON."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from typing_extensions import TypedDict

from app.core.diagnostic import Severity
from app.core.shape import Notation
from app.core.text import Lang
from app.service import Counted, Hint, Told, ToldFinding
from app.service.handin import HandIn
from app.verify.report import GateId, GateStatus, StepStatus, Verdict
from app.web.answers import DiagnosticJson, TotalsJson, diagnostics, totals


class GateJson(TypedDict):
    """One of the checks that a graph passes in order; behind a failed one nothing is checked."""

    id: GateId
    status: GateStatus


class ProgressJson(TypedDict):
    """How many of the lab's steps are matched."""

    matched: int
    total: int


class StepJson(TypedDict):
    """How one of the lab's steps stands, and the nodes that make it.

    `differs` are the parameters in which they differ from the step, none where it is matched; null
    where the mode does not tell, or the difference is not one of parameters alone.
    """

    step: int
    status: StepStatus
    nodes: Sequence[str]
    differs: Sequence[str] | None


Family: TypeAlias = Literal["missing", "blocks", "wires", "parameters", "misread", "untold"]
"""The kinds in which findings are counted.

They are coarse on purpose: they must not say more than the findings' own messages do before any
hint is asked for.
"""

FAMILIES: tuple[tuple[str, Family], ...] = (
    ("V000", "untold"),
    ("V201", "missing"),
    ("V20", "blocks"),
    ("V21", "wires"),
    ("V3", "parameters"),
    ("V4", "misread"),
)
"""The family of each code by how its id begins; the first that fits."""


class FindingJson(TypedDict):
    """One difference between graph and reference; `nodes` begin with the one at fault.

    `hint_levels` is the deepest level of hint that lab and mode allow. Where the mode tells only
    the place, the code is V000, `difference`, and there is no parameter; `id` is then the finding's
    number in this report.
    """

    id: str
    code: str
    name: str
    family: Family
    severity: Severity
    nodes: Sequence[str]
    edges: Sequence[str]
    parameter: str | None
    step: int | None
    message: str
    hint_levels: int


class AttemptsJson(TypedDict):
    """How many attempts were made, and how many are left; null where there is no limit.

    `tally` says the same, signed: send it with the next question. `ended` is when the exam was
    handed in, in seconds since 1970.
    """

    used: int
    left: int | None
    tally: str
    ended: int | None


class HandInJson(TypedDict):
    """A hand-in: the text of the file, sealed as it is, and how the attempts stand."""

    text: str
    attempts: AttemptsJson


class ReportJson(TypedDict):
    """What Verify says of a graph.

    `verdict` is `correct`; `incomplete`, where all that is there is right; `incorrect`; or
    `invalid`, where the graph does not run: see `diagnostics`.

    How much it tells is the mode's `detail` (`LabView.policy`). With `place`, the steps behind the
    first wrong one are `not_checked`, and `findings` are those up to it. With `verdict`, a report
    that is not `correct` is `incorrect` or `invalid`; its gates and steps are `not_checked`, none
    is counted as matched, and there are no findings. `attempts` is null where none are counted.
    """

    verdict: Verdict
    gates: list[GateJson]
    progress: ProgressJson
    steps: list[StepJson]
    findings: list[FindingJson]
    diagnostics: list[DiagnosticJson]
    totals: TotalsJson
    attempts: AttemptsJson | None


class HintJson(TypedDict):
    """One hint to one finding; `levels` is the deepest that lab and mode allow.

    `parameter` is the one to change, as far as this level tells it. A deeper level comes after an
    edit, or in `wait` seconds: a browser that asks for it earlier is given the level before.
    """

    finding: str
    level: int
    levels: int
    parameter: str | None
    message: str
    wait: int


def report(
    told: Told, lang: Lang, notation: Notation = "NCHW", counted: Counted | None = None
) -> ReportJson:
    """Return the report in words, as far as it is told."""
    found = told.report
    return {
        "verdict": found.verdict,
        "gates": [{"id": gate.id, "status": gate.status} for gate in found.gates],
        "progress": {"matched": found.matched, "total": len(found.steps)},
        "steps": [
            {
                "step": step.step,
                "status": step.status,
                "nodes": step.nodes,
                "differs": told.differs(step),
            }
            for step in found.steps
        ],
        "findings": [_finding(each, told.hint_levels, lang, notation) for each in told.findings],
        "diagnostics": diagnostics(found.diagnostics, lang, notation),
        "totals": totals(found.totals),
        "attempts": attempts(counted) if counted else None,
    }


def attempts(counted: Counted) -> AttemptsJson:
    """Return how the attempts stand."""
    return {
        "used": counted.used,
        "left": counted.left,
        "tally": counted.tally,
        "ended": counted.ended,
    }


def hand_in(done: HandIn, counted: Counted) -> HandInJson:
    """Return the file to hand in."""
    return {"text": done.model_dump_json(indent=2) + "\n", "attempts": attempts(counted)}


def hint(given: Hint, lang: Lang, notation: Notation = "NCHW") -> HintJson:
    """Return the hint in words."""
    return {
        "finding": given.id,
        "level": given.level,
        "levels": given.levels,
        "parameter": given.parameter,
        "message": given.message(lang, notation),
        "wait": given.wait,
    }


def family(code: str) -> Family:
    """Return the family of a finding's code."""
    return next(family for start, family in FAMILIES if code.startswith(start))


def _finding(told: ToldFinding, hint_levels: int, lang: Lang, notation: Notation) -> FindingJson:
    found = told.finding
    return {
        "id": told.id,
        "code": told.code,
        "name": told.name,
        "family": family(told.code),
        "severity": found.severity,
        "nodes": found.nodes,
        "edges": found.edges,
        "parameter": told.parameter,
        "step": found.step,
        "message": found.message(lang, notation),
        "hint_levels": hint_levels,
    }
