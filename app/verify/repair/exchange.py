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
        gain = saved(plan, one, other)
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


def saved(plan: Plan, one: str, other: str) -> float:
    """Return how much less two nodes lack, taken together, of what the other stands for."""
    drawing = plan.drawing
    if drawing.kinds[one] is not drawing.kinds[other]:
        return 0.0
    if drawing.block(one) is None or drawing.block(other) is None:
        return 0.0
    a, b = plan.standing[one], plan.standing[other]
    return plan.lack(one, a) + plan.lack(other, b) - plan.lack(one, b) - plan.lack(other, a)


def _exchange(plan: Plan, one: str, other: str) -> Exchange:
    steps = plan.steps_of((*plan.standing[one].ops, *plan.standing[other].ops))
    price = prices.EXCHANGE if steps[-1] - steps[0] <= 1 else prices.EXCHANGE_FAR
    return Exchange(first=one, second=other, price=price, steps=steps)
