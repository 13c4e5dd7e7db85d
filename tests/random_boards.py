"""Hypothesis strategies: the parameters of every block, and boards whose network runs."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from app.blocks import BLOCK_OF_TYPE, BLOCKS, Block
from app.core.shape import Shape, is_map
from app.engine import Measure, measure
from app.graph import Board
from app.graph.board import BoardEdge, BoardNode
from tests.boards import node

MOST = 8
"""Largest whole number that is drawn where a block takes larger ones: real modules stay small."""


def _values(field: dict[str, Any]) -> SearchStrategy[Any]:
    """Values that a field of a block's JSON schema takes."""
    match field:
        case {"anyOf": alternatives}:
            return st.one_of([_values(alternative) for alternative in alternatives])
        case {"enum": values}:
            return st.sampled_from(values)
        case {"const": value}:
            return st.just(value)
        case {"type": "integer", "minimum": least, "maximum": most}:
            return st.integers(least, min(most, MOST))
        case {"type": "number", "minimum": least, "exclusiveMaximum": most}:
            return st.floats(least, most, exclude_max=True)
        case {"type": "number", "minimum": least, "maximum": most}:
            return st.floats(least, most)
        case {"type": "boolean"}:
            return st.booleans()
        case {"type": "null"}:
            return st.none()
        case _:
            raise NotImplementedError(f"no strategy for {field}")


def _parameters(block: type[Block]) -> SearchStrategy[dict[str, Any]]:
    """Parameters that the block takes; defaults are left out at times."""
    schema = block.model_json_schema()
    fields = {name: _values(field) for name, field in schema["properties"].items()}
    needed = {name: fields.pop(name) for name in schema.get("required", ())}
    return st.fixed_dictionaries(needed, optional=fields).filter(
        lambda drawn: not any(block.model_validate(drawn).incomplete())
    )


PARAMETERS = {block.info.type: _parameters(block) for block in BLOCKS}

ON_FLAT = ("linear", "softmax", "batch_norm", "activation", "dropout", "concat", "add")
ON_MAPS = [type for type in PARAMETERS if type not in ("input", "linear")]

NAMES = st.none() | st.text(max_size=12) | st.sampled_from(("x", "in", "class", "forward", "c 1"))


@st.composite
def running_boards(draw: DrawFn, most: int = 8) -> Board:
    """Boards whose network runs: chains, branches, shortcuts, concats; labels of any kind."""
    start = node("in", "input", **draw(PARAMETERS["input"]))
    growing = _Growing(start)
    for _ in range(draw(st.integers(1, most))):
        # Mostly go on from the last node, at times from an earlier one: that makes branches.
        recent = st.sampled_from(growing.ids[-2:]) | st.sampled_from(growing.ids)
        first = draw(recent)
        type = draw(st.sampled_from(ON_MAPS if is_map(growing.shapes[first]) else ON_FLAT))
        count = {"add": 1, "multiply": 1, "concat": draw(st.integers(0, 2))}.get(type, 0)
        sources = [first, *(draw(recent) for _ in range(count))]
        growing.place(type, draw(PARAMETERS[type]), sources, draw(NAMES))
    growing.join_ends()
    return growing.board()


class _Growing:
    """A board that only takes nodes which run."""

    def __init__(self, start: BoardNode) -> None:
        self.nodes = [start]
        self.edges: list[BoardEdge] = []
        self.shapes: dict[str, Shape] = {}
        self.handles: dict[str, str] = {}
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
            self.edges.append(
                BoardEdge(
                    id=edge,
                    source=source,
                    target=id,
                    sourceHandle=self.handles.get(source),
                    targetHandle=port.name,
                )
            )
        self.shapes[id] = found.shape
        if len(block.info.outputs) > 1:
            self.handles[id] = block.info.outputs[len(self.nodes) % 2]
        return True

    def join_ends(self) -> None:
        """Pool what ends in several places to one number a channel, and concatenate."""
        if len(self.nodes) == 1:
            self.place("softmax", {}, ["in"])
        ends = [id for id in self.ids if all(edge.source != id for edge in self.edges)]
        if len(ends) < 2 and not self.handles.keys() & set(ends):
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
