"""The end of an exam: a file that the server has sealed, and what is left afterwards."""

import json
from typing import Any

import httpx
import pytest

from app.service import Seals
from app.service.handin import HandIn, parse_hand_in
from tests.web.client import Client, assert_problem
from tests.web.test_links import (
    FAR,
    LONG_AGO,
    SECRET,
    SOLUTION,
    in_exam,
    link,
    served,
    verify,
    wrong,
)

SEALS = Seals(SECRET)


@pytest.fixture(name="api", scope="module")
def _api() -> Any:
    client = served()
    yield client
    client.close()


def hand_in(client: Client, query: str, **more: Any) -> httpx.Response:
    body = {"graph": wrong(1), "name": "王小明", "notes": "=1+1", **more}
    return client.post(f"/api/labs/se-module/hand-in?{query}", body)


def slipped() -> dict[str, Any]:
    """The solution with another gate: it runs, and is wrong."""
    nodes = [dict(node) for node in SOLUTION["nodes"]]
    gate = next(node for node in nodes if node["data"].get("activation") == "hardsigmoid")
    gate["data"] = {**gate["data"], "activation": "sigmoid"}
    return {**SOLUTION, "nodes": nodes}


def done(answer: httpx.Response) -> HandIn:
    assert answer.status_code == 200, answer.text
    return parse_hand_in(answer.json()["text"].encode())


def test_it_holds_what_is_known_and_is_sealed(api: Client) -> None:
    token = link(api, attempts=3, deadline=FAR)
    tally = verify(api, token, wrong(1)).json()["attempts"]["tally"]
    found = done(hand_in(api, f"link={token}", tally=tally))
    assert found.is_genuine(SEALS)
    assert (found.lab, found.mode, found.attempts, found.passed) == ("se-module", "exam", 1, None)
    assert (found.name, found.notes, found.late) == ("王小明", "=1+1", False)
    assert found.board.model_dump(mode="json") == wrong(1)


@pytest.mark.parametrize("part", ["name", "attempts", "handed_in", "board", "lab", "sitting"])
def test_whatever_is_changed_breaks_the_seal(api: Client, part: str) -> None:
    file = json.loads(hand_in(api, f"link={link(api)}").json()["text"])
    other = {
        "name": "x", "attempts": 0, "handed_in": 5, "lab": "bneck-v3", "sitting": "0",
        "board": wrong(2),
    }  # fmt: skip
    assert parse_hand_in(json.dumps(file).encode()).is_genuine(SEALS)
    if part == "attempts":
        other["attempts"] = 7
    changed = parse_hand_in(json.dumps({**file, part: other[part]}).encode())
    assert not changed.is_genuine(SEALS)
    assert not parse_hand_in(json.dumps(file).encode()).is_genuine(Seals("another secret entirely"))


def test_verify_is_over_then(api: Client) -> None:
    token = link(api, attempts=3)
    first = verify(api, token, wrong(1)).json()["attempts"]["tally"]
    ended = hand_in(api, f"link={token}", tally=first).json()["attempts"]
    assert ended["ended"] is not None
    for tally in (first, ended["tally"]):
        assert_problem(verify(api, token, wrong(2), tally), 403, "handed-in")


def test_after_the_deadline_it_is_late(api: Client) -> None:
    assert done(hand_in(api, f"link={link(api, deadline=LONG_AGO)}")).late


def test_an_exercise_goes_on(api: Client) -> None:
    query = f"link={link(api, mode='exercise')}"
    assert hand_in(api, query).json()["attempts"]["ended"] is None


@pytest.mark.parametrize(("terms", "freed"), [({}, True), ({"deadline": FAR}, False)])
def test_a_browser_is_free_unless_others_are_still_writing(
    api: Client, terms: dict[str, int], freed: bool
) -> None:
    query = f"link={link(api, **terms)}"
    assert in_exam(api, query)
    given = hand_in(api, query).headers.get("set-cookie", "")
    assert ('exam-se-module=""' in given) is freed


def test_an_exam_by_hand(api: Client) -> None:
    """Whatever a link's token is sent with, it tells right or wrong and no more."""
    token = link(api, deadline=FAR)
    lab = api.get(f"/api/labs/se-module?link={token}").json()
    assert {key for step in lab["steps"] for key in step} == {"number", "title"}
    assert "intro" not in lab
    board = slipped()
    report = verify(api, token, board).json()
    assert (report["verdict"], report["findings"]) == ("incorrect", [])
    assert {gate["status"] for gate in report["gates"]} == {"not_checked"}
    assert {step["status"] for step in report["steps"]} == {"not_checked"}
    tally = report["attempts"]["tally"]
    for finding in ("1", "V301", ""):
        for mode in (None, "exam", "guided", "exercise"):
            body = {"graph": board, "finding": finding, "level": 5, "tally": tally}
            body |= {"mode": mode} if mode else {}
            hint = api.post(f"/api/labs/se-module/hint?link={token}", body)
            if mode in (None, "exam"):
                assert (hint.json()["level"], hint.json()["levels"]) == (0, 0)
            else:
                assert_problem(hint, 404, "mode-not-allowed")
    taught: dict[str, dict[str, object]] = {
        "probe": {},
        "answer": {"step": 2, "answer": 24},
        "predict": {"node": "fc1", "quantity": "n_params", "guess": [1752]},
    }
    assert not any(api.get(f"/api/labs/se-module/lesson?link={token}").json().values())
    for what, more in taught.items():
        path, body = f"/api/labs/se-module/{what}?link={token}", {"graph": board, **more}
        assert_problem(api.post(path, body), 404, "not-given")
        assert_problem(api.post(f"{path}&mode=guided", body), 404, "mode-not-allowed")
    demo = api.get(f"/api/labs/se-module/demo?link={token}")
    assert_problem(demo, 403, "instructor-only")
