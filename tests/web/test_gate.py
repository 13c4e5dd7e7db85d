"""What a server on a school's network is sent: too much, too slowly, too often, half of it."""

import asyncio
import json
import threading
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app.service import Services
from app.web.application import build
from app.web.bodies import read_bytes
from app.web.limits import Limits, connections_with
from tests.web.serving import PATIENCE, Serving, get, head, rest, serving, until

BIG = 8 * 2**20


class Waiting:
    """A route that is answered when a test says so."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.go_on = threading.Event()

    async def __call__(self, request: Request) -> Response:
        """Wait, and answer."""
        self.asked.set()
        await asyncio.to_thread(self.go_on.wait, PATIENCE)
        return Response("at last")


@pytest.fixture(name="waiting")
def _waiting() -> Iterator[Waiting]:
    waiting = Waiting()
    yield waiting
    waiting.go_on.set()


@pytest.fixture(name="app")
def _app(waiting: Waiting) -> FastAPI:
    async def big(request: Request) -> Response:
        return Response(b"x" * BIG)

    async def take(request: Request) -> Response:
        return Response(str(len(await read_bytes(request))))

    app = build(Services({}))
    app.add_api_route("/wait", waiting.__call__, methods=["GET"])
    app.add_api_route("/big", big, methods=["GET"])
    app.add_api_route("/take", take, methods=["POST"])
    return app


def assert_refused(answer: bytes, status: int, slug: str) -> None:
    """Check that a connection was refused as any request is."""
    top, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = top.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    assert first.split(" ")[1] == str(status), first
    assert headers["content-type"] == "application/problem+json"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["connection"] == "close"
    told = json.loads(body)
    assert told["type"] == f"/problems/{slug}"
    assert told["request_id"] == headers["x-request-id"]
    assert ("retry-after" in headers) == (status == 503)


@pytest.mark.parametrize(
    "sent", [b"nonsense\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"\x16\x03\x01\x00\xa5\x01\x00", b"GET"]
)
def test_what_is_no_http_is_refused_like_any_request(app: FastAPI, sent: bytes) -> None:
    with serving(app, Limits(head_seconds=0.1)) as server:
        answer = server.ask(sent)
        status, slug = (408, "request-too-slow") if sent == b"GET" else (400, "malformed-request")
        assert_refused(answer, status, slug)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_refusal_is_in_the_language_of_the_request(app: FastAPI, language: str) -> None:
    with serving(app) as server:
        many = [f"X-{n}: {n}" for n in range(101)]
        answer = server.ask(head("GET", "/", f"Accept-Language: {language}", *many))
        assert f"content-language: {language}".encode() in answer


@pytest.mark.parametrize(
    "sent",
    [
        head("GET", "/healthz", *(f"X-{n}: {n}" for n in range(101))),
        head("GET", "/healthz", *(f"X-{n}: " + "x" * 8192 for n in range(5))),
        b"GET /healthz HTTP/1.1\r\nX: " + b"x" * 65_536,
        b"GET /" + b"x" * 65_536,
        b"GET /healthz HTTP/1.1\r\n" + b"x" * 65_536,
    ],
    ids=["many", "long", "without end", "address", "name"],
)
def test_headers_have_a_limit(app: FastAPI, sent: bytes) -> None:
    with serving(app) as server:
        assert_refused(server.ask(sent), 431, "headers-too-large")


def test_headers_behind_a_body_have_a_limit_too(app: FastAPI) -> None:
    with serving(app) as server:
        trailers = b"".join(b"X-%d: %d\r\n" % (n, n) for n in range(200))
        sent = head("POST", "/take", "Transfer-Encoding: chunked") + b"1\r\nx\r\n0\r\n" + trailers
        assert_refused(server.ask(sent), 431, "headers-too-large")


@pytest.mark.parametrize(
    "sent",
    [head("POST", "/take", "Content-Length: 9") + b"x", b"GET /healthz HTTP/1.1\r\nHost:"],
    ids=["body", "head"],
)
def test_half_a_request_does_not_live_for_ever(app: FastAPI, sent: bytes) -> None:
    with serving(app, Limits(head_seconds=0.1, body_seconds=0.1)) as server:
        assert_refused(server.ask(sent), 408, "request-too-slow")


def test_nor_does_a_connection_that_says_nothing(app: FastAPI) -> None:
    with serving(app, Limits(idle_seconds=0.1)) as server:
        assert server.ask(b"") == b""


def test_half_bodies_hold_no_more_than_a_limit(app: FastAPI) -> None:
    half = head("POST", "/take", "Content-Length: 99999") + b"x" * 40_000
    with serving(app, Limits(held=120_000, settled_seconds=0)) as server:
        first, *others = [server.connect(half) for _ in range(5)]
        assert_refused(rest(first), 503, "server-busy")
        assert server.ask(get("/healthz")).endswith(b"ok\n")
        assert server.gate.held <= 120_000
        others[-1].sendall(b"x" * 59_999)
        assert until(others[-1], b"99999").startswith(b"HTTP/1.1 200 OK")


def test_what_was_held_is_given_back(app: FastAPI) -> None:
    with serving(app) as server:
        body = head("POST", "/take", "Content-Length: 99999", "Connection: close") + b"x" * 99_999
        for _ in range(3):
            assert server.ask(body).endswith(b"99999")
        gone = server.connect(body[:50_000])
        gone.close()
        kept = server.connect(head("GET", "/healthz"))
        until(kept, b"ok\n")
        server.stop()
        assert server.gate.held == 0
        assert not server.gate.guests


@pytest.mark.parametrize("taking_up", [b"", b"GET /", head("POST", "/take", "Content-Length: 9")])
def test_who_only_takes_up_room_keeps_nobody_out(app: FastAPI, taking_up: bytes) -> None:
    with serving(app, Limits(connections=6, settled_seconds=0.01)) as server:
        first, *_ = [server.connect(taking_up) for _ in range(6)]
        for _ in range(20):
            assert server.ask(get("/healthz")).endswith(b"ok\n")
        rest(first)  # it has gone, the first of all
        assert len(server.gate.guests) <= 6


def test_where_all_are_being_answered_the_next_one_waits(app: FastAPI, waiting: Waiting) -> None:
    with serving(app, Limits(connections=3)) as server:
        busy = [server.connect(get("/wait")) for _ in range(3)]
        waiting.asked.wait(PATIENCE)
        later = server.connect(get("/healthz"))
        waiting.go_on.set()
        assert all(rest(each).endswith(b"at last") for each in busy)
        assert rest(later).endswith(b"ok\n")


def test_who_does_not_read_the_answer_is_cut_off(app: FastAPI) -> None:
    with serving(app, Limits(stalled_seconds=0.1)) as server:
        silent = server.connect(get("/big"))
        silent.recv(1)
        gone = threading.Event()
        left = server.gate.left

        def note(guest: object) -> None:
            left(guest)  # type: ignore[arg-type]
            gone.set()

        server.gate.left = note  # type: ignore[method-assign]
        assert gone.wait(PATIENCE)


def test_requests_in_a_row_are_answered_in_a_row(app: FastAPI) -> None:
    with serving(app) as server:
        answers = server.ask(head("GET", "/healthz") * 3 + get("/healthz"))
        assert answers.count(b"\r\n\r\nok\n") == 4


def test_no_more_of_them_than_a_few_at_once(app: FastAPI, waiting: Waiting) -> None:
    with serving(app) as server:
        answer = server.ask(head("GET", "/wait") * 100)
        waiting.go_on.set()
        assert_refused(answer, 400, "malformed-request")


def test_a_server_that_stops_finishes_what_it_has_begun(app: FastAPI, waiting: Waiting) -> None:
    with serving(app) as server:
        begun = server.connect(head("GET", "/wait"))
        half = server.connect(head("POST", "/take", "Content-Length: 9") + b"x")
        idle = server.connect(head("GET", "/healthz"))
        until(idle, b"ok\n")
        waiting.asked.wait(PATIENCE)
        server.server.should_exit = True
        assert_refused(rest(half), 503, "stopping")
        assert rest(idle) == b""
        waiting.go_on.set()
        assert rest(begun).endswith(b"at last")


def test_another_protocol_is_answered_in_this_one(app: FastAPI) -> None:
    with serving(app) as server:
        answer = server.ask(head("GET", "/healthz", "Connection: Upgrade", "Upgrade: websocket"))
        assert answer.endswith(b"ok\n")


def test_there_is_room_for_as_many_as_files_can_be_opened() -> None:
    assert 700 < connections_with(1024) < 1024
    assert connections_with(10**6) == 8192
    assert connections_with(0) == 16


def test_a_refused_connection_is_counted(app: FastAPI) -> None:
    with serving(app) as server:
        _ask_nonsense(server)
        assert server.gate.refused == {"malformed-request": 1}


def _ask_nonsense(server: Serving) -> None:
    server.ask(b"nonsense\r\n\r\n")
