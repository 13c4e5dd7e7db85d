"""What a student hands in: the board, what is known of how it came about, and the server's seal.

The file is plain JSON that anybody can read. Its seal is over everything else in it, so that a
changed board, name or count shows, to whoever has the server's secret. The verdict is not in it:
the board is compared again when the hand-in is checked.
"""

import json
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from app.graph import Board
from app.graph.board import check_size, parse
from app.labs import Mode
from app.service.seals import Seals

LONGEST_NAME, LONGEST_NOTES = 120, 4000

Kind: TypeAlias = Literal["bneck-lab hand-in"]


class _Kinded(BaseModel):
    """Any file that says that it is a hand-in."""

    kind: Kind


class HandIn(BaseModel):
    """One hand-in. Times are in seconds since 1970 (UTC).

    `link` is the id of the instructor's link, and `deadline` its own. `attempts` were
    made in this `sitting`, which `began` with its first; `passed` is the one that was right.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    kind: Kind = "bneck-lab hand-in"
    version: Literal[1] = 1
    lab: str
    mode: Mode
    link: str | None
    deadline: int | None
    sitting: str
    began: int
    handed_in: int
    attempts: int
    passed: int | None
    name: Annotated[str, Field(max_length=LONGEST_NAME)]
    notes: Annotated[str, Field(max_length=LONGEST_NOTES)]
    board: Board
    seal: str = ""

    @property
    def late(self) -> bool:
        """Whether the deadline had passed."""
        return self.deadline is not None and self.handed_in >= self.deadline

    def content(self) -> bytes:
        """Return what is sealed: everything but the seal, in one spelling."""
        plain = self.model_dump(mode="json", exclude={"seal"})
        return json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()

    def sealed(self, seals: Seals) -> "HandIn":
        """Return it with the server's seal."""
        return self.model_copy(update={"seal": seals.sign(self.content())})

    def is_genuine(self, seals: Seals) -> bool:
        """Whether nothing was changed since it was sealed with this secret."""
        return seals.signed(self.content(), self.seal)


_HAND_IN, _KINDED = TypeAdapter(HandIn), TypeAdapter(_Kinded)


def is_hand_in(body: bytes) -> bool:
    """Whether a text says of itself that it is a hand-in, whatever else is in it."""
    try:
        _KINDED.validate_json(body)
    except ValidationError:
        return False
    return True


def parse_hand_in(body: bytes) -> HandIn:
    """Return the hand-in in a JSON text.

    Raises:
        BoardError: It is not JSON, or no hand-in.
        BoardTooLarge: Its board has more nodes or edges than the product follows.
    """
    found = parse(_HAND_IN, body)
    check_size(found.board)
    return found
