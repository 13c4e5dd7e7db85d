"""Rewritings that keep an architecture what it is: Verify must not mind any of them."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import TypeAlias

from app.blocks.base import IN, Block
from app.blocks.bneck import Bneck
from app.blocks.combine import Add, Concat, Multiply
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Dropout, Flatten, Linear, Softmax
from app.blocks.pool import AvgPool, GlobalAvgPool
from app.blocks.squeeze_excite import SqueezeExcite, squeeze_width
from app.core.shape import Shape
from app.engine import propagate
from tests.verify.sketch import Sketch

Rewriting: TypeAlias = Callable[[Sketch, Random], Sketch]


def pick(sketch: Sketch, random: Random, *kinds: type[Block]) -> str | None:
    """Return a random node of one of these blocks, if there is one."""
    found = [id for id, block in sketch.nodes.items() if isinstance(block, kinds)]
    return random.choice(found) if found else None


def entering(sketch: Sketch, id: str) -> Shape | None:
    """Return the shape that enters a node."""
    ports = propagate(sketch.read().graph).shapes.get(id, {})
    return next((shape for port, shape in ports.items() if port != "out"), None)


def fresh(sketch: Sketch, stem: str) -> str:
    """Return an id that no node has."""
    return next(f"{stem}{i}" for i in range(10_000) if f"{stem}{i}" not in sketch.nodes)


def shuffle(sketch: Sketch, random: Random) -> Sketch:
    """Other ids, another order of nodes and wires."""
    return sketch.shuffled(random)


def unfold_some(sketch: Sketch, random: Random) -> Sketch:
    """Some composites wired by hand; norm and activation as nodes of their own."""
    for id in list(sketch.nodes):
        if random.random() < 0.3:
            sketch = sketch.unfold(id)
    return sketch


def depthwise_as_groups(sketch: Sketch, random: Random) -> Sketch:
    """A depthwise convolution written as a convolution with as many groups as channels."""
    id = pick(sketch, random, DepthwiseConv2d)
    channels = sketch.channels(id) if id else None
    if id is None or channels is None:
        return sketch
    own = dict(sketch.nodes[id].model_dump().items())
    return sketch.put(id, Conv2d(out_channels=channels, groups=channels, **own))


def swap_operands(sketch: Sketch, random: Random) -> Sketch:
    """The operands of an add or a multiply the other way round."""
    id = pick(sketch, random, Add, Multiply)
    other = {"a": "b", "b": "a"}
    wires = tuple((s, t, other[p] if t == id else p) for s, t, p in sketch.wires)
    return replace(sketch, wires=wires)


def pool_whole_map(sketch: Sketch, random: Random) -> Sketch:
    """Global pooling as a window as large as the map, or the other way round."""
    id = pick(sketch, random, GlobalAvgPool, AvgPool)
    shape = entering(sketch, id) if id else None
    if id is None or shape is None or len(shape) != 4 or shape[2] != shape[3]:
        return sketch
    block = sketch.nodes[id]
    if isinstance(block, GlobalAvgPool):
        return sketch.put(id, AvgPool(kernel_size=shape[2], stride=random.choice([None, 1, 3])))
    assert isinstance(block, AvgPool)
    whole = block.kernel_size == shape[2] and block.padding == 0
    return sketch.put(id, GlobalAvgPool()) if whole else sketch


def pixel_conv_as_linear(sketch: Sketch, random: Random) -> Sketch:
    """A 1×1 convolution on a 1×1 map as flatten and linear; only where no map comes after it."""
    found = [
        id
        for id, block in sketch.nodes.items()
        if isinstance(block, Conv2d) and block.kernel_size == 1 and block.norm == "none"
    ]
    if not found:
        return sketch
    id = random.choice(found)
    block, shape = sketch.nodes[id], entering(sketch, id)
    assert isinstance(block, Conv2d)
    ends_flat = any(
        isinstance(sketch.nodes[a], Linear | Flatten | Multiply) for a in sketch.after(id)
    )
    if shape is None or shape[2:] != (1, 1) or not ends_flat or block.groups != 1:
        return sketch
    linear = Linear(
        out_features=block.out_channels, bias=block.has_bias, activation=block.activation
    )
    (source,) = sketch.before(id)
    return (
        sketch.put(id, linear).insert(source, fresh(sketch, "flat"), Flatten())
        if (len(sketch.after(source)) == 1)
        else sketch
    )


def move_flatten(sketch: Sketch, random: Random) -> Sketch:
    """The flatten behind the softmax instead of before it."""
    id = pick(sketch, random, Flatten)
    if id is None:
        return sketch
    after = sketch.after(id)
    if len(after) != 1 or not isinstance(sketch.nodes[after[0]], Softmax):
        return sketch
    return (
        sketch.remove(id).insert(after[0], fresh(sketch, "flat"), Flatten())
        if (sketch.after(after[0]))
        else _append(sketch.remove(id), after[0], fresh(sketch, "flat"), Flatten())
    )


def _append(sketch: Sketch, id: str, new: str, block: Block) -> Sketch:
    return Sketch({**sketch.nodes, new: block}, (*sketch.wires, (id, new, IN.name)))


def padding_as_number(sketch: Sketch, random: Random) -> Sketch:
    """Padding "same" as the number it stands for."""
    id = pick(sketch, random, Conv2d, DepthwiseConv2d)
    if id is None:
        return sketch
    block = sketch.nodes[id]
    assert isinstance(block, Conv2d | DepthwiseConv2d)
    return sketch.set(id, padding=block.pad)


def bias_before_norm(sketch: Sketch, random: Random) -> Sketch:
    """A bias that the batch norm behind it cancels."""
    found = [
        id
        for id, block in sketch.nodes.items()
        if isinstance(block, Conv2d | DepthwiseConv2d) and block.norm == "batch"
    ]
    return sketch.set(random.choice(found), bias=random.choice([True, False])) if found else sketch


def add_no_op(sketch: Sketch, random: Random) -> Sketch:
    """Dropout, a pool over one pixel, or a concat of one tensor somewhere."""
    id = random.choice(list(sketch.nodes))
    blocks: list[Block] = [Dropout(), Concat()]
    shape = propagate(sketch.read().graph).shapes.get(id, {}).get("out")
    if shape is not None and len(shape) == 4:
        blocks.append(AvgPool(kernel_size=1))
    if not sketch.after(id):
        return sketch
    return sketch.insert(id, fresh(sketch, "noop"), random.choice(blocks))


def squeeze_written_out(sketch: Sketch, random: Random) -> Sketch:
    """The default number of FC1's nodes written out, or an explicit default left open."""
    id = pick(sketch, random, Bneck, SqueezeExcite)
    if id is None:
        return sketch
    block = sketch.nodes[id]
    channels = sketch.channels(id)
    if isinstance(block, Bneck):
        wide = block.exp_size if block.expand else channels
        if not block.se or wide is None:
            return sketch
        return _toggle(sketch, id, "se_channels", squeeze_width(wide))
    return _toggle(sketch, id, "squeeze_channels", squeeze_width(channels)) if channels else sketch


def _toggle(sketch: Sketch, id: str, name: str, default: int) -> Sketch:
    value = getattr(sketch.nodes[id], name)
    if value is None:
        return sketch.set(id, **{name: default})
    return sketch.set(id, **{name: None}) if value == default else sketch


def unused_exp_size(sketch: Sketch, random: Random) -> Sketch:
    """Another exp_size where there is no expansion to use it."""
    found = [
        id for id, block in sketch.nodes.items() if isinstance(block, Bneck) and not block.expand
    ]
    return (
        sketch.set(random.choice(found), exp_size=random.choice([None, 8, 999]))
        if found
        else sketch
    )


EQUIVALENCES: tuple[Rewriting, ...] = (
    shuffle,
    unfold_some,
    depthwise_as_groups,
    swap_operands,
    pool_whole_map,
    pixel_conv_as_linear,
    move_flatten,
    padding_as_number,
    add_no_op,
    squeeze_written_out,
    unused_exp_size,
)
"""Rewritings that every lab accepts."""

WITHOUT_BIAS: tuple[Rewriting, ...] = (*EQUIVALENCES, bias_before_norm)
"""And what only labs accept that do not compare biases."""


def rewrite(sketch: Sketch, random: Random, *, compare_bias: bool, most: int = 6) -> Sketch:
    """Return the sketch after a few random equivalences."""
    allowed = EQUIVALENCES if compare_bias else WITHOUT_BIAS
    for step in random.choices(allowed, k=random.randint(1, most)):
        sketch = step(sketch, random)
    return sketch
