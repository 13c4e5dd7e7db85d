"""POST /api/labs/{lab}/verify and /hint."""

import json
import re
from typing import Any, get_args

import pytest

from app.labs import catalog, get_lab
from app.service import Services
from app.service.pace import BROWSER, Pacer
from app.verify.report import FindingCode
from app.verify.tell.codes import FINDING_CODES
from app.web import reports
from app.web.application import build
from tests.web.client import Client, assert_problem

LARGE = "mobilenet-v3-large"


def reference(slug: str = LARGE) -> dict[str, Any]:
    """A lab's reference as a board."""
    board: dict[str, Any] = json.loads(
        get_lab(slug).reference.board.model_dump_json(exclude_none=True)
    )
    return board


def changed(id: str, **data: object) -> dict[str, Any]:
    """The Large reference with other parameters at one node."""
    board = reference()
    [node] = [each for each in board["nodes"] if each["id"] == id]
    node["data"] |= data
    return board


def bneck_id(step: int) -> str:
    """The id of the only node of a step."""
    [id] = [id for id, found in get_lab(LARGE).reference.steps.items() if found == step]
    return id


@pytest.mark.parametrize("slug", catalog())
def test_the_reference_is_correct(api: Client, slug: str) -> None:
    report = api.post(f"/api/labs/{slug}/verify", {"graph": reference(slug)}).json()
    lab = get_lab(slug)
    assert report["verdict"] == "correct"
    assert [gate["id"] for gate in report["gates"]] == [
        "wiring",
        "shapes",
        "structure",
        "parameters",
    ]
    assert {gate["status"] for gate in report["gates"]} == {"passed"}
    assert report["progress"] == {"matched": len(lab.steps), "total": len(lab.steps)}
    assert {step["status"] for step in report["steps"]} == {"matched"}
    assert report["findings"] == report["diagnostics"] == []
    assert report["totals"] == {
        "n_params": lab.stated.n_params,
        "madds": lab.stated.madds,
        "output_shape": list(lab.stated.output_shape),
    }


def test_a_wrong_parameter_is_one_finding_at_its_node(api: Client) -> None:
    id = bneck_id(8)
    report = api.post(f"/api/labs/{LARGE}/verify", {"graph": changed(id, kernel_size=7)}).json()
    assert report["verdict"] == "incorrect"
    [finding] = report["findings"]
    assert finding.keys() == {
        "id", "code", "name", "family", "severity", "nodes", "edges",
        "parameter", "step", "message", "hint_levels",
    }  # fmt: skip
    assert (finding["nodes"], finding["parameter"], finding["step"]) == ([id], "kernel_size", 8)
    assert finding["hint_levels"] == get_lab(LARGE).hint_cap


def test_the_message_comes_in_the_language_asked_for(api: Client) -> None:
    body = {"graph": changed(bneck_id(8), kernel_size=7)}
    messages = []
    for lang in ("zh-CN", "en"):
        answer = api.post(f"/api/labs/{LARGE}/verify", body, headers={"Accept-Language": lang})
        assert answer.headers["content-language"] == lang
        messages.append(answer.json()["findings"][0]["message"])
    assert "步" in messages[0]
    assert messages[1].isascii() or "step" in messages[1].lower()


def test_a_graph_that_does_not_run_is_invalid(api: Client) -> None:
    body = {"graph": changed(bneck_id(8), kernel_size=0)}
    report = api.post(f"/api/labs/{LARGE}/verify", body).json()
    assert report["verdict"] == "invalid"
    assert report["diagnostics"][0]["parameter"] == "kernel_size"
    assert [step["step"] for step in report["steps"] if step["status"] != "matched"] == [8]


def test_a_right_beginning_is_incomplete(api: Client) -> None:
    board = reference()
    last = board["nodes"].pop()["id"]
    board["edges"] = [
        edge for edge in board["edges"] if last not in (edge["source"], edge["target"])
    ]
    report = api.post(f"/api/labs/{LARGE}/verify", {"graph": board}).json()
    assert report["verdict"] == "incomplete"
    assert report["progress"]["matched"] < report["progress"]["total"]


def ask(api: Client, finding: str, level: int, **more: object) -> Any:
    """A hint's answer."""
    body = {
        "graph": changed(bneck_id(8), kernel_size=7),
        "finding": finding,
        "level": level,
        **more,
    }
    answer = api.post(f"/api/labs/{LARGE}/hint", body)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(name="finding")
def _finding(api: Client) -> str:
    body = {"graph": changed(bneck_id(8), kernel_size=7)}
    id: str = api.post(f"/api/labs/{LARGE}/verify", body).json()["findings"][0]["id"]
    return id


def test_hints_climb_the_ladder_up_to_the_lab_s_cap(api: Client, finding: str) -> None:
    cap = get_lab(LARGE).hint_cap
    hints = [ask(api, finding, level) for level in range(cap + 1)]
    assert [hint["level"] for hint in hints] == list(range(cap + 1))
    assert {hint["levels"] for hint in hints} == {cap}
    assert len({hint["message"] for hint in hints}) == cap + 1
    beyond = ask(api, finding, 10**30)
    assert beyond == hints[-1]


def test_level_0_is_the_finding_s_message(api: Client, finding: str) -> None:
    body = {"graph": changed(bneck_id(8), kernel_size=7)}
    report = api.post(f"/api/labs/{LARGE}/verify", body).json()
    assert ask(api, finding, 0)["message"] == report["findings"][0]["message"]


def test_an_exam_gives_no_hint(api: Client, finding: str) -> None:
    hint = ask(api, finding, 4, mode="exam")
    assert (hint["level"], hint["levels"]) == (0, 0)
    assert hint["message"] == "There are no hints in this mode."


def verified(api: Client, mode: str, board: dict[str, Any], **more: Any) -> Any:
    """The report on a board in a mode."""
    answer = api.post(f"/api/labs/{LARGE}/verify?mode={mode}", {"graph": board}, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_report_holds_to_the_mode(api: Client) -> None:
    id = bneck_id(8)
    board = changed(id, kernel_size=7)
    usual = api.post(f"/api/labs/{LARGE}/verify", {"graph": board}).json()
    assert verified(api, "guided", board) == usual
    [finding] = verified(api, "exercise", board)["findings"]
    assert (finding["nodes"], finding["code"], finding["parameter"]) == ([id], "V000", None)
    assert verified(api, "exam", board)["findings"] == []


def test_hints_of_an_exercise_are_asked_for_by_number(api: Client) -> None:
    board = changed(bneck_id(8), kernel_size=7)
    [finding] = verified(api, "exercise", board)["findings"]
    for path, body in (
        ("hint?mode=exercise", {}),
        ("hint", {"mode": "exercise"}),
        ("hint?mode=exercise", {"mode": "guided"}),
    ):
        question = {"graph": board, "finding": finding["id"], "level": 2, **body}
        hint = api.post(f"/api/labs/{LARGE}/{path}", question).json()
        assert (hint["level"], hint["parameter"]) == (2, "kernel_size")


@pytest.mark.parametrize("mode", ["cheat", "", "Exam", "%00"])
@pytest.mark.parametrize("call", ["verify", "hint"])
def test_an_unknown_mode_is_not_found(api: Client, call: str, mode: str) -> None:
    body = {"graph": reference(), "finding": "x", "level": 1}
    answer = api.post(f"/api/labs/{LARGE}/{call}?mode={mode}", body)
    assert_problem(answer, 404, "mode-not-allowed")


def test_a_script_is_slowed_down_in_an_exercise_and_told_how_long() -> None:
    client = Client(build(Services(catalog(), pacer=Pacer(lambda: 0.0))))
    id = bneck_id(8)
    answers = [
        client.post(f"/api/labs/{LARGE}/verify?mode=exercise", {"graph": changed(id, exp_size=n)})
        for n in range(8, 8 + BROWSER.burst + 3)
    ]
    assert {answer.status_code for answer in answers[: BROWSER.burst]} == {200}
    assert_problem(answers[-1], 429, "too-many-attempts")
    assert int(answers[-1].headers["retry-after"]) >= 1
    guided = client.post(f"/api/labs/{LARGE}/verify", {"graph": changed(id, exp_size=7)})
    assert guided.status_code == 200
    client.close()


def test_a_remembered_report_writes_shapes_as_each_request_asks(api: Client, finding: str) -> None:
    level = 3
    messages = [ask(api, finding, level, notation=each)["message"] for each in ("NCHW", "HWC")]
    assert re.search(r"1×\d+×28×28", messages[0])
    assert re.search(r"28×28×\d+", messages[1])
    assert "1×" not in messages[1]
    assert ask(api, finding, level)["message"] == messages[0]


@pytest.mark.parametrize("code", FINDING_CODES, ids=lambda code: code.id)
def test_every_code_has_a_family(code: FindingCode) -> None:
    assert reports.family(code.id) in get_args(reports.Family)
    assert reports.family(code.id) != "missing" or code.missing


def test_what_is_no_longer_amiss_has_no_hint(api: Client, finding: str) -> None:
    body = {"graph": reference(), "finding": finding, "level": 1}
    assert_problem(api.post(f"/api/labs/{LARGE}/hint", body), 404, "finding-not-found")


@pytest.mark.parametrize("call", ["verify", "hint"])
def test_an_unknown_lab_is_not_found(api: Client, call: str) -> None:
    body = {"graph": reference(), "finding": "x", "level": 1}
    assert_problem(api.post(f"/api/labs/no-such-lab/{call}", body), 404, "lab-not-found")


def test_a_mode_that_the_lab_is_not_given_in(api: Client, finding: str) -> None:
    body = {"graph": reference(), "finding": finding, "level": 1, "mode": "cheat"}
    assert_problem(api.post(f"/api/labs/{LARGE}/hint", body), 404, "mode-not-allowed")
