"""One row of the table that `make bench` prints."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from time import thread_time
from typing import Literal


@dataclass(frozen=True, slots=True)
class Row:
    """A ratio, measured in one run against its comparison, and what it must be."""

    what: str
    ratio: float
    sense: Literal["at least", "at most"]
    goal: float
    detail: str

    @property
    def met(self) -> bool:
        """Whether the goal is met."""
        return self.ratio >= self.goal if self.sense == "at least" else self.ratio <= self.goal


@dataclass(frozen=True, slots=True)
class Pairs:
    """Seconds that two things took in turn, so that both saw the same machine."""

    ours: Sequence[float]
    theirs: Sequence[float]

    @property
    def ratio(self) -> float:
        """How many times longer theirs took: the median of the pairs."""
        return median(theirs / ours for ours, theirs in zip(self.ours, self.theirs, strict=True))

    @property
    def detail(self) -> str:
        """Both medians, in milliseconds."""
        ours, theirs = median(self.ours) * 1000, median(self.theirs) * 1000
        return f"{ours:.2f} ms against {theirs:.2f} ms, {len(self.ours)} pairs"


def in_pairs(ours: Iterable[Callable[[], object]], theirs: Callable[[], object]) -> Pairs:
    """Return how long each of ours took, and theirs after it."""
    both = [(seconds(own), seconds(theirs)) for own in ours]
    return Pairs([pair[0] for pair in both], [pair[1] for pair in both])


def seconds(run: Callable[[], object]) -> float:
    """Return how long a call keeps this thread busy, whatever else the machine does."""
    began = thread_time()
    run()
    return thread_time() - began
