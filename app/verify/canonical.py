"""Primitive operations to units: what computes the same function takes the same form.

A unit is a convolution with what follows it (batch norm, activation), a pool, a join, or whatever
stands alone. The rules, in the order of `canonical`:

- dropout, a pool over one pixel, a concat of one tensor, flattening what is 1×1: nothing;
- batch norm and activation belong to the convolution before them, if nothing else uses its output,
  and the activation to a batch norm that stands alone;
- depthwise is a convolution with as many groups as channels in and out;
- a linear layer is a 1×1 convolution on a 1×1 map;
- a pool over the whole map is global, whatever its stride;
- a bias before a batch norm is cancelled by it, and is not looked at unless the lab compares
  biases;
- padding "same" is a number; dilation of a 1×1 kernel and stride on a 1×1 map do nothing.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.blocks.activation import Activation
from app.blocks.batch_norm import BatchNorm
from app.blocks.channels import ChannelShuffle
from app.blocks.combine import Concat
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Dropout, Flatten, Linear
from app.blocks.pool import AvgPool, GlobalAvgPool, MaxPool
from app.engine import Propagation
from app.graph import Graph
from app.verify.lower import Op, lower
from app.verify.unit import GLOBAL, Place, Unit, Wire, unit_of

NOTHING = -1
"""Stands for the unit of what does nothing and is not wired yet."""


@dataclass(frozen=True, slots=True)
class Net:
    """A graph in canonical form, in topological order.

    `flatten` is the node that flattens a 1×1 map, `flat` are the units that give a flat output.
    `torn` are wires, source and target node, that are not there between a convolution and its batch
    norm or activation; `idle` are nodes without effect beside the network, each with the unit whose
    output it hands on; `lone` are concats of one tensor, with theirs. `users` are the units that
    take each unit's output.
    """

    units: list[Unit]
    flat: frozenset[int]
    flatten: str | None
    torn: list[tuple[str, str]] = field(default_factory=list)
    idle: dict[str, int] = field(default_factory=dict)
    lone: dict[str, int] = field(default_factory=dict)
    users: Mapping[int, list[int]] = field(default_factory=dict)

    @property
    def ends(self) -> list[int]:
        """Units whose output nothing uses."""
        return [index for index in range(len(self.units)) if not self.users.get(index)]


def canonical(
    graph: Graph,
    run: Propagation,
    *,
    compare_bias: bool = False,
    whole: frozenset[int] = frozenset(),
) -> Net:
    """Return the graph's canonical form."""
    ops = lower(graph, run, whole)
    torn = _mend_followers(ops)
    uses = Counter(index for op in ops for index, _ in op.sources)
    followers = Counter(
        op.sources[0][0]
        for op in ops
        if op.sources and isinstance(op.block, BatchNorm | Activation)
    )
    units: list[Unit] = []
    made: list[int] = []
    tail: dict[int, int] = {}
    flatten: str | None = None
    for index, op in enumerate(ops):
        source = op.sources[0][0] if op.sources else None
        if isinstance(op.block, Flatten) and (source is None or ops[source].collapsed):
            flatten = flatten or op.node
        if source is None and _does_nothing(op, None):
            # Not wired yet: what comes after it waits for the same wire.
            made.append(NOTHING)
        elif source is not None and _does_nothing(op, ops[source]):
            made.append(made[source])
            if tail.get(made[source]) == source and uses[source] == 1:
                tail[made[source]] = index
        elif (
            source is not None
            and tail.get(made[source]) == source
            and followers[source] == 1
            and _absorb(units[made[source]], op)
        ):
            made.append(made[source])
            tail[made[source]] = index
        else:
            units.append(unit_of(op, ops))
            made.append(len(units) - 1)
            tail[made[index]] = index
    _wire(units, ops, made, tail, uses)
    for unit in units:
        if unit.kind == "conv" and unit.fields["norm"] == "batch" and not compare_bias:
            unit.fields["bias"] = None
    users: dict[int, list[int]] = {}
    for index, unit in enumerate(units):
        for wire in unit.wires:
            users.setdefault(wire.source, []).append(index)
    ends = [index for index in range(len(ops)) if not uses[index]]
    flat = frozenset(made[i] for i in ends if ops[i].flat and not users.get(made[i])) - {NOTHING}
    idle = _idle(ops, made, ends, users)
    lone = {
        op.node: made[index]
        for index, op in enumerate(ops)
        if isinstance(op.block, Concat) and len(op.sources) <= 1
    }
    return Net(units, flat, flatten, torn, idle, lone, users)


def _mend_followers(ops: list[Op]) -> list[tuple[str, str]]:
    """Let a batch norm or activation without a wire follow the convolution that waits for it.

    Return the wires that are not there, source and target.
    """
    used = {index for op in ops for index, _ in op.sources}
    loose = [
        index
        for index, op in enumerate(ops)
        if index not in used and isinstance(op.block, Conv2d | DepthwiseConv2d | Linear | BatchNorm)
    ]
    torn: list[tuple[str, str]] = []
    for index, op in enumerate(ops):
        if op.sources or not isinstance(op.block, BatchNorm | Activation):
            continue
        before = next((end for end in loose if end < index and ops[end].node != op.node), None)
        if before is not None:
            loose.remove(before)
            op.sources.append((before, None))
            torn.append((ops[before].node, op.node))
    return torn


def _wire(
    units: list[Unit],
    ops: list[Op],
    made: list[int],
    tail: Mapping[int, int],
    uses: Mapping[int, int],
) -> None:
    """Give the units their inputs, looking through what does nothing."""
    begun: set[int] = set()
    waiting: dict[int, str] = {}
    for index, op in enumerate(ops):
        if made[index] == NOTHING:
            first = next((waiting[at] for at, _ in op.sources if at in waiting), op.node)
            waiting[index] = first
        if made[index] == NOTHING or made[index] in begun:
            continue
        begun.add(made[index])
        unit = units[made[index]]
        unit.wires = [
            Wire(made[at], *_first(ops, uses, at, edge, op.node), _tap(ops, made, tail, at))
            for at, edge in op.sources
            if made[at] != NOTHING
        ]
        unit.entry = next((waiting[at] for at, _ in op.sources if at in waiting), op.node)


def _first(
    ops: list[Op], uses: Mapping[int, int], at: int, edge: str | None, node: str
) -> tuple[str | None, str]:
    """Return the wire that leaves a unit, and where it ends, before what only hands on to one."""
    while len(ops[at].sources) == uses[at] == 1 and _does_nothing(
        ops[at], ops[ops[at].sources[0][0]]
    ):
        node = ops[at].node
        ((at, edge),) = ops[at].sources
    return edge, node


def _tap(ops: list[Op], made: list[int], tail: Mapping[int, int], at: int) -> str | None:
    """Return the kind of primitive that is tapped before its unit is complete, if it is."""
    last = tail[made[at]]
    later = range(at + 1, last + 1)
    completes = (BatchNorm, Activation)
    if any(made[i] == made[at] and isinstance(ops[i].block, completes) for i in later):
        return ops[at].block.info.type
    return None


def _idle(
    ops: list[Op], made: list[int], ends: list[int], users: Mapping[int, list[int]]
) -> dict[str, int]:
    """Return the nodes that do nothing and lead nowhere: loose beside the network."""
    idle: dict[str, int] = {}
    taken: set[int] = set()
    for index in ends:
        unit = made[index]
        if unit == NOTHING or users.get(unit) or unit in taken:
            idle[ops[index].node] = unit
        taken.add(unit)
    return idle


def whole_maps(net: Net) -> frozenset[int]:
    """Return the sizes of the square maps that the net's global pools cover."""
    sizes = (unit.map_size for unit in net.units if unit.fields.get("kernel_size") == GLOBAL)
    return frozenset(size[0] for size in sizes if size and size[0] == size[1] and size[0] > 1)


def _does_nothing(op: Op, source: Op | None) -> bool:
    """Whether an operation only hands on what `source` gives it (None: not wired yet)."""
    match op.block:
        case Dropout():
            return True
        case Flatten():
            return source is None or source.collapsed
        case GlobalAvgPool():
            return source is not None and source.pooled
        case AvgPool() | MaxPool():
            return op.block.kernel_size == 1 and op.block.stride in (None, 1)
        case Concat():
            return len(op.sources) <= 1
        case ChannelShuffle():
            return op.block.groups in (1, op.channels)
        case _:
            return False


def _absorb(unit: Unit, op: Op) -> bool:
    """Make a batch norm or an activation part of what it follows, where it fits.

    That is a convolution, or a batch norm that stands alone.
    """
    if unit.fields.get("activation") != "none":
        return False
    if isinstance(op.block, BatchNorm) and unit.fields.get("norm") == "none":
        unit.fields["norm"] = "batch"
        name = "norm"
    elif isinstance(op.block, Activation):
        unit.fields["activation"] = op.block.kind
        name = "activation"
    else:
        return False
    if op.node not in unit.nodes:
        unit.nodes.append(op.node)
        unit.places[name] = Place(op.node, op.origin.get("kind"))
    return True
