"""What was used last, up to a number: nobody fills a server's memory with what is kept of him."""

from collections import OrderedDict
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Values by their keys; beyond `most`, the one that was not used for longest goes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[K, V] = OrderedDict()

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)

    def __contains__(self, key: K) -> bool:
        """Whether a value is kept; to ask is not to use it."""
        return key in self._kept

    def get(self, key: K) -> V | None:
        """Return a value that is kept, which is used by that."""
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key]

    def keep(self, key: K, value: V) -> None:
        """Keep a value, in the place of another one by that key."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
