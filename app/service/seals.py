"""Values that come back as they left: signed by the server, kept by others.

The server keeps no list of links, attempts or hand-ins. Each carries its content and a signature;
whoever has the same secret, another replica or the command line, can tell whether it was changed.
"""

import hmac
import secrets
from hashlib import sha256
from typing import Literal, TypeAlias, TypeVar

from itsdangerous import BadData, URLSafeSerializer
from pydantic import BaseModel, ValidationError
from pydantic_core import to_json

from app.core.errors import SealBroken

T = TypeVar("T", bound=BaseModel)

Purpose: TypeAlias = Literal["link", "tally"]
"""What a token is for: one of another purpose is refused."""

LONGEST = 2048
"""Signs of the longest token that is looked at; ours have some two hundred."""


class Seals:
    """Signs and reads with one secret."""

    def __init__(self, secret: str | None = None) -> None:
        self._secret = secret or secrets.token_hex(32)

    def seal(self, purpose: Purpose, value: BaseModel) -> str:
        """Return a value as a token that fits into an address."""
        return str(self._serializer(purpose).dumps(value.model_dump(exclude_none=True)))

    def open(self, purpose: Purpose, token: str, kind: type[T]) -> T:
        """Return the value in a token.

        Raises:
            SealBroken: It was changed, or sealed with another secret or for another purpose.
        """
        try:
            if len(token) > LONGEST:
                raise SealBroken("This is too long for a token.")
            # Lists are tuples again only where JSON is read.
            return kind.model_validate_json(to_json(self._serializer(purpose).loads(token)))
        except (BadData, ValidationError) as error:
            raise SealBroken("This was not signed by this server, or was changed since.") from error

    def sign(self, content: bytes) -> str:
        """Return the signature of a hand-in's content."""
        return hmac.digest(self._key, content, sha256).hex()

    def signed(self, content: bytes, signature: str) -> bool:
        """Tell whether a hand-in's content is what was signed."""
        return hmac.compare_digest(self.sign(content).encode(), signature.encode())

    @property
    def _key(self) -> bytes:
        return hmac.digest(self._secret.encode(), b"bneck-lab hand-in", sha256)

    def _serializer(self, purpose: Purpose) -> URLSafeSerializer:
        return URLSafeSerializer(
            self._secret,
            salt=f"bneck-lab {purpose}",
            signer_kwargs={"key_derivation": "hmac", "digest_method": sha256},
        )
