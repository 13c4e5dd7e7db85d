"""What shows the answer is for whoever has the instructor's key, and in nobody else's traffic."""

from collections.abc import Iterator

import httpx
import pytest

from app.demo import score
from app.labs import catalog
from app.main import create_app
from app.web.instructor import WRONG as WRONG_KEYS
from app.web.instructor import InstructorKey
from tests.service.clock import Clock
from tests.web.client import Client, assert_problem

KEY = "correct-horse-battery"
LABS = list(catalog())
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(name="locked", scope="module")
def _locked() -> Iterator[Client]:
    client = Client(create_app(catalog(), instructor_key=KEY))
    yield client
    client.close()


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def typed(client: Client, key: str, path: str = "/labs/se-module/demo") -> httpx.Response:
    return client.post(path, f"key={key}".encode(), headers=FORM)


def cookie(client: Client) -> dict[str, str]:
    given = typed(client, KEY).headers["set-cookie"].split(";")[0]
    return {"Cookie": given}


@pytest.mark.parametrize("lab", LABS)
def test_the_score_is_given_to_whoever_has_the_key(locked: Client, lab: str) -> None:
    answer = locked.get(f"/api/labs/{lab}/demo", headers=bearer(KEY))
    assert answer.status_code == 200
    assert len(answer.json()["board"]["nodes"]) == len(score(catalog()[lab]).board.nodes)
    assert answer.headers["cache-control"] == "no-store"


WRONG = [
    {},
    bearer(""),
    bearer("wrong-horse-battery"),
    bearer(KEY[:-1]),
    bearer(f"{KEY}x"),
    {"Authorization": f"Basic {KEY}"},
    {"Authorization": KEY},
    {"Cookie": f"instructor={KEY}"},
    {"Cookie": "instructor="},
    {"X-Instructor-Key": KEY},
]


@pytest.mark.parametrize("headers", WRONG)
def test_without_the_key_there_is_a_problem_of_its_own(
    locked: Client, headers: dict[str, str]
) -> None:
    answer = locked.get("/api/labs/se-module/demo", headers=headers)
    assert_problem(answer, 403, "instructor-only")


def test_a_key_that_is_no_ascii_is_a_wrong_one(locked: Client) -> None:
    answer = locked.get(
        "/api/labs/se-module/demo", headers=[(b"authorization", "Bearer 密".encode())]
    )
    assert_problem(answer, 403, "instructor-only")
    assert typed(locked, "%E5%AF%86").status_code == 403
    assert typed(locked, "%FF%FE").status_code == 403


def test_whether_a_lab_is_there_needs_no_key(locked: Client) -> None:
    assert_problem(locked.get("/api/labs/nix/demo", headers=bearer(KEY)), 404, "lab-not-found")
    assert locked.get("/labs/nix/demo").status_code == 404


@pytest.mark.parametrize("path", ["/labs/se-module/demo", "/labs/se-module/demo/notes"])
def test_the_page_asks_for_the_key_and_keeps_it_out_of_the_address(
    locked: Client, path: str
) -> None:
    asked = locked.get(path)
    assert asked.status_code == 403
    assert '<form class="key" method="post">' in asked.text
    assert 'id="boot"' not in asked.text
    refused = typed(locked, "wrong-horse-battery", path)
    assert refused.status_code == 403
    assert 'role="alert"' in refused.text
    assert "set-cookie" not in refused.headers
    opened = typed(locked, KEY, path)
    assert (opened.status_code, opened.headers["location"]) == (303, path)
    given = opened.headers["set-cookie"]
    assert KEY not in given
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(given.split("; "))
    page = locked.get(path, headers={"Cookie": given.split(";")[0]})
    assert page.status_code == 200
    assert 'id="boot"' in page.text
    assert KEY not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "same-origin"


def test_the_cookie_opens_the_api_too(locked: Client) -> None:
    assert locked.get("/api/labs/se-module/demo", headers=cookie(locked)).status_code == 200


def test_another_servers_cookie_opens_nothing(locked: Client) -> None:
    other = Client(create_app({"se-module": catalog()["se-module"]}))
    answer = other.get("/api/labs/se-module/demo", headers=cookie(locked))
    assert_problem(answer, 403, "instructor-only")
    other.close()


@pytest.fixture(name="slow")
def _slow() -> Iterator[tuple[Client, Clock]]:
    client, clock = Client(create_app({"se-module": catalog()["se-module"]})), Clock()
    client.app.state.instructor_key = InstructorKey(KEY, clock)
    yield client, clock
    client.close()


@pytest.mark.parametrize("by_form", [True, False], ids=["form", "bearer"])
def test_who_guesses_the_key_has_to_wait_and_whoever_was_let_in_before_does_not(
    slow: tuple[Client, Clock], by_form: bool
) -> None:
    client, clock = slow
    known = cookie(client)

    def guess(key: str) -> httpx.Response:
        path = "/api/labs/se-module/demo"
        return typed(client, key) if by_form else client.get(path, headers=bearer(key))

    wrong = [guess(f"wrong-horse-{count}").status_code for count in range(WRONG_KEYS.burst)]
    assert set(wrong) == {403}
    for key in ("wrong-horse-again", KEY):
        refused = guess(key)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "2")
        assert "set-cookie" not in refused.headers
    if by_form:
        assert 'role="alert"' in refused.text
    else:
        assert_problem(refused, 429, "too-many-keys")
    assert client.get("/labs/se-module/demo", headers=known).status_code == 200
    assert client.get("/labs/se-module").status_code == 200
    clock.now += 2
    assert guess("wrong-horse-again").status_code == 403
    assert guess(KEY).status_code == 429
    clock.now += 2
    assert guess(KEY).status_code == (303 if by_form else 200)


@pytest.mark.parametrize("by_form", [True, False], ids=["form", "bearer"])
def test_one_wrong_key_over_and_over_keeps_the_right_one_from_nobody(
    slow: tuple[Client, Clock], by_form: bool
) -> None:
    client, _ = slow

    def give(key: str) -> int:
        path = "/api/labs/se-module/demo"
        answer = typed(client, key) if by_form else client.get(path, headers=bearer(key))
        return answer.status_code

    assert {give("last-terms-horse") for _each in range(2 * WRONG_KEYS.burst)} == {403}
    assert give(KEY) == (303 if by_form else 200)


def test_the_right_key_is_never_counted(slow: tuple[Client, Clock]) -> None:
    client, _ = slow
    for _each in range(WRONG_KEYS.burst + 1):
        assert typed(client, KEY).status_code == 303


def test_a_large_form_is_refused(locked: Client) -> None:
    answer = locked.post("/labs/se-module/demo", b"key=" + b"x" * 2**20, headers=FORM)
    assert_problem(answer, 413, "body-too-large")


@pytest.mark.parametrize("lab", LABS)
def test_no_answer_without_the_key_holds_the_score(locked: Client, lab: str) -> None:
    """Its nodes, each with its name and type, are in no answer, but for those that a board has.

    Names alone do not tell: a lab's figure may use the same ones.
    """
    said = catalog()[lab].model_dump_json() + locked.get("/api/blocks").text
    secret = [
        f'"id":"{node.id}","type":"{node.type}"' for node in score(catalog()[lab]).board.nodes
    ]
    needles = [needle for needle in secret if needle not in said]
    assert needles
    board = {"graph": {"version": 1, "nodes": [], "edges": []}}
    answers = [
        locked.get("/"),
        locked.get("/api/labs"),
        locked.get("/api/openapi.json"),
        locked.get(f"/api/labs/{lab}/demo"),
        locked.get(f"/labs/{lab}/demo"),
        locked.get(f"/labs/{lab}/demo/notes"),
        typed(locked, "wrong-horse-battery", f"/labs/{lab}/demo"),
    ]
    for mode in catalog()[lab].modes:
        answers += [
            locked.get(f"/api/labs/{lab}?mode={mode}"),
            locked.get(f"/labs/{lab}?mode={mode}"),
            locked.post(f"/api/labs/{lab}/verify?mode={mode}", board),
        ]
    shown = {
        (answer.request.url.path, needle)
        for answer in answers
        for needle in needles
        if needle in answer.text
    }
    assert shown == set()
    with_key = locked.get(f"/api/labs/{lab}/demo", headers=bearer(KEY)).text
    assert all(needle in with_key for needle in needles)
