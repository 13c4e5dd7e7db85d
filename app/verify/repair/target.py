"""The reference, ready to be compared with: its operations in sequence, each with its step."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from app.blocks import Block
from app.blocks.head import Flatten
from app.engine import Propagation
from app.graph import Graph
from app.reference import FAMILIES, Reference, from_table
from app.verify.form.comparable import comparable
from app.verify.form.net import Net, Op, identical, net_of, users_of


@dataclass(frozen=True, eq=False)
class Target:
    """A reference's operations, in sequence (`Net.order`); everything else is by their index.

    `steps` are the lab's, with the picture in the first; `parts` are the operations of each node.
    """

    reference: Reference
    net: Net
    ops: tuple[Op, ...]
    steps: tuple[int, ...]
    parts: Mapping[str, tuple[int, ...]]

    @cached_property
    def users(self) -> list[list[int]]:
        """The operations that take each one's output."""
        return users_of(self.ops)

    @cached_property
    def beside(self) -> list[tuple[int, ...]]:
        """The operations wired to each one, with the other outputs of the same block."""
        found: list[tuple[int, ...]] = []
        for index, op in enumerate(self.ops):
            whole = self.parts[op.node] if len(op.block.info.outputs) > 1 else ()
            found.append(tuple(dict.fromkeys((*op.inputs, *self.users[index], *whole))))
        return found

    @cached_property
    def together(self) -> list[frozenset[int]]:
        """The operations of the smallest block that each one is in, as a convolution's are."""
        within: dict[tuple[str, str], set[int]] = {}
        keys = [(op.node, op.primitive.path.rpartition(".")[0]) for op in self.ops]
        for index, key in enumerate(keys):
            within.setdefault(key, set()).add(index)
        groups = {key: frozenset(own) for key, own in within.items()}
        return [groups[key] for key in keys]

    @cached_property
    def branches(self) -> bool:
        """Whether a tensor goes more than two ways, or more than two come together."""
        return any(len(op.inputs) > 2 for op in self.ops) or any(len(own) > 2 for own in self.users)

    def feeding(self, ops: tuple[int, ...]) -> tuple[int, ...]:
        """Return what feeds a stretch of operations: once, or port by port where it is only one."""
        if len(ops) == 1:
            return self.ops[ops[0]].inputs
        return tuple(dict.fromkeys(i for op in ops for i in self.ops[op].inputs if i not in ops))

    @property
    def end(self) -> int:
        """The operation that gives the output."""
        return len(self.ops) - 1

    @cached_property
    def flattened_end(self) -> bool:
        """Whether its last node of all is a flatten: a block that only hands the output on."""
        nodes = self.reference.graph.nodes
        return any(isinstance(nodes[id].block, Flatten) for id in self.idle_nodes.get(self.end, ()))

    @cached_property
    def last_step(self) -> int:
        """How many steps the lab has."""
        return max(self.reference.steps.values())

    def net_of(self, graph: Graph, run: Propagation | None = None) -> Net | None:
        """Return the net of a graph; None where it does not run, or is longer than this one."""
        bias, most = self.reference.compare_bias, len(self.ops)
        return net_of(graph, compare_bias=bias, run=run, most=most)

    @cached_property
    def idle_nodes(self) -> dict[int, list[str]]:
        """The nodes that only hand on a tensor, by the operation that gives it."""
        at = {index: place for place, index in enumerate(self.net.order)}
        found: dict[int, list[str]] = {}
        for node, index in self.net.idle.items():
            found.setdefault(at[index], []).append(node)
        return found

    @cached_property
    def idle_steps(self) -> Mapping[type[Block], int]:
        """The step in which each kind of block only hands on a tensor, the last of several."""
        nodes, steps = self.reference.graph.nodes, self.reference.steps
        ids = (id for own in self.idle_nodes.values() for id in own if id in steps)
        return {type(nodes[id].block): steps[id] for id in ids}


@lru_cache(maxsize=64)
def prepare(reference: Reference) -> Target:
    """Return the reference as a target; it is worked out once.

    Raises:
        ValueError: The reference does not run, or has more than one output.
    """
    graph = comparable(reference.graph, reference)
    net = net_of(graph, compare_bias=reference.compare_bias)
    if net is None or len(net.order) != len(net.ops):
        raise ValueError("a reference runs, and all of it leads to its one output")
    at = {index: place for place, index in enumerate(net.order)}
    ops = tuple(
        net.ops[index]._replace(inputs=tuple(at[source] for source in net.ops[index].inputs))
        for index in net.order
    )
    parts: dict[str, list[int]] = {}
    for place, op in enumerate(ops):
        parts.setdefault(op.node, []).append(place)
    steps = tuple(reference.steps.get(op.node, 1) for op in ops)
    return Target(reference, net, ops, steps, {id: tuple(own) for id, own in parts.items()})


@lru_cache(maxsize=64)
def others(target: Target) -> tuple[Target, ...]:
    """Return the other tables of the family that a network's own table is of."""
    for pack in target.reference.misconceptions & FAMILIES.keys():
        tables = _tables(pack)
        unlike = tuple(one for one in tables if not identical(one.net, target.net))
        if len(unlike) < len(tables):
            return unlike
    return ()


@lru_cache(maxsize=len(FAMILIES))
def _tables(pack: str) -> tuple[Target, ...]:
    """Return the tables of a family, made ready once for all labs that are about it."""
    return tuple(prepare(from_table(name)) for name in FAMILIES[pack])
