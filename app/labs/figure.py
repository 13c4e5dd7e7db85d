"""A figure that a lab gives, as data: boxes on a grid and the wires between them.

The page draws it in its own colours, light or dark, and in the reader's language.
"""

from itertools import combinations
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.blocks.base import Category
from app.core.text import LANGS
from app.labs.values import Count, LabText, Strict

MOST_LINES = 2


class Box(Strict):
    """A box: the middle of its column and row on the grid, and the lines that stand in it.

    `category` gives it the colour of such blocks, `step` the tick of that step of the lab.
    """

    column: Annotated[float, Field(ge=0, le=3)]
    row: Annotated[int, Field(ge=0, le=9)]
    text: LabText
    category: Category | None = None
    step: Count | None = None


class FigureWire(Strict):
    """A wire from one box down to another, by their names; `via` is the column that it runs in."""

    source: str
    target: str
    via: Annotated[float, Field(ge=0, le=3)] | None = None


class Figure(Strict):
    """Boxes by name, wires, and in words what is to be seen, for those who do not see it."""

    alt: LabText
    boxes: Annotated[dict[str, Box], Field(min_length=2)]
    wires: tuple[FigureWire, ...]

    @property
    def steps(self) -> set[int]:
        """The steps of the lab that its boxes name."""
        return {box.step for box in self.boxes.values() if box.step is not None}

    @model_validator(mode="after")
    def _drawable(self) -> Self:
        for name, box in self.boxes.items():
            if any(box.text[lang].count("\n") >= MOST_LINES for lang in LANGS):
                raise ValueError(f"boxes: {name}: more than {MOST_LINES} lines of text")
        for (one, a), (other, b) in combinations(self.boxes.items(), 2):
            if a.row == b.row and abs(a.column - b.column) < 1:
                raise ValueError(f"boxes: {one} and {other} lie on each other")
        for wire in self.wires:
            for end in (wire.source, wire.target):
                if end not in self.boxes:
                    raise ValueError(f"wires: there is no box {end}")
            if self.boxes[wire.source].row >= self.boxes[wire.target].row:
                raise ValueError(f"wires: {wire.source} to {wire.target} does not lead down")
        return self
