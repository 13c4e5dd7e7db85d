"""An empty canvas, on which an instructor draws the network of a lab to be.

It is the editor with every block and an input. No lab stands behind it, so there is nothing to
verify; what is drawn goes to `/make`.
"""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.blocks import BLOCKS, Input
from app.core.text import text
from app.graph import Board
from app.graph.board import BoardNode
from app.labs.policy import POLICIES, freest
from app.labs.view import GivenView, LabView
from app.web import keyhole, make, pages
from app.web.client import recognise
from app.web.instructor import key_of, private

router = APIRouter(include_in_schema=False)

SLUG = "empty_canvas"
"""What the browser keeps its boards under: no lab can be called so."""

TYPES = tuple(block.info.type for block in BLOCKS)

FREE = POLICIES[freest(POLICIES)]
"""The mode that is freest; nothing of it but its name is seen."""

CANVAS = LabView(
    slug=SLUG,
    title=text("空白画布", "An empty canvas"),
    summary=text("画出一个实验的网络。", "Draw the network of a lab."),
    source=text("老师自己的实验", "A lab of your own"),
    mode=FREE.mode,
    modes=(FREE.mode,),
    policy=FREE.model_copy(update={"gives": (), "ticks": False, "hint_cap": 0, "palette": TYPES}),
    hint_cap=0,
    blocks=TYPES,
    start=Board(
        nodes=[BoardNode(id="input", type="input", data=Input().model_dump(exclude={"type"}))],
        edges=[],
    ),
    task=text(
        "画出要让学生搭的网络。所有的块都能用，每条线上写着形状；输入的大小在“属性”栏里改。画好后点"
        "“用这张画布新建实验”。",
        "Draw the network that students are to build. All blocks are here, and every wire says its "
        "shape; the input's size is set under “Block”. When it is finished, press “Make a lab of "
        "this board”.",
    ),
    given=GivenView(),
    ports={},
    steps=(),
)


@router.get("/make/canvas")
async def canvas(request: Request) -> Response:
    """Give the empty canvas to whoever has the key, to others a page that asks for it."""
    if not key_of(request).admits(request):
        return keyhole.ask(request, make.ROOM)
    boot = pages.boot(request, CANVAS, instructor=True, sketch=True)
    answer = pages.page(request, "main", template="lab", lab=CANVAS, boot=boot)
    recognise(request, answer)
    return private(answer)


@router.post("/make/canvas")
async def take_key(request: Request) -> Response:
    """Take the key from the form that asks for it."""
    return await keyhole.take(request, make.ROOM)
