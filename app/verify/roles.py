"""What a node's boolean parameters put in or leave out, as roles of units."""

from collections import Counter
from functools import lru_cache

from app.blocks import Block
from app.blocks.combine import Add, Concat, Multiply
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Linear
from app.blocks.pool import AvgPool, GlobalAvgPool, MaxPool
from app.verify.lower import primitives
from app.verify.unit import JOINS


@lru_cache(maxsize=4096)
def switches(block: Block) -> dict[str, tuple[Counter[str], Counter[str]]]:
    """Return the roles that flipping each boolean parameter would add, and those it would remove.

    This turns "four units are missing inside this bneck" into "its `se` is off".
    """
    found: dict[str, tuple[Counter[str], Counter[str]]] = {}
    now = _roles(block)
    for name in type(block).model_fields:
        value = getattr(block, name)
        if not isinstance(value, bool):
            continue
        flipped = _roles(block.model_copy(update={name: not value}))
        added, removed = flipped - now, now - flipped
        if added or removed:
            found[name] = (added, removed)
    return found


def _roles(block: Block) -> Counter[str]:
    roles = (_role(primitive.block) for primitive in primitives(block, 64))
    return Counter(role for role in roles if role)


def _role(block: Block) -> str | None:
    match block:
        case DepthwiseConv2d():
            return "depthwise"
        case Conv2d() | Linear():
            return "conv"
        case AvgPool() | MaxPool() | GlobalAvgPool():
            return "pool"
        case Add() | Multiply() | Concat():
            return JOINS[type(block)]
        case _:
            return None
