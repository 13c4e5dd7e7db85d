"""What must hold of every board that Verify judges, each property by its name.

A board is judged once, and the properties look at the repairs that were found.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.core.diagnostic import Severity
from app.engine import Propagation, propagate
from app.graph import Graph, Reading
from app.reference import Reference
from app.verify import Report
from app.verify.form.comparable import comparable
from app.verify.repair.plan import Plan
from app.verify.repair.repairs import Repair, apply, parted
from app.verify.repair.search import accepted
from app.verify.repair.target import Target, prepare
from app.verify.tell.draft import Draft
from app.verify.tell.naming import drafts_of
from app.verify.verify import reported, separating
from tests.verify.faults import Fault
from tests.verify.mutants import Mutant

NEXT_TO_NOTHING = 0.5
"""Prices below are of what is still to come."""

SLACK = 0.25
"""So much the same stretch may cost more when it is put in in another way."""


@dataclass(frozen=True)
class Judged:
    """A board with the repairs that were found for it, and what is told of them."""

    graph: Graph
    target: Target
    plan: Plan
    repairs: tuple[Repair, ...]
    drafts: tuple[Draft, ...]

    @property
    def price(self) -> float:
        """What the repairs cost, without what is still to come."""
        return weight(repair.price for repair in self.repairs)

    @property
    def sound(self) -> bool:
        """Whether the board is accepted once the repairs are made."""
        return accepted(apply(self.repairs, self.graph), self.target)

    @property
    def needless(self) -> list[Repair]:
        """The repairs without which it is accepted, too."""
        parts = [part for repair in self.repairs for part in parted(repair)]
        return [part for part in parts if self._accepted([one for one in parts if one is not part])]

    def _accepted(self, repairs: list[Repair]) -> bool:
        graph = apply(repairs, self.graph)
        ports = {id: [p.name for p in node.block.info.inputs] for id, node in graph.nodes.items()}
        ends = all(edge.port in ports.get(edge.target, [edge.port]) for edge in graph.edges)
        return ends and accepted(graph, self.target)


def judge(graph: Graph, reference: Reference) -> Judged:
    """Return what Verify finds on a board."""
    return _judged(graph, propagate(graph), prepare(reference))


def answered(reading: Reading, reference: Reference) -> tuple[Report, Judged]:
    """Return what Verify finds on a board, and how it says it."""
    run = propagate(reading.graph)
    judged = _judged(reading.graph, run, prepare(reference))
    return reported(reading, run, judged.plan, judged.repairs), judged


def _judged(graph: Graph, run: Propagation, target: Target) -> Judged:
    plan, repairs = separating(graph, run, target)
    graph = comparable(graph, target.reference)  # a batch norm's eps may be any, and stay as it is
    return Judged(graph, target, plan, repairs, tuple(drafts_of(plan, repairs)))


def weight(prices: Iterable[float]) -> float:
    """Return the sum of prices, without what is still to come."""
    return sum(price for price in prices if price >= NEXT_TO_NOTHING)


def dearer(judged: Judged, mutant: Mutant) -> bool:
    """Whether the repairs found cost more than the faults undone."""
    return judged.price > weight(mutant.prices) + SLACK


def cheaper(judged: Judged, mutant: Mutant) -> bool:
    """Whether the repairs found cost less than the faults undone: they are as true."""
    return judged.price < weight(mutant.prices) - 0.01


def begun(report: Report) -> bool:
    """Whether a report says of a right beginning that it is one: nothing wrong, more to come."""
    wrong = [finding for finding in report.findings if not finding.code.missing]
    broken = [one for one in report.diagnostics if one.code.severity is Severity.ERROR]
    return report.verdict in ("incomplete", "correct") and not wrong and not broken


def told(judged: Judged, mutant: Mutant) -> bool:
    """Whether just the faults are told, each where it is; on half a board what is missing, too."""
    drafts = [
        draft
        for draft in judged.drafts
        # On part of a board more is missing than was planted.
        if mutant.built == "whole" or not draft.code.missing or _is_planted(draft, mutant)
    ]
    if len(drafts) > sum(fault.most for fault in mutant.faults):
        return False
    return all(any(_at(fault, draft) for draft in drafts) for fault in mutant.faults) and all(
        any(_at(fault, draft) for fault in mutant.faults) for draft in drafts
    )


def _is_planted(draft: Draft, mutant: Mutant) -> bool:
    """Whether what a node does not have yet was taken from it."""
    return draft.parameter is not None and any(_at(fault, draft) for fault in mutant.faults)


def _at(fault: Fault, draft: Draft) -> bool:
    """Whether a finding is of a fault. One that sums up many nodes need not name the parameter."""
    if fault.parameter is None:
        return bool(fault.places & set(draft.nodes))
    if draft.parameter is None and len(draft.nodes) > 1:
        return fault.node in draft.nodes
    return draft.nodes[:1] == (fault.node,) and draft.parameter == fault.parameter
