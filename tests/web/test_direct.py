"""Routes that are handed what their address says: the same as FastAPI would find out."""

from collections.abc import Iterator
from typing import Annotated

import pytest
from fastapi import APIRouter, Depends, FastAPI, Query
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from app.service import Services
from app.web.direct import Direct
from app.web.given import Given
from tests.web.client import Client


async def told(request: Request, services: Given, lab: str, mode: str | None = None) -> Response:
    """Say what it was given."""
    assert isinstance(services, Services)
    return PlainTextResponse(repr((request.method, lab, mode)))


async def counted(times: Annotated[int, Query()] = 1) -> Response:
    """Say a number, which is more than a word."""
    return PlainTextResponse(repr(times + 1))


async def refuse() -> None:
    """Let nobody in."""
    raise PermissionError


@pytest.fixture(name="both")
def _both(api: Client) -> Iterator[Client]:
    """The application, with the same routes served directly and by FastAPI."""
    app: FastAPI = api.app
    served = FastAPI()
    served.state.services = app.state.services
    for prefix, kind in (("/direct", Direct), ("/usual", APIRoute)):
        router = APIRouter(prefix=prefix, route_class=kind)
        router.add_api_route("/labs/{lab}", told)
        router.add_api_route("/counted", counted)
        router.add_api_route("/closed", told, dependencies=[Depends(refuse)])
        served.include_router(router)
    client = Client(served)
    yield client
    client.close()


@pytest.mark.parametrize(
    "path",
    [
        "/labs/a",
        "/labs/a?mode=exam",
        "/labs/a?mode=",
        "/labs/a?mode=exam&mode=guided",
        "/labs/%E5%AE%9E%20x?mode=%E8%80%83%ff",
        "/labs/a?other=1",
        "/labs/",
        "/counted",
        "/counted?times=2",
        "/counted?times=two",
    ],
)
def test_it_is_given_the_same(both: Client, path: str) -> None:
    ours, theirs = both.get(f"/direct{path}"), both.get(f"/usual{path}")
    assert (ours.status_code, ours.text) == (theirs.status_code, theirs.text)


def test_what_has_to_be_solved_is_solved(both: Client) -> None:
    with pytest.raises(PermissionError):
        both.get("/direct/closed")


def test_the_questions_of_a_class_are_handed_over_directly(
    api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def solve(*_: object, **__: object) -> None:
        raise AssertionError("it was solved")

    monkeypatch.setattr("fastapi.routing.solve_dependencies", solve)
    board: dict[str, object] = {"graph": {"nodes": [], "edges": []}}
    assert api.post("/api/check", board).status_code == 200
    assert api.post("/api/labs/se-module/verify", board).status_code == 200
    assert api.post("/api/labs/se-module/hint", board).status_code == 422
