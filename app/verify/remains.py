"""What is left to explain, and what has been explained so far."""

from collections.abc import Callable

from app.verify.draft import Draft
from app.verify.report import FindingCode
from app.verify.survey import Survey


class Remains:
    """What separates two nets, and shrinks while `drafts` grow.

    `missing` holds stretches of the reference's units within one step, `extra` stretches of the
    student's within one node; `fields` and `wires` are the other differences.
    """

    def __init__(self, where: Survey) -> None:
        self.where = where
        self.drafts: list[Draft] = []
        self.missing = [part for run in where.found.missing for part in _parted(run, where.step)]
        self.extra = [part for run in where.found.extra for part in _parted(run, where.node)]
        self.fields = where.found.fields
        self.wires = where.found.wires

    def add(self, code: FindingCode, units: list[int], steps: tuple[int, ...]) -> None:
        """Draft a finding about some of the student's units."""
        nodes = tuple(dict.fromkeys(self.where.net.units[unit].node for unit in units))
        self.drafts.append(Draft(code, nodes, steps, min(self.where.place[unit] for unit in units)))


def _parted(run: list[int], key: Callable[[int], object]) -> list[list[int]]:
    parts: dict[object, list[int]] = {}
    for unit in run:
        parts.setdefault(key(unit), []).append(unit)
    return list(parts.values())
