"""The board as it is saved and sent: React Flow's own node and edge JSON.

Reading a board answers one question only: is this document a board at all? Whether its network
makes sense is for `app.graph.read`, node by node.
"""

from math import isfinite
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    FailFast,
    Field,
    GetPydanticSchema,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import (
    any_schema,
    bool_schema,
    int_schema,
    no_info_after_validator_function,
    none_schema,
    simple_ser_schema,
    str_schema,
    union_schema,
)

from app.core.errors import NOT_A_BOARD, BoardError, BoardTooLarge, Flaw

T = TypeVar("T")

MAX_NODES = 2_000
MAX_EDGES = 8_000
MAX_DATA = 64
"""Most entries of one node's `data`; a bneck has eleven parameters and a label."""

MAX_FLAWS = 20
"""An error answer names the first flaws only, so that it stays small."""

ANNOTATIONS = frozenset({"note", "frame"})
"""Node types without ports, which engine and Verify pass over."""

Id = Annotated[str, Field(min_length=1, max_length=120)]


def _finite(value: Any) -> Any:
    """Refuse NaN and infinity at any depth: JSON has none, and editors could not read them back."""
    if isinstance(value, float) and not isfinite(value):
        raise PydanticCustomError("finite_number", "Input should be a finite number")
    for inner in value.values() if isinstance(value, dict) else ():
        _finite(inner)
    for inner in value if isinstance(value, list) else ():
        _finite(inner)
    return value


def _whole(value: Any) -> Any:
    """Refuse `true` and 1.0, which equal 1 in Python and not in JSON's own types."""
    if type(value) is not int:
        raise PydanticCustomError("literal_error", "Input should be 1")
    return value


# What most values are is seen without a call of Python, which would be a quarter of all reading.
_JSON = union_schema(
    [
        int_schema(strict=True),
        str_schema(strict=True),
        bool_schema(strict=True),
        none_schema(),
        no_info_after_validator_function(_finite, any_schema()),
    ],
    mode="left_to_right",
    custom_error_type="finite_number",
    serialization=simple_ser_schema("any"),
)

Json = Annotated[Any, GetPydanticSchema(lambda _source, _handler: _JSON), WithJsonSchema({})]
"""Any JSON value, without NaN and infinity at any depth."""


class _Strict(BaseModel):
    __pydantic_extra__: dict[str, Json] = Field(init=False)

    model_config = ConfigDict(strict=True, allow_inf_nan=False, extra="allow")


class Position(_Strict):
    """Where a node lies on the canvas, in pixels."""

    # Frozen, so that all nodes without one share one: to copy it for each of a large board's took
    # longer than to read the board.
    model_config = ConfigDict(frozen=True)

    x: float
    y: float


class BoardNode(_Strict):
    """One node; `data` holds the block's parameters, and optionally `label`."""

    id: Id
    type: Annotated[str, Field(min_length=1, max_length=120)]
    position: Position = Position(x=0, y=0)
    data: Annotated[dict[str, Json], Field(max_length=MAX_DATA)] = {}
    parentId: Id | None = None


class BoardEdge(_Strict):
    """One wire. Handles name ports and may be left out, or empty, where a node has one."""

    id: Id
    source: Id
    target: Id
    sourceHandle: str | None = None
    targetHandle: str | None = None


class Board(_Strict):
    """A board, version 1. Keys that editors add are carried along and mean nothing here."""

    version: Annotated[Literal[1], BeforeValidator(_whole)] = 1
    # The first flaw of a list ends its reading: a million of them would take seconds to describe.
    nodes: Annotated[list[BoardNode], FailFast()]
    edges: Annotated[list[BoardEdge], FailFast()]

    @property
    def blocks(self) -> list[BoardNode]:
        """The nodes that are blocks: no notes, no frames."""
        return [node for node in self.nodes if node.type not in ANNOTATIONS]


_BOARD = TypeAdapter(Board)


def parse(adapter: TypeAdapter[T], body: bytes) -> T:
    """Return what the JSON text holds.

    Raises:
        BoardError: It is not JSON, or not of this form; `flaws` names the first places.
    """
    try:
        return adapter.validate_json(body)
    except ValidationError as error:
        raise BoardError(NOT_A_BOARD["en"], _flaws(error)) from error


def parse_board(body: bytes) -> Board:
    """Return the board in a JSON text.

    Raises:
        BoardError: It is not JSON, or not a board.
        BoardTooLarge: It has more nodes or edges than the product follows.
    """
    board = parse(_BOARD, body)
    check_size(board)
    return board


def check_size(board: Board) -> None:
    """Raise `BoardTooLarge` where the board has more nodes or edges than the product follows."""
    if len(board.nodes) > MAX_NODES:
        raise BoardTooLarge(f"The board has {len(board.nodes)} nodes; {MAX_NODES} is the most.")
    if len(board.edges) > MAX_EDGES:
        raise BoardTooLarge(f"The board has {len(board.edges)} edges; {MAX_EDGES} is the most.")


def _flaws(error: ValidationError) -> tuple[Flaw, ...]:
    """Return the first flaws as JSON pointers (RFC 6901), without repeating the input."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return tuple(Flaw(_pointer(flaw["loc"]), flaw["msg"][:200]) for flaw in found[:MAX_FLAWS])


def _pointer(loc: tuple[int | str, ...]) -> str:
    parts = (str(part)[:120].replace("~", "~0").replace("/", "~1") for part in loc)
    return "".join(f"/{part}" for part in parts)
