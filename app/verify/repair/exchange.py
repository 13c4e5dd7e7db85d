"""Two blocks in each other's place, where that costs less than to change the values of both."""

from collections.abc import Iterable
from itertools import combinations

from app.verify.repair import prices
from app.verify.repair.plan import Plan
from app.verify.repair.repairs import Exchange


def exchanges(plan: Plan, lacking: Iterable[str]) -> list[Exchange]:
    """Return the exchanges among nodes that lack some values, what saves most first."""
    found: list[tuple[float, Exchange]] = []
    for one, other in combinations(lacking, 2):
        gain = plan.saved(one, other)
        if gain > prices.EXCHANGE:
            exchange = _exchange(plan, one, other)
            if gain > exchange.price:
                found.append((gain - exchange.price, exchange))
    chosen: list[Exchange] = []
    taken: set[str] = set()
    for _, exchange in sorted(found, key=lambda one: -one[0]):
        both = {exchange.first, exchange.second}
        if taken.isdisjoint(both):
            chosen.append(exchange)
            taken |= both
    return chosen


def _exchange(plan: Plan, one: str, other: str) -> Exchange:
    steps = plan.steps_of((*plan.standing[one].ops, *plan.standing[other].ops))
    price = prices.EXCHANGE if steps[-1] - steps[0] <= 1 else prices.EXCHANGE_FAR
    return Exchange(first=one, second=other, price=price, steps=steps)
