"""The pages: the list of labs, and the editor with all it needs to show its first picture."""

from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.core.shape import Shape
from app.core.text import LANGS, Lang, Text, negotiate, text
from app.labs import Lab, LabView, lab_paths, policy_of
from app.web import answers, door
from app.web.assets import read_entry, templates_folder
from app.web.client import recognise, waiting
from app.web.given import Given
from app.web.instructor import key_of
from app.web.paths import prefix
from app.web.problem_kinds import EXAM_LASTS, ProblemKind

THEMES = ("light", "dark")

MODE_SAID = 40
"""So many letters of a mode that there is not are said again."""

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(request: Request, services: Given) -> Response:
    """List the labs as cards, path by path."""
    cards: dict[str, list[dict[str, Any]]] = {key: [] for key in lab_paths()}
    for lab in door.open_labs(request, services):
        cards[lab.path].append(_card(lab))
    paths = [(key, path, cards[key]) for key, path in lab_paths().items() if cards[key]]
    return page(request, "home", paths=paths, instructor=key_of(request).admits(request))


@router.get("/labs/{slug}")
async def lab_page(
    request: Request, services: Given, slug: str, mode: str | None = None, link: str | None = None
) -> Response:
    """Give the editor of a lab, with the lab and the blocks in the page itself.

    A mode that the lab does not have is read as its usual one: an old address still opens the lab,
    and the page says that it is in another mode than was asked for.
    """
    lab = services.labs.get(slug)
    if lab is None:
        return missing(request, slug)
    known = mode if mode in lab.modes else None
    asked = services.asked(slug, door.entry(request, slug, known, link), waiting(request))
    given = await services.opened(asked)
    # Until when there is time is told by the server's clock: a student's may be wrong.
    more: dict[str, object] = {}
    if given.policy.deadline is not None:
        more["now"] = services.clock()
    if mode is not None and known is None and link is None:
        more["no_mode"] = _no_mode(lab, mode[:MODE_SAID])
    data = boot(request, given, link=link, instructor=key_of(request).admits(request), **more)
    answer = page(request, "main", template="lab", lab=given, boot=data)
    recognise(request, answer)
    door.begin_exam(request, answer, given, link)
    return answer


def _no_mode(lab: Lab, mode: str) -> Text:
    said = text(
        f"本实验没有“{mode}”模式，已按平时的模式打开。",
        f"This lab has no mode “{mode}”; it is open in its usual one.",
    )
    if len(lab.modes) == 1:
        return said
    others = text("其他模式在实验名称旁边选。", " Choose another one beside its name.")
    return text(said["zh-CN"] + others["zh-CN"], said["en"] + others["en"])


@router.post("/labs/{slug}/exam/end")
async def end_exam(request: Request, slug: str) -> Response:
    """End an exam that was begun without a link, and lead to the lab."""
    answer = RedirectResponse(f"{prefix(request)}/labs/{quote(slug)}", HTTPStatus.SEE_OTHER)
    if door.is_own_exam(request, slug):
        door.end_exam(answer, slug)
    return answer


def closed(request: Request, kind: ProblemKind) -> Response:
    """Say why a lab's page stays closed, and what leads on."""
    slug = request.path_params.get("slug", "")
    lasts = kind is EXAM_LASTS
    return page(
        request,
        "home",
        status=kind.status,
        template="closed",
        kind=kind,
        back=door.way_back(request, slug) if lasts else None,
        end=f"/labs/{slug}/exam/end" if lasts and door.is_own_exam(request, slug) else None,
    )


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


def theme(request: Request) -> str | None:
    """Return the theme the reader chose before; None where the system's is as good."""
    chosen = request.cookies.get("theme")
    return chosen if chosen in THEMES else None


def urls(request: Request) -> dict[str, str]:
    """Return where the page finds the labs and the API."""
    base = prefix(request)
    return {"home": f"{base}/", "api": base}


def boot(request: Request, lab: LabView, **more: object) -> dict[str, object]:
    """Return what an editor's page begins with, and what else this one needs."""
    return {
        "lab": lab.model_dump(mode="json", exclude_none=True),
        "mode": lab.mode,
        "blocks": answers.blocks(),
        "lang": language(request),
        "urls": urls(request),
        **more,
    }


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
    if lab.of is None and not any("sheets" in policy_of(lab, mode).gives for mode in lab.modes):
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
    lang = language(request)
    page = _templates().get_template(f"{template or entry}.html")
    text = page.render(
        entry=read_entry(entry),
        base=prefix(request),
        lang=lang,
        theme=theme(request),
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
