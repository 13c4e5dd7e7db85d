"""Verify's report as JSON."""

from collections.abc import Sequence

from typing_extensions import TypedDict

from app.core.diagnostic import Severity
from app.core.text import Lang
from app.service import Hint
from app.verify.report import Finding, GateId, GateStatus, Report, StepStatus, Verdict
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
    """How one of the lab's steps stands, and the nodes that make it."""

    step: int
    status: StepStatus
    nodes: Sequence[str]


class FindingJson(TypedDict):
    """One difference between graph and reference; `nodes` begin with the one at fault.

    `hint_levels` is the deepest level of hint that the lab allows.
    """

    id: str
    code: str
    name: str
    severity: Severity
    nodes: Sequence[str]
    edges: Sequence[str]
    parameter: str | None
    step: int | None
    message: str
    hint_levels: int


class ReportJson(TypedDict):
    """What Verify says of a graph.

    `verdict` is `correct`; `incomplete`, where all that is there is right; `incorrect`; or
    `invalid`, where the graph does not run: see `diagnostics`.
    """

    verdict: Verdict
    gates: list[GateJson]
    progress: ProgressJson
    steps: list[StepJson]
    findings: list[FindingJson]
    diagnostics: list[DiagnosticJson]
    totals: TotalsJson


class HintJson(TypedDict):
    """One hint to one finding; `levels` is the deepest that lab and mode allow."""

    finding: str
    level: int
    levels: int
    message: str


def report(found: Report, hint_levels: int, lang: Lang) -> ReportJson:
    """Return the report in words."""
    return {
        "verdict": found.verdict,
        "gates": [{"id": gate.id, "status": gate.status} for gate in found.gates],
        "progress": {"matched": found.matched, "total": len(found.steps)},
        "steps": [
            {"step": step.step, "status": step.status, "nodes": step.nodes} for step in found.steps
        ],
        "findings": [_finding(each, hint_levels, lang) for each in found.findings],
        "diagnostics": diagnostics(found.diagnostics, lang),
        "totals": totals(found.totals),
    }


def hint(given: Hint, lang: Lang) -> HintJson:
    """Return the hint in words."""
    return {
        "finding": given.finding.id,
        "level": given.level,
        "levels": given.levels,
        "message": given.message(lang),
    }


def _finding(found: Finding, hint_levels: int, lang: Lang) -> FindingJson:
    return {
        "id": found.id,
        "code": found.code.id,
        "name": found.code.name,
        "severity": found.severity,
        "nodes": found.nodes,
        "edges": found.edges,
        "parameter": found.parameter,
        "step": found.step,
        "message": found.message(lang),
        "hint_levels": hint_levels,
    }
