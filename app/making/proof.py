"""What proves a lab before it is given out: its reference runs, is as large as it says, Verify
accepts it, and finds every single fault that can be planted in it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from app.core.errors import BadLab
from app.core.text import LANGS, text
from app.engine import propagate
from app.faults import SingleFault, every_fault, faulty
from app.graph import read
from app.labs import FaultKind, Lab
from app.verify import verify


class BrokenLab(BadLab):
    """A lab whose reference is not what the lab says of it."""


def prove(lab: Lab) -> None:
    """Check that a lab's reference is what the lab states of it, and that Verify accepts it.

    What the engine learns on the way it remembers, so that no student waits for it.

    Raises:
        BrokenLab: One of it does not hold; the message says which.
        NoFaults: The faults that it asks for cannot be planted in its network.
    """
    reading = read(lab.reference.board)
    found = propagate(reading.graph)
    if trouble := (*reading.diagnostics, *found.diagnostics):
        zh, en = (f"{lab.slug}: {trouble[0].message(lang)}" for lang in LANGS)
        raise BrokenLab(text(zh, en))
    stated = lab.stated
    claims = {
        "output_shape": (stated.output_shape, found.totals.output_shape),
        "n_params": (stated.n_params, found.totals.n_params),
        "madds": (stated.madds, found.totals.madds),
    }
    for name, (claim, truth) in claims.items():
        if claim != truth:
            raise BrokenLab(
                text(
                    f"{lab.slug}: {name} 写的是 {claim}，网络算出来是 {truth}",
                    f"{lab.slug}: {name} is stated as {claim}, but it is {truth}",
                )
            )
    if verify(reading, lab.reference).verdict != "correct":
        raise BrokenLab(
            text(
                f"{lab.slug}: 参考网络自己通不过验证",
                f"{lab.slug}: Verify does not accept the reference",
            )
        )
    if lab.faults is not None:
        faulty(lab, lab.faults, seed=0)


@dataclass(frozen=True, slots=True)
class Trial:
    """What Verify made of single faults: how many it found of each kind, and which it missed."""

    found: Mapping[FaultKind, int]
    missed: tuple[SingleFault, ...] = ()

    @property
    def count(self) -> int:
        """How many there were."""
        return sum(self.found.values()) + len(self.missed)

    def __add__(self, other: "Trial") -> "Trial":
        """Return both together."""
        return Trial(Counter(self.found) + Counter(other.found), self.missed + other.missed)


NOTHING_TRIED = Trial({})


def try_faults(lab: Lab, start: int = 0, stop: int | None = None) -> Trial:
    """Plant single faults, one at a time, and see whether Verify finds each.

    Of all possible ones, those from `start` to before `stop`.
    """
    found: Counter[FaultKind] = Counter()
    missed = []
    for fault in every_fault(lab, start, stop):
        report = verify(read(fault.board), lab.reference, lab.blocks)
        if report.verdict == "correct" or not report.findings:
            missed.append(fault)
        else:
            found[fault.kind] += 1
    return Trial(found, tuple(missed))
