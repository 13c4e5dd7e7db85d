"""Who asks: the address at the other end, or the one that a proxy names which was named itself."""

from collections.abc import Sequence

import pytest
from fastapi import FastAPI, Request

from tests.web.serving import get, serving

HERE = "127.0.0.1"
SAID = ("X-Forwarded-For: 10.1.2.3", "X-Forwarded-Proto: https")


def seen(proxies: Sequence[str], *headers: str) -> bytes:
    """What a server that trusts these proxies takes a request for."""
    app = FastAPI()

    @app.get("/who")
    def who(request: Request) -> str:
        assert request.client
        return f"{request.url.scheme} {request.client.host}"

    with serving(app, proxies=proxies) as server:
        return server.ask(get("/who", *headers)).rpartition(b"\r\n\r\n")[2]


def test_a_proxy_that_was_named_says_for_whom_it_asks() -> None:
    assert seen([HERE], *SAID) == b'"https 10.1.2.3"'
    assert seen([HERE]) == b'"http 127.0.0.1"'


@pytest.mark.parametrize("proxies", [[], ["10.0.0.0/8"]])
def test_nobody_else_does(proxies: Sequence[str]) -> None:
    assert seen(proxies, *SAID) == b'"http 127.0.0.1"'


def test_what_a_visitor_says_through_the_proxy_is_not_believed() -> None:
    forged = "X-Forwarded-For: 192.0.2.1, 10.1.2.3"
    assert seen([HERE], forged) == b'"http 10.1.2.3"'
