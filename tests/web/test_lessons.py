"""The lesson's calls: what each mode is given, numbers on wires, answers and predictions."""

from typing import Any

import pytest

from app.labs import catalog, picture_of
from tests.web.client import Client, assert_problem

LABS = catalog()
SE = LABS["se-module"].reference.board.model_dump(mode="json")
GRAPH = {"version": 1, "nodes": SE["nodes"], "edges": SE["edges"]}


def asked(api: Client, path: str, body: object) -> Any:
    """The JSON that answers a question."""
    answer = api.post(path, body)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("slug", LABS)
def test_a_lesson_is_given_in_each_mode(api: Client, slug: str) -> None:
    for mode in LABS[slug].modes:
        found = api.get(f"/api/labs/{slug}/lesson?mode={mode}").json()
        assert bool(found["chapters"]) == (mode != "exam")
        assert bool(found["steps"]) == bool(found["cards"]) == (mode == "guided")


def test_no_lesson_tells_an_answer(api: Client) -> None:
    found = api.get("/api/labs/se-module/lesson?mode=guided").json()
    assert [each["kind"] for each in found["questions"]] == ["choice", "number", "choice", "choice"]
    assert all(each.keys() <= {"step", "kind", "ask", "options"} for each in found["questions"])


def test_the_curves_are_a_grid_and_its_values(api: Client) -> None:
    found = api.get("/api/curves").json()
    for curve in found["curves"]:
        assert len(curve["values"]) == len(curve["slopes"]) == len(found["x"])


def test_the_lab_text_s_number_runs_through_the_board(api: Client) -> None:
    found = asked(api, "/api/labs/se-module/probe", {"graph": GRAPH})
    corner = [found["values"][id]["out"]["channels"][0][0][0] for id in ("input", "fc2", "scale")]
    assert corner == [0.2, 0.5, 0.1]
    assert found["weights"].keys() == {"fc1", "fc2"}


@pytest.mark.parametrize("slug", LABS)
def test_the_page_is_told_where_numbers_run(api: Client, slug: str) -> None:
    for mode in LABS[slug].modes:
        told = api.get(f"/api/labs/{slug}?mode={mode}").json()["numbers"]
        assert told == (picture_of(slug) is not None and mode != "exam")
        answer = api.post(f"/api/labs/{slug}/probe?mode={mode}", {"graph": GRAPH})
        if not told:
            assert_problem(answer, 404, "not-given")


def test_an_answer_is_judged_and_explained(api: Client) -> None:
    path = "/api/labs/se-module/answer"
    right = asked(api, path, {"graph": GRAPH, "step": 2, "answer": 5256})
    wrong = asked(api, path, {"graph": GRAPH, "step": 2, "answer": 18})
    assert (right["right"], wrong["right"]) == (True, False)
    assert right["why"] == wrong["why"]
    assert "72×72" in right["why"]["en"]


def test_a_text_is_uncovered_once_its_step_is_done(api: Client) -> None:
    board = LABS["inverted-residual-v2"].reference.board.model_dump(mode="json")
    whole = {"version": 1, "nodes": board["nodes"], "edges": board["edges"]}
    begun = {**whole, "nodes": whole["nodes"][:1], "edges": []}
    path = "/api/labs/inverted-residual-v2/answer"
    early = asked(api, path, {"graph": begun, "step": 1})
    done = asked(api, path, {"graph": whole, "step": 1})
    assert (early["right"], done["right"]) == (None, None)
    assert "ReLU6" in done["why"]["en"]
    assert "ReLU6" not in early["why"]["en"]


def test_a_prediction_is_judged(api: Client) -> None:
    path = "/api/labs/se-module/predict"
    body = {"graph": GRAPH, "node": "fc1", "quantity": "shape", "guess": [1, 24, 1, 1]}
    assert asked(api, path, body)["right"] is True
    assert asked(api, path, {**body, "guess": [1, 18, 1, 1]})["right"] is False
    assert_problem(api.post(path, {**body, "node": "nix"}), 404, "node-not-found")


@pytest.mark.parametrize("mode", ["exercise", "exam"])
def test_only_the_guided_mode_answers(api: Client, mode: str) -> None:
    for call, body in (
        ("answer", {"step": 2, "answer": 1}),
        ("predict", {"node": "fc1", "quantity": "shape", "guess": [1, 1, 1, 1]}),
    ):
        path = f"/api/labs/se-module/{call}?mode={mode}"
        assert_problem(api.post(path, {"graph": GRAPH, **body}), 404, "not-given")


def test_a_step_without_a_question_has_no_answer(api: Client) -> None:
    body = {"graph": GRAPH, "step": 99, "answer": 1}
    assert_problem(api.post("/api/labs/se-module/answer", body), 404, "not-given")


def test_a_board_too_large_for_numbers_is_refused(api: Client) -> None:
    node = GRAPH["nodes"][0]
    many = {**GRAPH, "nodes": [{**node, "id": f"n{at}"} for at in range(81)], "edges": []}
    assert_problem(api.post("/api/labs/se-module/probe", {"graph": many}), 409, "not-runnable")
