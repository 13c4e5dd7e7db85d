"""What hangs together: nodes of a board, or operations of a reference."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

One = TypeVar("One")


def connected(these: Iterable[One], beside: Callable[[One], Iterable[One]]) -> Iterator[list[One]]:
    """Yield these in groups that hang together among themselves, each from its first outwards."""
    left = dict.fromkeys(these)
    while left:
        group = [next(iter(left))]
        del left[group[0]]
        for one in group:
            for other in beside(one):
                if other in left:
                    del left[other]
                    group.append(other)
        yield group
