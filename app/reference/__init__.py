"""Networks that labs ask for, as data: tables in Table 1's columns, and boards."""

from app.reference.boards import board_of
from app.reference.reference import (
    FAMILIES,
    MISCONCEPTIONS,
    Reference,
    from_board,
    from_drawing,
    from_table,
    table_rows,
)
from app.reference.row import PRINTED, Row
from app.reference.table import BadReference, parse_table

__all__ = [
    "FAMILIES",
    "MISCONCEPTIONS",
    "PRINTED",
    "BadReference",
    "Reference",
    "Row",
    "board_of",
    "from_board",
    "from_drawing",
    "from_table",
    "parse_table",
    "table_rows",
]
