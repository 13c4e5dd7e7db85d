"""What whoever runs the server decides."""

import secrets
from dataclasses import dataclass, field

KEY_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Signs that nobody takes for one another, on a projector or read aloud."""

KEY_GROUPS, KEY_GROUP = 3, 4

SHORTEST_KEY = 12
"""A key that somebody chose has at least so many signs: nothing slows down those who guess."""

SHORTEST_SECRET = 16
"""A secret that somebody chose has at least so many signs: whoever guesses it forges links."""


def new_key() -> str:
    """Return a new instructor's key, easy to type: twelve signs in groups, 59 bits."""
    signs = (
        "".join(secrets.choice(KEY_SIGNS) for _ in range(KEY_GROUP)) for _ in range(KEY_GROUPS)
    )
    return "-".join(signs)


def new_secret() -> str:
    """Return a new secret, which nobody needs to type: 256 bits."""
    return secrets.token_hex(32)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the server listens, what tells an instructor from a student, and how labs are given.

    With the `secret`, links and hand-ins are signed: another server that has it takes them too.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    instructor_key: str = field(default_factory=new_key, repr=False)
    secret: str = field(default_factory=new_secret, repr=False)
    links_only: bool = False
