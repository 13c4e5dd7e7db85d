"""What a lab has that the form has no field for: it comes along, and stays as it is."""

from collections.abc import Callable, Collection
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, Field, StringConstraints

from app.core.text import Text, text
from app.graph import Board
from app.graph.board import Id
from app.labs.figure import Figure
from app.labs.given import Table
from app.labs.lab import SLUG
from app.labs.values import LabText, Strict

Part: TypeAlias = Literal[
    "table",
    "figure",
    "ports",
    "read_again",
    "misconceptions",
    "compare_bias",
    "compare_eps",
    "start",
]
"""What the form has no field for, by what it is about."""


class Kept(Strict):
    """What a lab had that the form has no field for: it stays in the file as it was.

    `lab` is where it comes from, and `steps` the nodes of each step there: table and figure name
    steps by their numbers, so they hold as long as these are the same. All else is as in `Lab`.
    """

    lab: Annotated[str, StringConstraints(pattern=SLUG)]
    steps: tuple[tuple[Id, ...], ...]
    table: Table | None = None
    figure: Figure | None = None
    ports: dict[str, dict[str, LabText]] = Field(default_factory=dict)
    read_again: dict[str, LabText] = Field(default_factory=dict)
    misconceptions: tuple[str, ...] = ()
    compare_bias: bool = False
    compare_eps: bool = False
    start: Board | None = None


Keeps: TypeAlias = Callable[[Part], Any]
"""What a draft keeps of a part; None, or something empty, where it keeps nothing."""


def kept_given(keeps: Keeps) -> dict[str, Any]:
    """Return the table and the figure that are kept, as a lab's file has them."""
    parts: tuple[Part, ...] = ("table", "figure")
    return {part: plain(keeps(part)) for part in parts if keeps(part) is not None}


def kept_keys(keeps: Keeps, offered: Collection[str]) -> dict[str, Any]:
    """Return what else is kept; names of ports, as far as their blocks are offered."""
    ports = keeps("ports") or {}
    return {
        "misconceptions": list(keeps("misconceptions") or ()) or None,
        "compare_bias": keeps("compare_bias") or None,
        "compare_eps": keeps("compare_eps") or None,
        "ports": {type: names for type, names in ports.items() if type in offered} or None,
        "read_again": keeps("read_again") or None,
    }


def plain(part: BaseModel | None) -> Any:
    """Return what a file holds of a part: what goes without saying is not in it."""
    return part and part.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


NUMBERED: dict[Part, Text] = {
    "table": text(
        "表格的行是按原来的步骤编号的，步骤现在变了：改回原来的步骤，或者不要这张表。",
        "The rows of the table go by the lab's steps, which are others now: put the steps back as "
        "they were, or leave the table out.",
    ),
    "figure": text(
        "示意图是按原来的步骤编号的，步骤现在变了：改回原来的步骤，或者不要这张图。",
        "The figure goes by the lab's steps, which are others now: put the steps back as they "
        "were, or leave the figure out.",
    ),
}
"""What goes by the numbers of steps, and what is said where these have changed."""
