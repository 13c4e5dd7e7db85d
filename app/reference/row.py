"""One row of a table: a piece of a network, in the columns of the paper's Table 1 and a few more.

Source: arXiv:1905.02244, Tables 1 and 2.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.blocks.bneck import Nonlinearity
from app.core.shape import Shape

T = TypeVar("T")


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
    """One piece of a network; its fields are the columns that a table may have.

    `input` is the shape that the paper states, as an oracle for tests; only the first row's is
    used, for it is the picture. `operator` is a key of `app.reference.operators`. `se` is True for
    the usual squeeze width, or the width itself; `nl` None means no activation; `nbn` no batch norm
    (and then, unless `bias` says otherwise, a bias). `expand_bias` gives the bneck's first
    convolution a bias, and so says that there is one whatever the exp size.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: int = Field(ge=1)
    step: Count
    input: Annotated[Shape, BeforeValidator(_shape)]
    operator: str
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


COLUMNS = tuple(name for name in Row.model_fields if name != "line")
"""The columns that tables are written in."""

EVERY_ROW = ("step", "input", "operator")
"""Columns that no table and no row goes without."""


def present(value: T | None) -> T:
    """Return a cell that the row's operator guarantees."""
    assert value is not None, "checked when the row was read"
    return value


def _input(row: Row) -> str:
    _, channels, *sides = row.input
    return "×".join(map(str, (*sides, channels)))


def _value(name: str) -> Callable[[Row], str]:
    def printed(row: Row) -> str:
        value: Any = getattr(row, name)
        return "" if value is None else str(value)

    return printed


def _tick(name: str) -> Callable[[Row], str]:
    return lambda row: "✓" if getattr(row, name) is not False else ""


PRINTED: Mapping[str, Callable[[Row], str]] = MappingProxyType(
    {
        "input": _input,
        **{
            name: _value(name) for name in ("operator", "kernel", "exp_size", "out", "nl", "stride")
        },
        **{name: _tick(name) for name in ("se", "nbn")},
    }
)
"""The columns that people are shown, each as the paper prints it: SE and NBN are ticks, whatever
their details."""
