"""A canonical net as a sequence: depth first from its end, so that each branch stays together.

The order depends on what the units compute and how they are wired, never on ids or the board's
order: branches of a concat come in the order of its ports, operands of add and multiply with the
longer branch first. Two nets that are the same up to names give the same sequence.
"""

from collections.abc import Hashable, Sequence
from hashlib import blake2b
from typing import TypeAlias

from app.verify.canonical import Net
from app.verify.mend import mend

Key: TypeAlias = tuple[bool, int, str, bytes]
"""Whether the input leads there, depth, label, and a digest of all that leads there."""


def linear(net: Net, familiar: Sequence[Hashable] = ()) -> list[int]:
    """Return the unit indices in sequence.

    A board in progress may be in pieces; they follow each other as their labels do in `familiar`,
    the labels of the reference in sequence.
    """
    sources = mend(net, familiar)
    keys = _keys(net, sources)
    used = {source for own in sources for source in own}
    ends = [index for index in range(len(net.units)) if index not in used]
    order: list[int] = []
    done: set[int] = set()
    for end in sorted(ends, key=lambda index: _rank(net, keys, index, familiar)):
        run = _postorder(sources, end, done)
        # A branch that leads nowhere stands where it branches off.
        roots = {source for index in run for source in sources[index]} - set(run)
        at = max((order.index(root) + 1 for root in roots), default=len(order))
        order[at:at] = run
    return order


def _rank(net: Net, keys: list[Key], end: int, familiar: Sequence[Hashable]) -> tuple[object, ...]:
    """Return the place of a loose end among others: what the input leads to, the deepest first."""
    fed, depth, label, _ = keys[end]
    own = net.units[end].label
    at = familiar.index(own) if own in familiar else len(familiar)
    return (not fed, -depth if fed else 0, at, label)


def _keys(net: Net, sources: list[list[int]]) -> list[Key]:
    """Return each unit's key, and sort the operands of those that commute by theirs."""
    keys: dict[int, Key] = {}
    for start in range(len(net.units)):
        stack = [start]
        while stack:
            index = stack[-1]
            waiting = [source for source in sources[index] if source not in keys]
            if waiting:
                stack += waiting
                continue
            stack.pop()
            if index in keys:
                continue
            unit = net.units[index]
            if unit.commutes:
                # Fed branches first, then the longest.
                sources[index].sort(
                    key=lambda source: (not keys[source][0], *_falling(keys[source]))
                )
            before = [keys[source] for source in sources[index]]
            label = repr(unit.label)
            digest = blake2b(label.encode(), digest_size=12)
            for key in before:
                digest.update(key[3])
            fed = unit.kind == "input" or any(key[0] for key in before)
            depth = 1 + max((key[1] for key in before), default=0)
            keys[index] = (fed, depth, label, digest.digest())
    return [keys[index] for index in range(len(net.units))]


def _falling(key: Key) -> tuple[int, str, bytes]:
    return (-key[1], key[2], key[3])


def _postorder(sources: list[list[int]], end: int, done: set[int]) -> list[int]:
    """Return the units that lead to `end` and are not done, each after those it takes from."""
    run: list[int] = []
    stack = [(end, False)]
    while stack:
        index, ready = stack.pop()
        if ready:
            run.append(index)
            continue
        if index in done:
            continue
        done.add(index)
        stack.append((index, True))
        stack.extend((source, False) for source in reversed(sources[index]))
    return run
