"""The pages: the list of labs, and the editor with all it needs to show its first picture."""

from functools import cache
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.core.shape import Shape
from app.core.text import LANGS, Lang, negotiate
from app.labs import Lab, lab_paths, policy_of
from app.web import answers
from app.web.assets import read_entry, templates_folder
from app.web.client import recognise
from app.web.given import Given
from app.web.paths import prefix

THEMES = ("light", "dark")

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(request: Request, services: Given) -> Response:
    """List the labs as cards, path by path."""
    cards: dict[str, list[dict[str, Any]]] = {key: [] for key in lab_paths()}
    for lab in services.labs.values():
        cards[lab.path].append(_card(lab))
    paths = [(key, path, cards[key]) for key, path in lab_paths().items() if cards[key]]
    return page(request, "home", paths=paths)


@router.get("/labs/{slug}")
async def lab_page(
    request: Request, services: Given, slug: str, mode: str | None = None
) -> Response:
    """Give the editor of a lab, with the lab and the blocks in the page itself.

    A mode that the lab does not have is read as its usual one: an old link still opens the lab.
    """
    lab = services.labs.get(slug)
    if lab is None:
        return missing(request, slug)
    given = services.view(slug, mode if mode in lab.modes else None)
    boot = {
        "lab": given.model_dump(mode="json", exclude_none=True),
        "mode": given.mode,
        "blocks": answers.blocks(),
        "lang": language(request),
        "urls": urls(request),
    }
    answer = page(request, "main", template="lab", lab=given, boot=boot)
    recognise(request, answer)
    return answer


def missing(request: Request, slug: str | None = None) -> Response:
    """Say that there is nothing at this address, or no such lab, and lead back to the labs."""
    return page(request, "home", status=HTTPStatus.NOT_FOUND, template="missing", slug=slug)


def language(request: Request) -> Lang:
    """Return the language the reader chose before, or else the one the browser asks for."""
    chosen = request.cookies.get("lang")
    for lang in LANGS:
        if lang == chosen:
            return lang
    return negotiate(request.headers.get("accept-language"))


def urls(request: Request) -> dict[str, str]:
    """Return where the page finds the labs and the API."""
    base = prefix(request)
    return {"home": f"{base}/", "api": base}


def _card(lab: Lab) -> dict[str, Any]:
    return {
        "slug": lab.slug,
        "title": lab.title,
        "summary": lab.summary,
        "modes": lab.modes,
        "steps": len(lab.steps),
        "shapes": _shapes(lab),
    }


def _shapes(lab: Lab) -> list[Shape]:
    """Return the tensors of the card's picture: what enters, then what leaves each step.

    A lab that never tells its shapes to students has none here either.
    """
    if not any("sheets" in policy_of(lab, mode).gives for mode in lab.modes):
        return []
    return [lab.steps[0].input_shape, *(step.output_shape for step in lab.steps)]


def page(
    request: Request,
    entry: str,
    *,
    template: str | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    **values: object,
) -> Response:
    """Return a page in the reader's language and theme, with all that its entry loads."""
    theme = request.cookies.get("theme")
    lang = language(request)
    page = _templates().get_template(f"{template or entry}.html")
    text = page.render(
        entry=read_entry(entry),
        base=prefix(request),
        lang=lang,
        theme=theme if theme in THEMES else None,
        **values,
    )
    headers = {
        "Cache-Control": "no-cache",
        "Content-Language": lang,
        "Vary": "Accept-Language, Cookie",
    }
    return HTMLResponse(text, status, headers)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Parameters keep the order in which their block declares them: the inspector shows them so.
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False, "ensure_ascii": False}
    return environment
