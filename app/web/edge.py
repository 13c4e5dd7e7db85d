"""What surrounds every request: its id, one line of log, security headers, and the last resort."""

import logging
import re
from asyncio import CancelledError
from collections.abc import Mapping
from secrets import token_hex
from time import perf_counter

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import ClientGone
from app.web.guard import is_foreign
from app.web.metrics import metrics_of
from app.web.paths import route_path
from app.web.problem_kinds import FOREIGN, INTERNAL, STOPPING
from app.web.problems import problem

log = logging.getLogger("bneck_lab")

SANE_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)

QUIET = ("/healthz", "/readyz", "/metrics", "/static/")
"""Paths whose good answers are not worth a line."""


class Edge:
    """Pure ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, guards: Mapping[str, str], path_prefix: str = "") -> None:
        self.app = app
        self._guards = guards
        self._prefix = path_prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; an unexpected exception becomes a problem document with its id.

        HEAD is answered wherever GET is (RFC 9110, section 9.3.2); the server sends no body then.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope = _below(self._prefix, scope)
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
                for name, value in self._guards.items():
                    headers.setdefault(name, value)
            await send(message)

        inner = {**scope, "method": "GET"} if request.method == "HEAD" else scope
        try:
            if is_foreign(request):
                await problem(request, FOREIGN)(scope, receive, answer)
            else:
                await self.app(inner, receive, answer)
        except CancelledError:
            # Only a server that stops cancels: here ends a request that is still being sent.
            if not status:
                await problem(request, STOPPING)(scope, receive, answer)
        except (ClientDisconnect, ClientGone):
            status = status or 499  # as nginx writes it: nobody is left to answer
        except Exception:
            log.exception("event=failed request=%s", request_id)
            if status:
                raise  # too late for another answer; the server cuts the connection
            await problem(request, INTERNAL)(scope, receive, answer)
        finally:
            seconds = perf_counter() - began
            metrics_of(request).answered(inner, status, seconds)
            _write_line(request, status, seconds)


def _below(prefix: str, scope: Scope) -> Scope:
    """Return a request as one below the prefix, whether a proxy has taken that away or not.

    A health check on the same machine knows of none either.
    """
    if not prefix:
        return scope
    path, raw = scope["path"], scope.get("raw_path")
    if path != prefix and not path.startswith(f"{prefix}/"):
        path, raw = prefix + path, raw and prefix.encode() + raw
    return {**scope, "root_path": prefix, "path": path, "raw_path": raw}


def _request_id(request: Request) -> str:
    """Return the caller's own id where it is a sane one, or a new one."""
    given = request.headers.get("x-request-id", "")
    return given if SANE_ID.fullmatch(given) else token_hex(8)


def _write_line(request: Request, status: int, seconds: float) -> None:
    path = route_path(request)
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
