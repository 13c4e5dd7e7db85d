"""What a block may stand for in the reference: operations, and the block that computes them."""

from dataclasses import dataclass, field
from functools import lru_cache

from app.blocks import Block
from app.core.shape import Shape
from app.verify.repair.target import Target


@dataclass(frozen=True, eq=False, slots=True)
class Fragment:
    """Operations of the reference that one block stands for.

    `ops` are in the order of the block's primitives, `inputs` what feeds its ports, `output` what
    it gives. `block` computes just these; where `exact` is false no parameters can, and it has to
    be unfolded for what it lacks.
    """

    target: Target
    kind: type[Block]
    ops: tuple[int, ...]
    inputs: tuple[int, ...]
    block: Block
    exact: bool = True
    first: int = field(init=False)
    behind: int = field(init=False)
    in_a_row: bool = field(init=False)
    output: int = field(init=False)
    entering: tuple[Shape, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Note where it begins and ends, what gives the output, and the shapes that enter."""
        object.__setattr__(self, "first", min(self.ops))
        object.__setattr__(self, "behind", max(self.ops) + 1)
        object.__setattr__(self, "in_a_row", self.behind - self.first == len(self.ops))
        object.__setattr__(self, "output", self.ops[-1])
        shapes = tuple(self.target.ops[index].shape for index in self.inputs)
        object.__setattr__(self, "entering", shapes)

    @property
    def commutes(self) -> bool:
        """Whether it is one operation whose inputs may change places."""
        return len(self.ops) == 1 and self.target.ops[self.ops[0]].commutes

    def given(self, out: str) -> int:
        """Return the operation that gives one of the block's outputs."""
        if len(self.kind.info.outputs) == 1:
            return self.output
        return next((op for op in self.ops if self.target.ops[op].out == out), self.output)


@lru_cache(maxsize=64)
def single(target: Target) -> tuple[Fragment, ...]:
    """Return each operation of the reference by itself, as the primitive that it is there."""
    return tuple(
        Fragment(target, type(op.block), (index,), op.inputs, op.block)
        for index, op in enumerate(target.ops)
    )


@lru_cache(maxsize=64)
def whole(target: Target) -> tuple[Fragment, ...]:
    """Return the reference's own nodes."""
    graph = target.reference.graph
    return tuple(
        Fragment(target, type(block), ops, target.feeding(ops), block)
        for node, ops in target.parts.items()
        for block in (graph.nodes[node].block,)
    )
