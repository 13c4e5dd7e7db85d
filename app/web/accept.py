"""Which of several forms of an answer a request would rather have."""

from starlette.requests import Request

from app.core.preferences import preferences


def preferred(request: Request, *offers: str) -> str:
    """Return the media type that the `Accept` header wants most, or the first offer.

    Of equally wanted ones the one named more exactly, then the earlier offer. A client that takes
    none gets the first all the same. Source: RFC 9110, section 12.5.1.
    """
    ranges = dict(preferences(request.headers.get("accept")))

    def rank(offer: str) -> tuple[float, int]:
        names = (offer, offer.partition("/")[0] + "/*", "*/*")
        for place, name in enumerate(names):
            if name in ranges:
                return ranges[name], -place
        return 0, -len(names)

    best = max(offers, key=rank)
    return best if rank(best)[0] > 0 else offers[0]
