"""What a request gets while much is being worked out, and when it is not waited for."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any, TypeVar

import pytest

from app.core.errors import ClientGone, ServerBusy, TakesTooLong
from app.labs import catalog
from app.service import Services
from app.service.pace import Pace
from app.service.pool import Effort
from app.service.throttle import Throttle
from app.web.application import build
from app.web.turns import LARGE
from tests.web.boards import chain, node, small
from tests.web.client import Client, assert_problem

T = TypeVar("T")

VERIFY = "/api/labs/se-module/verify"
each_call = pytest.mark.parametrize("path", [VERIFY, "/api/export/pytorch"])


class Refusing:
    """Works nothing out."""

    error: Exception = ServerBusy(2)
    ready = False

    def expect(self, effort: Effort) -> None:
        """Refuse beforehand."""
        raise self.error

    async def run(self, effort: Effort, job: Callable[..., T], *args: Any, **named: Any) -> T:
        """Refuse."""
        raise self.error


class Waiting:
    """Works nothing out, and says when the client has left."""

    ready = True

    def expect(self, effort: Effort) -> None:
        """Turn nothing away."""

    async def run(self, effort: Effort, job: Callable[..., T], *args: Any, **named: Any) -> T:
        """Wait until the client leaves."""
        await effort.gone()
        raise ClientGone


@pytest.fixture(name="refusing")
def _refusing() -> Refusing:
    return Refusing()


@pytest.fixture(name="busy")
def _busy(refusing: Refusing) -> Iterator[Client]:
    client = Client(build(Services(catalog(), runner=refusing)))
    yield client
    client.close()


@each_call
def test_a_busy_server_says_when_to_ask_again(busy: Client, path: str) -> None:
    answer = busy.post(path, {"graph": small()})
    assert_problem(answer, 503, "server-busy")
    assert answer.headers["retry-after"] == "2"


@each_call
def test_where_large_boards_are_turned_away_none_is_read(busy: Client, path: str) -> None:
    unreadable = b"{" * LARGE
    assert_problem(busy.post(path, unreadable[1:]), 422, "unreadable-request")
    assert_problem(busy.post(path, unreadable), 503, "server-busy")


def test_a_large_hand_in_is_read_however_busy_the_server_is(busy: Client) -> None:
    answer = busy.post("/api/labs/se-module/hand-in?mode=exam", b"{" * LARGE)
    assert_problem(answer, 422, "unreadable-request")


@each_call
def test_who_asks_for_more_than_a_class_is_told_when_to_ask_again(path: str) -> None:
    services = Services(catalog(), throttle=Throttle(address=Pace(1, 0.001)))
    client = Client(build(services))
    assert client.post(path, {"graph": small()}).status_code != 429
    answer = client.post(path, {"graph": chain(node("in", "input"))})
    assert_problem(answer, 429, "too-many-questions")
    assert int(answer.headers["retry-after"]) > 900
    client.close()


def test_who_is_busy_is_alive_and_not_ready(api: Client, busy: Client) -> None:
    assert (busy.get("/healthz").status_code, busy.get("/readyz").status_code) == (200, 503)
    assert busy.get("/readyz").headers["retry-after"]
    assert api.get("/readyz").text == "ready\n"


@each_call
def test_what_takes_too_long_is_a_problem(busy: Client, refusing: Refusing, path: str) -> None:
    refusing.error = TakesTooLong()
    answer = busy.post(path, {"graph": small()})
    assert_problem(answer, 503, "takes-too-long")
    assert "retry-after" not in answer.headers


def test_a_client_who_leaves_is_noticed_and_not_answered(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "bneck_lab")
    app = build(Services(catalog(), runner=Waiting()))
    body = json.dumps({"graph": small()}).encode()
    messages: list[MutableMapping[str, Any]] = [
        {"type": "http.request", "body": body, "more_body": False},
        {"type": "http.disconnect"},
    ]
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return messages.pop(0)

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": VERIFY,
        "query_string": b"",
        "headers": [],
        "client": ("10.0.0.1", 1),
        "app": app,
    }
    asyncio.run(app(scope, receive, send))
    assert not sent
    [line] = [each.getMessage() for each in caplog.records if each.name == "bneck_lab"]
    assert "status=499" in line
