"""What every answer tells browsers, and which requests of theirs are another site's doing."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from starlette.requests import Request

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
"""What changes nothing and costs little (RFC 9110, section 9.2.1)."""

FOREIGN = ("cross-site", "same-site")
"""What browsers say of a request that another site's page makes (`Sec-Fetch-Site`)."""


def guards(frame_origins: Sequence[str] = ()) -> Mapping[str, str]:
    """Return the headers of every answer; pages of these origins may show ours in a frame."""
    # Everything comes from this server and nothing is written inline.
    policy = (
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",  # what some browsers do not take from script-src
        "style-src 'self'",
        "img-src 'self' data: blob:",  # a board exported as a picture is drawn from a blob
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        " ".join(("frame-ancestors 'self'", *frame_origins)),
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }


def is_foreign(request: Request) -> bool:
    """Whether a page of another site sends this request in a visitor's name.

    Programs that are no browsers say nothing of where a request comes from, and pass.
    """
    if request.method in SAFE_METHODS:
        return False
    if site := request.headers.get("sec-fetch-site"):
        return site in FOREIGN
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")
