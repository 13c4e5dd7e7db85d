"""Tables in the columns of the paper's Table 1: CSV text to rows, strictly.

One row is one piece of a network, in order. `operator` decides which other columns a row has; an
empty cell is the column's absence. Every error names the file, the line and the column.

Source: arXiv:1905.02244, Tables 1 and 2.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import pairwise
from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from app.blocks.bneck import Nonlinearity
from app.core.shape import Shape, is_map

T = TypeVar("T")

Operator: TypeAlias = Literal["conv2d", "bneck", "pool", "flatten", "softmax"]

COLUMNS = ("step", "input", "operator", "kernel", "exp_size", "out", "se", "nl", "stride", "nbn")
"""Columns of every table. `kernel` stands inside `operator` in the paper, `step` is the lab's."""

MORE_COLUMNS = ("bias", "expand_bias", "se_norm")
"""Columns of a table that departs from the paper, as the lab text's code listing does."""

_NEEDS: dict[Operator, frozenset[str]] = {
    "conv2d": frozenset({"kernel", "out", "stride"}),
    "bneck": frozenset({"kernel", "exp_size", "out", "nl", "stride"}),
    "pool": frozenset(),
    "flatten": frozenset(),
    "softmax": frozenset(),
}
_MAY_HAVE: dict[Operator, frozenset[str]] = {
    "conv2d": frozenset({"nl", "nbn", "bias"}),
    "bneck": frozenset({"se", "expand_bias", "se_norm"}),
    "pool": frozenset({"kernel", "stride"}),
    "flatten": frozenset(),
    "softmax": frozenset(),
}


class BadReference(ValueError):
    """A file of this package that cannot be read as a reference; the message names the place."""


def _shape(cell: str) -> Shape:
    """Return (1, c, h, w) of a cell like `112x112x16`, and (1, c) of one like `1000`."""
    if not re.fullmatch(r"[1-9]\d*(x[1-9]\d*x[1-9]\d*)?", cell):
        raise ValueError("a shape is written like 112x112x16, or 1000 once flattened")
    *sides, channels = map(int, cell.split("x"))
    return (1, channels, *sides)


def _count(cell: str) -> int:
    if not re.fullmatch(r"[1-9]\d*", cell):
        raise ValueError("a whole number, at least 1")
    return int(cell)


def _flag(cell: str) -> bool:
    if cell not in ("yes", "no"):
        raise ValueError("yes or no")
    return cell == "yes"


def _squeeze(cell: str) -> bool | int:
    return True if cell == "yes" else _count(cell)


Count = Annotated[int, BeforeValidator(_count)]
Flag = Annotated[bool, BeforeValidator(_flag)]


class Row(BaseModel):
    """One piece of a network.

    `input` is the shape that the paper states, as an oracle for tests; only the first row's is
    used, for it is the picture. `se` is True for the usual squeeze width, or the width itself;
    `nl` None means no activation; `nbn` no batch norm (and then, unless `bias` says otherwise, a
    bias). `expand_bias` gives the bneck's first convolution a bias, and so says that there is one
    whatever the exp size.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: int = Field(ge=1)
    step: Count
    input: Annotated[Shape, BeforeValidator(_shape)]
    operator: Operator
    kernel: Count | None = None
    exp_size: Count | None = None
    out: Count | None = None
    se: Annotated[bool | int, BeforeValidator(_squeeze)] = False
    nl: Nonlinearity | None = None
    stride: Count | None = None
    nbn: Flag = False
    bias: Flag | None = None
    expand_bias: Flag = False
    se_norm: Literal["none", "batch"] = "none"


def parse_table(text: str, name: str) -> tuple[Row, ...]:
    """Return the rows of a table; `name` is the file's, for messages.

    Raises:
        BadReference: A header, cell or row that a table cannot have.
    """
    lines = csv.reader(StringIO(text))
    header = next(lines, [])
    wrong = set(COLUMNS) - set(header) | set(header) - {*COLUMNS, *MORE_COLUMNS}
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
    needs = _NEEDS[row.operator]
    known = needs | _MAY_HAVE[row.operator] | {"step", "input", "operator"}
    for column in (*COLUMNS, *MORE_COLUMNS):
        if column in needs and column not in filled:
            yield f"{column}: {row.operator} needs one"
        if column in filled and column not in known:
            yield f"{column}: {row.operator} has none"
    if row.operator == "pool" and (row.kernel is None) != (row.stride is None):
        yield "stride: a pool has kernel and stride, or neither (then over the whole map)"


def present(value: T | None) -> T:
    """Return a cell that the row's operator guarantees."""
    assert value is not None, "checked when the row was read"
    return value
