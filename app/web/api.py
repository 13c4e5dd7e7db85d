"""The JSON API. Each route reads its body, asks the package that knows, and words the answer.

Routes are coroutines and stay on the event loop, because threads were measured to be slower: they
wait for each other. A network of a lab is run in less than a millisecond once its blocks are known,
and compared in a few. The worst is a board of 2,000 bnecks of which no two are alike: it takes some
ten seconds, in which nobody else is answered.
"""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app import graph
from app.engine import propagate
from app.export import pytorch
from app.graph import Board
from app.labs import LabView, allowed_mode, catalog, get_lab, hint_cap, view
from app.verify import hint as hint_text
from app.web import answers, bodies, reports
from app.web.accept import preferred
from app.web.answers import BlockJson, CheckJson, LabCard, ModuleJson
from app.web.bodies import (
    EXPAND,
    EXPORT,
    GRAPH,
    HINT,
    ExpandBody,
    ExportBody,
    GraphBody,
    HintBody,
)
from app.web.expand import unfolded
from app.web.memory import Memory
from app.web.openapi import NOT_FOUND, NOT_YET, PYTHON_OR_JSON, UNREADABLE, takes
from app.web.reports import HintJson, ReportJson

router = APIRouter(prefix="/api")
memory = Memory()


@router.get("/blocks", response_model=list[BlockJson], tags=["catalogue"])
async def list_blocks() -> Response:
    """List the blocks that can be placed, in the order of the palette."""
    return answers.json(answers.blocks())


@router.get("/labs", response_model=list[LabCard], tags=["catalogue"])
async def list_labs() -> Response:
    """List the labs, in order."""
    return answers.json(answers.lab_cards(catalog().values()))


@router.get("/labs/{lab}", response_model=LabView, responses=NOT_FOUND, tags=["catalogue"])
async def get_lab_in_mode(lab: str, mode: str | None = None) -> Response:
    """Give a lab's texts, steps, blocks and starting board, as far as the mode gives them.

    Without a mode, the lab's usual one.
    """
    return answers.json(view(get_lab(lab), mode))


@router.post(
    "/check",
    response_model=CheckJson,
    responses=UNREADABLE,
    openapi_extra=takes(GraphBody),
    tags=["graph"],
)
async def check(request: Request) -> Response:
    """Run a graph: the shape at every port, what every node costs, and what is wrong."""
    body = await bodies.read(request, GRAPH)
    lang = answers.language(request)
    reading = graph.read(body.graph)
    return answers.json(answers.check(reading, propagate(reading.graph), lang), lang)


@router.post(
    "/labs/{lab}/verify",
    response_model=ReportJson,
    responses={**NOT_FOUND, **UNREADABLE},
    openapi_extra=takes(GraphBody),
    tags=["verify"],
)
async def verify_graph(request: Request, lab: str) -> Response:
    """Compare a graph with the lab's reference: a verdict, its steps, and every difference."""
    asked = get_lab(lab)
    body = await bodies.read(request, GRAPH)
    lang = answers.language(request)
    report = memory.report_on(body.graph, asked.reference)
    return answers.json(reports.report(report, asked.hint_cap, lang), lang)


@router.post(
    "/labs/{lab}/hint",
    response_model=HintJson,
    responses={**NOT_FOUND, **UNREADABLE},
    openapi_extra=takes(HintBody),
    tags=["verify"],
)
async def give_hint(request: Request, lab: str) -> Response:
    """Give one hint to one finding, as deep as asked for and no deeper than the lab allows."""
    asked = get_lab(lab)
    body = await bodies.read(request, HINT)
    lang = answers.language(request)
    levels = hint_cap(asked, allowed_mode(asked, body.mode))
    level = min(body.level, levels)
    report = memory.report_on(body.graph, asked.reference)
    finding = reports.finding(report, body.finding)
    message = hint_text(finding, level, lang)
    answer: HintJson = {"finding": finding.id, "level": level, "levels": levels, "message": message}
    return answers.json(answer, lang)


@router.post(
    "/expand",
    response_model=Board,
    responses={**NOT_FOUND, **NOT_YET, **UNREADABLE},
    openapi_extra=takes(ExpandBody),
    tags=["graph"],
)
async def expand(request: Request) -> Response:
    """Give the board with one node replaced by the blocks it stands for.

    A bneck or SE stands for several; a convolution or a linear layer, where it holds a norm or an
    activation.
    """
    body = await bodies.read(request, EXPAND)
    return answers.json(unfolded(body.graph, body.node))


@router.post(
    "/export/pytorch",
    response_model=ModuleJson,
    responses={**PYTHON_OR_JSON, **NOT_YET, **UNREADABLE},
    openapi_extra=takes(ExportBody),
    tags=["graph"],
)
async def export_pytorch(request: Request) -> Response:
    """Give the network as a Python module that needs PyTorch alone.

    With `Accept: application/json`, the module's text and which of its lines belong to which node.
    """
    body = await bodies.read(request, EXPORT)
    module = pytorch(graph.read(body.graph).graph, body.name)
    if preferred(request, "text/x-python", "application/json") == "application/json":
        answer: ModuleJson = {"code": module.code, "lines": module.lines}
        return answers.json(answer, vary="Accept")
    return answers.python(module.code)
