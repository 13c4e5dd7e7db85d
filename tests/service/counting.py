"""Who works questions out on the spot, and counts them."""

from collections.abc import Callable
from typing import Any, TypeVar

from app.service.pool import Effort

T = TypeVar("T")


class Counting:
    """Works out on the spot what it is asked, and counts."""

    ready = True

    def __init__(self) -> None:
        self.count = 0

    def expect(self, effort: Effort) -> None:
        """Turn nothing away."""

    async def run(self, effort: Effort, job: Callable[..., T], *args: Any, **named: Any) -> T:
        """Return what a job returns."""
        self.count += 1
        return job(*args, **named)
