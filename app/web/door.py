"""How a request comes to a lab: by a link, out of an exam, as an instructor, or freely.

An exam marks its browser with a cookie, so that no other way leads into the lab while it lasts.
Another browser has no such mark: who must be sure gives out labs by links only.
"""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from app.labs import Lab, LabView
from app.labs.policy import POLICIES
from app.service import Entry, Services
from app.web.instructor import key_of


def entry(request: Request, lab: str, mode: str | None = None, link: str | None = None) -> Entry:
    """Return how a request comes to a lab."""
    return Entry(mode, link, request.cookies.get(_cookie(lab)), key_of(request).admits(request))


def open_labs(request: Request, services: Services) -> tuple[Lab, ...]:
    """Return the labs that this request may come to without a link."""
    closed = services.porter.links_only and not key_of(request).admits(request)
    return () if closed else tuple(services.labs.values())


def begin_exam(request: Request, response: Response, lab: LabView, link: str | None) -> None:
    """Have the browser say that it is in an exam of this lab, where it is, until it is closed."""
    if lab.policy.binding and not key_of(request).admits(request):
        response.set_cookie(
            _cookie(lab.slug),
            link or lab.mode,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )


def end_exam(response: Response, lab: str) -> None:
    """Let the browser go."""
    response.delete_cookie(_cookie(lab), httponly=True, samesite="lax")


def is_own_exam(request: Request, lab: str) -> bool:
    """Whether the exam that lasts was begun without a link: whoever began it may end it."""
    return request.cookies.get(_cookie(lab)) in POLICIES


def way_back(request: Request, lab: str) -> str:
    """Return the address of the exam that lasts."""
    exam = request.cookies.get(_cookie(lab), "")
    return f"/labs/{lab}?{'mode' if exam in POLICIES else 'link'}={quote(exam)}"


def _cookie(lab: str) -> str:
    return f"exam-{lab}"
