"""The JSON API. Each route reads its body, asks the package that knows, and words the answer.

What takes longer than some milliseconds leaves the event loop (`app.service.pool`).
"""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from app.demo import Score
from app.graph import Board
from app.labs import LabView
from app.web import answers, bodies, reports
from app.web.accept import preferred
from app.web.answers import BlockJson, CheckJson, LabCard, ModuleJson
from app.web.bodies import (
    ASK,
    EXPAND,
    EXPORT,
    HINT,
    AskBody,
    ExpandBody,
    ExportBody,
    HintBody,
)
from app.web.client import client
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
from app.web.reports import HintJson, ReportJson

router = APIRouter(prefix="/api")


@router.get("/blocks", response_model=list[BlockJson], tags=["catalogue"])
async def list_blocks() -> Response:
    """List the blocks that can be placed, in the order of the palette."""
    return answers.json(answers.blocks())


@router.get("/labs", response_model=list[LabCard], tags=["catalogue"])
async def list_labs(services: Given) -> Response:
    """List the labs, in order."""
    return answers.json(answers.lab_cards(services.labs.values()))


@router.get("/labs/{lab}", response_model=LabView, responses=NOT_FOUND, tags=["catalogue"])
async def get_lab_in_mode(services: Given, lab: str, mode: str | None = None) -> Response:
    """Give a lab's texts, steps, blocks and starting board, as far as the mode gives them.

    Without a mode, the lab's usual one.
    """
    return answers.json(services.view(lab, mode))


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
    responses={**LATER, **NOT_FOUND, **UNREADABLE},
    openapi_extra=takes(AskBody),
    tags=["verify"],
)
async def verify_graph(
    request: Request, services: Given, lab: str, mode: str | None = None
) -> Response:
    """Compare a graph with the lab's reference: a verdict, its steps, and every difference.

    As far as the mode tells it; without a mode, the lab's usual one. In exercise and exam, attempts
    that follow each other faster than people work have to wait.
    """
    asked = services.asked(lab, mode, client(request))
    body = await bodies.read(request, ASK)
    lang = answers.language(request)
    told = await services.verify(asked, body.graph)
    metrics_of(request).verified(asked.lab.slug, told.report.verdict)
    return answers.json(reports.report(told, lang, body.notation), lang)


@router.post(
    "/labs/{lab}/hint",
    response_model=HintJson,
    responses={**LATER, **NOT_FOUND, **UNREADABLE},
    openapi_extra=takes(HintBody),
    tags=["verify"],
)
async def give_hint(
    request: Request, services: Given, lab: str, mode: str | None = None
) -> Response:
    """Give one hint to one finding, as deep as asked for and no deeper than the mode allows.

    A mode in the address goes before one in the body; without either, the lab's usual one.
    """
    who = client(request)
    asked = services.asked(lab, mode, who)
    body = await bodies.read(request, HINT)
    lang = answers.language(request)
    if mode is None:
        asked = services.asked(lab, body.mode, who)
    given = await services.hint(asked, body.graph, body.finding, body.level)
    return answers.json(reports.hint(given, lang, body.notation), lang)


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
