"""What an instructor's link fixes: whoever comes by it gets that, and nothing else of the lab."""

from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from app.labs.faults import FaultCount, FaultKinds, Faults
from app.labs.lab import Mode

MOST_ATTEMPTS = 999

LAST_SECOND = 253_402_300_799
"""The end of the year 9999, beyond which no clock shows a deadline."""

Seed: TypeAlias = Annotated[int, Field(ge=0, lt=2**32)]
"""What a choice by chance is drawn with: the same seed, the same choice."""


class Terms(BaseModel):
    """What an instructor chooses. None leaves a thing to the lab and its mode.

    `hint_cap` lowers the mode's own; `attempts` is how many boards may be verified. `deadline` is
    in seconds since 1970 (UTC). With a `seed` everybody gets the same variant, without one each
    browser its own. `faults` and `kinds` say how many faults a find-the-fault lab opens with, and
    which.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    lab: Annotated[str, Field(max_length=80)]
    mode: Mode
    hint_cap: Annotated[int, Field(ge=0, le=5)] | None = None
    attempts: Annotated[int, Field(ge=1, le=MOST_ATTEMPTS)] | None = None
    deadline: Annotated[int, Field(ge=0, le=LAST_SECOND)] | None = None
    seed: Seed | None = None
    faults: FaultCount | None = None
    kinds: FaultKinds | None = None

    def faults_of(self, lab: Faults) -> Faults:
        """Return the faults of a lab as the link chooses them."""
        return Faults(count=self.faults or lab.count, kinds=self.kinds or lab.kinds)


class Assignment(Terms):
    """The terms of one link, and the `id` that tells it from others with the same terms."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
