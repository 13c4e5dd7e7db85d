"""Slips of the hand and the eye: what people do on a canvas, each planted in a graph.

They are faults like those of `tests.verify.faults`, and keep to the same rule for places.
"""

from dataclasses import replace
from itertools import pairwise
from random import Random

from app.blocks.activation import Activation
from app.blocks.batch_norm import BatchNorm
from app.blocks.bneck import Bneck
from app.blocks.combine import Concat
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Flatten
from app.blocks.source import Input
from app.verify.repair import prices
from app.verify.repair.slips import PRICE
from tests.verify.crossed import CROSSED
from tests.verify.equivalences import pick
from tests.verify.faults import PLAIN, Fault, Planter, around, giver, idle, users
from tests.verify.sketch import Sketch

FEW = 2
"""So many wrong values are told one by one; a whole row that is another one is one thing."""

ROWS = 4
"""So many rows that are one off are one thing, where so many are unlike those behind them."""


def another_row(sketch: Sketch, random: Random) -> Fault | None:
    """A bneck has the values of another one."""
    id, other = pick(sketch, random, Bneck), pick(sketch, random, Bneck)
    if id is None or other is None:
        return None
    own, row = sketch.nodes[id], sketch.nodes[other]
    if own.model_copy(update={"exp_size": None}) == row.model_copy(update={"exp_size": None}):
        return None
    unlike = [name for name in type(row).model_fields if getattr(own, name) != getattr(row, name)]
    price = prices.of_parameters(len(unlike))
    return Fault("another row", sketch.put(id, row), price, id, most=FEW)


def shifted_rows(sketch: Sketch, random: Random) -> Fault | None:
    """From some bneck on to another one, each has the values of the row behind its own."""
    line = [id for id in sketch.reading().graph.order if isinstance(sketch.nodes[id], Bneck)]
    if len(line) <= ROWS:
        return None
    first = random.randrange(len(line) - ROWS)
    some = line[first : first + random.randint(ROWS + 1, len(line) - first)]
    if any(behind not in sketch.after(own) for own, behind in pairwise(some)):
        return None
    unlike = [own for own, behind in pairwise(some) if sketch.nodes[own] != sketch.nodes[behind]]
    if len(unlike) < ROWS or unlike[0] != some[0]:
        return None
    shifted = sketch
    for own, behind in pairwise(some):
        shifted = shifted.put(own, sketch.nodes[behind])
    near = frozenset(some) | around(sketch, some[-1])
    return Fault("shifted rows", shifted, PRICE, some[0], others=near)


def passed_by(sketch: Sketch, random: Random) -> Fault | None:
    """A block was placed, and the wires go past it."""
    id = random.choice(list(sketch.nodes))
    if not _single(sketch, id):
        return None
    past = Sketch(sketch.nodes, sketch.remove(id).wires)
    ways = len(sketch.after(id))
    price = prices.MOVE_WIRE * ways + prices.STILL_TO_COME
    near = around(sketch, id)
    return Fault("passed by", past, price, id, others=near, most=1 + ways)


def skipped(sketch: Sketch, random: Random) -> Fault | None:
    """A wire begins one block too early, and what that block gives is used nowhere."""
    id = random.choice(list(sketch.nodes))
    after = sketch.after(id)
    if (
        not _single(sketch, id)
        or len(after) != 1
        or sketch.before(id)[0] in sketch.before(after[0])
    ):
        return None
    (source,) = sketch.before(id)
    wires = tuple((source, t, p) if s == id else (s, t, p) for s, t, p in sketch.wires)
    near = around(sketch, id)
    return Fault("skipped", replace(sketch, wires=wires), prices.MOVE_WIRE, after[0], others=near)


def _single(sketch: Sketch, id: str) -> bool:
    """Whether a node has one wire in and does something that needs no follower."""
    block = sketch.nodes[id]
    followed = any(
        isinstance(sketch.nodes[user], BatchNorm | Activation) for user in users(sketch, id)
    )
    parts = isinstance(block, Input | Flatten | BatchNorm | Activation) or followed
    return len(sketch.before(id)) == 1 and not parts and not idle(sketch, id)


def activation_twice(sketch: Sketch, random: Random) -> Fault | None:
    """A convolution has an activation of its own beside the block that follows its batch norm."""
    found = [
        id
        for id, block in sketch.nodes.items()
        if isinstance(block, Conv2d | DepthwiseConv2d)
        and block.norm == block.activation == "none"
        and any(isinstance(sketch.nodes[user], BatchNorm) for user in users(sketch, id))
    ]
    if not found:
        return None
    id = random.choice(found)
    activation = random.choice(["relu", "hardswish"])
    twice = sketch.set(id, activation=activation)
    return Fault("activation twice", twice, prices.SET, id, "activation")


def activation_first(sketch: Sketch, random: Random) -> Fault | None:
    """The activation stands before the batch norm."""
    found = [
        (id, user)
        for id, block in sketch.nodes.items()
        if isinstance(block, BatchNorm)
        for user in sketch.after(id)
        if isinstance(sketch.nodes[user], Activation)
        and any(
            isinstance(sketch.nodes[giver(sketch, source)], Conv2d | DepthwiseConv2d)
            for source in sketch.before(id)
        )
    ]
    if not found:
        return None
    norm, activation = random.choice(found)
    first, second = sketch.nodes[norm], sketch.nodes[activation]
    turned = sketch.put(norm, second).put(activation, first)
    return Fault("activation first", turned, prices.MOVE, activation, others=frozenset({norm}))


def other_order(sketch: Sketch, random: Random) -> Fault | None:
    """Two wires into a concat have changed places."""
    id = pick(sketch, random, Concat)
    places = [at for at, wire in enumerate(sketch.wires) if wire[1] == id]
    if id is None or len(places) < 2:
        return None
    one, other = random.sample(places, 2)
    wires = [*sketch.wires]
    wires[one], wires[other] = wires[other], wires[one]
    return Fault("other order", replace(sketch, wires=tuple(wires)), prices.REORDER, id)


SLIPS: tuple[Planter, ...] = (
    another_row,
    shifted_rows,
    passed_by,
    skipped,
    activation_twice,
    activation_first,
    other_order,
)

FAULTS: tuple[Planter, ...] = (*PLAIN, *SLIPS, *CROSSED)
"""Every fault there is; the first changes one parameter."""
