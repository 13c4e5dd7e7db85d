"""The page that asks for the instructor's key, before whatever room it opens."""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.core.errors import TooManyKeys
from app.core.text import Text
from app.web import pages
from app.web.bodies import read_bytes
from app.web.instructor import key_of, private


@dataclass(frozen=True, slots=True)
class Room:
    """What is behind the key: what it is called, why it is locked, and where students go."""

    heading: Text
    why: Text
    button: Text
    back: str


def ask(request: Request, room: Room, *, wrong: bool = False, wait: int = 0) -> Response:
    """Ask for the key: after a wrong one, or in so many seconds."""
    answer = pages.page(
        request,
        "home",
        status=HTTPStatus.TOO_MANY_REQUESTS if wait else HTTPStatus.FORBIDDEN,
        template="key",
        room=room,
        wrong=wrong,
        wait=wait,
    )
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return private(answer)


async def take(request: Request, room: Room) -> Response:
    """Take the key from the form, and lead back to the page where it is right."""
    typed = parse_qs((await read_bytes(request)).decode("utf-8", "replace")).get("key", [""])[0]
    try:
        opened = key_of(request).opens(typed, request)
    except TooManyKeys as error:
        return ask(request, room, wait=error.seconds)
    if not opened:
        return ask(request, room, wrong=True)
    answer = RedirectResponse(request.url.path, HTTPStatus.SEE_OTHER)
    key_of(request).remember(request, answer)
    return private(answer)
