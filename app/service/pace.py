"""Attempts in exercise and exam go at a person's pace: a script cannot try out every value.

Each client has a small bucket of tokens for each lab and each kind of network: an attempt takes
one, and they come back with time. Whoever edits a board and presses Verify never sees its bottom.
Asking again about the same board is no new attempt. A school behind one address has one bucket for
each browser, and one large bucket for the address, because whoever cheats can call itself many
browsers.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import ceil
from time import monotonic

from app.core.errors import TooManyAttempts
from app.graph import Board
from app.service.pool import forever
from app.service.recent import Recent


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
        self._boards: Recent[bytes, bool] = Recent(LAST)

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
        self._boards.keep(board, True)

    def knows(self, board: bytes) -> bool:
        """Whether one of the last attempts was about this board."""
        return board in self._boards


class Buckets:
    """The buckets of all clients, by what each is of."""

    def __init__(self) -> None:
        self._kept: Recent[tuple[str, ...], Bucket] = Recent(REMEMBERED)

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)

    def of(self, pace: Pace, now: float, *key: str) -> Bucket:
        """Return a bucket; one that is not kept is full."""
        bucket = self._kept.get(key)
        if bucket is None:
            bucket = Bucket(pace, now)
            self._kept.keep(key, bucket)
        return bucket


def take_of_each(buckets: Sequence[Bucket], now: float) -> int:
    """Take a token of each bucket, or of none and return in how many whole seconds each has one."""
    wait = max(bucket.wait(now) for bucket in buckets)
    if not wait:
        for bucket in buckets:
            bucket.take()
    return ceil(wait)


class Pacer:
    """Counts the attempts of all clients."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._buckets = Buckets()

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
        now = self._clock()
        own = self._buckets.of(BROWSER, now, client.address, client.browser or "", lab, likeness)
        if own.knows(content):
            return
        if wait := take_of_each((own, self._buckets.of(ADDRESS, now, client.address, lab)), now):
            raise TooManyAttempts(wait)
        own.note(content)


def likeness_of(board: Board) -> str:
    """Return what near-equal boards have in common: how many blocks of each type."""
    types = Counter(node.type for node in board.blocks)
    content = repr(sorted(types.items())).encode()
    return blake2b(content, digest_size=8).hexdigest()
