"""Pages for whoever calls the API: its description, and one page for each kind of problem.

They need no built front-end and nothing from outside.
"""

import re
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeAlias

from fastapi import APIRouter
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from app.web import pages
from app.web.accept import preferred
from app.web.answers import json, language
from app.web.assets import templates_folder
from app.web.openapi import SCHEMAS
from app.web.paths import prefix
from app.web.problem_kinds import ProblemKind
from app.web.problems import KINDS

STYLE = Path(__file__).with_name("docs.css")

Words: TypeAlias = Iterator[tuple[str, str | None]]
"""A type in words, piece by piece; each with the schema that it links to, or None."""

router = APIRouter(include_in_schema=False)


@router.get("/api/docs")
async def describe(request: Request) -> Response:
    """Show the API's description, readable."""
    return _page(request, "api", document=request.app.openapi(), in_words=in_words)


@router.get("/api/docs.css")
async def style() -> Response:
    """Give the pages' style sheet."""
    return FileResponse(STYLE, headers={"Cache-Control": "public, max-age=3600"})


@router.get("/problems/{slug}")
async def explain(request: Request, slug: str) -> Response:
    """Say what a kind of problem means: as a page to a browser, as JSON to a program."""
    kind = KINDS.get(slug)
    if kind is None:
        raise HTTPException(404)
    if preferred(request, "application/json", "text/html") == "text/html":
        page = problem_page(request, kind, HTTPStatus.OK)
        page.headers.add_vary_header("Accept")
        return page
    lang = language(request)
    members = {
        "type": f"/problems/{slug}",
        "title": kind.title[lang],
        "status": kind.status,
        "detail": kind.detail[lang],
    }
    return json(members, lang, vary="Accept")


def problem_page(request: Request, kind: ProblemKind, status: HTTPStatus) -> Response:
    """Return the page that says what a kind of problem means."""
    return _page(request, "problem", status, kind=kind)


def _page(
    request: Request, template: str, status: HTTPStatus = HTTPStatus.OK, **values: object
) -> Response:
    """Return a page in the language and the theme that the reader chose on the others."""
    lang = pages.language(request)
    page = _templates().get_template(f"{template}.html")
    text = page.render(lang=lang, theme=pages.theme(request), base=prefix(request), **values)
    return HTMLResponse(text, status, {"Content-Language": lang, "Vary": "Accept-Language, Cookie"})


def in_words(schema: dict[str, Any]) -> Words:
    """Yield a JSON Schema's type as people write one: `list of BlockJson`, `"a" | null`."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(SCHEMAS)
        yield name, name
    elif "anyOf" in schema:
        for index, each in enumerate(schema["anyOf"]):
            if index:
                yield " | ", None
            yield from in_words(each)
    elif "const" in schema or "enum" in schema:
        values = schema.get("enum", [schema.get("const")])
        yield (
            " | ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in values),
            None,
        )
    elif schema.get("type") == "array":
        yield "list of ", None
        yield from in_words(schema.get("items", {}))
    elif isinstance(schema.get("additionalProperties"), dict):
        yield "map to ", None
        yield from in_words(schema["additionalProperties"])
    else:
        yield schema.get("type", "anything"), None


def as_code(text: str) -> Markup:
    """Return a docstring's paragraph with what stands in backticks set as code."""
    # A part of Markup that is joined again would be escaped, and so would the tags.
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(text))))


@cache
def _templates() -> Environment:
    templates = Environment(loader=FileSystemLoader(templates_folder()), autoescape=True)
    templates.filters["code"] = as_code
    return templates
