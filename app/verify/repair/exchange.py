"""Two blocks in each other's place, where that costs less than to change the values of both."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from app.verify.repair import prices
from app.verify.repair.plan import Change, Plan
from app.verify.repair.repairs import Exchange

Savings: TypeAlias = Mapping[tuple[str, str], tuple[float, Exchange]]
"""Exchanges of two nodes, with what each saves."""


def savings(plan: Plan, lacking: Iterable[str]) -> Savings:
    """Return the exchanges among nodes that lack some values, with what each saves."""
    return _saving(plan, combinations(lacking, 2))


def savings_after(plan: Plan, lacking: Sequence[str], before: Savings, change: Change) -> Savings:
    """Return the savings where those for another reading of the board are known."""
    kept = {pair: one for pair, one in before.items() if change.nodes.isdisjoint(pair)}
    rank = plan.rank
    changed = (
        (one, other) if rank[one] < rank[other] else (other, one)
        for one in lacking
        if one in change.nodes
        for other in lacking
        if other != one
    )
    return {**kept, **_saving(plan, changed)}


def _saving(plan: Plan, pairs: Iterable[tuple[str, str]]) -> Savings:
    found: dict[tuple[str, str], tuple[float, Exchange]] = {}
    for one, other in pairs:
        gain = plan.saved(one, other)
        if gain > prices.EXCHANGE:
            exchange = _exchange(plan, one, other)
            if gain > exchange.price:
                found[one, other] = (gain - exchange.price, exchange)
    return found


def exchanges(plan: Plan, found: Savings) -> list[Exchange]:
    """Return the exchanges to be made, what saves most first."""
    rank = plan.rank
    chosen: list[Exchange] = []
    taken: set[str] = set()
    for pair in sorted(found, key=lambda pair: (-found[pair][0], rank[pair[0]], rank[pair[1]])):
        if taken.isdisjoint(pair):
            chosen.append(found[pair][1])
            taken.update(pair)
    return chosen


def _exchange(plan: Plan, one: str, other: str) -> Exchange:
    steps = plan.steps_of(plan.ops_of((one, other)))
    price = prices.EXCHANGE if steps[-1] - steps[0] <= 1 else prices.EXCHANGE_FAR
    return Exchange(first=one, second=other, price=price, steps=steps)
