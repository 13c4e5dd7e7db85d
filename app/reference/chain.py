"""Rows of a table to the graph they describe."""

from collections import Counter
from collections.abc import Iterable

from pydantic import ValidationError

from app.blocks import Block, Input
from app.blocks.base import IN
from app.graph import Edge, Graph, Node
from app.reference.operators import OPERATORS
from app.reference.row import Row
from app.reference.table import BadReference


class _Chain:
    """The graph so far, its last node and the channels that leave it."""

    def __init__(self, picture: Input) -> None:
        self.nodes = {"input": Node("input", picture)}
        self.edges: list[Edge] = []
        self.steps: dict[str, int] = {}
        self.end = "input"
        self.channels = picture.channels

    def place(self, id: str, block: Block, step: int, *sources: str) -> None:
        """Add a node behind these sources, one for each of its ports, and go on from there."""
        self.nodes[id] = Node(id, block)
        self.steps[id] = step
        for port, source in zip(block.info.inputs, sources, strict=True):
            self.edges.append(Edge(f"e{len(self.edges) + 1}", source, id, port.name))
        self.end = id


def chain(rows: tuple[Row, ...], name: str) -> tuple[Graph, dict[str, int]]:
    """Return the graph of a table, and the step of each of its nodes but the input.

    Raises:
        BadReference: A value that the row's block does not take; `name` is the file's.
    """
    _, channels, height, width = rows[0].input
    network = _Chain(Input(channels=channels, height=height, width=width))
    for id, row in _named(rows):
        try:
            _place(network, id, row)
        except ValidationError as error:
            flaw = error.errors(include_url=False)[0]
            message = f"{name}:{row.line}: {flaw['loc'][0]}: {flaw['msg']}"
            raise BadReference(message) from error
        network.channels = row.out or network.channels
    return Graph(network.nodes, tuple(network.edges)), network.steps


def _place(network: _Chain, id: str, row: Row) -> None:
    block = OPERATORS[row.operator].block(row, network.channels)
    if row.expand_bias:
        _place_unfolded(network, id, row, block)
    else:
        network.place(id, block, row.step, network.end)


def _place_unfolded(network: _Chain, id: str, row: Row, bneck: Block) -> None:
    """Place a bneck piece by piece: the block has no parameter for a bias in its first one."""
    entry = network.end
    for piece in bneck.unfold(network.channels) or ():
        sources = [entry if name == IN.name else f"{id}_{name}" for name in piece.inputs]
        biased = {"bias": True} if piece.name == "expand" else {}
        block = piece.block.model_copy(update=biased)
        network.place(f"{id}_{piece.name}", block, row.step, *sources)


def _named(rows: tuple[Row, ...]) -> Iterable[tuple[str, Row]]:
    """Yield each row with the id of its node: `bneck3`, or `pool` where there is one."""
    total = Counter(row.operator for row in rows)
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row.operator] += 1
        number = str(seen[row.operator]) if total[row.operator] > 1 else ""
        yield f"{OPERATORS[row.operator].stem}{number}", row
