"""The repairs found, as slips look at them: by parameter, by value, by what is alike."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar

from app.verify.repair.plan import Plan
from app.verify.repair.repairs import Repair, SetParameters

FEWEST = 3
"""So many that one misreading explains are one thing: blocks, rows, or values of a block."""

MANY = 4
"""So many are one thing by themselves, whatever there is beside them."""

Of = TypeVar("Of")
Key = TypeVar("Key", bound=Hashable)

Found: TypeAlias = Sequence[Repair]
Slip: TypeAlias = Callable[[Plan, Found], Iterator[list[Repair]]]


def sets_of(repairs: Found, name: str | None = None) -> list[SetParameters]:
    """Return the repairs that set parameters, or the one of that name."""
    found = [one for one in repairs if isinstance(one, SetParameters)]
    return [one for one in found if name in (None, one.values[0][0])]


def own_of(plan: Plan, repair: SetParameters, name: str | None = None) -> Any:
    """Return what stands on the board for what a repair sets, or for another parameter."""
    return getattr(plan.drawing.block(repair.node), name or repair.values[0][0], None)


def due_of(repair: SetParameters) -> Any:
    """Return the value that a repair sets."""
    return repair.values[0][1]


def grouped(repairs: Iterable[Of], key: Callable[[Of], Key]) -> dict[Key, list[Of]]:
    """Return the repairs that have something in common, by that, in their order."""
    groups: dict[Key, list[Of]] = {}
    for one in repairs:
        groups.setdefault(key(one), []).append(one)
    return groups
