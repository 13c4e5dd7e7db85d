"""What a lab is: a TOML file with texts in two languages, read strictly.

A file that lacks something, or has something that is not known, is refused with the place named.
The reference is reached through the lab but is no part of what `app.labs.view` gives out.
"""

import json
import tomllib
from functools import cached_property
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from typing_extensions import TypedDict

from app.blocks import BLOCK_OF_TYPE
from app.core.errors import BadLab
from app.core.shape import Shape
from app.graph import Board
from app.reference import Reference, Row, from_board, from_table, table_rows

Mode: TypeAlias = Literal["guided", "exercise", "exam"]

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
LabText = TypedDict("LabText", {"zh-CN": Words, "en": Words})
"""A text of a lab: both languages, neither of them empty."""

Count = Annotated[int, Field(ge=1)]

Place: TypeAlias = tuple[int | str, ...]
"""Where in a file, key by key."""

Column: TypeAlias = Literal[
    "input", "operator", "kernel", "exp_size", "out", "se", "nl", "stride", "nbn"
]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Stated(_Strict):
    """The reference's source, and what is said of it; that it holds is proved at start-up.

    `madds` counts convolutions and linear layers for one picture, without bias.
    """

    table: str | None = None
    board: str | None = None
    output_shape: Shape
    n_params: Count
    madds: Count

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.table is None) == (self.board is None):
            raise ValueError("name either a table or a board")
        return self


class Given(_Strict):
    """The rows that a student is given beside the task: of which table, which steps and columns.

    Without `steps`, all of them.
    """

    table: str
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    steps: tuple[Count, ...] | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows, with all their columns."""
        return tuple(
            row for row in table_rows(self.table) if self.steps is None or row.step in self.steps
        )


class Step(_Strict):
    """One step. `title`, `task` and `think` hold no value that the student has to find.

    `input_shape` and `output_shape` are (1, c, h, w), or (1, c) once flattened.
    """

    number: Count
    title: LabText
    sheet: LabText
    task: LabText
    think: LabText
    input_shape: Shape
    output_shape: Shape


class Lab(_Strict):
    """A lab. `order` is its place among the others; the first mode is the usual one."""

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    order: Count
    title: LabText
    summary: LabText
    task: LabText
    intro: LabText
    source: LabText
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)]
    hint_cap: Annotated[int, Field(ge=0, le=5)]
    blocks: Annotated[tuple[str, ...], Field(min_length=1)]
    compare_bias: bool = False
    stated: Stated = Field(alias="reference")
    given: Given
    start: Board
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @cached_property
    def reference(self) -> Reference:
        """The graph that this lab asks for."""
        if self.stated.table is not None:
            return from_table(self.stated.table, compare_bias=self.compare_bias)
        assert self.stated.board is not None, "one of the two was checked"
        return from_board(self.stated.board, compare_bias=self.compare_bias)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if unknown := set(self.blocks) - BLOCK_OF_TYPE.keys():
            raise ValueError(f"blocks: not known: {', '.join(sorted(unknown))}")
        if odd := {node.type for node in self.start.nodes} - set(self.blocks):
            raise ValueError(f"start: blocks that the lab does not allow: {', '.join(sorted(odd))}")
        if [step.number for step in self.steps] != list(range(1, len(self.steps) + 1)):
            raise ValueError("steps: they are numbered from 1, in order")
        if set(self.reference.steps.values()) != {step.number for step in self.steps}:
            raise ValueError("steps: not those of the reference")
        if not self.given.rows:
            raise ValueError("given: the table has none of these steps")
        return self


def parse_lab(text: str, name: str) -> Lab:
    """Return the lab in a TOML text; `name` is the file's, for messages.

    Raises:
        BadLab: It is not TOML, or not a lab; the message names the file and the first places.
    """
    try:
        document = tomllib.loads(text)
        # Read as JSON, because there an array may be a tuple and strictness still holds.
        return Lab.model_validate_json(json.dumps(document, default=str))
    except tomllib.TOMLDecodeError as error:
        raise BadLab(f"{name}: {error}") from error
    except ValidationError as error:
        found = error.errors(include_url=False)
        flaws = [
            f"{name}: {_place(flaw['loc'])}{flaw['msg'].removeprefix('Value error, ')}"
            for flaw in found
            if not any(_inside(other["loc"], flaw["loc"]) for other in found)
        ]
        raise BadLab("\n".join(flaws)) from error


def _inside(place: Place, other: Place) -> bool:
    """Tell whether one place is in another: a list that lacks its bad items is no flaw itself."""
    return len(place) > len(other) and place[: len(other)] == other


def _place(loc: Place) -> str:
    """Return where in the file: `steps.3.title.en: `; what concerns the whole lab has no place."""
    return ".".join(map(str, loc)) + ": " if loc else ""
