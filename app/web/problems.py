"""Failed requests as problem documents (RFC 9457).

A wrong network is a result and answered with 200. What cannot be served at all is one of these
kinds, and only here becomes an HTTP status. No answer repeats what was sent.
"""

from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import (
    BneckLabError,
    BoardError,
    BoardTooLarge,
    ExamLasts,
    FindingNotFound,
    Flaw,
    HandedIn,
    InstructorOnly,
    LabNotFound,
    LinkNeeded,
    LinkOver,
    ModeNotAllowed,
    NoAttemptsLeft,
    NodeNotFound,
    NotComposite,
    NotGiven,
    NotRunnable,
    SealBroken,
    ServerBusy,
    TakesTooLong,
    TooManyAttempts,
    TooManyKeys,
    TooManyQuestions,
)
from app.core.text import Lang, negotiate
from app.web.assets import FrontEndNotBuilt
from app.web.problem_kinds import (
    BOARD_TOO_LARGE,
    BODY_TOO_LARGE,
    EXAM_LASTS,
    FINDING_NOT_FOUND,
    FOREIGN,
    FRONT_END_NOT_BUILT,
    HANDED_IN,
    HEADERS_TOO_LARGE,
    INSTRUCTOR_ONLY,
    INTERNAL,
    LAB_NOT_FOUND,
    LINK_NEEDED,
    LINK_OVER,
    MALFORMED,
    METHOD_NOT_ALLOWED,
    MODE_NOT_ALLOWED,
    NO_ATTEMPTS_LEFT,
    NODE_NOT_FOUND,
    NOT_COMPOSITE,
    NOT_FOUND,
    NOT_GIVEN,
    NOT_JSON,
    NOT_RUNNABLE,
    SEAL_BROKEN,
    SERVER_BUSY,
    STOPPING,
    TAKES_TOO_LONG,
    TOO_MANY_ATTEMPTS,
    TOO_MANY_KEYS,
    TOO_MANY_QUESTIONS,
    TOO_SLOW,
    UNREADABLE,
    ProblemKind,
)

MEDIA_TYPE = "application/problem+json"

MAX_BODY = 2**20
"""Largest request body, in bytes. A board of 2,000 nodes takes about half of it."""

MAX_POINTER = 200
"""A pointer is cut to this many characters, so that every error answer stays below 8 KiB."""


class BodyTooLarge(BneckLabError):
    """The request's body is longer than `MAX_BODY`."""


class NotJson(BneckLabError):
    """The request's body says of itself that it is something else."""


KIND_OF_ERROR: dict[type[Exception], ProblemKind] = {
    BoardError: UNREADABLE,
    BoardTooLarge: BOARD_TOO_LARGE,
    BodyTooLarge: BODY_TOO_LARGE,
    NotJson: NOT_JSON,
    LabNotFound: LAB_NOT_FOUND,
    ModeNotAllowed: MODE_NOT_ALLOWED,
    NotGiven: NOT_GIVEN,
    InstructorOnly: INSTRUCTOR_ONLY,
    LinkNeeded: LINK_NEEDED,
    SealBroken: SEAL_BROKEN,
    LinkOver: LINK_OVER,
    ExamLasts: EXAM_LASTS,
    NoAttemptsLeft: NO_ATTEMPTS_LEFT,
    HandedIn: HANDED_IN,
    TooManyAttempts: TOO_MANY_ATTEMPTS,
    TooManyQuestions: TOO_MANY_QUESTIONS,
    TooManyKeys: TOO_MANY_KEYS,
    ServerBusy: SERVER_BUSY,
    TakesTooLong: TAKES_TOO_LONG,
    FindingNotFound: FINDING_NOT_FOUND,
    NodeNotFound: NODE_NOT_FOUND,
    NotComposite: NOT_COMPOSITE,
    NotRunnable: NOT_RUNNABLE,
    FrontEndNotBuilt: FRONT_END_NOT_BUILT,
}

KINDS: dict[str, ProblemKind] = {
    kind.slug: kind
    for kind in (
        *KIND_OF_ERROR.values(),
        NOT_FOUND,
        METHOD_NOT_ALLOWED,
        INTERNAL,
        STOPPING,
        MALFORMED,
        FOREIGN,
        HEADERS_TOO_LARGE,
        TOO_SLOW,
    )
}
"""Every kind, by slug."""


def kind_of(error: Exception) -> ProblemKind:
    """Return the kind of problem that an error is: that of its class, or of its nearest ancestor.

    What has none is the server's own failure.
    """
    kinds = (KIND_OF_ERROR[each] for each in type(error).__mro__ if each in KIND_OF_ERROR)
    return next(kinds, INTERNAL)


def problem(request: Request, kind: ProblemKind, flaws: tuple[Flaw, ...] = ()) -> Response:
    """Return the problem document that answers this request, in the language it asks for."""
    lang = negotiate(request.headers.get("accept-language"))
    return Response(
        document(kind, lang, request.state.request_id, flaws),
        kind.status,
        {"Content-Language": lang, "Vary": "Accept-Language"},
        MEDIA_TYPE,
    )


def document(kind: ProblemKind, lang: Lang, request_id: str, flaws: tuple[Flaw, ...] = ()) -> bytes:
    """Return the problem document itself."""
    members: dict[str, object] = {
        "type": f"/problems/{kind.slug}",
        "title": kind.title[lang],
        "status": kind.status,
        "detail": kind.detail[lang],
        "request_id": request_id,
    }
    if flaws:
        members["errors"] = [
            {"pointer": flaw.pointer[:MAX_POINTER], "detail": flaw.detail} for flaw in flaws
        ]
    return to_json(members)
