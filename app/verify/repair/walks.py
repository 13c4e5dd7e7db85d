"""Walks back from a place of a board or a reference, each with all that it hangs on."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeAlias, TypeVar

From = TypeVar("From")
Found = TypeVar("Found")
Past = TypeVar("Past")

Walk: TypeAlias = tuple[frozenset[Found], frozenset[Past]]
"""What was found, and all that was looked at on the way."""


@dataclass(eq=False)
class Walks(Generic[From, Found, Past]):
    """The walks that are known, by where they begin.

    Where only a little differs from what `other` walked through, a walk of these that came past
    none of that is taken over.
    """

    other: "tuple[Walks[From, Found, Past], AbstractSet[Past]] | None" = None
    _own: dict[From, Walk[Found, Past]] = field(default_factory=dict)

    def from_(self, begin: From, walk: Callable[[From], Walk[Found, Past]]) -> Walk[Found, Past]:
        """Return the walk from here; where it is not known it is made."""
        known = self._own.get(begin) or self.known(begin)
        if known is None:
            known = self._own[begin] = walk(begin)
        return known

    def keep(self, begin: From, walk: Walk[Found, Past]) -> None:
        """Keep a walk that was made with another one."""
        self._own[begin] = walk

    def known(self, begin: From) -> Walk[Found, Past] | None:
        """Return the walk from here, if it is known."""
        known = self._own.get(begin)
        if known is None and self.other is not None:
            other, changed = self.other
            known = other._all.get(begin)
            if known is not None and not changed.isdisjoint(known[1]):
                known = None
        return known

    @cached_property
    def _all(self) -> Mapping[From, Walk[Found, Past]]:
        """Its own, with what still holds of the other ones."""
        if self.other is not None:
            other, changed = self.other
            for begin, known in other._all.items():
                if changed.isdisjoint(known[1]):
                    self._own.setdefault(begin, known)
        return self._own
