"""What a lab is: a TOML file with texts in two languages, read strictly.

A file that lacks something, or has something that is not known, is refused with the place named.
The reference is reached through the lab but is no part of what `app.labs.view` gives out.
"""

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, StringConstraints, ValidationError, model_validator

from app.blocks import BLOCK_OF_TYPE, BLOCKS
from app.core.errors import BadLab
from app.core.shape import Shape
from app.graph import Board, read
from app.labs.faults import Faults, Look
from app.labs.flaws import NO_BASE, at, filled, flaw_words, together, toml_words
from app.labs.given import Given, Table
from app.labs.paths import OWN_PATH, lab_paths
from app.labs.values import Count, LabText, Place, Strict, Total
from app.reference import MISCONCEPTIONS, Reference, from_board, from_drawing, from_table

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"

Mode: TypeAlias = Literal["guided", "exercise", "exam"]

PROPERTIES = frozenset({"type"}).union(*(block.model_fields for block in BLOCKS))
"""What a finding may be about: parameters of blocks, and which block it is."""


class Drawn(Strict):
    """A network in the lab's own file: a board, and the step of each node but the input."""

    board: Board
    steps: dict[str, Count]


class Stated(Strict):
    """The reference's source, and what is said of it; that it holds is proved at start-up.

    `table` and `board` are files of the product; what an instructor has `drawn` is in the lab's own
    file, so that it can be passed on. `madds` counts convolutions and linear layers for one
    picture, without bias.
    """

    table: str | None = None
    board: str | None = None
    drawn: Drawn | None = None
    output_shape: Shape
    n_params: Total
    madds: Total

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if sum(each is not None for each in (self.table, self.board, self.drawn)) != 1:
            raise ValueError("name a table or a board, or draw one: one of the three")
        return self


class Step(Strict):
    """One step. `title`, `task` and `think` hold no value that the student has to find.

    The product's own labs ask something at each step; an instructor's need not.

    `input_shape` and `output_shape` are (1, c, h, w), or (1, c) once flattened.
    """

    number: Count
    title: LabText
    sheet: LabText
    task: LabText
    think: LabText | None = None
    input_shape: Shape
    output_shape: Shape


INHERITED = (
    "source", "blocks", "ports", "compare_bias", "compare_eps", "reference", "given", "read_again",
    "misconceptions", "start", "steps", "closing",
)  # fmt: skip
"""What a lab has from the one that it is `of`, unless it says otherwise."""


class Lab(Strict):
    """A lab. `order` is its place on its path; the first mode is the usual one.

    With `faults`, it opens with the network of another lab, the one that it is `of`, in which
    something is wrong; `look` is what to look at in each step, in place of what the step asks for
    there.

    `closing` is what the demo says last: what was built, and what to look back at. It may hold
    values, and is given to nobody else.

    `ports` names inputs of a block as the lab's text does, by block and port.
    `read_again` says where a property is to be read, if not in a column of the given table or in
    the step's text; `misconceptions` are the packs that Verify looks for.
    """

    slug: Annotated[str, StringConstraints(pattern=SLUG)]
    of: Annotated[str, StringConstraints(pattern=SLUG)] | None = None
    faults: Faults | None = None
    look: tuple[Look, ...] = ()
    path: str
    order: Count
    title: LabText
    summary: LabText
    task: LabText
    intro: LabText | None = None
    closing: LabText | None = None
    source: LabText
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)]
    hint_cap: Annotated[int, Field(ge=0, le=5)]
    blocks: Annotated[tuple[str, ...], Field(min_length=1)]
    ports: dict[str, dict[str, LabText]] = Field(default_factory=dict)
    compare_bias: bool = False
    compare_eps: bool = False
    stated: Stated = Field(alias="reference")
    given: Given = Given()
    read_again: dict[str, LabText] = Field(default_factory=dict)
    misconceptions: frozenset[str] = frozenset()
    start: Board
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    def asks(self, step: Step) -> LabText | None:
        """Return what a step asks for: what stands already is looked at, not placed."""
        if self.faults is None:
            return step.task
        return next((look.text for look in self.look if step.number in look.steps), None)

    @property
    def own(self) -> bool:
        """Whether an instructor made it: it is in no process but those that were given it."""
        return self.path == OWN_PATH

    @cached_property
    def content(self) -> str:
        """All of it as JSON, from which any process makes the same lab."""
        return self.model_dump_json(by_alias=True, exclude_unset=True)

    @cached_property
    def reference(self) -> Reference:
        """The graph that this lab asks for."""
        return replace(
            self._network(),
            compare_bias=self.compare_bias,
            compare_eps=self.compare_eps,
            read_again={**self.given.read_again(), **self.read_again},
            misconceptions=self.misconceptions,
        )

    def _network(self) -> Reference:
        if self.stated.table is not None:
            return from_table(self.stated.table)
        if self.stated.board is not None:
            return from_board(self.stated.board)
        drawn = self.stated.drawn
        assert drawn is not None, "one of the three was checked"
        return from_drawing(read(drawn.board), drawn.steps, "reference.drawn")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.of is None) != (self.faults is None):
            raise ValueError("of, faults: a lab has both or neither")
        if self.path not in lab_paths():
            raise ValueError(f"path: one of {', '.join(lab_paths())}")
        if unknown := set(self.blocks) - BLOCK_OF_TYPE.keys():
            raise ValueError(f"blocks: not known: {', '.join(sorted(unknown))}")
        for type, named in self.ports.items():
            if type not in self.blocks:
                raise ValueError(f"ports: the lab does not allow: {type}")
            if odd := named.keys() - {port.name for port in BLOCK_OF_TYPE[type].info.inputs}:
                raise ValueError(f"ports: {type} has none called: {', '.join(sorted(odd))}")
        if odd := {node.type for node in self.start.nodes} - set(self.blocks):
            raise ValueError(f"start: blocks that the lab does not allow: {', '.join(sorted(odd))}")
        if [step.number for step in self.steps] != list(range(1, len(self.steps) + 1)):
            raise ValueError("steps: they are numbered from 1, in order")
        if set(self.reference.steps.values()) != {step.number for step in self.steps}:
            raise ValueError("steps: not those of the reference")
        drawn = self.given.figure.steps if self.given.figure else set()
        if beyond := drawn - set(self.reference.steps.values()):
            raise ValueError(
                f"given.figure: there is no step {', '.join(map(str, sorted(beyond)))}"
            )
        if nameless := self.read_again.keys() - PROPERTIES:
            raise ValueError(f"read_again: no block has: {', '.join(sorted(nameless))}")
        if unheard := self.misconceptions - MISCONCEPTIONS:
            raise ValueError(f"misconceptions: not known: {', '.join(sorted(unheard))}")
        return self

    @model_validator(mode="after")
    def _looked_at_once(self) -> Self:
        numbers = sorted(number for look in self.look for number in look.steps)
        if self.look and numbers != [step.number for step in self.steps]:
            raise ValueError("look: each step once, or none at all")
        if self.look and self.faults is None:
            raise ValueError("look: where nothing stands yet, a step says its task")
        return self


Bases: TypeAlias = Callable[[str], str | None]
"""The TOML text of the lab of some name, None where there is none."""


def parse_lab(content: str, name: str, bases: Bases = lambda slug: None) -> Lab:
    """Return the lab in a TOML text; `name` is the file's, for messages.

    Raises:
        BadLab: It is not TOML, or not a lab; the message names the file and the first places.
    """
    try:
        document = tomllib.loads(content)
        if "of" in document:
            base = bases(str(document["of"]))
            if base is None:
                raise BadLab(at(name, filled(NO_BASE, {"slug": document["of"]})))
            document = _inherited(tomllib.loads(base)) | document
        path = lab_paths().get(str(document.get("path")))
        if path and path.intro:
            document = {"intro": path.intro} | document
        # Read as JSON, because there an array may be a tuple and strictness still holds.
        return Lab.model_validate_json(json.dumps(document, default=str))
    except tomllib.TOMLDecodeError as error:
        raise BadLab(at(name, toml_words(error))) from error
    except ValidationError as error:
        found = error.errors(include_url=False)
        flaws = (
            at(name, flaw_words(flaw, _NAMES))
            for flaw in found
            if not any(_inside(other["loc"], flaw["loc"]) for other in found)
        )
        raise BadLab(together(flaws)) from error


_NAMES = frozenset().union(
    *(part.model_fields for part in (Lab, Step, Stated, Drawn, Given, Table, Faults, Look))
)
"""What parts of a lab's file are called."""


def _inherited(base: Mapping[str, Any]) -> dict[str, Any]:
    return {key: base[key] for key in INHERITED if key in base}


def _inside(place: Place, other: Place) -> bool:
    """Tell whether one place is in another: a list that lacks its bad items is no flaw itself."""
    return len(place) > len(other) and place[: len(other)] == other
