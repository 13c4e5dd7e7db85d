"""A card for each misconception: what is taken for what, how to tell, and where it is explained.

`cards.toml` holds them by the name of the finding. No card holds a value that a lab asks for.
"""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from app.labs.values import LabText, Strict

FILE = Path(__file__).parent / "cards.toml"


class Card(Strict):
    """One misconception: its name in everyday words, what is behind it, how to see it oneself."""

    title: LabText
    behind: LabText
    check: LabText


@cache
def cards() -> Mapping[str, Card]:
    """Return the cards, by the finding's name."""
    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return TypeAdapter(dict[str, Card]).validate_json(json.dumps(document))
