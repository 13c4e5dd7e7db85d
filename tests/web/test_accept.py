"""Which form of an answer a request gets."""

import pytest
from starlette.requests import Request

from app.web.accept import preferred

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "text/x-python"),
        ("", "text/x-python"),
        ("*/*", "text/x-python"),
        ("text/x-python", "text/x-python"),
        ("application/json", "application/json"),
        ("Application/JSON ; Q=0.5", "application/json"),
        ("application/json, text/plain, */*", "application/json"),
        ("application/json, application/problem+json", "application/json"),
        ("application/*", "application/json"),
        ("application/json;q=0", "text/x-python"),
        ("application/json;q=0, */*", "text/x-python"),
        ("application/json;q=0.5, */*", "text/x-python"),
        ("application/json;q=0.5, text/x-python;q=0.4", "application/json"),
        ("application/jsonlines", "text/x-python"),
        (BROWSER, "text/x-python"),
    ],
)
def test_python_or_json(accept: str | None, form: str) -> None:
    headers = [] if accept is None else [(b"accept", accept.encode())]
    request = Request({"type": "http", "headers": headers})
    assert preferred(request, "text/x-python", "application/json") == form


@pytest.mark.parametrize(
    ("accept", "form"),
    [(BROWSER, "text/html"), ("*/*", "application/json"), ("text/html;q=0", "application/json")],
)
def test_a_page_or_a_document(accept: str, form: str) -> None:
    request = Request({"type": "http", "headers": [(b"accept", accept.encode())]})
    assert preferred(request, "application/json", "text/html") == form
