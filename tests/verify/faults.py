"""Single faults planted in a graph, each with the place where exactly one finding must be.

The rule for places: a fault in a parameter is found at its node and parameter. A fault in the
wiring is found at the node whose input is wrong, or at the block put in; what is left out has no
node, and is found at its step. Where Table 1 repeats a row, a block left out or doubled may be told
of its twin.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from app.blocks.activation import Activation
from app.blocks.base import Block
from app.blocks.batch_norm import BatchNorm
from app.blocks.bneck import Bneck
from app.blocks.combine import Add, Concat, Multiply
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Dropout, Flatten, Softmax
from app.blocks.pool import AvgPool, GlobalAvgPool, MaxPool
from app.blocks.source import Input
from app.blocks.squeeze_excite import SqueezeExcite
from app.faults.changes import changes
from app.verify.form.pieces import primitives
from app.verify.repair import prices
from tests.verify.equivalences import fresh
from tests.verify.sketch import Sketch


@dataclass(frozen=True)
class Fault:
    """A sketch with one fault.

    `node` and `parameter` are where it must be found, as far as said; where it may be told of
    other nodes as well (neighbours of what is not there, equal twins), these are `others`. At most
    `most` findings may tell of it. `price` is what it costs to undo it.
    """

    name: str
    sketch: Sketch
    price: float
    node: str | None = None
    parameter: str | None = None
    others: frozenset[str] = frozenset()
    most: int = 1

    @property
    def places(self) -> frozenset[str]:
        """Every node that it may be told of."""
        return self.others if self.node is None else self.others | {self.node}


Planter: TypeAlias = Callable[[Sketch, Random], Fault | None]


def parameter(sketch: Sketch, random: Random) -> Fault | None:
    """One parameter of one node is another."""
    id = random.choice(list(sketch.nodes))
    found = [
        (name, value)
        for name, value in changes(sketch.nodes[id], random)
        if _matters(sketch, id, name)
    ]
    if not found:
        return None
    name, value = random.choice(found)
    update = {name: value}
    block = sketch.nodes[id]
    if name == "expand" and value and isinstance(block, Bneck) and block.exp_size is None:
        update["exp_size"] = 40
    if name == "norm" and isinstance(block, Conv2d | DepthwiseConv2d):
        # The bias stays what it was: only the norm is at fault.
        update["bias"] = block.has_bias
    return Fault(f"{block.info.type}.{name}", sketch.set(id, **update), prices.SET, id, name)


def _matters(sketch: Sketch, id: str, name: str) -> bool:
    """Whether the parameter has any effect there (a bias or a stride may have none)."""
    after = [sketch.nodes[node] for node in users(sketch, id)]
    if name in ("bias", "norm", "activation") and any(
        isinstance(block, BatchNorm | Activation) for block in after
    ):
        return False
    before = sketch.before(id)
    if name == "stride" and before:
        shape = sketch.shape(before[0])
        return shape is not None and shape[2:] not in ((), (1, 1))
    return True


def users(sketch: Sketch, id: str) -> list[str]:
    """Return the nodes that a node feeds, behind what only hands on what it gets."""
    return [
        user
        for after in sketch.after(id)
        for user in (users(sketch, after) if idle(sketch, after) else [after])
    ]


def around(sketch: Sketch, id: str) -> frozenset[str]:
    """Return a node's equal twins before and behind it in the line, and the neighbours of all."""
    line = [id]
    for beside in (sketch.before, sketch.after):
        next_ = beside(id)
        while len(next_) == 1:
            (at,) = next_
            if sketch.nodes[at] == sketch.nodes[id]:
                line.append(at)
            elif not idle(sketch, at):
                break
            next_ = beside(at)
    found = {*line}
    for at in line:
        found |= {giver(sketch, source) for source in sketch.before(at)} | {*sketch.before(at)}
        found |= {*users(sketch, at), *sketch.after(at)}
    return frozenset(found)


def put_in_price(block: Block, ways: int = 1) -> float:
    """Return what it costs to put a block into wires that pass it by."""
    return prices.PUT_IN * ways + prices.PUT_IN_MORE * len(primitives(block, 64))


def giver(sketch: Sketch, id: str) -> str:
    """Return the node whose tensor a node hands on; itself, where it does anything to it."""
    before = sketch.before(id)
    return giver(sketch, before[0]) if before and idle(sketch, id) else id


def leave_out(sketch: Sketch, random: Random) -> Fault | None:
    """One block is not there, and its neighbours are wired together."""
    id = random.choice(list(sketch.nodes))
    block = sketch.nodes[id]
    if isinstance(block, Input) or not sketch.before(id) or idle(sketch, id):
        return None
    without = sketch.remove(id)
    if isinstance(block, Flatten) and without.output() == sketch.output():
        return None  # There is another one.
    name, ways = f"without {block.info.type}", len(sketch.before(id))
    price = put_in_price(block)
    return Fault(name, without, price, others=around(sketch, id), most=ways)


def idle(sketch: Sketch, id: str) -> bool:
    """Whether a block hands on what it gets, so that the network is the same without it."""
    block = sketch.nodes[id]
    pixel = isinstance(block, AvgPool) and block.kernel_size == 1
    single = isinstance(block, Concat) and len(sketch.before(id)) == 1
    return isinstance(block, Dropout) or pixel or single


def not_yet(sketch: Sketch, random: Random) -> Fault | None:
    """One block is not there, and neither are its wires."""
    id = random.choice(list(sketch.nodes))
    block = sketch.nodes[id]
    if isinstance(block, Input | Dropout | Flatten) or not sketch.before(id):
        return None
    name, near = f"gap at {block.info.type}", around(sketch, id)
    price = prices.STILL_TO_COME * (1 + 0.01 * len(primitives(block, 64)))
    most = 1 + len(sketch.after(id))
    return Fault(name, sketch.remove(id, heal=False), price, others=near, most=most)


def double(sketch: Sketch, random: Random) -> Fault | None:
    """One block is there twice in a row."""
    id = random.choice(list(sketch.nodes))
    block = sketch.nodes[id]
    single = len(block.info.inputs) == 1 and not isinstance(block, Concat)
    if not single or isinstance(block, Dropout | Flatten | GlobalAvgPool | AvgPool | Input):
        return None
    if not sketch.after(id):
        return None
    new = fresh(sketch, "twice")
    two = sketch.insert(id, new, block)
    twins = frozenset(at for at in around(two, new) if two.nodes[at] == block)
    return Fault(f"two {block.info.type}", two, prices.TAKE_OUT, new, others=twins)


def swap(sketch: Sketch, random: Random) -> Fault | None:
    """Two neighbouring blocks stand in each other's place."""
    id = random.choice(list(sketch.nodes))
    after = sketch.after(id)
    if len(after) != 1 or isinstance(sketch.nodes[id], Input):
        return None
    first, second = sketch.nodes[id], sketch.nodes[after[0]]
    if not all(isinstance(block, Bneck | Conv2d) for block in (first, second)):
        return None
    if _alike(first, second):
        return None
    swapped = sketch.put(id, second).put(after[0], first)
    return Fault("swapped", swapped, prices.EXCHANGE, id, others=frozenset(after))


def _alike(first: Block, second: Block) -> bool:
    """Whether exchanging the two leaves the same network."""
    return type(first) is not type(second) or first == second


def put_in(sketch: Sketch, random: Random) -> Fault | None:
    """One block too many somewhere."""
    found = [id for id in sketch.nodes if sketch.after(id)]
    if not found:
        return None
    id = random.choice(found)
    shape = sketch.shape(id)
    if shape is None:
        return None
    blocks: list[Block] = [Activation(kind=random.choice(["silu", "tanh"]))]
    if len(shape) == 4 and shape[2] > 1:
        blocks += [MaxPool(kernel_size=3, stride=1, padding=1), SqueezeExcite(gate="sigmoid")]
    block = random.choice(blocks)
    if isinstance(block, Activation) and _absorbable(sketch.nodes[id]):
        return None
    if block in [sketch.nodes[other] for other in (id, *sketch.after(id))]:
        return None  # Either of the two could be the one too many.
    new = fresh(sketch, "new")
    put = sketch.insert(id, new, block)
    return Fault(f"extra {block.info.type}", put, prices.TAKE_OUT, new)


def _absorbable(block: Block) -> bool:
    """Whether an activation after the block is one of its fields rather than a block too many."""
    return not isinstance(block, Input | Add | Multiply | Concat | Softmax | MaxPool | AvgPool)


def other_join(sketch: Sketch, random: Random) -> Fault | None:
    """An add for a multiply, or the other way round."""
    found = [id for id, block in sketch.nodes.items() if isinstance(block, Add | Multiply)]
    if not found:
        return None
    id = random.choice(found)
    other: Block = Multiply() if isinstance(sketch.nodes[id], Add) else Add()
    return Fault("other join", sketch.put(id, other), prices.REPLACE_KIN, id)


def other_source(sketch: Sketch, random: Random) -> Fault | None:
    """A wire into an add starts at another block before it."""
    found = [
        wire for wire in sketch.wires if isinstance(sketch.nodes[wire[1]], Add) and wire[2] == "b"
    ]
    if not found:
        return None
    wire = random.choice(found)
    ids = list(sketch.nodes)
    taken = {giver(sketch, id) for id in sketch.before(wire[1])}
    earlier = [id for id in ids[: ids.index(wire[1])] if giver(sketch, id) not in taken]
    if not earlier or len(sketch.before(wire[1])) < 2:
        return None
    moved = sketch.rewired(wire, random.choice(earlier))
    return Fault("other source", moved, prices.MOVE_WIRE, wire[1])


def other_output(sketch: Sketch, random: Random) -> Fault | None:
    """A wire leaves a block with several outputs at another one."""
    parted = [wire for wire in sketch.wires if len(sketch.nodes[wire[0]].info.outputs) > 1]
    if not parted:
        return None
    source, target, named = random.choice(parted)
    out, _, port = named.rpartition(">")
    outputs = sketch.nodes[source].info.outputs
    others = [name for name in outputs if name != (out or outputs[0])]
    moved = (source, target, f"{random.choice(others)}>{port}")
    wires = tuple(moved if wire == (source, target, named) else wire for wire in sketch.wires)
    return Fault("other output", Sketch(sketch.nodes, wires), prices.MOVE_WIRE, target)


def lost_wire(sketch: Sketch, random: Random) -> Fault | None:
    """One wire is not there."""
    if not sketch.wires:
        return None
    wire = random.choice(sketch.wires)
    near = around(sketch, wire[1])
    return Fault("lost wire", sketch.without(wire), prices.STILL_TO_COME, wire[1], others=near)


PLAIN: tuple[Planter, ...] = (
    parameter,
    leave_out,
    not_yet,
    double,
    swap,
    put_in,
    other_join,
    other_source,
    other_output,
    lost_wire,
)
