"""Who sends a request: an address, and a browser at it, known by a cookie that says no more."""

import re
from secrets import token_hex

from starlette.requests import Request
from starlette.responses import Response

from app.service import Client

COOKIE = "browser"
OURS = re.compile("[0-9a-f]{16}")


def client(request: Request) -> Client:
    """Return who sends a request."""
    browser = request.cookies.get(COOKIE, "")
    address = request.client.host if request.client else ""
    # Once the body is read, the next message says that the client has left.
    return Client(address, browser if OURS.fullmatch(browser) else None, request.receive)


def recognise(request: Request, response: Response) -> None:
    """Have a browser say that it is the same one again, until it is closed."""
    if client(request).browser is None:
        response.set_cookie(COOKIE, token_hex(8), httponly=True, samesite="lax")
