"""Hypothesis strategies: the parameters of every block, and boards whose network runs."""

from typing import Any, get_args

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from app.blocks import BLOCK_OF_TYPE
from app.blocks.base import Activation
from app.blocks.bneck import Nonlinearity
from app.core.shape import Shape, is_map
from app.engine import Measure, measure
from app.graph import Board
from app.graph.board import BoardEdge, BoardNode
from tests.boards import node

ACTIVATIONS = st.sampled_from(get_args(Activation))
NORMS = st.sampled_from(("none", "batch"))
WIDTHS = st.integers(1, 12)
WINDOWS = st.integers(1, 5)
STRIDES = st.integers(1, 3)


def _some(**strategies: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=strategies)


_CONVOLUTION = _some(
    kernel_size=WINDOWS,
    stride=STRIDES,
    padding=st.just("same") | st.integers(0, 3),
    dilation=st.integers(1, 2),
    bias=st.none() | st.booleans(),
    norm=NORMS,
    activation=ACTIVATIONS | st.just("none"),
)
_POOL: SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    kernel_size=WINDOWS,
    stride=st.none() | STRIDES,
    padding=st.integers(0, 1),
)
_SIDE = st.integers(3, 12)

PARAMETERS: dict[str, SearchStrategy[dict[str, Any]]] = {
    "input": st.builds(dict, channels=WIDTHS, height=_SIDE, width=_SIDE),
    "conv2d": st.builds(
        lambda common, own: {**common, **own},
        _CONVOLUTION,
        st.builds(dict, out_channels=WIDTHS, groups=st.sampled_from((1, 1, 2, 3))),
    ),
    "depthwise_conv2d": _CONVOLUTION,
    "bneck": st.builds(
        lambda needed, rest: {**needed, **rest},
        st.builds(dict, out_channels=WIDTHS, exp_size=WIDTHS),
        _some(
            kernel_size=st.sampled_from((1, 3, 5)),
            se=st.booleans(),
            se_channels=st.none() | WIDTHS,
            se_norm=NORMS,
            nl=st.sampled_from(get_args(Nonlinearity)),
            stride=STRIDES,
            expand=st.booleans(),
            shortcut=st.booleans(),
        ),
    ),
    "squeeze_excite": _some(
        squeeze_channels=st.none() | WIDTHS, activation=ACTIVATIONS, gate=ACTIVATIONS, norm=NORMS
    ),
    "batch_norm": st.just({}),
    "activation": _some(kind=ACTIVATIONS),
    "avg_pool": _POOL,
    "max_pool": _POOL,
    "global_avg_pool": st.just({}),
    "add": st.just({}),
    "multiply": st.just({}),
    "concat": st.just({}),
    "linear": st.builds(
        dict, out_features=WIDTHS, bias=st.booleans(), activation=ACTIVATIONS | st.just("none")
    ),
    "flatten": st.just({}),
    "softmax": st.just({}),
    "dropout": _some(p=st.floats(0, 0.9)),
}

NAMES = st.none() | st.text(max_size=12) | st.sampled_from(("x", "in", "class", "forward", "c 1"))


@st.composite
def running_boards(draw: DrawFn, most: int = 8) -> Board:
    """Boards whose network runs: chains, branches, shortcuts, concats; labels of any kind."""
    start = node("in", "input", **draw(PARAMETERS["input"]))
    growing = _Growing(start)
    for _ in range(draw(st.integers(1, most))):
        type = draw(st.sampled_from([type for type in PARAMETERS if type != "input"]))
        parameters = draw(PARAMETERS[type])
        count = {"add": 2, "multiply": 2, "concat": draw(st.integers(1, 3))}.get(type, 1)
        # Mostly go on from the last node, at times from an earlier one: that makes branches.
        recent = st.sampled_from(growing.ids[-2:]) | st.sampled_from(growing.ids)
        growing.place(type, parameters, [draw(recent) for _ in range(count)], draw(NAMES))
    growing.join_ends()
    return growing.board()


class _Growing:
    """A board that only takes nodes which run."""

    def __init__(self, start: BoardNode) -> None:
        self.nodes = [start]
        self.edges: list[BoardEdge] = []
        self.shapes: dict[str, Shape] = {}
        block = BLOCK_OF_TYPE["input"].model_validate(start.data)
        found = measure(block, ())
        assert isinstance(found, Measure)
        self.shapes[start.id] = found.shape

    @property
    def ids(self) -> list[str]:
        return list(self.shapes)

    def place(
        self, type: str, parameters: dict[str, Any], sources: list[str], label: str | None = None
    ) -> bool:
        """Add the node behind these sources, where it runs there."""
        block = BLOCK_OF_TYPE[type].model_validate(parameters)
        found = measure(block, tuple(self.shapes[source] for source in sources))
        if not isinstance(found, Measure):
            return False
        id = f"n{len(self.nodes)}"
        self.nodes.append(
            node(id, type, **parameters, **({} if label is None else {"label": label}))
        )
        ports = (
            block.info.inputs if len(block.info.inputs) > 1 else block.info.inputs * len(sources)
        )
        for source, port in zip(sources, ports, strict=True):
            edge = f"e{len(self.edges)}"
            self.edges.append(BoardEdge(id=edge, source=source, target=id, targetHandle=port.name))
        self.shapes[id] = found.shape
        return True

    def join_ends(self) -> None:
        """Pool what ends in several places to one number a channel, and concatenate."""
        if len(self.nodes) == 1:
            self.place("softmax", {}, ["in"])
        ends = [id for id in self.ids if all(edge.source != id for edge in self.edges)]
        if len(ends) < 2:
            return
        flat: list[str] = []
        for end in ends:
            if is_map(self.shapes[end]):
                self.place("global_avg_pool", {}, [end])
                self.place("flatten", {}, [self.ids[-1]])
                flat.append(self.ids[-1])
            else:
                flat.append(end)
        self.place("concat", {}, flat)

    def board(self) -> Board:
        return Board(nodes=self.nodes, edges=self.edges)
