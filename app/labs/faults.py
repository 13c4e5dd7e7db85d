"""What a find-the-fault lab opens with: how many faults, and of which kinds; and where to look."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from app.labs.values import Count, LabText, Strict

FaultKind: TypeAlias = Literal["slip", "parameter", "order", "join"]
"""`slip`: a mistake that people are known to make. `parameter`: another value. `order`: two blocks
in each other's place, or one twice. `join`: an add for a multiply, or the other way round."""

FAULT_KINDS: tuple[FaultKind, ...] = ("slip", "parameter", "order", "join")

MOST_FAULTS = 8

FaultCount: TypeAlias = Annotated[int, Field(ge=1, le=MOST_FAULTS)]
FaultKinds: TypeAlias = Annotated[tuple[FaultKind, ...], Field(min_length=1)]


class Faults(Strict):
    """The faults of a lab: so many, drawn from these kinds by the seed."""

    count: FaultCount
    kinds: FaultKinds = FAULT_KINDS


class Look(Strict):
    """What to look at in some steps: as it all stands already, nobody is told to place it."""

    steps: Annotated[tuple[Count, ...], Field(min_length=1)]
    text: LabText
