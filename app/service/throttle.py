"""No client has more worked out for it than a class would: what one asks, others wait for.

Only what has to be worked out counts: what is remembered or small costs next to nothing. A browser
is known by its cookie; a school behind one address has a bucket for each of them, and a large one
for the address, which is all there is for programs. The queue is fair besides (`Pool`).
"""

from collections.abc import Callable
from time import monotonic

from app.core.errors import TooManyQuestions
from app.service.pace import Buckets, Client, Pace, take_of_each

BROWSER = Pace(120, 4)
"""Questions of one student: more than a hand can ask, and four a second for as long as it likes."""

ADDRESS = Pace(6000, 200)
"""Questions of one school: a thousand students verify six boards each, all at one instant."""


class Throttle:
    """Counts the questions of all clients."""

    def __init__(
        self,
        browser: Pace = BROWSER,
        address: Pace = ADDRESS,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._browser, self._address = browser, address
        self._clock = clock
        self._buckets = Buckets()

    def admit(self, client: Client) -> None:
        """Count a question that has to be worked out.

        Raises:
            TooManyQuestions: The client has to wait first.
        """
        now = self._clock()
        buckets = [self._buckets.of(self._address, now, client.address)]
        if client.browser:
            buckets.append(self._buckets.of(self._browser, now, client.address, client.browser))
        if wait := take_of_each(buckets, now):
            raise TooManyQuestions(wait)
