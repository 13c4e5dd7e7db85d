"""No client has more worked out for it than a class would: what one asks, others wait for.

Only what has to be worked out counts: what is remembered or small costs next to nothing. A browser
is known by its cookie; a school behind one address has a bucket for each of them, and a large one
for the address, which is all there is for programs. The queue is fair besides (`Pool`).
"""

from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from time import monotonic

from app.core.errors import TooManyQuestions
from app.service.pace import REMEMBERED, Bucket, Client, Pace

BROWSER = Pace(120, 4)
"""Questions of one student: more than a hand can ask, and four a second for as long as it likes."""

ADDRESS = Pace(6000, 200)
"""Questions of one school: a thousand students verify six boards each, all at one instant."""


class Throttle:
    """The buckets of all clients."""

    def __init__(
        self,
        browser: Pace = BROWSER,
        address: Pace = ADDRESS,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._browser, self._address = browser, address
        self._clock = clock
        self._buckets: OrderedDict[tuple[str, ...], Bucket] = OrderedDict()

    def admit(self, client: Client) -> None:
        """Count a question that has to be worked out.

        Raises:
            TooManyQuestions: The client has to wait first.
        """
        now = self._clock()
        buckets = [self._bucket(self._address, now, client.address)]
        if client.browser:
            buckets.append(self._bucket(self._browser, now, client.address, client.browser))
        if wait := max(bucket.wait(now) for bucket in buckets):
            raise TooManyQuestions(ceil(wait))
        for bucket in buckets:
            bucket.take()

    def _bucket(self, pace: Pace, now: float, *key: str) -> Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = Bucket(pace, now)
            if len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return bucket
