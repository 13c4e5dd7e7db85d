"""The page and the calls that make labs: for instructors alone, strict, and told at each place."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.labs import LabFolder, catalog
from app.labs.lab import SLUG
from app.main import create_app
from tests.web.client import Client, assert_problem

KEY = "correct-horse-battery"
BEARER = {"authorization": f"Bearer {KEY}"}
LABS = {slug: catalog()[slug] for slug in ("se-module", "bneck-v3")}
BOARD = json.loads(LABS["se-module"].reference.board.model_dump_json(exclude_none=True))
WORDS = {
    "slug": "mine",
    "title": {"zh-CN": "我的", "en": "Mine"},
    "task": {"zh-CN": "搭", "en": "Build"},
}


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture(name="lab")
def _lab(folder: Path) -> Iterator[Client]:
    client = Client(create_app(LABS, instructor_key=KEY, folder=LabFolder(folder)))
    yield client
    client.close()


def draft(lab: Client, **values: Any) -> dict[str, Any]:
    """The draft that is proposed for the SE module, with the words that it lacks."""
    answer = lab.post("/api/own-labs/draft", {"graph": BOARD}, headers=BEARER)
    assert answer.headers["cache-control"] == "no-store"
    return {**answer.json(), **WORDS, **values}


def make(lab: Client, body: dict[str, Any]) -> list[dict[str, Any]]:
    """Make a lab; gives the events of the stream."""
    answer = lab.post("/api/own-labs", body, headers=BEARER)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    parts = answer.text.split("\n\n")
    assert parts.pop() == ""
    return [json.loads(part.removeprefix("data: ")) for part in parts]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/own-labs/se-module"),
        ("POST", "/api/own-labs/draft"),
        ("POST", "/api/own-labs/view"),
        ("POST", "/api/own-labs"),
    ],
)
def test_no_call_is_answered_without_the_key(lab: Client, method: str, path: str) -> None:
    for headers in ({}, {"authorization": "Bearer wrong-key-altogether"}):
        body = {"json": {"graph": BOARD}} if method == "POST" else {}
        refused = lab.request(method, path, headers=headers, **body)
        assert_problem(refused, 403, "instructor-only")
        assert "hardsigmoid" not in refused.text


def test_the_page_is_given_to_whoever_has_the_key(lab: Client) -> None:
    closed = lab.get("/make")
    assert closed.status_code == 403
    assert 'id="boot"' not in closed.text
    opened = lab.get("/make", headers=BEARER)
    assert opened.status_code == 200
    assert '"saves": true' in opened.text


def test_the_empty_canvas_has_every_block_and_no_lab_behind_it(lab: Client) -> None:
    closed = lab.get("/make/canvas")
    assert (closed.status_code, 'id="boot"' in closed.text) == (403, False)
    text = lab.get("/make/canvas", headers=BEARER).text
    boot = json.loads(text.partition('id="boot">')[2].partition("</script>")[0])
    assert boot["sketch"] is True
    assert boot["lab"]["blocks"] == [each["type"] for each in boot["blocks"]]
    assert [node["type"] for node in boot["lab"]["start"]["nodes"]] == ["input"]
    assert not re.fullmatch(SLUG, boot["lab"]["slug"]), "an instructor's lab may have its name"
    checked = lab.post("/api/check", {"graph": boot["lab"]["start"]}).json()
    assert checked["shapes"]["input"]["out"] == [1, 3, 224, 224]


def test_what_is_taken_along_from_a_lab_is_told_and_saved(lab: Client) -> None:
    given = lab.get("/api/own-labs/bneck-v3", headers=BEARER).json()
    assert given["kept"]["table"]
    found = lab.post("/api/own-labs/view", {"draft": {**given, "slug": "mine"}}, headers=BEARER)
    assert found.json()["flaws"] == []
    assert (
        found.json()["lab"]["given"]["table"]
        == lab.get("/api/labs/bneck-v3?mode=exercise").json()["given"]["table"]
    )
    assert "[given.table]" in found.json()["file"]
    dropped = {**given, "slug": "mine", "drops": ["table"]}
    file = lab.post("/api/own-labs/view", {"draft": dropped}, headers=BEARER).json()["file"]
    assert "[given.table]" not in file


def test_a_made_lab_is_done_like_any_other_one(lab: Client, folder: Path) -> None:
    *progress, last = make(lab, {"draft": draft(lab)})
    assert [event["progress"]["done"] for event in progress][:3] == [0, 0, 1]
    made = last["made"]
    assert (made["saved"], made["path"], made["flaws"]) == (True, "/labs/mine", [])
    assert made["proof"]["n_params"] == 3552
    assert sum(made["proof"]["found"].values()) > 10
    assert made["proof"]["missed"] == []
    assert (folder / "mine.toml").read_text(encoding="utf-8") == made["file"]
    cards = lab.get("/api/labs").json()
    assert cards[0]["slug"] == "mine"
    assert "Your instructor" in lab.get("/").text
    told = lab.post("/api/labs/mine/verify", {"graph": BOARD}).json()
    assert told["verdict"] == "correct"
    assert lab.get("/labs/mine").status_code == 200
    assert lab.get("/api/labs/mine/demo", headers=BEARER).status_code == 200
    assert lab.get("/api/labs/mine/lesson").status_code == 200
    terms = {"lab": "mine", "mode": "exam"}
    link = lab.post("/api/links", terms, headers=BEARER).json()
    assert lab.get(link["path"]).status_code == 200


def test_what_a_student_gets_of_it_holds_no_answer(lab: Client) -> None:
    make(lab, {"draft": draft(lab)})
    for mode in ("exercise", "exam"):
        given = lab.get(f"/api/labs/mine?mode={mode}").text
        assert not any(secret in given for secret in ("h-sigmoid", "hardsigmoid", "3552", "24"))


def test_what_is_wrong_is_told_at_its_place_and_what_can_be_seen_is_seen(lab: Client) -> None:
    body = {"draft": draft(lab, slug="se-module", title={"zh-CN": "", "en": ""}), "mode": "exam"}
    found = lab.post("/api/own-labs/view", body, headers=BEARER).json()
    assert [flaw["place"] for flaw in found["flaws"]] == [["slug"], ["title"]]
    assert found["file"] is None
    assert found["lab"]["mode"] == "exam"
    assert len(found["lab"]["steps"]) == 4
    [end] = [event["made"] for event in make(lab, body) if event["made"]]
    assert (end["saved"], len(end["flaws"])) == (False, 2)


def test_a_board_that_does_not_run_is_refused_with_the_reason(lab: Client, folder: Path) -> None:
    broken = draft(lab)
    broken["graph"]["edges"].pop()
    [end] = [event["made"] for event in make(lab, {"draft": broken}) if event["made"]]
    assert {flaw["place"][0] for flaw in end["flaws"]} == {"graph"}
    assert (end["saved"], end["proof"], list(folder.iterdir())) == (False, None, [])


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"title": {"zh-CN": "x" * 121, "en": ""}}, "/draft/title/zh-CN"),
        ({"hint_cap": 6}, "/draft/hint_cap"),
        ({"modes": ["party"]}, "/draft/modes/0"),
        ({"unknown": 1}, "/draft/unknown"),
        ({"slug": "x" * 61}, "/draft/slug"),
    ],
)
def test_what_is_no_draft_is_refused_with_the_place(
    lab: Client, change: dict[str, Any], pointer: str
) -> None:
    refused = lab.post("/api/own-labs/view", {"draft": draft(lab, **change)}, headers=BEARER)
    problem = assert_problem(refused, 422, "unreadable-request")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


def test_bodies_have_their_limits(lab: Client) -> None:
    large = b'{"draft": "' + b"x" * 2**20 + b'"}'
    json_type = {**BEARER, "content-type": "application/json"}
    assert_problem(lab.post("/api/own-labs", large, headers=json_type), 413, "body-too-large")
    text = {**BEARER, "content-type": "text/plain"}
    assert_problem(lab.post("/api/own-labs", b"{}", headers=text), 415, "not-json")
    nodes = [{"id": f"n{n}", "type": "softmax"} for n in range(2001)]
    many = {"draft": draft(lab, graph={"version": 1, "nodes": nodes, "edges": []})}
    assert_problem(lab.post("/api/own-labs", many, headers=BEARER), 422, "board-too-large")


def test_a_lab_that_is_there_is_given_as_a_draft(lab: Client) -> None:
    given = lab.get("/api/own-labs/bneck-v3", headers=BEARER).json()
    assert given["title"] == LABS["bneck-v3"].title
    again = {**given, "slug": "another"}
    found = lab.post("/api/own-labs/view", {"draft": again}, headers=BEARER).json()
    assert found["flaws"] == []
    assert_problem(lab.get("/api/own-labs/none", headers=BEARER), 404, "lab-not-found")


def test_only_who_has_the_key_is_shown_the_way_to_demos(lab: Client) -> None:
    assert "/labs/se-module/demo" not in lab.get("/").text
    assert "/labs/se-module/demo" in lab.get("/", headers=BEARER).text
    assert '"instructor": false' in lab.get("/labs/se-module").text
    assert '"instructor": true' in lab.get("/labs/se-module", headers=BEARER).text
