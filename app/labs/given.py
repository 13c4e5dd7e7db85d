"""What a lab gives beside its task: a table of whatever columns, a figure, a text, or nothing.

A table's rows are those of a reference's table, printed as the paper prints them, or stand in the
lab's own file. Its columns are headings from `columns.toml`, which labs share, or the lab's own.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, TypeAdapter, model_validator

from app.core.text import Text, text
from app.labs.document import read_document
from app.labs.figure import Figure
from app.labs.values import Count, LabText, Strict
from app.reference import PRINTED, table_rows

_COLUMNS = Path(__file__).parent / "columns.toml"


class Column(Strict):
    """A column: its heading, what it tells, and the parameters whose values it holds.

    `tells` are parameters' names, and `type` for the kind of block.
    """

    label: LabText
    what: LabText
    tells: tuple[str, ...] = ()

    @property
    def place(self) -> Text:
        """Where this is, for someone who is to read it again: `the NL column of the table`."""
        zh, en = self.label["zh-CN"], self.label["en"]
        before, after = (" " if edge.isascii() else "" for edge in (zh[0], zh[-1]))
        return text(f"表中的{before}{zh}{after}一列", f"the {en} column of the table")


@cache
def shared_columns() -> Mapping[str, Column]:
    """Return the headings that labs share, by their keys."""
    return read_document(_COLUMNS, TypeAdapter(dict[str, Column]))


class TableRow(Strict):
    """One row: the step it belongs to, and its cells under the table's columns."""

    step: Count
    cells: tuple[str, ...]


class Table(Strict):
    """A table beside the task.

    `of` names the reference's table whose rows it shows, of these `steps` or of all; without it the
    rows are its own. `headings` are columns that this lab alone has. `legend` explains what the
    cells abbreviate.
    """

    columns: Annotated[tuple[str, ...], Field(min_length=1)]
    of: str | None = None
    steps: tuple[Count, ...] | None = None
    rows: tuple[TableRow, ...] = ()
    headings: dict[str, Column] = Field(default_factory=dict)
    legend: LabText | None = None

    def column(self, key: str) -> Column:
        """Return the heading of a column."""
        return self.headings.get(key) or shared_columns()[key]

    def printed(self) -> Iterator[TableRow]:
        """Yield the rows as they are shown."""
        if self.of is None:
            yield from self.rows
            return
        for row in table_rows(self.of):
            if self.steps is None or row.step in self.steps:
                yield TableRow(
                    step=row.step, cells=tuple(PRINTED[key](row) for key in self.columns)
                )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if odd := set(self.columns) - self.headings.keys() - shared_columns().keys():
            raise ValueError(f"columns: not known: {', '.join(sorted(odd))}")
        if (self.of is None) == (not self.rows):
            raise ValueError("name a reference's table, or write rows")
        if self.of is None and self.steps is not None:
            raise ValueError("steps: these choose from a reference's table")
        if self.of is not None and (odd := set(self.columns) - PRINTED.keys()):
            raise ValueError(f"columns: no table has: {', '.join(sorted(odd))}")
        if any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError("rows: each has a cell for every column")
        if not any(self.printed()):
            raise ValueError("the table has none of these steps")
        return self


class Given(Strict):
    """What exercise mode shows beside the task; nothing is an answer too."""

    table: Table | None = None
    figure: Figure | None = None
    text: LabText | None = None

    def read_again(self) -> dict[str, Text]:
        """Return where each property that the table tells is to be read."""
        if self.table is None:
            return {}
        columns = [self.table.column(key) for key in self.table.columns]
        return {name: column.place for column in reversed(columns) for name in column.tells}
