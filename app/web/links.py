"""The instructor's page on which links are made."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.core.text import text
from app.labs import Lab, policy_of
from app.labs.faults import MOST_FAULTS
from app.web import keyhole, pages
from app.web.given import Given
from app.web.instructor import key_of, private

router = APIRouter(include_in_schema=False)

ROOM = keyhole.Room(
    heading=text("给学生的链接", "Links for students"),
    why=text(
        "链接规定学生怎样做实验：模式、提示、次数和截止时间，所以要用教师密钥。密钥在服务器启动时"
        "打印的那一行里。",
        "A link says how students do a lab: mode, hints, attempts and deadline. So it needs the "
        "instructor's key, which stands in the line that the server prints when it starts.",
    ),
    button=text("打开", "Open"),
    back="/",
)


@router.get("/links")
async def form(request: Request, services: Given) -> Response:
    """Give the form to whoever has the key, to others a page that asks for it."""
    if not key_of(request).admits(request):
        return keyhole.ask(request, ROOM)
    labs = [_choice(lab) for lab in services.labs.values()]
    return private(pages.page(request, "links", labs=labs, most_faults=MOST_FAULTS))


@router.post("/links")
async def take_key(request: Request) -> Response:
    """Take the key from the form that asks for it."""
    return await keyhole.take(request, ROOM)


def _choice(lab: Lab) -> dict[str, Any]:
    """Return what the form needs to know of a lab."""
    caps = {mode: policy_of(lab, mode).hint_cap for mode in lab.modes}
    faults = lab.faults.count if lab.faults else None
    return {"slug": lab.slug, "title": lab.title, "caps": caps, "faults": faults}
