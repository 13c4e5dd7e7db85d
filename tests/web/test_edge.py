"""What surrounds every request: headers, ids, and one line of log."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.web.boards import small
from tests.web.client import Client, assert_problem

PATHS = ("/healthz", "/api/blocks", "/api/docs", "/api/openapi.json", "/nix", "/problems/not-found")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_guarded(api: Client, path: str) -> None:
    headers = api.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "worker-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/api/docs", "/problems/not-found"])
def test_pages_load_nothing_from_outside_and_have_nothing_inline(api: Client, path: str) -> None:
    page = api.get(path, headers={"Accept": "text/html"}).text
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=", page)
    for sheet in re.findall(r'rel="stylesheet" href="([^"]+)"', page):
        assert api.get(sheet).headers["content-type"].startswith("text/css")


@pytest.mark.parametrize("path", [*PATHS, "/", "/labs/mobilenet-v3-large", "/labs/nix"])
def test_head_is_get_without_the_body(api: Client, path: str) -> None:
    got, head = api.get(path), api.request("HEAD", path)
    assert head.status_code == got.status_code
    for name in ("content-type", "content-length", "cache-control", "content-language"):
        assert head.headers.get(name) == got.headers.get(name)


@pytest.mark.parametrize("path", ["/api/blocks", "/labs/mobilenet-v3-large", "/api/openapi.json"])
def test_long_answers_are_packed_for_who_takes_it(api: Client, path: str) -> None:
    packed = api.get(path, headers={"Accept-Encoding": "gzip"})
    plain = api.get(path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    for answer in (packed, plain):
        assert "Accept-Encoding" in answer.headers["vary"].split(", ")
    head = api.request("HEAD", path, headers={"Accept-Encoding": "gzip"})
    assert head.headers["content-length"] == packed.headers["content-length"]


def test_short_answers_are_not_worth_packing(api: Client) -> None:
    for path in ("/healthz", "/nix"):
        answer = api.get(path, headers={"Accept-Encoding": "gzip"})
        assert "content-encoding" not in answer.headers


def test_a_long_answer_to_a_board_is_packed_too(api: Client) -> None:
    nodes = [{"id": f"n{index}", "type": "add"} for index in range(50)]
    answer = api.post("/api/check", {"graph": {"nodes": nodes, "edges": []}})
    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.json()["diagnostics"]) == 101


def test_head_is_refused_where_get_is(api: Client) -> None:
    answer = api.request("HEAD", "/api/check")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_healthz(api: Client) -> None:
    answer = api.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_a_request_has_an_id_of_its_own(api: Client) -> None:
    first, second = (api.get("/healthz").headers["x-request-id"] for _ in range(2))
    assert re.fullmatch("[0-9a-f]{16}", first)
    assert first != second


@pytest.mark.parametrize("given", ["a", "4bf92f3577b34da6a3ce929d0e0e4736", "trace-1.2_3"])
def test_a_sane_id_from_the_caller_is_kept(api: Client, given: str) -> None:
    answer = api.get("/healthz", headers={"X-Request-ID": given})
    assert answer.headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, 'a"b', "a\tb"])
def test_any_other_is_replaced(api: Client, given: str) -> None:
    answer = api.get("/healthz", headers={"X-Request-ID": given})
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["x-request-id"])


def test_one_line_of_log_a_request(api: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bneck_lab")
    api.post("/api/check", {"graph": small()}, headers={"X-Request-ID": "abc"})
    [line] = [each.getMessage() for each in caplog.records if each.name == "bneck_lab"]
    assert re.fullmatch(r"method=POST path=/api/check status=200 ms=\d+\.\d request=abc", line)


def test_a_server_that_stops_says_so_to_who_is_still_sending(
    api: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bneck_lab")
    answer = api.request("POST", "/api/check", content=NeverSent())
    assert_problem(answer, 503, "stopping")
    [line] = [each for each in caplog.records if each.name == "bneck_lab"]
    assert "status=503" in line.getMessage()
    assert line.exc_info is None


class NeverSent(httpx.AsyncByteStream):
    """A body that does not come before the server cancels what it is doing."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"{"
        raise asyncio.CancelledError


def test_liveness_is_not_worth_a_line(api: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bneck_lab")
    api.get("/healthz")
    assert not [each for each in caplog.records if each.name == "bneck_lab"]


def test_a_path_cannot_forge_a_line(api: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bneck_lab")
    api.get("/x%0Amethod=GET%20path=/")
    [line] = [each.getMessage() for each in caplog.records if each.name == "bneck_lab"]
    assert "\n" not in line
