"""Who may see what shows the answer: whoever has the instructor's key.

A browser sends the key once, in a form, and is recognised from then on by a cookie that is derived
from it: the key itself is in no address, no page and no cookie. A script sends the key with each
call, as `Authorization: Bearer KEY`.

Who guesses is slowed down by address, whatever it calls itself: once its wrong keys are many, no
new key from there is looked at for some seconds. Browsers that were given the key before go on. A
wrong key that is tried again is no new guess: a script with last term's key, at a school with one
address, keeps no instructor waiting who types the right one.
"""

import hmac
from collections.abc import Callable
from hashlib import sha256
from math import ceil
from time import monotonic

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import InstructorOnly, TooManyKeys
from app.service.pace import REMEMBERED, Buckets, Pace
from app.service.recent import Recent
from app.web.client import client

COOKIE = "instructor"
SCHEME = "bearer "
PURPOSE = b"bneck-lab: this browser was given the instructor's key"

WRONG = Pace(60, 0.5)
"""Wrong keys of one address: a class may be curious, twice each; whoever guesses tries 43,000 a
day, of the 10¹⁷ that a key may be."""


class InstructorKey:
    """The key, and what browsers are recognised by; every comparison takes constant time."""

    def __init__(self, key: str, clock: Callable[[], float] = monotonic) -> None:
        self._key = key.encode()
        self._pass = hmac.digest(self._key, PURPOSE, sha256).hex().encode()
        self._clock = clock
        self._wrong = Buckets()
        self._refused: Recent[bytes, bool] = Recent(REMEMBERED)

    def opens(self, typed: str, request: Request) -> bool:
        """Whether this, which came with a request, is the key.

        Raises:
            TooManyKeys: Its address has to wait first.
        """
        address, key = client(request).address, typed.strip().encode()
        guess = hmac.digest(self._key, f"{address} ".encode() + key, sha256)
        if guess in self._refused:
            return False
        now = self._clock()
        wrong = self._wrong.of(WRONG, now, address)
        if wait := wrong.wait(now):
            raise TooManyKeys(ceil(wait))
        if hmac.compare_digest(key, self._key):
            return True
        wrong.take()
        self._refused.keep(guess, True)
        return False

    def admits(self, request: Request) -> bool:
        """Whether a request carries the key, or comes from a browser that was given it.

        Raises:
            TooManyKeys: It carries one, and its address has to wait first.
        """
        given = request.headers.get("authorization", "")
        if given[: len(SCHEME)].lower() == SCHEME:
            return self.opens(given[len(SCHEME) :], request)
        return hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), self._pass)

    def remember(self, request: Request, response: Response) -> None:
        """Have a browser that was given the key say so from now on, until it is closed."""
        response.set_cookie(
            COOKIE,
            self._pass.decode(),
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )


def lock(app: FastAPI, key: str) -> None:
    """Give what only instructors may see to those who have this key."""
    app.state.instructor_key = InstructorKey(key)


def key_of(request: Request) -> InstructorKey:
    """Return the key of the application that serves a request."""
    key: InstructorKey = request.app.state.instructor_key
    return key


def instructor(request: Request) -> None:
    """Let a request pass that an instructor sends.

    Raises:
        InstructorOnly: It comes from somebody else, as far as it shows.
        TooManyKeys: See `InstructorKey.admits`.
    """
    if not key_of(request).admits(request):
        raise InstructorOnly("Only whoever has the instructor's key may see this.")


def private(response: Response) -> Response:
    """Return the answer as one that nobody keeps: the next one at this machine may be a student."""
    response.headers["Cache-Control"] = "no-store"
    response.headers.add_vary_header("Cookie")
    response.headers.add_vary_header("Authorization")
    return response
