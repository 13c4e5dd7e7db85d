"""The demo's pages: the key is asked for once, then the lab builds itself on the canvas."""

from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.core.text import text
from app.labs.policy import freest
from app.service import Entry, Services
from app.web import keyhole, pages
from app.web.client import recognise, waiting
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


async def _open(request: Request, services: Services, slug: str) -> Response:
    """Lead back to the page, which the browser may see from now on, where the key is right."""
    if slug not in services.labs:
        return pages.missing(request, slug)
    return await keyhole.take(request, _room(services, slug))


def _demo(request: Request, services: Services, slug: str, view: View) -> Response:
    lab = services.labs.get(slug)
    if lab is None:
        return pages.missing(request, slug)
    if not key_of(request).admits(request):
        return keyhole.ask(request, _room(services, slug))
    # In front of a class nothing is withheld.
    entry = Entry(freest(lab.modes), instructor=True)
    given = services.view(services.asked(slug, entry, waiting(request)))
    score = services.score(slug).model_dump(mode="json", exclude_none=True)
    boot = pages.boot(request, given, demo=score, view=view)
    answer = pages.page(request, "demo", lab=given, boot=boot)
    recognise(request, answer)
    return private(answer)


def _room(services: Services, slug: str) -> keyhole.Room:
    """Say which demo it is that asks for the key."""
    title = services.labs[slug].title
    return keyhole.Room(
        heading=text(f"演示：{title['zh-CN']}", f"Demo: {title['en']}"),
        why=text(
            "演示会把网络一步一步搭出来，也就是给出答案，所以要用教师密钥。密钥在服务器启动时打印"
            "的那一行里。",
            "The demo builds the network step by step: it shows the answer, and so it needs the "
            "instructor's key. The key stands in the line that the server prints when it starts.",
        ),
        button=text("打开演示", "Open the demo"),
        back=f"/labs/{slug}",
    )
