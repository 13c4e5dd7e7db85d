"""What surrounds every request: its id, one line of log, security headers, and the last resort."""

import logging
import re
from asyncio import CancelledError
from secrets import token_hex
from time import perf_counter

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import ClientGone
from app.web.problems import INTERNAL, STOPPING, problem

log = logging.getLogger("bneck_lab")

# Everything comes from this server and nothing is written inline.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",  # a board exported as a picture is drawn from a blob
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

SANE_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)

QUIET = ("/healthz", "/static/")
"""Paths whose good answers are not worth a line."""


class Edge:
    """Pure ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; an unexpected exception becomes a problem document with its id.

        HEAD is answered wherever GET is (RFC 9110, section 9.3.2); the server sends no body then.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        request_id = request.state.request_id = _request_id(request)
        began = perf_counter()
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        inner = {**scope, "method": "GET"} if request.method == "HEAD" else scope
        try:
            await self.app(inner, receive, answer)
        except CancelledError:
            # Only a server that stops cancels: here ends a request that is still being sent.
            if not status:
                await problem(request, STOPPING)(scope, receive, answer)
        except (ClientDisconnect, ClientGone):
            status = status or 499  # as nginx writes it: nobody is left to answer
        except Exception:
            log.exception("request %s failed", request_id)
            if status:
                raise  # too late for another answer; the server cuts the connection
            await problem(request, INTERNAL)(scope, receive, answer)
        finally:
            _write_line(request, status, perf_counter() - began)


def _request_id(request: Request) -> str:
    """Return the caller's own id where it is a sane one, or a new one."""
    given = request.headers.get("x-request-id", "")
    return given if SANE_ID.fullmatch(given) else token_hex(8)


def _write_line(request: Request, status: int, seconds: float) -> None:
    path = request.url.path
    quiet = status < 400 and path.startswith(QUIET)
    log.log(
        logging.DEBUG if quiet else logging.INFO,
        "method=%s path=%s status=%d ms=%.1f request=%s",
        request.method,
        path.encode("unicode_escape").decode()[:200],
        status,
        seconds * 1000,
        request.state.request_id,
    )
