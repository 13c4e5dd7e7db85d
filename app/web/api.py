"""The JSON API. Each route reads its body, asks the package that knows, and words the answer.

What takes longer than some milliseconds leaves the event loop (`app.service.pool`).
"""

from dataclasses import replace

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from app.demo import Score
from app.graph import Board
from app.labs import LabView, Terms
from app.web import answers, bodies, door, reports
from app.web.accept import preferred
from app.web.answers import BlockJson, CheckJson, LabCard, LinkJson, ModuleJson
from app.web.bodies import (
    ASK,
    EXPAND,
    EXPORT,
    HAND_IN,
    HINT,
    VERIFY,
    AskBody,
    ExpandBody,
    ExportBody,
    HandInBody,
    HintBody,
    VerifyBody,
)
from app.web.client import client, waiting
from app.web.direct import Direct
from app.web.given import Given
from app.web.instructor import instructor, private
from app.web.metrics import metrics_of
from app.web.openapi import (
    FORBIDDEN,
    LATER,
    NOT_FOUND,
    NOT_YET,
    PYTHON_OR_JSON,
    UNREADABLE,
    takes,
)
from app.web.paths import prefix
from app.web.reports import HandInJson, HintJson, ReportJson

router = APIRouter(prefix="/api", route_class=Direct)


@router.get("/blocks", response_model=list[BlockJson], tags=["catalogue"])
async def list_blocks() -> Response:
    """List the blocks that can be placed, in the order of the palette."""
    return answers.json(answers.blocks())


@router.get("/labs", response_model=list[LabCard], tags=["catalogue"])
async def list_labs(request: Request, services: Given) -> Response:
    """List the labs that are given out freely, in order."""
    return answers.json(answers.lab_cards(door.open_labs(request, services)))


@router.get(
    "/labs/{lab}",
    response_model=LabView,
    responses={**FORBIDDEN, **LATER, **NOT_FOUND},
    tags=["catalogue"],
)
async def get_lab_in_mode(
    request: Request, services: Given, lab: str, mode: str | None = None, link: str | None = None
) -> Response:
    """Give a lab's texts, steps, blocks and starting board, as far as the mode gives them.

    Without a mode, the lab's usual one; with the token of an instructor's link, what that gives.
    """
    asked = services.asked(lab, door.entry(request, lab, mode, link), waiting(request))
    return answers.json(await services.opened(asked))


@router.get(
    "/labs/{lab}/demo",
    response_model=Score,
    responses={**FORBIDDEN, **NOT_FOUND},
    dependencies=[Depends(instructor)],
    tags=["instructor"],
)
async def get_demo(services: Given, lab: str) -> Response:
    """Give the score of a lab's demo: the reference, and the order in which it is built.

    It needs the instructor's key, as `Authorization: Bearer KEY`.
    """
    return private(answers.json(services.score(lab)))


@router.post(
    "/links",
    response_model=LinkJson,
    responses={**FORBIDDEN, **NOT_FOUND, **UNREADABLE},
    dependencies=[Depends(instructor)],
    openapi_extra=takes(Terms),
    tags=["instructor"],
)
async def make_link(request: Request, services: Given) -> Response:
    """Make a link that gives out one lab on these terms and nothing else of it.

    It needs the instructor's key, as `Authorization: Bearer KEY`.
    """
    terms = await bodies.read_terms(request)
    token = services.link(terms)
    answer: LinkJson = {"token": token, "path": f"{prefix(request)}/labs/{terms.lab}?link={token}"}
    return private(answers.json(answer))


@router.post(
    "/check",
    response_model=CheckJson,
    responses={**LATER, **UNREADABLE},
    openapi_extra=takes(AskBody),
    tags=["graph"],
)
async def check(request: Request, services: Given) -> Response:
    """Run a graph: the shape at every port, what every node costs, and what is wrong."""
    body = await bodies.read(request, ASK)
    lang = answers.language(request)
    checked = await services.check(body.graph, client(request))
    return answers.json(answers.check(checked, lang, body.notation), lang)


@router.post(
    "/labs/{lab}/verify",
    response_model=ReportJson,
    responses={**FORBIDDEN, **LATER, **NOT_FOUND, **UNREADABLE},
    openapi_extra=takes(VerifyBody),
    tags=["verify"],
)
async def verify_graph(
    request: Request, services: Given, lab: str, mode: str | None = None, link: str | None = None
) -> Response:
    """Compare a graph with the lab's reference: a verdict, its steps, and every difference.

    As far as the mode tells it; without a mode, the lab's usual one; with the token of an
    instructor's link, as far as that allows. In exercise and exam, attempts that follow each other
    faster than people work have to wait. Where attempts are counted, send the `tally` of the last
    answer.
    """
    asked = services.asked(lab, door.entry(request, lab, mode, link), client(request))
    body = await bodies.read(request, VERIFY)
    lang = answers.language(request)
    told, counted = await services.verify(replace(asked, tally=body.tally), body.graph)
    metrics_of(request).verified(asked.lab.slug, told.report.verdict)
    return answers.json(reports.report(told, lang, body.notation, counted), lang)


@router.post(
    "/labs/{lab}/hint",
    response_model=HintJson,
    responses={**FORBIDDEN, **LATER, **NOT_FOUND, **UNREADABLE},
    openapi_extra=takes(HintBody),
    tags=["verify"],
)
async def give_hint(
    request: Request, services: Given, lab: str, mode: str | None = None, link: str | None = None
) -> Response:
    """Give one hint to one finding, as deep as asked for and no deeper than the mode allows.

    A mode in the address goes before one in the body; without either, the lab's usual one.
    """
    who = client(request)
    services.asked(lab, door.entry(request, lab, mode, link), who)
    body = await bodies.read(request, HINT)
    lang = answers.language(request)
    entry = door.entry(request, lab, mode or body.mode, link)
    asked = services.asked(lab, entry, who, body.tally)
    given = await services.hint(asked, body.graph, body.finding, body.level)
    return answers.json(reports.hint(given, lang, body.notation), lang)


@router.post(
    "/labs/{lab}/hand-in",
    response_model=HandInJson,
    responses={**FORBIDDEN, **NOT_FOUND, **UNREADABLE},
    openapi_extra=takes(HandInBody),
    tags=["verify"],
)
async def hand_in(
    request: Request, services: Given, lab: str, mode: str | None = None, link: str | None = None
) -> Response:
    """Give a board back as a file to hand in, sealed by the server; an exam ends with it."""
    asked = services.asked(lab, door.entry(request, lab, mode, link), client(request))
    body = await bodies.read(request, HAND_IN, asks=False)
    asked = replace(asked, tally=body.tally)
    answer = answers.json(
        reports.hand_in(*services.hand_in(asked, body.graph, body.name, body.notes))
    )
    if asked.policy.deadline is None:
        door.end_exam(answer, lab)
    return answer


@router.post(
    "/expand",
    response_model=Board,
    responses={**LATER, **NOT_FOUND, **NOT_YET, **UNREADABLE},
    openapi_extra=takes(ExpandBody),
    tags=["graph"],
)
async def expand(request: Request, services: Given) -> Response:
    """Give the board with one node replaced by the blocks it stands for.

    A bneck or SE stands for several; a convolution or a linear layer, where it holds a norm or an
    activation.
    """
    body = await bodies.read(request, EXPAND)
    return answers.json(await services.expand(body.graph, body.node, client(request)))


@router.post(
    "/export/pytorch",
    response_model=ModuleJson,
    responses={**PYTHON_OR_JSON, **LATER, **NOT_YET, **UNREADABLE},
    openapi_extra=takes(ExportBody),
    tags=["graph"],
)
async def export_pytorch(request: Request, services: Given) -> Response:
    """Give the network as a Python module that needs PyTorch alone.

    With `Accept: application/json`, the module's text and which of its lines belong to which node.
    """
    body = await bodies.read(request, EXPORT)
    module = await services.export(body.graph, body.name, client(request))
    if preferred(request, "text/x-python", "application/json") == "application/json":
        answer: ModuleJson = {"code": module.code, "lines": module.lines}
        return answers.json(answer, vary="Accept")
    return answers.python(module.code)
