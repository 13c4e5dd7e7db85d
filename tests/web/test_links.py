"""Whoever comes by an instructor's link gets what it allows and nothing else."""

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.labs import catalog
from app.main import create_app
from app.service import Porter, Seals
from tests.web.client import Client, assert_problem

KEY = "correct-horse-battery"
SECRET = "one secret for every replica"
BEARER = {"Authorization": f"Bearer {KEY}"}
LABS = {slug: catalog()[slug] for slug in ("se-module", "bneck-v3")}
SOLUTION: dict[str, Any] = LABS["se-module"].reference.board.model_dump(mode="json")
LONG_AGO, FAR = 1, 4_000_000_000


def served(secret: str | None = SECRET, *, links_only: bool = False) -> Client:
    porter = Porter(Seals(secret), links_only)
    return Client(create_app(LABS, instructor_key=KEY, porter=porter))


@pytest.fixture(name="api", scope="module")
def _api() -> Iterator[Client]:
    client = served()
    yield client
    client.close()


def link(client: Client, **terms: Any) -> str:
    """The token of a new link."""
    body = {"lab": "se-module", "mode": "exam", **terms}
    answer = client.post("/api/links", body, headers=BEARER)
    assert answer.status_code == 200, answer.text
    token: str = answer.json()["token"]
    assert answer.json()["path"] == f"/labs/{body['lab']}?link={token}"
    return token


def wrong(count: int) -> dict[str, Any]:
    """A board that is not the solution; each number makes another one."""
    nodes = [dict(node) for node in SOLUTION["nodes"]]
    nodes[0] = {**nodes[0], "data": {"channels": 3, "height": 8 + count, "width": 8}}
    return {**SOLUTION, "nodes": nodes}


def verify(
    client: Client, token: str, board: dict[str, Any], tally: str | None = None, query: str = ""
) -> httpx.Response:
    path = f"/api/labs/se-module/verify?link={token}{query}"
    return client.post(path, {"graph": board, **({"tally": tally} if tally else {})})


def test_a_link_needs_the_key(api: Client) -> None:
    assert_problem(
        api.post("/api/links", {"lab": "se-module", "mode": "exam"}), 403, "instructor-only"
    )


@pytest.mark.parametrize(
    ("terms", "status", "slug"),
    [
        ({"lab": "nix"}, 404, "lab-not-found"),
        ({"attempts": 0}, 422, "unreadable-request"),
        ({"hint_cap": 6}, 422, "unreadable-request"),
        ({"mode": "cheat"}, 422, "unreadable-request"),
        ({"deadline": -1}, 422, "unreadable-request"),
        ({"nonsense": 1}, 422, "unreadable-request"),
    ],
)
def test_terms_that_make_no_sense_are_refused(
    api: Client, terms: dict[str, Any], status: int, slug: str
) -> None:
    body = {"lab": "se-module", "mode": "exam", **terms}
    assert_problem(api.post("/api/links", body, headers=BEARER), status, slug)


def test_it_gives_the_lab_in_its_mode_and_no_other(api: Client) -> None:
    token = link(api, mode="exercise", hint_cap=1)
    given = api.get(f"/api/labs/se-module?link={token}").json()
    assert (given["mode"], given["modes"], given["hint_cap"]) == ("exercise", ["exercise"], 1)
    assert "next" not in given
    assert all("sheet" not in step for step in given["steps"])
    for path in ("/api/labs/se-module", "/labs/se-module"):
        assert api.get(f"{path}?link={token}&mode=exercise").status_code == 200
    refused = api.get(f"/api/labs/se-module?link={token}&mode=guided")
    assert_problem(refused, 404, "mode-not-allowed")
    assert_problem(verify(api, token, wrong(0), query="&mode=guided"), 404, "mode-not-allowed")
    assert_problem(api.get(f"/api/labs/bneck-v3?link={token}"), 403, "link-broken")


def test_a_changed_link_opens_nothing(api: Client) -> None:
    token = link(api)
    for broken in (token[:-1], token + "x", "x" + token[1:], "", "x" * 5000, "密"):
        assert_problem(api.get("/api/labs/se-module", params={"link": broken}), 403, "link-broken")
        page = api.get("/labs/se-module", params={"link": broken}, headers={"Accept": "text/html"})
        assert page.status_code == 403
        assert 'id="boot"' not in page.text


def test_the_same_secret_makes_it_good_on_every_replica(api: Client) -> None:
    token = link(api)
    same, other = served(), served("another secret entirely")
    assert same.get(f"/api/labs/se-module?link={token}").status_code == 200
    assert_problem(other.get(f"/api/labs/se-module?link={token}"), 403, "link-broken")
    same.close()
    other.close()


def test_hints_are_capped_by_the_link(api: Client) -> None:
    token = link(api, mode="guided", hint_cap=1)
    report = verify(api, token, wrong(0)).json()
    (finding, *_) = report["findings"]
    assert finding["hint_levels"] == 1
    body = {"graph": wrong(0), "finding": finding["id"], "level": 5}
    hint = api.post(f"/api/labs/se-module/hint?link={token}", body).json()
    assert (hint["level"], hint["levels"]) == (1, 1)


def test_attempts_are_counted_and_end(api: Client) -> None:
    token = link(api, attempts=2)
    first = verify(api, token, wrong(1)).json()["attempts"]
    assert (first["used"], first["left"]) == (1, 1)
    again = verify(api, token, wrong(1), first["tally"]).json()["attempts"]
    assert (again["used"], again["left"]) == (1, 1)
    second = verify(api, token, wrong(2), first["tally"]).json()["attempts"]
    assert (second["used"], second["left"]) == (2, 0)
    refused = verify(api, token, wrong(3), second["tally"])
    assert_problem(refused, 403, "no-attempts-left")


def test_an_older_count_is_of_no_use(api: Client) -> None:
    token = link(api, attempts=2)
    first = verify(api, token, wrong(1)).json()["attempts"]
    verify(api, token, wrong(2), first["tally"])
    assert_problem(verify(api, token, wrong(3), first["tally"]), 403, "no-attempts-left")


def test_a_count_of_another_link_or_of_nobody_is_no_count(api: Client) -> None:
    one, other = link(api, attempts=2), link(api, attempts=2)
    tally = verify(api, one, wrong(1)).json()["attempts"]["tally"]
    assert verify(api, other, wrong(2), tally).json()["attempts"]["used"] == 1
    assert_problem(verify(api, one, wrong(2), tally + "x"), 403, "link-broken")
    assert_problem(verify(api, one, wrong(2), one), 403, "link-broken")


def test_a_hint_is_no_attempt_for_nothing(api: Client) -> None:
    token = link(api, mode="exercise", attempts=1)
    tally = verify(api, token, wrong(1)).json()["attempts"]["tally"]

    def hint(board: dict[str, Any]) -> httpx.Response:
        body = {"graph": board, "finding": "1", "level": 1, "tally": tally}
        return api.post(f"/api/labs/se-module/hint?link={token}", body)

    assert hint(wrong(1)).status_code == 200
    assert_problem(hint(wrong(2)), 404, "finding-not-found")


def test_after_the_deadline_nothing_is_told_and_the_page_opens(api: Client) -> None:
    token = link(api, mode="exercise", deadline=LONG_AGO)
    assert_problem(verify(api, token, wrong(1)), 403, "link-over")
    body = {"graph": wrong(1), "finding": "1", "level": 1}
    hint = api.post(f"/api/labs/se-module/hint?link={token}", body)
    assert_problem(hint, 403, "link-over")
    page = api.get(f"/labs/se-module?link={token}")
    assert page.status_code == 200
    assert verify(api, link(api, deadline=FAR), wrong(1)).status_code == 200


def booted(page: httpx.Response) -> dict[str, Any]:
    """What an editor's page begins with."""
    found = re.search(r'id="boot"[^>]*>(.*?)</script>', page.text, re.DOTALL)
    assert found
    boot: dict[str, Any] = json.loads(found[1])
    return boot


def test_the_server_tells_its_clock_where_there_is_a_deadline(api: Client) -> None:
    timed = api.get(f"/labs/se-module?link={link(api, mode='exercise', deadline=FAR)}")
    assert abs(booted(timed)["now"] - time.time()) < 60
    assert "now" not in booted(api.get("/labs/se-module"))


def in_exam(client: Client, query: str) -> dict[str, str]:
    """What a browser sends that has opened an exam."""
    given = client.get(f"/labs/se-module?{query}").headers.get_list("set-cookie")
    (mark,) = [cookie for cookie in given if cookie.startswith("exam-se-module=")]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(mark.split("; "))
    return {"Cookie": mark.split(";")[0], "Accept": "text/html"}


@pytest.mark.parametrize("by_link", [False, True])
def test_no_way_leads_from_an_exam_into_another_mode(api: Client, by_link: bool) -> None:
    query = f"link={link(api, deadline=FAR)}" if by_link else "mode=exam"
    headers = in_exam(api, query)
    for path in ("/api/labs/se-module", "/api/labs/se-module/lesson"):
        for mode in ("", "?mode=guided"):
            assert_problem(api.get(path + mode, headers=headers), 403, "exam-lasts")
    asked = api.post("/api/labs/se-module/verify?mode=guided", {"graph": wrong(1)}, headers=headers)
    assert_problem(asked, 403, "exam-lasts")
    page = api.get("/labs/se-module?mode=guided", headers=headers)
    assert page.status_code == 403
    assert 'id="boot"' not in page.text
    assert f'href="/labs/se-module?{query}"' in page.text
    assert ("/exam/end" in page.text) is not by_link
    assert api.get(f"/labs/se-module?{query}", headers=headers).status_code == 200
    assert api.get("/api/labs/bneck-v3", headers=headers).status_code == 200


def test_who_began_an_exam_freely_ends_it_freely(api: Client) -> None:
    ended = api.post("/labs/se-module/exam/end", b"", headers=in_exam(api, "mode=exam"))
    assert (ended.status_code, ended.headers["location"]) == (303, "/labs/se-module")
    assert 'exam-se-module=""' in ended.headers["set-cookie"]
    kept = api.post("/labs/se-module/exam/end", b"", headers=in_exam(api, f"link={link(api)}"))
    assert "set-cookie" not in kept.headers


def test_an_exam_that_is_over_binds_nobody(api: Client) -> None:
    headers = in_exam(api, f"link={link(api, deadline=LONG_AGO)}")
    assert api.get("/api/labs/se-module?mode=guided", headers=headers).status_code == 200


def test_labs_by_links_only() -> None:
    closed = served(links_only=True)
    assert closed.get("/api/labs").json() == []
    assert "/labs/se-module" not in closed.get("/").text
    assert_problem(closed.get("/api/labs/se-module"), 403, "link-needed")
    asked = closed.post("/api/labs/se-module/verify", {"graph": wrong(1)})
    assert_problem(asked, 403, "link-needed")
    page = closed.get("/labs/se-module", headers={"Accept": "text/html"})
    assert page.status_code == 403
    assert 'id="boot"' not in page.text
    token = link(closed)
    assert closed.get(f"/labs/se-module?link={token}").status_code == 200
    assert len(closed.get("/api/labs", headers=BEARER).json()) == len(LABS)
    closed.close()


def test_the_form_asks_for_the_key(api: Client) -> None:
    assert api.get("/links").status_code == 403
    assert 'id="terms"' not in api.get("/links").text
    assert "take me to the labs<" in api.get("/links").text
    assert "take me to the lab<" in api.get("/labs/se-module/demo").text
    assert 'id="terms"' in api.get("/links", headers=BEARER).text


def test_a_seed_gives_everybody_the_same_faults_and_none_gives_each_its_own() -> None:
    lab = catalog()["find-the-fault-bneck"]
    client = Client(create_app({lab.slug: lab}, instructor_key=KEY, porter=Porter(Seals(SECRET))))

    def starts(**terms: Any) -> set[str]:
        token = link(client, lab=lab.slug, **terms)
        answers = (
            client.get(
                f"/api/labs/{lab.slug}?link={token}",
                headers={"Cookie": f"browser={browser:016x}"},
            )
            for browser in range(6)
        )
        return {str(answer.json()["start"]) for answer in answers}

    assert len(starts(seed=7)) == 1
    assert starts(seed=7) == starts(seed=7) != starts(seed=8)
    assert len(starts()) > 1
    (join,) = starts(seed=1, faults=1, kinds=["join"])
    assert sorted((join.count("'add'"), join.count("'multiply'"))) == [0, 2], "it has one of each"
    client.close()
