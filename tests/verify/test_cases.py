"""Golden reports: what Verify says to known edits, word for word, as people have read it."""

import re

import pytest

from app.verify import LEVELS
from app.verify.tell.codes import FINDING_CODES
from tests.verify.cases import Case, load, paths, render, run

CASES = [load(path) for path in paths()]

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.stem)


@every_case
def test_the_report_is_as_it_was_read(case: Case) -> None:
    assert render(case) == case.report, "read it, then: python -m tests.verify.cases"


@every_case
def test_a_case_says_what_it_is_about(case: Case) -> None:
    assert re.match(r"# \S.+\n\n\S.+\n\n```\n", case.told)


@every_case
def test_findings_can_be_told_apart(case: Case) -> None:
    reading, report = run(case)
    assert len({finding.id for finding in report.findings}) == len(report.findings)
    for finding in report.findings:
        assert finding.nodes or not reading.graph.nodes, "an empty board has none to point at"
        assert set(finding.nodes) <= set(reading.graph.nodes)
        assert set(finding.edges) <= {edge.id for edge in reading.graph.edges}
        assert finding.step in {step.step for step in report.steps}


@every_case
def test_a_step_with_a_finding_is_not_matched(case: Case) -> None:
    _, report = run(case)
    status = {step.step: step.status for step in report.steps}
    for finding in report.findings:
        assert finding.step is not None
        assert status[finding.step] != "matched"
        assert finding.code.missing or status[finding.step] == "wrong"


def test_every_finding_code_has_a_case() -> None:
    seen = {finding.code.id for case in CASES for finding in run(case)[1].findings}
    assert {code.id for code in FINDING_CODES} - seen == set()


def test_every_verdict_has_a_case() -> None:
    verdicts = {run(case)[1].verdict for case in CASES}
    assert verdicts == {"correct", "incomplete", "incorrect", "invalid"}


def test_hints_go_as_deep_as_there_is_something_to_say() -> None:
    text = "".join(case.report for case in CASES)
    assert f"\n{LEVELS}. " in text
    assert f"\n{LEVELS + 1}. " not in text
