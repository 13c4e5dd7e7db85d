"""A client of the application in this process, and what every answer must be like."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
from fastapi import FastAPI

PROBLEM_KEYS = {"type", "title", "status", "detail", "request_id"}
MAX_ERROR = 8 * 1024


class Client:
    """Sends requests to an application, without a network."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self._runner = asyncio.Runner()

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Return the answer to one request."""
        return self._runner.run(self._send(method, path, options))

    def get(self, path: str, **options: Any) -> httpx.Response:
        """Return the answer to a GET."""
        return self.request("GET", path, **options)

    def post(self, path: str, body: object, **options: Any) -> httpx.Response:
        """Return the answer to a POST of JSON, or of the bytes themselves."""
        carried = {"content": body} if isinstance(body, bytes) else {"json": body}
        return self.request("POST", path, **carried, **options)

    def close(self) -> None:
        """Close the client's event loop."""
        self._runner.close()

    async def _send(self, method: str, path: str, options: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://lab") as client:
            return await client.request(method, path, **options)


def chunked(body: bytes) -> "Chunks":
    """Return a body that is sent in pieces, without saying how long it is."""
    return Chunks(body)


class Chunks(httpx.AsyncByteStream):
    """A body in pieces of 64 KiB."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __aiter__(self) -> Any:
        for start in range(0, len(self._body), 65_536):
            yield self._body[start : start + 65_536]


def assert_problem(answer: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """Check that the answer is a problem document of that kind, and return it.

    {"type": "/problems/lab-not-found", "title": "...", "status": 404, "detail": "...",
     "request_id": "..."}, and `errors`, [{"pointer": "/graph/nodes/0/id", "detail": "..."}], where
    the request cannot be read.
    """
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] in ("zh-CN", "en")
    assert len(answer.content) <= MAX_ERROR
    document: dict[str, Any] = answer.json()
    assert document.keys() - {"errors"} == PROBLEM_KEYS
    assert document["type"] == f"/problems/{slug}"
    assert document["status"] == status
    assert document["request_id"] == answer.headers["x-request-id"]
    for error in document.get("errors", []):
        assert error.keys() == {"pointer", "detail"}
        assert error["pointer"] == "" or error["pointer"].startswith("/")
    return document


def walk(value: object) -> Iterator[object]:
    """Yield a JSON value and everything in it."""
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from walk(each)
