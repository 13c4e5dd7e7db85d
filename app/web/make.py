"""Where instructors make labs: the page with its form, and the calls behind it.

All of it needs the instructor's key. A proof takes up to minutes, so its answer is a stream of
events: how far it is, and at last what came of it.
"""

from collections.abc import AsyncIterator
from contextlib import aclosing

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.core.text import text
from app.labs import view
from app.labs.policy import POLICIES
from app.making import Draft
from app.making.draft import LONGEST_SLUG, LONGEST_TEXT, LONGEST_TITLE
from app.web import answers, bodies, keyhole, pages
from app.web.bodies import GRAPH, DraftBody, GraphBody
from app.web.drafts import DraftedJson, event, flaws
from app.web.given import GivenWorkshop
from app.web.instructor import instructor, key_of, private
from app.web.openapi import FORBIDDEN, LATER, NOT_FOUND, UNREADABLE, Responses, takes
from app.web.paths import prefix

router = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/own-labs", tags=["instructor"], dependencies=[Depends(instructor)])

ROOM = keyhole.Room(
    heading=text("新建实验", "Make a lab"),
    why=text(
        "新建实验要给出答案，所以要用教师密钥。密钥在服务器启动时打印的那一行里。",
        "Whoever makes a lab writes its answer, and so it needs the instructor's key, which stands "
        "in the line that the server prints when it starts.",
    ),
    button=text("打开", "Open"),
    back="/",
)

EVENTS = "text/event-stream"
STREAM: Responses = {200: {"content": {EVENTS: {"schema": {"type": "string"}}}}}


@router.get("/make")
async def form(request: Request, workshop: GivenWorkshop) -> Response:
    """Give the form to whoever has the key, to others a page that asks for it."""
    if not key_of(request).admits(request):
        return keyhole.ask(request, ROOM)
    boot = {
        "blocks": answers.blocks(),
        "lang": pages.language(request),
        "urls": pages.urls(request),
        "labs": [
            {"slug": lab.slug, "title": lab.title, "own": lab.own}
            for lab in workshop.shelf.values()
            if lab.faults is None
        ],
        "modes": list(POLICIES),
        "saves": workshop.folder is not None,
        "longest": {"slug": LONGEST_SLUG, "title": LONGEST_TITLE, "text": LONGEST_TEXT},
    }
    return private(pages.page(request, "make", boot=boot))


@router.post("/make")
async def take_key(request: Request) -> Response:
    """Take the key from the form that asks for it."""
    return await keyhole.take(request, ROOM)


@api.post(
    "/draft",
    response_model=Draft,
    responses={**FORBIDDEN, **LATER, **UNREADABLE},
    openapi_extra=takes(GraphBody),
)
async def propose_draft(request: Request, workshop: GivenWorkshop) -> Response:
    """Give a first draft of a lab that asks for the network on a board."""
    body = await bodies.read(request, GRAPH)
    return private(answers.json(await workshop.propose(body.graph)))


@api.post(
    "/view",
    response_model=DraftedJson,
    responses={**FORBIDDEN, **LATER, **UNREADABLE},
    openapi_extra=takes(DraftBody),
)
async def view_draft(request: Request, workshop: GivenWorkshop) -> Response:
    """Give the lab of a draft as a student would see it in a mode, or what is wrong with it."""
    body = await bodies.read_draft(request)
    found = await workshop.seen(body.draft, replace=body.replace)
    seen = None
    if found.lab is not None:
        mode = body.mode if body.mode in found.lab.modes else None
        seen = view(found.lab, mode)
    answer: DraftedJson = {"flaws": flaws(found.flaws), "lab": seen, "file": found.file}
    return private(answers.json(answer))


@api.post(
    "",
    responses={**STREAM, **FORBIDDEN, **LATER, **UNREADABLE},
    openapi_extra=takes(DraftBody),
)
async def make_lab(request: Request, workshop: GivenWorkshop) -> Response:
    """Prove the lab of a draft, and save it into the server's folder of labs.

    The answer is a stream of events (`text/event-stream`), each with an `EventJson` as its data.
    """
    body = await bodies.read_draft(request)
    making = workshop.make(body.draft, replace=body.replace)
    # Asked for before the answer begins: whoever has to wait for another proof gets a 503.
    first = await anext(making)
    base = prefix(request)

    async def events() -> AsyncIterator[bytes]:
        async with aclosing(making):
            yield event(first, base)
            async for said in making:
                yield event(said, base)

    headers = {"X-Accel-Buffering": "no"}  # a proxy that collects would show no progress
    return private(StreamingResponse(events(), headers=headers, media_type=EVENTS))


# Last: whoever asks for another method of an address above is told of those that it has.
@api.get("/{lab}", response_model=Draft, responses={**FORBIDDEN, **NOT_FOUND})
async def get_draft(workshop: GivenWorkshop, lab: str) -> Response:
    """Give a lab as a draft, to change it or to make another one of it. It holds the reference."""
    return private(answers.json(workshop.redraft(lab)))
