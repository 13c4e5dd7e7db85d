"""Attempts in exercise and exam go at a person's pace: a script cannot try out every value.

Each client has a small bucket of tokens for each lab and each kind of network: an attempt takes
one, and they come back with time. Whoever edits a board and presses Verify never sees its bottom.
Asking again about the same board is no new attempt. A school behind one address has one bucket for
each browser, and one large bucket for the address, because whoever cheats can call itself many
browsers.
"""

from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import blake2b
from math import ceil
from time import monotonic

from app.core.errors import TooManyAttempts
from app.graph import Board
from app.graph.board import ANNOTATIONS
from app.service.pool import forever


@dataclass(frozen=True, slots=True)
class Pace:
    """How many attempts may be made at once, and how many come back in a second."""

    burst: int
    per_second: float


BROWSER = Pace(40, 0.5)
ADDRESS = Pace(600, 20)

REMEMBERED = 20_000
"""How many buckets are kept, the last ones used; a forgotten one is full again."""

LAST = 8
"""Of so many boards a browser may ask again for nothing."""


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks: an address, and the browser at it, as far as it says so.

    `gone` returns when it does not wait for the answer any more.
    """

    address: str
    browser: str | None = None
    gone: Callable[[], Awaitable[object]] = forever


class Bucket:
    """Tokens that are taken, and come back with time."""

    def __init__(self, pace: Pace, now: float) -> None:
        self._pace = pace
        self._tokens = float(pace.burst)
        self._at = now
        self.boards: OrderedDict[bytes, None] = OrderedDict()

    def wait(self, now: float) -> float:
        """Return in how many seconds there will be a token; 0 where there is one."""
        come_back = (now - self._at) * self._pace.per_second
        self._tokens = min(self._pace.burst, self._tokens + come_back)
        self._at = now
        return max(0.0, (1 - self._tokens) / self._pace.per_second)

    def take(self) -> None:
        """Take a token."""
        self._tokens -= 1

    def note(self, board: bytes) -> None:
        """Remember the board of an attempt."""
        self.boards[board] = None
        if len(self.boards) > LAST:
            self.boards.popitem(last=False)


class Pacer:
    """The buckets of all clients."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[tuple[str, ...], Bucket] = OrderedDict()

    def admit(self, client: Client, lab: str, likeness: str, board: bytes) -> None:
        """Count an attempt.

        Args:
            client: Who makes it.
            lab: The lab's slug.
            likeness: What near-equal boards have in common, as `likeness_of` says it.
            board: The board's blocks and wires.

        Raises:
            TooManyAttempts: The client has to wait first.
        """
        content = blake2b(board, digest_size=8).digest()
        own = self._bucket(BROWSER, client.address, client.browser or "", lab, likeness)
        if content in own.boards:
            return
        now = self._clock()
        both = (own, self._bucket(ADDRESS, client.address, lab))
        if wait := max(bucket.wait(now) for bucket in both):
            raise TooManyAttempts(ceil(wait))
        for bucket in both:
            bucket.take()
        own.note(content)

    def _bucket(self, pace: Pace, *key: str) -> Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = Bucket(pace, self._clock())
            if len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return bucket


def likeness_of(board: Board) -> str:
    """Return what near-equal boards have in common: how many blocks of each type."""
    types = Counter(node.type for node in board.nodes if node.type not in ANNOTATIONS)
    content = repr(sorted(types.items())).encode()
    return blake2b(content, digest_size=8).hexdigest()
