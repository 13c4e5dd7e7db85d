"""Where a test is played: in a window of which size, in which language, in which theme.

A test that says nothing of these is played at home by `make test`. `make everywhere` plays it at
all four sizes, and deals it each pairing of language and theme once: always the same, by its name.
"""

from dataclasses import dataclass
from itertools import permutations, product
from typing import Literal
from zlib import crc32

from tests.e2e.sizes import DESKTOP, SIZES, Size
from tests.e2e.words import LANGS, Lang

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")

DEALS = tuple(permutations(product(LANGS, THEMES)))
"""The ways to deal the pairings of language and theme among the sizes."""


@dataclass(frozen=True, slots=True)
class Place:
    """One size, one language, one theme."""

    size: Size
    lang: Lang
    theme: Theme

    def __str__(self) -> str:
        return f"{self.size.name}, {self.lang}, {self.theme}"


HOME = Place(DESKTOP, "en", "light")


def places(test: str) -> tuple[Place, ...]:
    """Where the test of this name is played, one place for each size."""
    deal = DEALS[crc32(test.encode()) % len(DEALS)]
    return tuple(Place(size, *pair) for size, pair in zip(SIZES, deal, strict=True))


def place(test: str, at: str | None, *, mouse: bool = False) -> Place | None:
    """Where the test is played at the size of that name; where none is named, at home.

    A test that needs a mouse has no place where fingers are what there is.
    """
    if at is None:
        return HOME
    found = next(each for each in places(test) if each.size.name == at)
    return None if mouse and found.size.touch else found
