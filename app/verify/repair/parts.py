"""Another beginning, taken over part by part.

A board may be read by its wires alone, or by what its blocks are. One reading is rarely better than
the other everywhere; what they differ in falls into parts, each of which is put into the better one
and stays if that costs less.
"""

from collections.abc import Iterator, Mapping

from app.verify.repair.align import Choice
from app.verify.repair.connected import connected
from app.verify.repair.fragment import Fragment
from app.verify.repair.improve import LEAST, Effort, improve
from app.verify.repair.plan import Plan
from app.verify.repair.proposal import Proposal

SLACK, SLACK_MORE = 1.0, 0.3
"""A part may cost so much more, and so much for each of its nodes, and still be improved."""


def in_parts(proposal: Proposal, beginning: Mapping[str, Choice], effort: Effort) -> Proposal:
    """Return the proposal after all parts of another beginning that make it cheaper."""
    better: Proposal | None = proposal
    while better is not None:
        proposal, better = better, None
        for part in parts(proposal.plan, beginning):
            if effort.spent():
                break
            other = proposal.instead({id: beginning[id] for id in part})
            worth = other.costs_less(proposal.price + SLACK + SLACK_MORE * len(part))
            effort.spend(other.work)
            if worth:
                improved = improve(other, effort)
                if improved.price < proposal.price - LEAST:
                    better = improved
                    break
    return proposal


def parts(plan: Plan, beginning: Mapping[str, Choice]) -> Iterator[list[str]]:
    """Return the nodes that another beginning reads otherwise, those together that hang together.

    They do by a wire, or where one stands for what the other stood for.
    """
    chosen = plan.chosen
    differing = [id for id in chosen if chosen[id] is not beginning[id]]
    beside: dict[str, list[str]] = {id: [] for id in differing}

    def join(one: str, other: str | None) -> None:
        if other is not None and other != one and other in beside:
            beside[one].append(other)
            beside[other].append(one)

    for id in differing:
        for edge in plan.drawing.ins[id]:
            join(id, edge.source)
        fragment = beginning[id]
        for op in fragment.ops if isinstance(fragment, Fragment) else ():
            join(id, plan.covered.get(op))
    return connected(differing, beside.__getitem__)
