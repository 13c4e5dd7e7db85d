"""The lesson's calls: what is read, the curves, numbers on wires, answers and predictions."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import TypedDict

from app.blocks.base import Activation
from app.core.shape import Shape
from app.lesson import Lesson
from app.web import answers, bodies, door
from app.web.answers import Words
from app.web.bodies import ANSWER, GRAPH, PREDICT, AnswerBody, GraphBody, PredictBody
from app.web.client import client, waiting
from app.web.given import Given
from app.web.openapi import FORBIDDEN, LATER, NOT_FOUND, NOT_YET, UNREADABLE, takes

router = APIRouter(prefix="/api", tags=["lesson"])


class CurveJson(TypedDict):
    """An activation: its value and its slope at each point of the grid."""

    kind: Activation
    name: str
    values: Sequence[float]
    slopes: Sequence[float]


class CurvesJson(TypedDict):
    """The grid, and the activations over it, as PyTorch computes them."""

    x: Sequence[float]
    curves: list[CurveJson]


class ValuesJson(TypedDict):
    """A tensor: its shape, and its first channels, rows and columns, rounded."""

    shape: Shape
    channels: Sequence[Sequence[Sequence[float]]]


class ProbeJson(TypedDict):
    """What each node gives at each of its output ports, and the weights of what connects all.

    Weights have a row for each output, and a sum: what comes of it before norm and activation. What
    does not run is missing.
    """

    values: Mapping[str, Mapping[str, ValuesJson]]
    weights: Mapping[str, Sequence[Sequence[float]]]
    sums: Mapping[str, Sequence[float]]


class JudgedJson(TypedDict):
    """Whether an answer holds, null where none was asked for, and why it is as it is."""

    right: bool | None
    why: Words


@router.get("/labs/{lab}/lesson", response_model=Lesson, responses={**FORBIDDEN, **NOT_FOUND})
async def get_lesson(
    request: Request, services: Given, lab: str, mode: str | None = None, link: str | None = None
) -> Response:
    """Give a lab's lesson, as far as the mode gives it: chapters, steps, questions and cards."""
    asked = services.asked(lab, door.entry(request, lab, mode, link), waiting(request))
    return answers.json(services.lesson(asked))


@router.get("/curves", response_model=CurvesJson)
async def get_curves(services: Given) -> Response:
    """Give the activations as curves, value and slope, computed by PyTorch."""
    found = services.curves()
    answer: CurvesJson = {
        "x": found.x,
        "curves": [
            {"kind": each.kind, "name": each.name, "values": each.values, "slopes": each.slopes}
            for each in found.curves
        ],
    }
    return answers.json(answer)


@router.post(
    "/labs/{lab}/probe",
    response_model=ProbeJson,
    responses={**FORBIDDEN, **LATER, **NOT_FOUND, **NOT_YET, **UNREADABLE},
    openapi_extra=takes(GraphBody),
)
async def probe_graph(
    request: Request, services: Given, lab: str, mode: str | None = None, link: str | None = None
) -> Response:
    """Run the lab's small picture through a graph: the numbers on every wire.

    The blocks are shrunk in one proportion to a few channels; the weights are made up, and the same
    each time.
    """
    asked = services.asked(lab, door.entry(request, lab, mode, link), client(request))
    body = await bodies.read(request, GRAPH)
    found = await services.probe(asked, body.graph)
    answer: ProbeJson = {
        "values": {
            id: {
                port: {"shape": each.shape, "channels": each.channels}
                for port, each in ports.items()
            }
            for id, ports in found.values.items()
        },
        "weights": {id: each.rows for id, each in found.weights.items()},
        "sums": {id: each.sums for id, each in found.weights.items()},
    }
    return answers.json(answer)


@router.post(
    "/labs/{lab}/answer",
    response_model=JudgedJson,
    responses={**FORBIDDEN, **LATER, **NOT_FOUND, **UNREADABLE},
    openapi_extra=takes(AnswerBody),
)
async def answer_question(
    request: Request, services: Given, lab: str, mode: str | None = None, link: str | None = None
) -> Response:
    """Judge an answer to a step's question, and explain it with the graph's own numbers."""
    asked = services.asked(lab, door.entry(request, lab, mode, link), client(request))
    body = await bodies.read(request, ANSWER)
    judged = await services.answer(asked, body.graph, body.step, body.answer)
    answer: JudgedJson = {"right": judged.right, "why": {**judged.why}}
    return answers.json(answer)


@router.post(
    "/labs/{lab}/predict",
    response_model=JudgedJson,
    responses={**FORBIDDEN, **LATER, **NOT_FOUND, **NOT_YET, **UNREADABLE},
    openapi_extra=takes(PredictBody),
)
async def predict(
    request: Request, services: Given, lab: str, mode: str | None = None, link: str | None = None
) -> Response:
    """Judge what is predicted of a node, its output shape or its parameters, and explain it."""
    asked = services.asked(lab, door.entry(request, lab, mode, link), client(request))
    body = await bodies.read(request, PREDICT)
    judged = await services.predict(asked, body.graph, body.node, body.quantity, tuple(body.guess))
    answer: JudgedJson = {"right": judged.right, "why": {**judged.why}}
    return answers.json(answer)
