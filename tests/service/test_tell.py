"""What a report tells in each mode, and that nothing else of it leaves the server."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from app.core.errors import FindingNotFound
from app.core.text import LANGS
from app.labs import Detail, Lab, catalog, policy_of
from app.service import tell
from app.service.tell import NO_HINTS, tell_hint
from app.verify import Finding, Report, verify
from app.web import reports
from tests.verify.faults import parameter
from tests.verify.sketch import Sketch

LABS = catalog()
FAULTS = 12
WITHHELD: tuple[Detail, ...] = ("place", "verdict")

each_lab = pytest.mark.parametrize("lab", LABS.values(), ids=LABS)


def faulty(lab: Lab, faults: int = 1) -> Iterator[Report]:
    """Reports of boards with wrong parameters."""
    base = Sketch.of(lab.reference.graph)
    for seed in range(FAULTS):
        sketch = base
        for each in range(faults):
            if found := parameter(sketch, Random(f"{lab.slug}/{seed}/{each}")):
                sketch = found.sketch
        report = verify(sketch.read(), lab.reference)
        if report.verdict != "correct":  # a value may be another spelling of the same
            yield report


def sent(report: Report, detail: Detail) -> dict[str, Any]:
    """What is sent, as JSON."""
    answer: dict[str, Any] = json.loads(json.dumps(reports.report(tell(report, detail, 4), "en")))
    return answer


@each_lab
def test_guided_tells_the_whole_report(lab: Lab) -> None:
    for report in faulty(lab):
        answer = sent(report, "whole")
        assert [each["code"] for each in answer["findings"]] == [
            each.code.id for each in report.findings
        ]
        assert [each["parameter"] for each in answer["findings"]] == [
            each.parameter for each in report.findings
        ]


@each_lab
def test_guided_tells_in_which_parameters_a_step_differs(lab: Lab) -> None:
    """What is not named agrees: after its change, the step is matched."""
    told = 0
    for report in faulty(lab):
        for step in sent(report, "whole")["steps"]:
            if step["status"] == "matched":
                assert step["differs"] == []
            elif step["differs"] is not None:
                told += 1
                own = [each for each in report.findings if each.step == step["step"]]
                assert step["differs"] == sorted({str(each.parameter) for each in own})
    assert told > 0 or not any(each.parameter for report in faulty(lab) for each in report.findings)


@each_lab
def test_exercise_tells_of_no_step_in_which_parameters_it_differs(lab: Lab) -> None:
    for report in faulty(lab):
        for detail in WITHHELD:
            for step in sent(report, detail)["steps"]:
                assert step["differs"] == ([] if step["status"] == "matched" else None)


@each_lab
def test_exercise_names_no_parameter_and_no_kind(lab: Lab) -> None:
    found = [each for report in faulty(lab) for each in report.findings]
    assert any(each.parameter for each in found)
    for report in faulty(lab):
        for each in sent(report, "place")["findings"]:
            assert (each["code"], each["name"], each["parameter"]) == ("V000", "difference", None)


@each_lab
def test_exercise_tells_the_first_wrong_step_and_none_behind_it(lab: Lab) -> None:
    for report in faulty(lab, faults=3):
        wrong = [step.step for step in report.steps if step.status == "wrong"]
        answer = sent(report, "place")
        behind = [step for step in answer["steps"] if wrong and step["step"] > wrong[0]]
        assert all((each["status"], each["nodes"]) == ("not_checked", []) for each in behind)
        assert all((each["step"] or 0) <= min(wrong, default=99) for each in answer["findings"])
        assert answer["progress"]["matched"] <= (wrong[0] - 1 if wrong else len(report.steps))


@each_lab
def test_exam_tells_right_or_wrong(lab: Lab) -> None:
    told = {json.dumps({**sent(report, "verdict"), "totals": None}) for report in faulty(lab)}
    verdicts = {json.loads(each)["verdict"]: json.loads(each) for each in told}
    assert verdicts.keys() <= {"incorrect", "invalid"}
    untold = verdicts["incorrect"]
    assert {gate["status"] for gate in untold["gates"]} == {"not_checked"}
    assert {step["status"] for step in untold["steps"]} == {"not_checked"}
    assert [node for step in untold["steps"] for node in step["nodes"]] == []
    assert (untold["findings"], untold["progress"]["matched"]) == ([], 0)
    assert len([each for each in told if json.loads(each)["verdict"] == "incorrect"]) == 1


def test_exam_does_not_tell_unfinished_from_wrong() -> None:
    lab = LABS["mobilenet-v3-large"]
    base = Sketch.of(lab.reference.graph)
    report = verify(base.remove(lab.reference.graph.order[-1]).read(), lab.reference)
    assert report.verdict == "incomplete"
    assert sent(report, "verdict")["verdict"] == "incorrect"


@each_lab
def test_a_right_network_is_right_in_every_mode(lab: Lab) -> None:
    report = verify(Sketch.of(lab.reference.graph).read(), lab.reference)
    whole, place, verdict = (sent(report, detail) for detail in ("whole", "place", "verdict"))
    assert whole == place == verdict
    assert whole["verdict"] == "correct"


@each_lab
def test_no_value_that_is_asked_for_is_in_any_report(lab: Lab) -> None:
    """A finding's own value appears nowhere among what is told of it."""
    for report in faulty(lab):
        for detail in ("whole", "place"):
            for told in tell(report, detail, 4).findings:
                answer = reports.report(tell(report, detail, 4), "en")
                (part,) = [each for each in answer["findings"] if each["id"] == told.id]
                assert "expected" not in part
                assert "args" not in part


def hinted(lab: Lab, mode: str) -> Iterator[tuple[Finding, int, str | None]]:
    """What the hints of a mode say is the parameter, level by level."""
    policy = policy_of(lab, mode)
    for report in faulty(lab):
        for told in tell(report, policy.detail, policy.hint_cap).findings:
            for level in range(policy.hint_cap + 1):
                hint = tell_hint(report, policy, told.id, level)
                assert (hint.level, hint.levels) == (level, policy.hint_cap)
                yield told.finding, level, hint.parameter


@each_lab
def test_in_exercise_a_hint_names_the_parameter_from_its_second_level(lab: Lab) -> None:
    for finding, level, told in hinted(lab, "exercise"):
        assert told == (finding.parameter if level >= 2 else None)


@each_lab
def test_a_kind_cannot_be_found_out_by_its_id(lab: Lab) -> None:
    policy = policy_of(lab, "exercise")
    for report in faulty(lab):
        for finding in report.findings:
            with pytest.raises(FindingNotFound):
                tell_hint(report, policy, finding.id, 1)


def test_an_exam_gives_no_hint_and_does_not_say_whether_there_is_a_finding() -> None:
    lab = LABS["se-module"]
    policy = policy_of(lab, "exam")
    (report, *_) = [each for each in faulty(lab) if each.findings]
    for id in (report.findings[0].id, "1", "nothing"):
        hint = tell_hint(report, policy, id, 4)
        assert (hint.id, hint.level, hint.levels, hint.parameter) == (id, 0, 0, None)
        assert [hint.message(lang) for lang in LANGS] == [NO_HINTS[lang] for lang in LANGS]
