"""Every way in which a request can fail."""

import re

import pytest
from fastapi import APIRouter

from app.core import errors
from app.core.errors import (
    BadLab,
    BadSecret,
    BneckLabError,
    ClientGone,
    MendRefused,
    NoFiles,
)
from app.labs import catalog
from app.service import Services
from app.web.application import build
from app.web.problem_kinds import INTERNAL, ProblemKind
from app.web.problems import KIND_OF_ERROR, KINDS, MAX_BODY, kind_of
from tests.web.boards import small
from tests.web.client import Client, assert_problem, chunked


def test_every_error_has_its_kind() -> None:
    own = {each for each in vars(errors).values() if isinstance(each, type)}
    families = {base for each in own for base in each.__bases__}
    raised = {each for each in own if issubclass(each, BneckLabError)} - families
    # None starts with a bad lab or secret, who has left is not answered, and the command line alone
    # mends and reads folders.
    told_elsewhere = {BadLab, BadSecret, ClientGone, MendRefused, NoFiles}
    assert raised - told_elsewhere <= KIND_OF_ERROR.keys()


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_has_a_page(api: Client, kind: ProblemKind) -> None:
    path = f"/problems/{kind.slug}"
    for lang in ("zh-CN", "en"):
        page = api.get(path, headers={"Accept": "text/html", "Accept-Language": lang})
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
        assert f'lang="{lang}"' in page.text
        assert kind.title[lang] in page.text
        told = api.get(path, headers={"Accept-Language": lang}).json()
        assert told["detail"] == kind.detail[lang]


def test_an_unknown_address(api: Client) -> None:
    for path in ("/nix", "/api/nix", "/api/check/", "/problems/nix", "/static/../../etc/passwd"):
        assert_problem(api.get(path), 404, "not-found")


@pytest.mark.parametrize("path", ["/api/check", "/api/expand", "/api/labs/se-module/verify"])
def test_a_method_that_is_not_taken(api: Client, path: str) -> None:
    answer = api.get(path)
    assert_problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "POST"


def test_a_body_that_is_too_large_is_refused_declared_or_not(api: Client) -> None:
    body = b" " * (MAX_BODY + 1)
    assert_problem(api.post("/api/check", body), 413, "body-too-large")
    answer = api.request("POST", "/api/check", content=chunked(body))
    assert_problem(answer, 413, "body-too-large")


def test_a_body_of_exactly_the_limit_is_read(api: Client) -> None:
    assert_problem(api.post("/api/check", b" " * MAX_BODY), 422, "unreadable-request")


def test_problems_come_in_the_language_asked_for(api: Client) -> None:
    zh = api.get("/api/labs/nix", headers={"Accept-Language": "zh"})
    en = api.get("/api/labs/nix", headers={"Accept-Language": "en"})
    assert assert_problem(zh, 404, "lab-not-found")["title"] == "没有这个实验。"
    assert assert_problem(en, 404, "lab-not-found")["title"] == "There is no such lab."


def test_answers_never_repeat_what_was_sent(api: Client) -> None:
    secret = "correct-horse-battery-staple"
    bodies = [
        {"graph": {"nodes": [{"id": "a", "type": secret, "position": secret}], "edges": []}},
        {"graph": secret},
        {"graph": small(), "node": secret},
    ]
    for body in bodies:
        answer = api.post("/api/expand", body, headers={"X-Request-ID": f"{secret} <"})
        assert 400 <= answer.status_code < 500
        assert secret not in answer.text
        assert secret not in str(answer.headers)


def test_an_error_is_of_the_kind_of_its_nearest_ancestor() -> None:
    class Nearby(errors.BoardTooLarge):
        """A kind of its own, some day."""

    assert kind_of(Nearby()) is KIND_OF_ERROR[errors.BoardTooLarge]
    assert kind_of(BneckLabError()) is INTERNAL


def test_a_descendant_of_a_known_error_is_answered_as_it() -> None:
    class Nearby(errors.NodeNotFound):
        """More exactly what is not there."""

    app = build(Services(catalog()))
    router = APIRouter()

    @router.get("/fails")
    async def fails() -> None:
        raise Nearby

    app.include_router(router)
    client = Client(app)
    assert_problem(client.get("/fails"), 404, "node-not-found")
    client.close()


def test_an_unexpected_failure_tells_its_id_and_nothing_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = build(Services(catalog()))
    router = APIRouter()

    @router.get("/fails")
    async def fails() -> None:
        raise RuntimeError("the secret of the house")

    app.include_router(router)
    client = Client(app)
    document = assert_problem(client.get("/fails"), 500, "internal-error")
    client.close()
    assert "secret" not in str(document)
    assert re.fullmatch("[0-9a-f]{16}", document["request_id"])
    [record] = [each for each in caplog.records if each.exc_info]
    assert document["request_id"] in record.getMessage()
