"""A report as far as a mode tells it: what is withheld leaves the server in no form.

An id made from what a finding is would tell it to whoever tries all possibilities. Where findings
are told without their kind, they are therefore known by their place in the report.
"""

from dataclasses import dataclass, replace
from typing import assert_never

from app.core.diagnostic import Severity
from app.core.errors import FindingNotFound
from app.core.shape import Notation
from app.core.text import Lang, text
from app.labs import Detail, ModePolicy
from app.verify import Finding, Report, hint
from app.verify.report import Gate, Step

DIFFERENCE = ("V000", "difference")
"""Code and name of a finding whose kind is not told."""

PROPERTY_LEVEL = 2
"""The level of hint that says which property it is about."""

NO_HINTS = text("这个模式不给提示。", "There are no hints in this mode.")


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """A finding as far as it is told; hints are asked for by its `id`."""

    id: str
    code: str
    name: str
    parameter: str | None
    finding: Finding


@dataclass(frozen=True, slots=True)
class Told:
    """A report as far as it is told: what is withheld is not in `report` either."""

    report: Report
    findings: tuple[ToldFinding, ...]
    hint_levels: int

    def differs(self, step: Step) -> tuple[str, ...] | None:
        """Return the parameters in which a step's nodes differ, as far as that is told.

        None where it is not, or where they differ in more than parameters.
        """
        if step.status == "matched":
            return ()
        if step.status != "wrong":
            return None
        own = [each for each in self.findings if each.finding.step == step.step]
        others = (each for each in self.findings if each.finding.step != step.step)
        if any(
            each.finding.severity is Severity.ERROR and set(each.finding.nodes) & set(step.nodes)
            for each in others
        ):
            return None
        named = [each.parameter for each in own if each.parameter is not None]
        return tuple(sorted(set(named))) if own and len(named) == len(own) else None


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint to the finding known as `id`; `levels` is the deepest that lab and mode allow.

    `parameter` is the one to change, where the hints up to this level have told it. In a mode
    without hints, `finding` is None: whether there is one is not told either. The next level comes
    after an edit, or in `wait` seconds.
    """

    id: str
    level: int
    levels: int
    parameter: str | None
    finding: Finding | None
    wait: int = 0

    def message(self, lang: Lang, notation: Notation = "NCHW") -> str:
        """Say the hint."""
        return hint(self.finding, self.level, lang, notation) if self.finding else NO_HINTS[lang]


def tell(report: Report, detail: Detail, hint_levels: int) -> Told:
    """Return the report as far as this detail tells it."""
    match detail:
        case "whole":
            found = tuple(map(_whole, report.findings))
            return Told(replace(report, findings=()), found, hint_levels)
        case "place":
            return _place(report, hint_levels)
        case "verdict":
            return Told(_verdict(report), (), hint_levels)
        case _:
            assert_never(detail)


def tell_hint(report: Report, policy: ModePolicy, finding: str, level: int) -> Hint:
    """Return one hint to one finding that the mode tells, no deeper than it allows.

    Raises:
        FindingNotFound: The mode tells no such finding (any more).
    """
    if policy.detail == "verdict":
        return Hint(finding, 0, 0, None, None)
    told = tell(report, policy.detail, policy.hint_cap)
    for each in told.findings:
        if each.id == finding:
            given = min(level, policy.hint_cap)
            parameter = each.finding.parameter if given >= PROPERTY_LEVEL else each.parameter
            return Hint(finding, given, policy.hint_cap, parameter, each.finding)
    raise FindingNotFound("The board has no such difference any more.")


def _whole(finding: Finding) -> ToldFinding:
    return ToldFinding(finding.id, finding.code.id, finding.code.name, finding.parameter, finding)


def _place(report: Report, hint_levels: int) -> Told:
    """Tell the first wrong step, and nothing of those behind it."""
    wrong = [step.step for step in report.steps if step.status == "wrong"]
    last = min(wrong, default=len(report.steps))
    steps = tuple(step if step.step <= last else _unchecked(step) for step in report.steps)
    near = (each for each in report.findings if each.step is None or each.step <= last)
    findings = tuple(
        ToldFinding(str(number), *DIFFERENCE, None, each) for number, each in enumerate(near, 1)
    )
    return Told(replace(report, steps=steps, findings=()), findings, hint_levels)


def _verdict(report: Report) -> Report:
    """Leave of a report whether it is right; what is wrong with the graph itself is no secret."""
    if report.verdict == "correct":
        return report
    return replace(
        report,
        verdict="invalid" if report.verdict == "invalid" else "incorrect",
        gates=tuple(Gate(gate.id, "not_checked") for gate in report.gates),
        steps=tuple(map(_unchecked, report.steps)),
        findings=(),
    )


def _unchecked(step: Step) -> Step:
    return Step(step.step, "not_checked", ())
