"""A card for each misconception: what is taken for what, how to tell, and where it is explained.

`cards.toml` holds them by the name of the finding. No card holds a value that a lab asks for.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from app.labs.document import read_document
from app.labs.values import LabText, Strict

FILE = Path(__file__).parent / "cards.toml"


class Card(Strict):
    """One misconception: its name in everyday words, what is behind it, how to see it oneself."""

    title: LabText
    behind: LabText
    check: LabText


@cache
def cards() -> Mapping[str, Card]:
    """Return the cards, by the finding's name.

    Raises:
        BadLab: The file cannot be used; the message names it.
    """
    return read_document(FILE, TypeAdapter(dict[str, Card]))
