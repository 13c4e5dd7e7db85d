"""The JSON API. Each route reads its body, asks the package that knows, and words the answer.

Routes are coroutines and stay on the event loop: reading and running a graph takes around a
millisecond, less than handing it to a thread and back.
"""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app import graph
from app.engine import propagate
from app.labs import LabView, catalog, get_lab, view
from app.web import answers, bodies
from app.web.answers import BlockJson, CheckJson, LabCard, ProblemJson
from app.web.bodies import GRAPH, GraphBody


def _takes(body: type[GraphBody]) -> dict[str, Any]:
    """Describe a body that the route parses by hand; `app.web.openapi` adds its schema."""
    schema = {"$ref": f"#/components/schemas/{body.__name__}"}
    content = {"application/json": {"schema": schema}}
    return {"requestBody": {"required": True, "content": content}}


def _fails(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Describe the ways in which a route may fail."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemJson"}}}
    return {
        status.value: {"description": status.phrase, "model": ProblemJson, "content": content}
        for status in statuses
    }


UNREADABLE = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY)

router = APIRouter(prefix="/api")


@router.get("/blocks", response_model=list[BlockJson], tags=["catalogue"])
async def blocks() -> Response:
    """List the blocks that can be placed, in the order of the palette."""
    return answers.json(answers.blocks())


@router.get("/labs", response_model=list[LabCard], tags=["catalogue"])
async def labs() -> Response:
    """List the labs, in order."""
    return answers.json(answers.lab_cards(catalog().values()))


@router.get(
    "/labs/{lab}",
    response_model=LabView,
    responses=_fails(HTTPStatus.NOT_FOUND),
    tags=["catalogue"],
)
async def lab(lab: str, mode: str | None = None) -> Response:
    """Give a lab's texts, steps, allowed blocks and starting board, as far as the mode does.

    Without a mode, the lab's usual one.
    """
    return answers.json(view(get_lab(lab), mode))


@router.post(
    "/check",
    response_model=CheckJson,
    responses=_fails(*UNREADABLE),
    openapi_extra=_takes(GraphBody),
    tags=["graph"],
)
async def check(request: Request) -> Response:
    """Run a graph: the shape at every port, what every node costs, and what is wrong."""
    body = await bodies.read(request, GRAPH)
    lang = answers.language(request)
    reading = graph.read(body.graph)
    return answers.json(answers.check(reading, propagate(reading.graph), lang), lang)
