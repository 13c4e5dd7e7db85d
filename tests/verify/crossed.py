"""Faults of a few wires or one block whose consequences lie all around: one cause each.

They are faults like those of `tests.verify.faults`, and keep to the same rule for places.
"""

from dataclasses import replace
from random import Random

from app.blocks.activation import Activation
from app.blocks.base import IN, Block
from app.blocks.batch_norm import BatchNorm
from app.blocks.bneck import Bneck
from app.blocks.combine import Add, Concat, Multiply
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Flatten, Linear, Softmax
from app.blocks.pool import AvgPool, GlobalAvgPool
from app.verify.repair import prices
from tests.verify.faults import Fault, Planter, around, put_in_price
from tests.verify.sketch import Sketch


def _any(sketch: Sketch, random: Random, *kinds: type[Block]) -> str | None:
    found = [id for id, block in sketch.nodes.items() if isinstance(block, kinds)]
    return random.choice(found) if found else None


def gate_in_line(sketch: Sketch, random: Random) -> Fault | None:
    """SE drawn in line: no multiply, the gate's weights go on as if they were the map."""
    id = _any(sketch, random, Multiply)
    if id is None:
        return None
    gate = next((s for s, t, p in sketch.wires if (t, p) == (id, "b")), None)
    near = around(sketch, id)
    others = frozenset(near)
    wires = [(gate if s == id and gate else s, t, p) for s, t, p in sketch.wires if t != id]
    if gate is None or not sketch.after(id):
        return None
    nodes = {key: block for key, block in sketch.nodes.items() if key != id}
    return Fault(
        "gate in line", Sketch(nodes, tuple(wires)), put_in_price(Multiply()), others=others
    )


def gate_loose(sketch: Sketch, random: Random) -> Fault | None:
    """The multiply was forgotten: the map goes on, and SE's branch leads nowhere."""
    id = _any(sketch, random, Multiply)
    if id is None or not sketch.after(id):
        return None
    given = next((s for s, t, p in sketch.wires if (t, p) == (id, "a")), None)
    if given is None:
        return None
    wires = [(given if s == id else s, t, p) for s, t, p in sketch.wires if t != id]
    nodes = {key: block for key, block in sketch.nodes.items() if key != id}
    price, near = put_in_price(Multiply()), around(sketch, id)
    return Fault("gate loose", Sketch(nodes, tuple(wires)), price, others=near)


def norm_passed_by(sketch: Sketch, random: Random) -> Fault | None:
    """What follows a batch norm is wired from before it; its own wire in may be gone, too."""
    id = _any(sketch, random, BatchNorm)
    if id is None or len(sketch.before(id)) != 1 or len(sketch.after(id)) != 1:
        return None
    (conv,), (after,) = sketch.before(id), sketch.after(id)
    if conv in sketch.before(after):
        return None
    (wire,) = [wire for wire in sketch.wires if wire[0] == id]
    past, price = sketch.rewired(wire, conv), prices.MOVE_WIRE
    if random.random() < 0.5:
        past = past.without((conv, id, IN.name))
        price += prices.STILL_TO_COME
    return Fault("norm passed by", past, price, id, others=frozenset({after, conv}), most=2)


def no_pool_before_flatten(sketch: Sketch, random: Random) -> Fault | None:
    """The pooling before flatten and linear was forgotten."""
    found = [
        id
        for id, block in sketch.nodes.items()
        if isinstance(block, GlobalAvgPool | AvgPool)
        and sketch.before(id)
        and any(isinstance(sketch.nodes[at], Flatten) for at in sketch.after(id))
        and any(
            isinstance(sketch.nodes[b], Linear) for a in sketch.after(id) for b in sketch.after(a)
        )
    ]
    if not found:
        return None
    id = random.choice(found)
    price, near = put_in_price(sketch.nodes[id]), around(sketch, id)
    return Fault("no pool before flatten", sketch.remove(id), price, others=near)


def conv_deleted(sketch: Sketch, random: Random) -> Fault | None:
    """A convolution was deleted with its wires, its norm and activation still stand."""
    found = [
        id
        for id, block in sketch.nodes.items()
        if isinstance(block, Conv2d | DepthwiseConv2d)
        and any(isinstance(sketch.nodes[at], BatchNorm | Activation) for at in sketch.after(id))
    ]
    if not found:
        return None
    id = random.choice(found)
    near = around(sketch, id)
    gone = sketch.remove(id, heal=False)
    return Fault("conv deleted", gone, 2 * prices.STILL_TO_COME, others=near)


def crossed_into_norm(sketch: Sketch, random: Random) -> Fault | None:
    """The wire into a batch norm begins at another block, in front of it."""
    id = _any(sketch, random, BatchNorm)
    if id is None or len(sketch.before(id)) != 1:
        return None
    (conv,) = sketch.before(id)
    behind, stack = {id}, [id]
    while stack:
        for after in sketch.after(stack.pop()):
            if after not in behind:
                behind.add(after)
                stack.append(after)
    shape = sketch.shape(conv)
    earlier = [
        at
        for at in sketch.nodes
        if at not in behind and at != conv and len(sketch.shape(at) or ()) == len(shape or ())
    ]
    if not earlier or len(sketch.after(conv)) != 1:
        return None
    crossed = sketch.rewired((conv, id, IN.name), random.choice(earlier))
    return Fault("crossed into norm", crossed, prices.MOVE_WIRE, id)


def sigmoid_for_softmax(sketch: Sketch, random: Random) -> Fault | None:
    """The network ends in a sigmoid."""
    id = _any(sketch, random, Softmax)
    if id is None:
        return None
    other = sketch.put(id, Activation(kind="sigmoid"))
    return Fault("sigmoid for softmax", other, prices.REPLACE, id)


def concat_for_add(sketch: Sketch, random: Random) -> Fault | None:
    """A concat where two tensors are added or multiplied."""
    id = _any(sketch, random, Add, Multiply)
    if id is None:
        return None
    wires = tuple((s, t, IN.name if t == id else p) for s, t, p in sketch.wires)
    joined = replace(sketch.put(id, Concat()), wires=wires)
    return Fault("concat for add", joined, prices.REPLACE_KIN, id)


def stride_for_shortcut(sketch: Sketch, random: Random) -> Fault | None:
    """Stride 2 where there is a shortcut, which had to be switched off for it."""
    found = [
        id for id, block in sketch.nodes.items() if isinstance(block, Bneck) and block.shortcut
    ]
    found = [id for id in found if (sketch.shape(id) or (1, 1, 1, 1))[2:] != (1, 1)]
    if not found:
        return None
    id = random.choice(found)
    off = sketch.set(id, stride=2, shortcut=False)
    return Fault("stride, no shortcut", off, prices.SET, id, "stride")


CROSSED: tuple[Planter, ...] = (
    gate_in_line,
    gate_loose,
    norm_passed_by,
    no_pool_before_flatten,
    conv_deleted,
    crossed_into_norm,
    sigmoid_for_softmax,
    concat_for_add,
    stride_for_shortcut,
)
