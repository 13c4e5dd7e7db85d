"""What a failed request is answered with: a page to a reader, a problem document to a program."""

from contextlib import suppress
from http import HTTPStatus

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import BoardError, Flaw, RetryLater
from app.web import docs, pages
from app.web.accept import preferred
from app.web.assets import FrontEndNotBuilt
from app.web.metrics import metrics_of
from app.web.paths import route_path
from app.web.problem_kinds import (
    EXAM_LASTS,
    LINK_NEEDED,
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
    SEAL_BROKEN,
    ProblemKind,
)
from app.web.problems import KIND_OF_ERROR, MEDIA_TYPE, kind_of, problem

KIND_OF_STATUS = {kind.status: kind for kind in (NOT_FOUND, METHOD_NOT_ALLOWED)}
"""What the router refuses before any route sees it."""

CLOSED = (EXAM_LASTS, LINK_NEEDED, SEAL_BROKEN)
"""Why a lab's page stays closed, which students are told on a page like the others."""


def answer_failures(app: FastAPI) -> None:
    """Answer every failure of a request."""
    for error in KIND_OF_ERROR:
        app.add_exception_handler(error, _failed)
    app.add_exception_handler(HTTPException, _refused)


async def _failed(request: Request, error: Exception) -> Response:
    flaws = error.flaws if isinstance(error, BoardError) else ()
    response = _answer(request, kind_of(error), flaws)
    if isinstance(error, RetryLater):
        response.headers["Retry-After"] = str(error.seconds)
    return response


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = _answer(request, KIND_OF_STATUS[HTTPStatus(error.status_code)])
    response.headers.update(error.headers or {})
    return response


def _answer(request: Request, kind: ProblemKind, flaws: tuple[Flaw, ...] = ()) -> Response:
    metrics_of(request).failed(kind.slug)
    if route_path(request).startswith("/api/"):
        return problem(request, kind, flaws)
    if preferred(request, MEDIA_TYPE, "application/json", "text/html") == "text/html":
        response = _page(request, kind)
    else:
        response = problem(request, kind, flaws)
    response.headers.add_vary_header("Accept")
    return response


def _page(request: Request, kind: ProblemKind) -> Response:
    with suppress(FrontEndNotBuilt):  # the plain page needs none
        if kind is NOT_FOUND:
            return pages.missing(request)
        if kind in CLOSED:
            return pages.closed(request, kind)
    return docs.problem_page(request, kind, kind.status)
