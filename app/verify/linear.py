"""A canonical net as a sequence: depth first from its end, so that each branch stays together.

The order depends on what the units compute and how they are wired, never on ids or the board's
order: branches of a concat come in the order of its ports, operands of add and multiply with the
longer branch first. Two nets that are the same up to names give the same sequence.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from typing import TypeAlias

from app.verify.canonical import Net
from app.verify.mend import mend, own_sources

Key: TypeAlias = tuple[bool, int, str, bytes]
"""Whether the input leads there, depth, label, and a digest of all that leads there."""


@dataclass(frozen=True)
class Layout:
    """How a net is laid out: each unit's sources, in the order in which they come.

    `sources` are mended where wires are not there yet. A board in progress may be in pieces; they
    follow each other as their labels do in `familiar`, the labels of the reference in sequence.
    """

    net: Net
    sources: list[list[int]]
    keys: list[Key]
    familiar: Sequence[Hashable]

    @cached_property
    def order(self) -> list[int]:
        """The unit indices in sequence."""
        order: list[int] = []
        done: set[int] = set()
        for end in sorted(self.ends, key=self._rank):
            run = _postorder(self.sources, end, done)
            # A branch that leads nowhere stands where it branches off.
            roots = {source for index in run for source in self.sources[index]} - set(run)
            at = max((order.index(root) + 1 for root in roots), default=len(order))
            order[at:at] = run
        return order

    @cached_property
    def ends(self) -> list[int]:
        """The units that nothing takes from, in thought either."""
        used = {source for own in self.sources for source in own}
        return [index for index in range(len(self.net.units)) if index not in used]

    def turned(self, unit: int, sources: list[int]) -> "Layout":
        """Return the layout with other sources of a unit, or the same in another order."""
        return replace(self, sources=[*self.sources[:unit], sources, *self.sources[unit + 1 :]])

    def led(self, units: Iterable[int], source: int) -> "Layout":
        """Return the layout with open inputs of some units led to another unit than in thought."""
        sources = [list(own) for own in self.sources]
        for unit in units:
            sources[unit] = [*own_sources(self.net, unit), source]
        return Layout(self.net, sources, _keys(self.net, sources), self.familiar)

    def _rank(self, end: int) -> tuple[object, ...]:
        """Return a loose end's place: first what the input leads to, of that the deepest."""
        fed, depth, label, _ = self.keys[end]
        own, familiar = self.net.units[end].label, self.familiar
        at = familiar.index(own) if own in familiar else len(familiar)
        return (not fed, -depth if fed else 0, at, label)


def lay_out(net: Net, familiar: Sequence[Hashable] = ()) -> Layout:
    """Return the net laid out in its own order, which no name or number has a part in."""
    sources = mend(net, familiar)
    return Layout(net, sources, _keys(net, sources), familiar)


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
