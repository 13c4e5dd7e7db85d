"""What the POST routes take. Bodies are read as bytes, parsed by hand and never echoed."""

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from starlette.requests import Request

from app.core.shape import Notation
from app.graph import Board
from app.graph.board import Id, check_size, parse
from app.labs import Terms
from app.lesson import Quantity
from app.making import Draft
from app.service.handin import LONGEST_NAME, LONGEST_NOTES
from app.service.seals import LONGEST
from app.web.client import client
from app.web.given import services_of
from app.web.problems import MAX_BODY, BodyTooLarge, NotJson
from app.web.turns import LARGE, turns_of


class GraphBody(BaseModel):
    """A board, as it is on the canvas now."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False, extra="ignore")

    graph: Board


class AskBody(GraphBody):
    """A board that is asked about; `notation` is how the answer's sentences write feature maps."""

    notation: Notation = "NCHW"


class VerifyBody(AskBody):
    """A board to compare; `tally` is what the last answer said of the attempts, if it did."""

    tally: Annotated[str | None, Field(max_length=LONGEST)] = None


class HintBody(VerifyBody):
    """A finding of the board's report, and how deep a hint to give.

    `level` 0 is the finding's own message. It is lowered to the deepest that lab and mode allow.
    """

    finding: Annotated[str, Field(max_length=120)]
    level: Annotated[int, Field(ge=0)]
    mode: Annotated[str | None, Field(max_length=40)] = None


class HandInBody(VerifyBody):
    """A board to hand in, whose it is, and what they want to say about it."""

    name: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    notes: Annotated[str, Field(max_length=LONGEST_NOTES)] = ""


class DraftBody(BaseModel):
    """A draft of a lab; with `replace` it may take the place of one that an instructor made.

    `mode` is the one in which it is to be seen.
    """

    model_config = ConfigDict(strict=True, allow_inf_nan=False, extra="ignore")

    draft: Draft
    replace: bool = False
    mode: Annotated[str | None, Field(max_length=40)] = None


class ExpandBody(GraphBody):
    """A composite node to unfold."""

    node: Id


class ExportBody(GraphBody):
    """The network to export; `name` becomes the class name, as far as it can be one."""

    name: Annotated[str | None, Field(max_length=120)] = None


class AnswerBody(GraphBody):
    """An answer to a step's question: a number, the place of an option, or nothing for a text."""

    step: Annotated[int, Field(ge=1)]
    answer: Annotated[int, Field(ge=0, le=2**53)] | None = None


class PredictBody(GraphBody):
    """What is predicted of a node: the shape that leaves it, or one number, its parameters."""

    node: Id
    quantity: Quantity
    guess: Annotated[list[Annotated[int, Field(ge=0, le=2**53)]], Field(min_length=1, max_length=4)]


Anything = TypeVar("Anything")
Body = TypeVar("Body", bound=GraphBody)

ASK = TypeAdapter(AskBody)
VERIFY = TypeAdapter(VerifyBody)
HAND_IN = TypeAdapter(HandInBody)
TERMS = TypeAdapter(Terms)
DRAFT = TypeAdapter(DraftBody)
HINT = TypeAdapter(HintBody)
EXPAND = TypeAdapter(ExpandBody)
EXPORT = TypeAdapter(ExportBody)
GRAPH = TypeAdapter(GraphBody)
ANSWER = TypeAdapter(AnswerBody)
PREDICT = TypeAdapter(PredictBody)


async def read(request: Request, adapter: TypeAdapter[Body], *, asks: bool = True) -> Body:
    """Return the request's body, parsed; `asks` says that a worker is needed to answer it.

    Raises:
        NotJson: It says that it is something else.
        BodyTooLarge: See `read_bytes`.
        ServerBusy: It is large, and too many of these wait.
        BoardError: It is not JSON, or not of this form.
        BoardTooLarge: Its board has more nodes or edges than the product follows.
    """
    body = await _read_json(request, adapter, asks=asks)
    check_size(body.graph)
    return body


async def read_terms(request: Request) -> Terms:
    """Return what a link shall fix.

    Raises:
        NotJson: It says that it is something else.
        BodyTooLarge: See `read_bytes`.
        ServerBusy: It is large, and too many of these wait.
        BoardError: It is not JSON, or not of this form.
    """
    return await _read_json(request, TERMS, asks=False)


async def read_draft(request: Request) -> DraftBody:
    """Return the draft of a lab.

    Raises:
        NotJson: It says that it is something else.
        BodyTooLarge: See `read_bytes`.
        ServerBusy: It is large, and too many of these wait.
        BoardError: It is not JSON, or not of this form.
        BoardTooLarge: Its board has more nodes or edges than the product follows.
    """
    body = await _read_json(request, DRAFT, asks=True)
    check_size(body.draft.graph)
    return body


async def _read_json(request: Request, adapter: TypeAdapter[Anything], *, asks: bool) -> Anything:
    if not _may_be_json(request.headers.get("content-type")):
        raise NotJson
    body = await read_bytes(request)
    if len(body) < LARGE:
        return parse(adapter, body)
    async with turns_of(request).turn():
        if asks:
            services_of(request).expect_large(client(request))
        return parse(adapter, body)


async def read_bytes(request: Request) -> bytes:
    """Return the request's body.

    Raises:
        BodyTooLarge: It is longer than `MAX_BODY`, whether it says so beforehand or not.
    """
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared[:20]) > MAX_BODY:
        raise BodyTooLarge
    body = bytearray()  # a list would hold fifty bytes for each piece of one
    async for chunk in request.stream():
        if len(body) + len(chunk) > MAX_BODY:
            raise BodyTooLarge
        body += chunk
    return bytes(body)


def _may_be_json(content_type: str | None) -> bool:
    """Whether a body may be JSON, by what is said of it; nothing is said by simple programs.

    A form of another site's page can send text, but nothing that calls itself JSON.
    """
    if content_type is None:
        return True
    media = content_type.partition(";")[0].strip().lower()
    return media == "application/json" or (
        media.startswith("application/") and media.endswith("+json")
    )
