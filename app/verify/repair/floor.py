"""What another reading of a board costs at least: what does not hang on it stays as it is.

Most other readings are too dear by that alone, and need not be worked out.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from app.verify.repair import prices
from app.verify.repair.align import Choice
from app.verify.repair.fragment import Fragment
from app.verify.repair.nodes import price_at
from app.verify.repair.plan import Change
from app.verify.repair.proposal import Proposal
from app.verify.repair.repairs import price_of
from app.verify.repair.stretches import Stretch
from app.verify.repair.surplus import price_out, together


@dataclass(eq=False)
class Floor:
    """A proposal that has been worked out, and what those cost at least that differ from it."""

    proposal: Proposal

    def reaches(self, limit: float, others: Mapping[str, Choice]) -> bool:
        """Whether a proposal in which some nodes stand for something else clearly costs so much."""
        change = self.proposal.plan.change(others)
        least = self._lacks(change, others) + self._left_over(change, others)
        if least < limit:
            hanging = self.proposal.slots.hanging_on(change) | change.nodes
            least += self._wires(hanging) + self._stretches(change, hanging)
        return least >= limit

    @cached_property
    def _lacked(self) -> Mapping[str, float]:
        """What each node lacks, by its price."""
        return {id: price_of(own) for id, own in self.proposal.lacks.items()}

    @cached_property
    def _lacked_in_all(self) -> float:
        return sum(self._lacked.values())

    @cached_property
    def _own(self) -> Mapping[str, Fragment]:
        """What the nodes stand for that lack some values: of these two may be exchanged."""
        plan = self.proposal.plan
        own = {id: plan.standing[id] for id in self.proposal.lacks}
        return {id: one for id, one in own.items() if plan.drawing.kinds[id] is one.kind}

    def _lacks(self, change: Change, others: Mapping[str, Choice]) -> float:
        """Return what nodes lack, with each that is read otherwise exchanged as it is best."""
        plan, lacked = self.proposal.plan, self._lacked
        found = self._lacked_in_all - sum(lacked.get(id, 0.0) for id in change.nodes)
        savings = self.proposal.savings.items()
        saved = sum(gain for pair, (gain, _) in savings if change.nodes.isdisjoint(pair))
        lacking = {id: one for id, one in self._own.items() if id not in change.nodes}
        for id in change.nodes:
            one = others[id]
            if not isinstance(one, Fragment) or not (price := price_at(plan, id, one)):
                continue
            found += price
            if plan.drawing.kinds[id] is one.kind:
                gains = (plan.saved_at(id, one, other, there) for other, there in lacking.items())
                saved += max(0.0, max(gains, default=0.0) - prices.EXCHANGE)
                lacking[id] = one
        return found - saved

    def _left_over(self, change: Change, others: Mapping[str, Choice]) -> float:
        """Return what it costs to take out what stands for nothing."""
        plan = self.proposal.plan
        left = [id for id in plan.left_over if id not in change.nodes]
        left += [id for id in change.nodes if others[id] is False]
        if not left:
            return 0.0
        spare = plan.missing <= change.ops and not (change.ops - _ops(others))
        groups = together(plan.drawing, left)
        return sum(price_out(plan.drawing, group, spare=spare) for group in groups)

    def _wires(self, hanging: Set[str]) -> float:
        """Return what is to be done about the wires into nodes on which nothing hangs."""
        found, wires, turns = 0.0, set(), set()
        for id, own in self.proposal.slots.spoken.items():
            if id not in hanging:
                found += price_of(own.surplus) + price_of(own.orders)
                for _, move in own.astray:
                    if move is not None:
                        wires.add(move.wire)
                        turns.add((move.begins, move.source))
        # Of wires that go round in a ring, three may be one move.
        rings, more = divmod(min(len(wires), len(turns)), 3)
        return found + prices.MOVE * rings + min(prices.MOVE, prices.MOVE_WIRE * more)

    def _stretches(self, change: Change, hanging: Set[str]) -> float:
        """Return what it costs to put in what is lacking where nothing changes."""
        return sum(
            price
            for price, around, nodes in self._put_in
            if change.ops.isdisjoint(around) and hanging.isdisjoint(nodes)
        )

    @cached_property
    def _put_in(self) -> list[tuple[float, Set[int], Set[str]]]:
        """What is lacking: the least price of each stretch; the operations and nodes there."""
        beside = self.proposal.plan.target.beside
        return [
            (
                one.price - prices.PUT_IN_MORE * len(one.ops),
                {*one.ops}.union(*(beside[op] for op in one.ops)),
                {slot.node for slot in one.slots},
            )
            for one in self.proposal.found
            if isinstance(one, Stretch) and one.price > prices.HALF
        ]


def _ops(others: Mapping[str, Choice]) -> set[int]:
    return {op for one in others.values() if isinstance(one, Fragment) for op in one.ops}
