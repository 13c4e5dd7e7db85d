"""Rows of a table to the graph they describe.

What the table does not say follows from it, as in the paper: a bneck has its first convolution
where exp size differs from the channels that enter, and a shortcut where the stride is 1 and as
many channels leave as enter.

Source: arXiv:1801.04381, section 3.3; arXiv:1905.02244, section 5.
"""

from collections import Counter
from collections.abc import Iterable

from pydantic import ValidationError

from app.blocks import Block, Input
from app.blocks.base import IN
from app.blocks.bneck import ACTIVATION_OF_NL, Bneck
from app.blocks.conv2d import Conv2d
from app.blocks.head import Flatten, Softmax
from app.blocks.pool import AvgPool, GlobalAvgPool
from app.graph import Edge, Graph, Node
from app.reference.table import BadReference, Operator, Row, present

_STEM: dict[Operator, str] = {
    "conv2d": "conv",
    "bneck": "bneck",
    "pool": "pool",
    "flatten": "flatten",
    "softmax": "softmax",
}
"""What the nodes of an operator are called; counted where a table has it more than once."""


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
    if row.operator != "bneck":
        network.place(id, _block(row), row.step, network.end)
    elif row.expand_bias:
        _place_unfolded(network, id, row)
    else:
        network.place(id, bneck(row, network.channels), row.step, network.end)


def bneck(row: Row, channels: int) -> Bneck:
    """Return the bneck of a row that these channels enter."""
    out = present(row.out)
    stride = present(row.stride)
    expand = row.expand_bias or row.exp_size != channels
    return Bneck(
        kernel_size=present(row.kernel),
        exp_size=row.exp_size if expand else None,
        out_channels=out,
        se=row.se is not False,
        se_channels=None if isinstance(row.se, bool) else row.se,
        se_norm=row.se_norm,
        nl=present(row.nl),
        stride=stride,
        expand=expand,
        shortcut=stride == 1 and out == channels,
    )


def _place_unfolded(network: _Chain, id: str, row: Row) -> None:
    """Place a bneck piece by piece: the block has no parameter for a bias in its first one."""
    entry = network.end
    for piece in bneck(row, network.channels).unfold(network.channels):
        sources = [entry if name == IN.name else f"{id}_{name}" for name in piece.inputs]
        biased = {"bias": True} if piece.name == "expand" else {}
        block = piece.block.model_copy(update=biased)
        network.place(f"{id}_{piece.name}", block, row.step, *sources)


def _block(row: Row) -> Block:
    """Return the block of a row that is no bneck."""
    match row.operator:
        case "conv2d":
            return Conv2d(
                out_channels=present(row.out),
                kernel_size=present(row.kernel),
                stride=present(row.stride),
                bias=row.bias,
                norm="none" if row.nbn else "batch",
                activation=ACTIVATION_OF_NL[row.nl] if row.nl else "none",
            )
        case "pool" if row.kernel:
            return AvgPool(kernel_size=row.kernel, stride=row.stride)
        case "pool":
            return GlobalAvgPool()
        case "flatten":
            return Flatten()
        case _:
            return Softmax()


def _named(rows: tuple[Row, ...]) -> Iterable[tuple[str, Row]]:
    """Yield each row with the id of its node: `bneck3`, or `pool` where there is one."""
    total = Counter(row.operator for row in rows)
    seen: Counter[Operator] = Counter()
    for row in rows:
        seen[row.operator] += 1
        number = str(seen[row.operator]) if total[row.operator] > 1 else ""
        yield f"{_STEM[row.operator]}{number}", row
