"""The ways in which students draw one and the same network: how far unfolded, of which blocks."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Literal, TypeAlias

from app.blocks.activation import Activation
from app.blocks.bneck import Bneck
from app.blocks.combine import Multiply
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Dropout, Flatten, Linear, Softmax
from app.blocks.pool import AvgPool, GlobalAvgPool
from app.blocks.squeeze_excite import SqueezeExcite
from app.reference import Reference
from tests.verify.equivalences import fresh
from tests.verify.sketch import Sketch

Depth: TypeAlias = Literal["composite", "half", "pieces", "primitives"]

DEPTHS: tuple[Depth, ...] = ("composite", "half", "pieces", "primitives")
"""Blocks as they come; some unfolded, some not; norms and activations inside; all apart."""

LEVELS = (Bneck, SqueezeExcite, (Conv2d, DepthwiseConv2d, Linear))
"""What is unfolded, from the outside to the inside."""


@dataclass(frozen=True)
class Style:
    """How a board is drawn.

    `linear` layers instead of 1×1 convolutions in SE and head; depthwise convolutions as `grouped`
    ones.
    """

    depth: Depth
    linear: bool = False
    grouped: bool = False

    def __str__(self) -> str:
        others = [name for name in ("linear", "grouped") if getattr(self, name)]
        return " ".join([self.depth, *others])


STYLES = tuple(
    Style(depth, linear, grouped)
    for depth in DEPTHS
    for linear in (False, True)
    for grouped in (False, True)
)


def drawn(reference: Reference, style: Style, random: Random) -> Sketch:
    """Return the reference's network, drawn in a style."""
    if style.depth != "half":
        return _drawn(reference, style)
    sketch = Sketch.of(reference.graph)
    for kinds in LEVELS:
        found = [id for id, block in sketch.nodes.items() if isinstance(block, kinds)]
        sketch = sketch.unfold(*(id for id in found if random.random() < 0.5))
    return _spelled(sketch, style)


@lru_cache(maxsize=512)
def _drawn(reference: Reference, style: Style) -> Sketch:
    sketch = Sketch.of(reference.graph)
    deep = {"composite": 0, "pieces": 2, "primitives": 3}[style.depth]
    for kinds in LEVELS[:deep]:
        sketch = sketch.unfold(*(id for id, b in sketch.nodes.items() if isinstance(b, kinds)))
    return _spelled(sketch, style)


def _spelled(sketch: Sketch, style: Style) -> Sketch:
    if style.grouped:
        sketch = grouped(sketch)
    return linear(sketch) if style.linear else sketch


def grouped(sketch: Sketch) -> Sketch:
    """Return the sketch with depthwise convolutions as convolutions in groups."""
    for id, block in list(sketch.nodes.items()):
        channels = sketch.channels(id)
        if isinstance(block, DepthwiseConv2d) and channels is not None:
            own = block.model_dump()
            sketch = sketch.put(id, Conv2d(out_channels=channels, groups=channels, **own))
    return sketch


def linear(sketch: Sketch) -> Sketch:
    """Return the sketch with flatten and linear layers behind each pooling to one pixel."""
    for id, block in list(sketch.nodes.items()):
        shape = sketch.shape(id)
        pools = isinstance(block, GlobalAvgPool | AvgPool) and shape is not None
        if pools and shape is not None and shape[2:] == (1, 1):
            behind = list(_pixels(sketch, id))
            if any(isinstance(sketch.nodes[at], Conv2d) for at in behind):
                sketch = _flat(sketch, id, behind)
    return sketch


def _flat(sketch: Sketch, pool: str, behind: list[str]) -> Sketch:
    for at in behind:
        one = sketch.nodes[at]
        if isinstance(one, Flatten):
            end = not sketch.after(at)
            sketch = sketch.remove(at)
            assert not end or sketch.nodes
        elif isinstance(one, Conv2d):
            layer = Linear(
                out_features=one.out_channels, bias=one.has_bias, activation=one.activation
            )
            sketch = sketch.put(at, layer)
    return sketch.insert(pool, fresh(sketch, f"{pool}.flat"), Flatten())


def _pixels(sketch: Sketch, id: str) -> Iterator[str]:
    """Yield the nodes behind a pooling that work on one pixel; none where a map follows them."""
    found: list[str] = []
    while True:
        after = sketch.after(id)
        if not after:
            break
        if len(after) != 1:
            return
        (id,) = after
        block = sketch.nodes[id]
        if isinstance(block, Multiply):
            break
        if not isinstance(block, Activation | Dropout | Flatten | Softmax | Linear | Conv2d):
            return
        if isinstance(block, Conv2d) and (block.kernel_size, block.norm, block.groups) != (
            1,
            "none",
            1,
        ):
            return
        found.append(id)
    yield from found
