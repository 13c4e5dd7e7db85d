"""References: the graph that a lab asks for, and which step each node belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from app.core.text import Text
from app.graph import Board, Graph, Reading
from app.reference.boards import board_of, drawn, graph_of
from app.reference.chain import chain
from app.reference.row import Row
from app.reference.table import BadReference, parse_table

_TABLES = Path(__file__).parent / "tables"
_BOARDS = Path(__file__).parent / "boards"

MISCONCEPTIONS = frozenset({"inverted-residual", "mobilenet-v3", "squeeze-excite"})
"""The packs of misconceptions that people are known to have: about a block, or about a paper."""

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "inverted-residual": (
        "mobilenet-v3-large",
        "mobilenet-v3-small",
        "mobilenet-v2",
        "efficientnet-b0",
    ),
}
"""The tables of one family, by its pack: one of them is easily read instead of another."""


@dataclass(frozen=True, eq=False)
class Reference:
    """The graph that a student's is compared with. Never sent to a student.

    `steps` maps each node but the input to its step of the lab. What is compared: with
    `compare_bias` the biases of convolutions, with `compare_eps` the eps of batch norms.
    `read_again` says where a property is to be read, by the parameter's name, `type` for the kind
    of block; what it does not hold is in the step's text. `misconceptions` are the packs that apply
    to this network.
    """

    graph: Graph
    steps: Mapping[str, int]
    compare_bias: bool = False
    compare_eps: bool = False
    read_again: Mapping[str, Text] = field(default_factory=dict)
    misconceptions: frozenset[str] = frozenset()

    @property
    def board(self) -> Board:
        """The reference as a board, for instructors."""
        return board_of(self.graph)

    @cached_property
    def digest(self) -> str:
        """Known by what is in it, in every process: all its fields, and the graph as a board."""
        others = {each.name: getattr(self, each.name) for each in fields(self)[1:]}
        others["misconceptions"] = sorted(self.misconceptions)  # a set has an order of its own
        if not self.compare_eps:
            del others["compare_eps"]  # younger than the digests of most labs, which stay
        content = repr((self.board.model_dump_json(), others))
        return blake2b(content.encode(), digest_size=16).hexdigest()


def table_rows(name: str) -> tuple[Row, ...]:
    """Return the rows of the table `tables/<name>.csv`.

    Raises:
        BadReference: There is no such table, or it cannot be read.
    """
    return parse_table(_read(_TABLES / f"{name}.csv"), f"{name}.csv")


def from_table(name: str) -> Reference:
    """Return the reference that the table `tables/<name>.csv` describes.

    Raises:
        BadReference: There is no such table, or it cannot be read.
    """
    return Reference(*chain(table_rows(name), f"{name}.csv"))


def from_board(name: str) -> Reference:
    """Return the reference on the board `boards/<name>.json`.

    Raises:
        BadReference: There is no such board, or it cannot be read.
    """
    body = _read(_BOARDS / f"{name}.json").encode()
    return Reference(*graph_of(body, f"{name}.json"))


def from_drawing(reading: Reading, steps: Mapping[str, int], name: str) -> Reference:
    """Return the reference on a board that is in no file of this package; `name` is for messages.

    Raises:
        BadReference: Its graph has a flaw, or a node has no step.
    """
    return Reference(drawn(reading, steps, name), steps)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BadReference(f"There is no {path.parent.name}/{path.name}.") from error
