"""Who sends a request: an address, and a browser at it, known by a cookie that says no more."""

import re
from secrets import token_hex

from starlette.requests import Request
from starlette.responses import Response

from app.service import Client

COOKIE = "browser"
OURS = re.compile("[0-9a-f]{16}")


def client(request: Request) -> Client:
    """Return who sends a request with a body."""
    # Once the body is read, the next message says that the client has left.
    return Client(_address(request), _told(request), request.receive)


def waiting(request: Request) -> Client:
    """Return who asks for a page, or the like; a browser that has no name yet is given one."""
    if _told(request) is None and not hasattr(request.state, "browser"):
        request.state.browser = token_hex(8)
    return Client(_address(request), _told(request) or request.state.browser)


def recognise(request: Request, response: Response) -> None:
    """Have a browser say that it is the same one again, until it is closed."""
    if _told(request) is None:
        name = waiting(request).browser or ""
        response.set_cookie(COOKIE, name, httponly=True, samesite="lax")


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _told(request: Request) -> str | None:
    browser = request.cookies.get(COOKIE, "")
    return browser if OURS.fullmatch(browser) else None
