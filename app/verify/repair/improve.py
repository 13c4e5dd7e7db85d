"""A proposal made cheaper: by reading one node in another way, or two, or exchanging blocks."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from app.verify.repair import prices
from app.verify.repair.align import Choice
from app.verify.repair.drawing import Drawing
from app.verify.repair.fragment import Fragment, lack, single, whole
from app.verify.repair.plan import Plan
from app.verify.repair.proposal import Proposal
from app.verify.repair.propose import stands_for
from app.verify.repair.repairs import (
    DrawWire,
    Exchange,
    MoveWire,
    PutIn,
    RemoveWire,
    Reorder,
    Repair,
    Replace,
    SetParameters,
    TakeOut,
    parted,
)

MOST_WORK = 6_000
"""Other readings are looked at until they have cost this much (see `Proposal.work`)."""

MOST_INSTEAD = 5
"""So many other fragments are tried for a node."""

EVIDENCE = 1.5
"""A fragment that the node's own wire speaks for is tried as if it cost so much less."""

LEAST = 1e-9
"""Less than this is no gain."""


@dataclass(frozen=True)
class Improved:
    """A proposal, and the blocks to be exchanged before it."""

    proposal: Proposal
    first: tuple[Exchange, ...] = ()

    @property
    def repairs(self) -> list[Repair]:
        """All that is to be done."""
        return [*self.first, *self.proposal.repairs]

    @property
    def price(self) -> float:
        """What the repairs cost together."""
        return sum(repair.price for repair in self.repairs)


def improve(proposal: Proposal) -> Improved:
    """Return the proposal after all changes of one reading, or two, that make it cheaper."""
    left = MOST_WORK
    better: Proposal | None = proposal
    while better is not None and left > 0:
        proposal, better = better, None
        for chosen in _others(proposal):
            other = proposal.instead(chosen)
            left -= other.work
            if other.price < proposal.price - LEAST:
                better = other
                break
            if left <= 0:
                break
    return _exchanged(better or proposal)


def _others(proposal: Proposal) -> Iterator[dict[str, Choice]]:
    """Yield other readings of the board: of one node that something is amiss with, or of two."""
    plan, amiss = proposal.plan, list(_amiss(proposal))
    for id in amiss:
        for choice in _readings(plan, id):
            yield {**plan.chosen, id: choice}
    for id in amiss:
        yield from _making_room(plan, id)
    yield from _handed_over(proposal, amiss)
    lacking = [one.node for one in proposal.repairs if isinstance(one, SetParameters)]
    for one, other in combinations(dict.fromkeys((*amiss, *lacking)), 2):
        if not _alike(plan, one, other):
            continue
        both = one in amiss and other in amiss
        if not (both or _saved(plan, one, other) > LEAST):
            continue
        run = _run(plan, one, other)
        # Side by side, it is their order that is another; one behind the other, blocks exchanged.
        if both or _side_by_side(plan, run):
            yield _exchanged_readings(plan, {one: other})
            if len(run) > 1:
                yield _exchanged_readings(plan, run)


def _alike(plan: Plan, one: str, other: str) -> bool:
    """Whether each of two nodes stands for something that the other could stand for."""
    a, b = plan.chosen[one], plan.chosen[other]
    alike = plan.drawing.kinds[one] is plan.drawing.kinds[other]
    return alike and isinstance(a, Fragment) and isinstance(b, Fragment) and a.kind is b.kind


def _exchanged_readings(plan: Plan, pairs: dict[str, str]) -> dict[str, Choice]:
    """Return the reading in which the two nodes of each pair stand for what the other did."""
    there = {**pairs, **{other: one for one, other in pairs.items()}}
    return {**plan.chosen, **{id: plan.chosen[other] for id, other in there.items()}}


def _run(plan: Plan, one: str, other: str) -> dict[str, str]:
    """Return two nodes and those before and behind them, pair by pair, as far as they are alike."""
    pairs = {one: other}
    for beside in (_before, _behind):
        a, b = beside(plan, one), beside(plan, other)
        while a is not None and b is not None and a != b and _alike(plan, a, b):
            if {a, b} & {*pairs, *pairs.values()}:
                break
            pairs[a] = b
            a, b = beside(plan, a), beside(plan, b)
    return pairs


def _before(plan: Plan, id: str) -> str | None:
    """Return the one node that a node's wire comes from as it should, None for another number."""
    own = plan.drawing.ins[id]
    return own[0].source if len(own) == 1 and own[0].source in plan.standing else None


def _behind(plan: Plan, id: str) -> str | None:
    own = plan.drawing.outs[id]
    return own[0].target if len(own) == 1 and own[0].target in plan.standing else None


def _saved(plan: Plan, one: str, other: str) -> float:
    """Return how much less two nodes lack, taken together, of what the other stands for."""
    block, second = plan.drawing.block(one), plan.drawing.block(other)
    a, b = plan.standing[one], plan.standing[other]
    if block is None or second is None:
        return 0.0
    return lack(block, a) + lack(second, b) - lack(block, b) - lack(second, a)


def _side_by_side(plan: Plan, run: dict[str, str]) -> bool:
    """Whether two runs of nodes lead to the same node."""
    return any(
        {edge.target for edge in plan.drawing.outs[one]}
        & {edge.target for edge in plan.drawing.outs[other]}
        for one, other in run.items()
    )


def _readings(plan: Plan, id: str) -> Iterator[Choice]:
    """Yield what else a node may stand for, that it hands on, and that it is left over."""
    now = plan.chosen[id]
    if now is False:
        yield from _stand_ins(plan, id)
    yield from _instead(plan, id)
    if now is not True and plan.drawing.may_idle(id):
        yield True
    if isinstance(now, Fragment):
        yield False
        free = plan.missing | set(now.ops)
        for fragment in whole(plan.target):
            if set(now.ops) < set(fragment.ops) and free.issuperset(fragment.ops):
                yield fragment


def _making_room(plan: Plan, id: str) -> Iterator[dict[str, Choice]]:
    """Yield readings in which a node takes the place of one or two others, who give way."""
    now = plan.chosen[id]
    own = set(now.ops) if isinstance(now, Fragment) else set()
    for fragment in _by_evidence(plan, id, set(range(len(plan.target.ops)))):
        holders = dict.fromkeys(plan.covered[op] for op in fragment.ops if op in plan.covered)
        holders.pop(id, None)
        if not holders or len(holders) > 2:
            continue
        chosen: dict[str, Choice] = {**plan.chosen, id: fragment}
        taken = set(fragment.ops)
        free = (plan.missing | own) - taken
        for holder in holders:
            free |= set(plan.standing[holder].ops) - taken
        for holder in holders:
            fitting = stands_for(plan.drawing, plan.target, holder)
            instead = next((one for _, one in fitting if free.issuperset(one.ops)), False)
            chosen[holder] = instead
            if isinstance(instead, Fragment):
                free -= set(instead.ops)
        yield chosen


def _handed_over(proposal: Proposal, amiss: list[str]) -> Iterator[dict[str, Choice]]:
    """Yield readings in which a block lacks a norm or an activation no more: a node stands for it.

    What that node stood for goes to the block before it, which then lacks this instead.
    """
    plan = proposal.plan
    for holder in dict.fromkeys(r.node for r in proposal.repairs if isinstance(r, SetParameters)):
        for narrow, lacked in _narrower(plan, holder):
            for id in amiss:
                own = plan.chosen[id]
                if id == holder or plan.drawing.kinds[id] is not type(lacked.block):
                    continue
                chosen: dict[str, Choice] = {**plan.chosen, holder: narrow, id: lacked}
                yield chosen
                if isinstance(own, Fragment) and own.inputs:
                    before = plan.covered.get(own.inputs[0])
                    if before is not None and before != holder:
                        wider = {*plan.standing[before].ops, *own.ops}
                        yield from ({**chosen, before: one} for one in _just(plan, before, wider))


def _narrower(plan: Plan, id: str) -> Iterator[tuple[Fragment, Fragment]]:
    """Yield less that a node may stand for, each with an operation that it lacks no more then."""
    now = plan.standing[id]
    for _, fragment in stands_for(plan.drawing, plan.target, id):
        if set(fragment.ops) < set(now.ops) and fragment.inputs == now.inputs:
            for op in sorted(set(now.ops) - set(fragment.ops)):
                yield fragment, single(plan.target)[op]


def _just(plan: Plan, id: str, ops: set[int]) -> list[Fragment]:
    """Return what a node may stand for that is just these operations."""
    return [one for _, one in stands_for(plan.drawing, plan.target, id) if set(one.ops) == ops][:1]


def _instead(plan: Plan, id: str) -> list[Fragment]:
    """Return what a node may stand for instead, of what nothing else stands for."""
    now = plan.chosen[id]
    free = plan.missing | (set(now.ops) if isinstance(now, Fragment) else set())
    return [fragment for fragment in _by_evidence(plan, id, free) if fragment is not now]


def _by_evidence(plan: Plan, id: str, free: set[int]) -> list[Fragment]:
    """Return the best of what a node may stand for, what its wires speak for first."""
    beside = _beside(plan, id)
    found: list[tuple[float, int, Fragment]] = []
    for price, fragment in stands_for(plan.drawing, plan.target, id):
        if free.issuperset(fragment.ops):
            spoken = EVIDENCE * _wires_that_speak(plan, beside, fragment)
            found.append((price - spoken, len(found), fragment))
    return [fragment for _, _, fragment in sorted(found, key=lambda one: one[:2])[:MOST_INSTEAD]]


def _stand_ins(plan: Plan, id: str) -> Iterator[Fragment]:
    """Yield what a node of another kind may stand for: what is not there, just where it is."""
    kind, beside = plan.drawing.kinds[id], _beside(plan, id)
    for fragment in (*whole(plan.target), *single(plan.target)):
        if (
            fragment.kind is not kind
            and plan.missing.issuperset(fragment.ops)
            and fragment.inputs
            and _wires_that_speak(plan, beside, fragment)
        ):
            yield fragment


def _beside(plan: Plan, id: str) -> tuple[set[str], set[str]]:
    """Return what stands before a node, past what stands for nothing, and what is behind it."""
    before = {one for edge in plan.drawing.ins[id] for one in plan.reached(edge.source)}
    return before, {edge.target for edge in plan.drawing.outs[id]}


def _wires_that_speak(plan: Plan, beside: tuple[set[str], set[str]], fragment: Fragment) -> int:
    """Return on how many sides, of two, a node between these is wired as the fragment would be."""
    before, after = beside
    wanted = {one for source in fragment.inputs for one, _ in plan.wanted(source)}
    users = {plan.covered.get(user) for user in plan.target.users[fragment.output]}
    return bool(before & wanted) + bool(after & users)


def _amiss(proposal: Proposal) -> Iterator[str]:
    """Yield the nodes that another reading may serve better, those first that cost most.

    A node with a single wrong value and right wires is read as it should be.
    """
    found: dict[str, float] = {}
    for repair in proposal.repairs:
        weight = repair.price * (0.5 if isinstance(repair, SetParameters) else 1.0)
        for id in touched(repair):
            if id in proposal.plan.chosen:
                found[id] = found.get(id, 0.0) + weight
    hot = {id: weight for id, weight in found.items() if weight > prices.HALF}
    yield from sorted(hot, key=lambda id: -hot[id])


def touched(repair: Repair) -> Iterator[str]:
    """Yield the student's nodes that a repair is at."""
    for part in parted(repair):
        match part:
            case SetParameters() | Replace():
                yield part.node
            case TakeOut():
                yield from part.nodes
            case MoveWire():
                yield from (part.wire.target, part.wire.source, part.source)
            case DrawWire():
                yield from (part.target, part.source)
            case RemoveWire():
                yield from (part.wire.target, part.wire.source)
            case Reorder():
                yield part.node
                yield from (wire.source for wire in part.wires)
            case PutIn():
                yield from (id for id in part.around if id is not None)
                passing = [one.wire for one in part.outlets if one.wire is not None]
                yield from (id for wire in passing for id in (wire.source, wire.target))


def _exchanged(proposal: Proposal) -> Improved:
    """Return the proposal with blocks exchanged first, where that costs less than it saves."""
    first: list[Exchange] = []
    lacking = [one.node for one in proposal.repairs if isinstance(one, SetParameters)]
    for one, other in combinations(dict.fromkeys(lacking), 2):
        if {one, other} & {id for done in first for id in (done.first, done.second)}:
            continue
        exchange = _exchange(proposal.plan, one, other)
        if exchange is not None:
            drawing = Drawing(exchange.apply(proposal.plan.drawing.graph))
            proposal = Proposal(Plan(drawing, proposal.plan.target, proposal.plan.chosen))
            first.append(exchange)
    return Improved(proposal, tuple(first))


def _exchange(plan: Plan, one: str, other: str) -> Exchange | None:
    """Return the exchange of two blocks, where it costs less than what it saves."""
    block, second = plan.drawing.block(one), plan.drawing.block(other)
    if block is None or second is None or type(block) is not type(second):
        return None
    steps = plan.steps_of((*plan.standing[one].ops, *plan.standing[other].ops))
    price = prices.EXCHANGE if steps[-1] - steps[0] <= 1 else prices.EXCHANGE_FAR
    if _saved(plan, one, other) <= price + LEAST:
        return None
    return Exchange(first=one, second=other, price=price, steps=steps)
