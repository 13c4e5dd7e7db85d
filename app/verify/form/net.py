"""A graph that runs, as its operations in canonical form; and whether two are the same network."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from math import inf
from typing import NamedTuple, TypeAlias, TypeVar

from app.blocks import Block
from app.blocks.base import OUT
from app.core.shape import Shape, is_map
from app.engine import Propagation, propagate
from app.graph import Graph
from app.graph.wiring import output
from app.verify.form.canonical import Form
from app.verify.form.pieces import Piece, Primitive, pieces

One = TypeVar("One", bound=Hashable)

Key: TypeAlias = tuple[int, int]
"""How deep an operation lies, and a digest of all that leads to it."""


class Op(NamedTuple):
    """One operation. `inputs` index earlier ones, in the order of its ports.

    `node` is the node it belongs to, `primitive` what it is there; shapes are (n, c, h, w) or
    (n, c). A node with several outputs is as many operations, each with its port `out`.
    """

    node: str
    primitive: Primitive
    form: Form
    inputs: tuple[int, ...]
    entering: tuple[Shape, ...]
    shape: Shape
    out: str = OUT

    @property
    def block(self) -> Block:
        """The primitive block."""
        return self.primitive.block

    @property
    def commutes(self) -> bool:
        """Whether its inputs may change places."""
        return self.form[0] in ("add", "multiply")


@dataclass(frozen=True)
class Net:
    """Operations in topological order, the last of which, `end`, gives the output.

    `idle` maps the nodes that only hand on a tensor to the operation that gives it.
    """

    ops: tuple[Op, ...]
    end: int
    flat: bool
    idle: dict[str, int]

    @cached_property
    def users(self) -> list[list[int]]:
        """The operations that take each one's output."""
        return users_of(self.ops)

    @cached_property
    def order(self) -> list[int]:
        """The operations in sequence: depth first from the end, the deeper branch first.

        The order depends on what is computed and how it is wired, never on names or the board's
        order, so two nets that are the same up to names have the same sequence.
        """
        keys = self._keys

        def before(index: int) -> Sequence[int]:
            op = self.ops[index]
            if not op.commutes:
                return op.inputs
            return sorted(op.inputs, key=lambda source: (-keys[source][0], keys[source][1]))

        return postorder(self.end, before, set())

    @cached_property
    def _keys(self) -> list[Key]:
        keys: list[Key] = []
        for op in self.ops:
            before = [keys[source] for source in op.inputs]
            if len(before) == 1:  # It is so nearly everywhere, and comes to the same.
                ((depth, leading),) = before
                keys.append((depth + 1, hash((_number(op.form), leading))))
                continue
            leading_in = [key for _, key in before]
            digest = hash((_number(op.form), *(sorted(leading_in) if op.commutes else leading_in)))
            keys.append((1 + max((depth for depth, _ in before), default=0), digest))
        return keys


def postorder(end: One, before: Callable[[One], Sequence[One]], done: set[One]) -> list[One]:
    """Return all that leads to an end, each behind what comes before it; what is done is not."""
    order: list[One] = []
    stack = [(end, False)]
    while stack:
        one, ready = stack.pop()
        if ready:
            order.append(one)
        elif one not in done:
            done.add(one)
            stack.append((one, True))
            stack.extend((source, False) for source in reversed(before(one)))
    return order


def users_of(ops: Sequence[Op]) -> list[list[int]]:
    """Return for each operation those that take its output, by index."""
    users: list[list[int]] = [[] for _ in ops]
    for index, op in enumerate(ops):
        for source in op.inputs:
            users[source].append(index)
    return users


@lru_cache(maxsize=8192)
def _number(form: Form) -> int:
    """Return a number for a form, the same in every process (Python's hash of numbers is)."""
    return int.from_bytes(blake2b(repr(form).encode(), digest_size=7).digest(), "big")


def net_of(
    graph: Graph, *, compare_bias: bool, run: Propagation | None = None, most: float = inf
) -> Net | None:
    """Return the net of a graph with one output; None where any of it does not run.

    Nor is there one of more than `most` operations: who compares it with a net of so many need not
    know the rest.
    """
    run = run or propagate(graph)
    end = next(iter(graph.nodes)) if len(graph.nodes) == 1 else output(graph)
    if end is None or run.diagnostics or len(run.measures) != len(graph.nodes) or graph.broken:
        return None
    ops: list[Op] = []
    last: dict[tuple[str, str], int] = {}
    idle: dict[str, int] = {}
    for id in graph.order:
        if len(ops) > most:
            return None
        block, edges = graph.nodes[id].block, graph.incoming[id]
        sources = [last[edge.source, edge.out] for edge in edges]
        entering = tuple(run.shapes[edge.source][edge.out] for edge in edges)
        made: list[int] = []
        for piece in pieces(block, entering) or ():
            inputs = tuple(_inputs(piece, made, sources))
            if piece.idle:
                made.append(inputs[0])
                continue
            one = piece.primitive
            ops.append(Op(id, one, piece.form, inputs, piece.entering, piece.shape))
            made.append(len(ops) - 1)
        if len(block.info.outputs) > 1:
            used = {edge.out for edge in graph.outgoing[id]}
            ports = tuple(port for port in block.info.outputs if port in used)
            last.update(_parted(ops, id, ports, run))
            continue
        last[id, OUT] = made[-1]
        if made[-1] in sources:
            idle[id] = made[-1]
    flat = not is_map(run.measures[end].shape)
    return Net(tuple(_biased(ops, compare_bias)), last[end, OUT], flat, idle)


def _parted(
    ops: list[Op], id: str, ports: tuple[str, ...], run: Propagation
) -> Iterator[tuple[tuple[str, str], int]]:
    """Make the last operation, of a node with several outputs, one for each; yield their places."""
    whole = ops.pop()
    for port in ports:
        form = (*whole.form, port)
        shape = run.shapes[id][port]
        ops.append(Op(id, whole.primitive, form, whole.inputs, whole.entering, shape, port))
        yield (id, port), len(ops) - 1


def _inputs(piece: Piece, made: list[int], sources: list[int]) -> Iterator[int]:
    if piece.primitive.path == "" and len(sources) != len(piece.primitive.inputs):
        yield from sources
        return
    for index in piece.primitive.inputs:
        yield made[index] if index >= 0 else sources[-1 - index]


def _biased(ops: list[Op], compare_bias: bool) -> Iterator[Op]:
    """Yield the operations, without a bias that a batch norm behind it cancels."""
    normed: dict[int, bool] = {}
    for op in ops:
        for source in op.inputs:
            normed[source] = normed.get(source, True) and op.form[0] == "batch_norm"
    for index, op in enumerate(ops):
        if op.form[0] == "conv" and not compare_bias and normed.get(index, False):
            form = (*op.form[:-1], None)
            yield op._replace(form=form)
        else:
            yield op


def identical(net: Net | None, other: Net | None) -> bool:
    """Whether two nets are the same network up to names: an isomorphism is found and checked."""
    if net is None or other is None or len(net.ops) != len(other.ops) or net.flat != other.flat:
        return False
    if sum(hash(op.form) for op in net.ops) != sum(hash(op.form) for op in other.ops):
        return False  # They do not even hold the same operations.
    if len(net.order) != len(net.ops) or len(other.order) != len(other.ops):
        return False
    partner = dict(zip(net.order, other.order, strict=True))
    for index, at in partner.items():
        own, due = net.ops[index], other.ops[at]
        if own.form != due.form or len(own.inputs) != len(due.inputs):
            return False
        sources = [partner[source] for source in own.inputs]
        if sources != list(due.inputs) and not (
            own.commutes and sorted(sources) == sorted(due.inputs)
        ):
            return False
    return True
