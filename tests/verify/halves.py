"""Boards that are half built: what students pass through while they draw.

Nodes come in any order and wires between nodes that are there, so any subset of the nodes of a
right board with any subset of the wires between them is a board that somebody has had on screen;
the picture is on it from the start.
"""

from collections.abc import Callable
from random import Random
from typing import TypeAlias

from app.blocks import Input
from app.blocks.activation import Activation
from app.blocks.batch_norm import BatchNorm
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Linear
from tests.verify.sketch import Sketch

Cut: TypeAlias = Callable[[Sketch, Random], Sketch]


def beginning(sketch: Sketch, random: Random) -> Sketch:
    """The first nodes, wired: drawn from the picture onwards, whichever branch comes first."""
    order = in_some_order(sketch, random)
    return _kept(sketch, order[: random.randint(1, len(order))])


def trunk_first(sketch: Sketch, random: Random) -> Sketch:
    """The longest way through the network; what stands beside it only as far as it goes."""
    way = longest_way(sketch)
    beside = [id for id in in_some_order(sketch, random) if id not in way]
    kept = way[: random.randint(1, len(way))]
    return _kept(sketch, [*kept, *beside[: random.randint(0, len(beside))]])


def without_some(sketch: Sketch, random: Random) -> Sketch:
    """A few nodes are not there, nor their wires."""
    gone = random.sample(list(sketch.nodes), min(len(sketch.nodes) - 1, random.randint(1, 4)))
    return _kept(sketch, [id for id in sketch.nodes if id not in gone])


def scattered(sketch: Sketch, random: Random) -> Sketch:
    """Any of the nodes."""
    share = random.random()
    return _kept(sketch, [id for id in sketch.nodes if random.random() < share])


def in_pieces(sketch: Sketch, random: Random) -> Sketch:
    """Some wires are not drawn yet."""
    share = random.choice([0.1, 0.5, 1.0])
    gone = [wire for wire in sketch.wires if random.random() < share]
    return sketch.without(*(gone or [random.choice(sketch.wires)]))


def beginning_in_pieces(sketch: Sketch, random: Random) -> Sketch:
    """A beginning with wires still to come."""
    begun = beginning(sketch, random)
    return in_pieces(begun, random) if begun.wires else begun


def scattered_in_pieces(sketch: Sketch, random: Random) -> Sketch:
    """Any of the nodes with any of the wires."""
    some = scattered(sketch, random)
    return in_pieces(some, random) if some.wires else some


def bare(sketch: Sketch, random: Random) -> Sketch:
    """A few norms and activations are put later into the wires that pass them by until then."""
    own = [id for id, one in sketch.nodes.items() if isinstance(one, Activation | BatchNorm)]
    for id in random.sample(own, min(len(own), random.randint(1, 3))):
        sketch = sketch.remove(id)
    return beginning(sketch, random) if random.random() < 0.5 else sketch


def unset(sketch: Sketch, random: Random) -> Sketch:
    """Norms, activations or both come later: in their blocks, and as blocks of their own."""
    later = random.choice([("norm",), ("activation",), ("norm", "activation")])
    share = random.choice([0.3, 1.0, 1.0])
    for id, block in sketch.nodes.items():
        if random.random() >= share:
            continue
        if isinstance(block, BatchNorm | Activation):
            if ("norm" if isinstance(block, BatchNorm) else "activation") in later:
                sketch = sketch.remove(id, heal=False)
        elif isinstance(block, Conv2d | DepthwiseConv2d | Linear):
            sketch = sketch.set(id, **dict.fromkeys({*later} & block.model_fields_set, "none"))
    return sketch


CUTS: tuple[Cut, ...] = (
    beginning,
    trunk_first,
    without_some,
    scattered,
    in_pieces,
    beginning_in_pieces,
    scattered_in_pieces,
)


def _kept(sketch: Sketch, ids: list[str]) -> Sketch:
    pictures = [id for id, block in sketch.nodes.items() if isinstance(block, Input)]
    return sketch.only([*pictures, *ids])


def in_some_order(sketch: Sketch, random: Random) -> list[str]:
    """Return the nodes, each behind all that lead to it."""
    left = {id: len(sketch.before(id)) for id in sketch.nodes}
    after: dict[str, list[str]] = {id: [] for id in sketch.nodes}
    for source, target, _ in sketch.wires:
        after[source].append(target)
    ready = [id for id, count in left.items() if not count]
    order: list[str] = []
    deep = random.random() < 0.5
    while ready:
        order.append(ready.pop() if deep else ready.pop(random.randrange(len(ready))))
        for target in after[order[-1]]:
            left[target] -= 1
            if not left[target]:
                ready.append(target)
    return order


def longest_way(sketch: Sketch) -> list[str]:
    """Return the nodes on the longest way from the picture to the end."""
    best: dict[str, list[str]] = {}
    for id in in_some_order(sketch, Random(0)):
        ways = [best[source] for source in sketch.before(id)]
        best[id] = [*max(ways, key=len, default=[]), id]
    return max(best.values(), key=len)
