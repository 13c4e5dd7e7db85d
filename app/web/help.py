"""Help inside the product: a page each for students, instructors, operators and integrators."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter
from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.core.text import Text, text
from app.settings import stated
from app.web import pages

router = APIRouter(include_in_schema=False)

AUDIENCES: Mapping[str, Text] = MappingProxyType(
    {
        "students": text("学生", "Students"),
        "instructors": text("老师", "Instructors"),
        "operators": text("管理员", "Operators"),
        "integrators": text("开发者", "Integrators"),
    }
)
"""Who the pages are for, by the ends of their addresses; the first is `/help` itself."""


def _behind_the_input(id: str, type: str, data: dict[str, object]) -> dict[str, object]:
    """Return the board of an input and one block behind it."""
    return {
        "version": 1,
        "nodes": [
            {"id": "in", "type": "input", "position": {"x": 0, "y": 0}, "data": {}},
            {"id": id, "type": type, "position": {"x": 240, "y": 0}, "data": data},
        ],
        "edges": [{"id": "e1", "source": "in", "target": id}],
    }


BOARD = _behind_the_input(
    "c1", "conv2d", {"out_channels": 16, "kernel_size": 3, "stride": 2, "norm": "batch"}
)
COMPOSITE = _behind_the_input(
    "b1", "bneck", {"kernel_size": 3, "exp_size": 16, "out_channels": 8, "se": True}
)


@dataclass(frozen=True, slots=True)
class Example:
    """A call that works as it stands on the page."""

    says: Text
    path: str
    body: dict[str, Any] | None = None

    def command(self, origin: str) -> str:
        """Return the call as it is typed."""
        if self.body is None:
            return f"curl {origin}{self.path}"
        return f"curl --json '{to_json(self.body).decode()}' \\\n  {origin}{self.path}"


EXAMPLES = (
    Example(
        text("有哪些块，各有哪些参数", "Which blocks there are, and their parameters"),
        "/api/blocks",
    ),
    Example(text("有哪些实验", "Which labs there are"), "/api/labs"),
    Example(
        text(
            "运行一张画布：每个端口的形状、参数量和乘加次数",
            "Run a board: shapes, parameters, multiply-adds",
        ),
        "/api/check",
        {"graph": BOARD},
    ),
    Example(
        text("与实验的参考网络比较", "Compare it with a lab's reference"),
        "/api/labs/mobilenet-v3-large/verify",
        {"graph": BOARD},
    ),
    Example(
        text("展开一个组合块", "Unfold a composite block"),
        "/api/expand",
        {"graph": COMPOSITE, "node": "b1"},
    ),
    Example(
        text("导出为 PyTorch 代码", "Export it as PyTorch code"),
        "/api/export/pytorch",
        {"graph": BOARD, "name": "First"},
    ),
)


@router.get("/help")
async def students(request: Request) -> Response:
    """Show the students' page."""
    return _help(request, next(iter(AUDIENCES)))


@router.get("/help/{audience}")
async def for_audience(request: Request, audience: str) -> Response:
    """Show the page for one audience."""
    if audience not in AUDIENCES:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return _help(request, audience)


def _help(request: Request, audience: str) -> Response:
    origin = str(request.base_url).rstrip("/")
    return pages.page(
        request,
        "help",
        template=f"help-{audience}",
        status=HTTPStatus.OK,
        audience=audience,
        audiences=AUDIENCES,
        examples=[(each.says, each.command(origin)) for each in EXAMPLES],
        origin=origin,
        settings=list(stated()),
    )
