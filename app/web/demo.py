"""The demo's pages: the key is asked for once, then the lab builds itself on the canvas."""

from http import HTTPStatus
from typing import Literal
from urllib.parse import parse_qs

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.web import answers, pages
from app.web.bodies import read_bytes
from app.web.client import recognise
from app.web.given import Given
from app.web.instructor import key_of, private

router = APIRouter(include_in_schema=False)

View = Literal["stage", "notes"]
"""What the class sees, and what the presenter sees in a window of their own."""


@router.get("/labs/{slug}/demo")
async def stage(request: Request, services: Given, slug: str) -> Response:
    """Give the demo of a lab to whoever has the key, to others a page that asks for it."""
    return _demo(request, services, slug, "stage")


@router.get("/labs/{slug}/demo/notes")
async def notes(request: Request, services: Given, slug: str) -> Response:
    """Give the presenter's view of the demo."""
    return _demo(request, services, slug, "notes")


@router.post("/labs/{slug}/demo")
async def open_stage(request: Request, services: Given, slug: str) -> Response:
    """Take the key from the form that asks for it."""
    return await _open(request, services, slug)


@router.post("/labs/{slug}/demo/notes")
async def open_notes(request: Request, services: Given, slug: str) -> Response:
    """Take the key from the form that asks for it."""
    return await _open(request, services, slug)


async def _open(request: Request, services: Given, slug: str) -> Response:
    """Lead back to the page, which the browser may see from now on, where the key is right."""
    typed = parse_qs((await read_bytes(request)).decode("utf-8", "replace")).get("key", [""])[0]
    if slug not in services.labs:
        return pages.missing(request, slug)
    if not key_of(request).opens(typed):
        return _ask(request, services, slug, wrong=True)
    answer = RedirectResponse(request.url.path, HTTPStatus.SEE_OTHER)
    key_of(request).remember(request, answer)
    return private(answer)


def _demo(request: Request, services: Given, slug: str, view: View) -> Response:
    lab = services.labs.get(slug)
    if lab is None:
        return pages.missing(request, slug)
    if not key_of(request).admits(request):
        return _ask(request, services, slug, wrong=False)
    given = services.view(slug, "guided" if "guided" in lab.modes else None)
    boot = {
        "lab": given.model_dump(mode="json", exclude_none=True),
        "mode": given.mode,
        "blocks": answers.blocks(),
        "lang": pages.language(request),
        "urls": pages.urls(request),
        "demo": services.score(slug).model_dump(mode="json", exclude_none=True),
        "view": view,
    }
    answer = pages.page(request, "demo", lab=given, boot=boot)
    recognise(request, answer)
    return private(answer)


def _ask(request: Request, services: Given, slug: str, *, wrong: bool) -> Response:
    """Ask for the key."""
    title = services.labs[slug].title
    return private(
        pages.page(
            request,
            "home",
            status=HTTPStatus.FORBIDDEN,
            template="key",
            slug=slug,
            title=title,
            wrong=wrong,
        )
    )
