"""Tables: CSV text to rows, strictly.

One row is one piece of a network, in order. `operator` decides which other cells a row has; an
empty cell, or a column that the table does not have, is the cell's absence. Every error names the
file, the line and the column.
"""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import pairwise

from pydantic import ValidationError

from app.core.shape import is_map
from app.reference.operators import OPERATORS
from app.reference.row import COLUMNS, EVERY_ROW, Row


class BadReference(ValueError):
    """A file of this package that cannot be read as a reference; the message names the place."""


def parse_table(text: str, name: str) -> tuple[Row, ...]:
    """Return the rows of a table; `name` is the file's, for messages.

    Raises:
        BadReference: A header, cell or row that a table cannot have.
    """
    lines = csv.reader(StringIO(text))
    header = next(lines, [])
    wrong = set(EVERY_ROW) - set(header) | set(header) - set(COLUMNS)
    if wrong or len(header) != len(set(header)):
        names = ", ".join(sorted(wrong)) or "one of them twice"
        raise BadReference(f"{name}:1: columns missing or not known: {names}")
    rows = tuple(_row(cells, header, f"{name}:{lines.line_num}", lines.line_num) for cells in lines)
    if not rows or rows[0].step != 1:
        raise BadReference(f"{name}:2: step: the first row is step 1")
    if not is_map(rows[0].input):
        raise BadReference(f"{name}:2: input: a network begins with a picture, like 224x224x3")
    for before, row in pairwise(rows):
        if row.step - before.step not in (0, 1):
            raise BadReference(f"{name}:{row.line}: step: steps count up without gaps")
    return rows


def _row(cells: list[str], header: list[str], place: str, line: int) -> Row:
    if len(cells) != len(header):
        raise BadReference(f"{place}: {len(cells)} cells under {len(header)} columns")
    filled = {column: cell for column, cell in zip(header, cells, strict=True) if cell}
    try:
        row = Row.model_validate({"line": line, **filled})
    except ValidationError as error:
        flaw = error.errors(include_url=False)[0]
        message = flaw["msg"].removeprefix("Value error, ")
        raise BadReference(f"{place}: {flaw['loc'][0]}: {message}") from error
    for problem in _misfits(row, filled):
        raise BadReference(f"{place}: {problem}")
    return row


def _misfits(row: Row, filled: Mapping[str, str]) -> Iterator[str]:
    """Yield what the row lacks or has though its operator has no use for it."""
    operator = OPERATORS.get(row.operator)
    if operator is None:
        yield f"operator: one of {', '.join(OPERATORS)}"
        return
    known = {*EVERY_ROW, *operator.needs, *operator.takes, *operator.together}
    for column in COLUMNS:
        if column in operator.needs and column not in filled:
            yield f"{column}: {row.operator} needs one"
        if column in filled and column not in known:
            yield f"{column}: {row.operator} has none"
    if (lacking := operator.together - filled.keys()) and lacking != operator.together:
        names = " and ".join(sorted(operator.together))
        yield f"{min(lacking)}: {row.operator} has {names}, or neither"
