"""Other readings of several nodes at once, where one by one each would seem to cost more."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import permutations

from app.verify.repair.align import Choice
from app.verify.repair.fitting import exactly
from app.verify.repair.fragment import Fragment, single
from app.verify.repair.plan import Plan
from app.verify.repair.proposal import Proposal
from app.verify.repair.propose import right_for, stands_for
from app.verify.repair.readings import by_evidence, readings
from app.verify.repair.repairs import Exchange, SetParameters
from app.verify.repair.turned import turned_round

MOST_SLID = 24
"""So many nodes are read one place further on together."""

MOST_PUSHED = 4
"""So many at most, one after the other, push each other on."""

MOST_ALIKE = 4
"""That one says where it is right in so few places; a batch norm is right anywhere."""

HANDED = ("activation", "norm")
"""What a block can have inside, or a node of its own beside it."""


def together(proposal: Proposal, amiss: list[str]) -> Iterator[dict[str, Choice]]:
    """Yield readings that differ in several nodes, one of which at least is amiss."""
    plan = proposal.plan
    anywhere = set(range(len(plan.target.ops)))
    spoken: dict[str, list[Fragment]] = {}
    for id in amiss:
        spoken[id] = by_evidence(plan, id, anywhere)
        yield from _making_room(plan, id, spoken[id])
    yield from _handed_over(proposal, amiss)
    yield from turned_round(proposal, amiss)
    yield from _sides_changed(proposal)
    yield from _brought_home(plan, amiss)
    for id in amiss:
        yield from _slid(plan, id, spoken[id])
    yield from _pushed_on(plan, amiss)
    for one in proposal.found if amiss else ():
        if isinstance(one, SetParameters) and (block := plan.drawing.block(one.node)):
            right = exactly(plan.target, block).all
            yield from _slid(plan, one.node, right[:MOST_ALIKE], on=True)


def _sides_changed(proposal: Proposal) -> Iterator[dict[str, Choice]]:
    """Yield readings in which a node stands beside where it stood, just as it is.

    There another stands that lacks something as well; it may be several nodes that give way.
    """
    plan = proposal.plan
    lacking = [one.node for one in proposal.found if isinstance(one, SetParameters)]
    for one, other in permutations(filter(plan.standing.get, dict.fromkeys(lacking)), 2):
        sources = plan.standing[one].inputs
        if sources != plan.standing[other].inputs:
            continue
        there = set(plan.standing[other].ops)
        right = right_for(plan.drawing, plan.target, one)
        beside = [own for own in right if own.inputs == sources and there & set(own.ops)]
        yield from _making_room(plan, one, beside)


def _slid(
    plan: Plan, id: str, spoken: Iterable[Fragment], *, on: bool = False
) -> Iterator[dict[str, Choice]]:
    """Yield readings in which a node stands elsewhere, and those wired to it go with it.

    Where it only goes `on`, those before it stay; and where all that went are right there, so does
    one that is right where it is.
    """
    for fragment in spoken:
        moved, shorter = {id: fragment}, []
        for follow in (_follow_behind,) if on else (_follow_before, _follow_behind):
            at = id
            while len(moved) < MOST_SLID and (found := follow(plan, at, moved)) is not None:
                at, there = found
                right = len(moved) > 1 and all(_right(plan, *each) for each in moved.items())
                if right and _right(plan, at, plan.chosen[at]) and not _right(plan, at, there):
                    shorter.append({**moved})
                moved[at] = there
        for one in (moved, *shorter):
            if len(one) > 1:
                yield _with_others_left_over(plan, one)


def _right(plan: Plan, id: str, one: Choice) -> bool:
    """Whether a node is just what it would stand for."""
    return one in right_for(plan.drawing, plan.target, id)


def _pushed_on(plan: Plan, amiss: list[str]) -> Iterator[dict[str, Choice]]:
    """Yield readings in which a node stands where it is right, and pushes others on.

    Each is right one place further on, or one back, until one comes to a place that is free; or
    the last of them is left over instead.
    """
    for id in amiss:
        right = exactly(plan.target, block).all if (block := plan.drawing.block(id)) else ()
        for fragment in right if len(right) <= MOST_ALIKE else ():
            for way in (_place_behind, _place_before):
                moved, at = {id: fragment}, fragment
                while len(moved) < MOST_PUSHED and (holder := _held(plan, at, moved)) is not None:
                    if (next_ := way(plan, holder, at)) is None:
                        break
                    moved[holder] = at = next_
                    yield _with_others_left_over(plan, moved)


def _held(plan: Plan, place: Fragment, moved: Mapping[str, Fragment]) -> str | None:
    """Return the one node that stands in a place where another one is to be."""
    holders = {plan.covered.get(op) for op in place.ops} - {*moved, None}
    return holders.pop() if len(holders) == 1 else None


def _with_others_left_over(plan: Plan, moved: dict[str, Fragment]) -> dict[str, Choice]:
    """Return the reading in which some nodes stand where others did, who are left over."""
    taken = {op for one in moved.values() for op in one.ops}
    held = (plan.covered[op] for op in sorted(taken) if op in plan.covered)
    return {**dict.fromkeys(held, False), **moved}


def _brought_home(plan: Plan, amiss: list[str]) -> Iterator[dict[str, Choice]]:
    """Yield the reading in which all that are right in one place stand there, just as they are.

    It is the only one of those that are free, or that another holds with whom something is amiss.
    Those who held them give way, each to the best that is free then.
    """
    held = (plan.standing[id].ops for id in amiss if id in plan.standing)
    doubtful = plan.missing.union(*held)
    home, taken = dict[str, Fragment](), set[int]()
    for id in amiss:
        block = plan.drawing.block(id)
        exact = exactly(plan.target, block).all if block is not None else ()
        right = [one for one in exact if doubtful.issuperset(one.ops)]
        if len(right) == 1 and right[0] is not plan.chosen[id] and taken.isdisjoint(right[0].ops):
            home[id] = right[0]
            taken.update(right[0].ops)
    if len(home) < 2:
        return
    others = _with_others_left_over(plan, home)
    plan, _ = plan.instead(others)
    for id in others:
        if id not in home and (reading := next(readings(plan, id), None)) is not None:
            plan, _ = plan.instead({id: reading})
    yield {id: plan.chosen[id] for id in others}


def _place_behind(plan: Plan, id: str, place: Fragment) -> Fragment | None:
    """Return where a node is right as it is, just behind a place."""
    block = plan.drawing.block(id)
    found = exactly(plan.target, block).behind.get(place.output, ()) if block else ()
    return next(iter(found), None)


def _place_before(plan: Plan, id: str, place: Fragment) -> Fragment | None:
    block = plan.drawing.block(id)
    given = place.inputs[0] if place.inputs else -1
    found = exactly(plan.target, block).before.get(given, ()) if block else ()
    return next(iter(found), None)


def _follow_before(plan: Plan, id: str, moved: dict[str, Fragment]) -> tuple[str, Fragment] | None:
    """Return the node before one that is read elsewhere, and what it then stands for."""
    wires, dues = plan.drawing.ins[id], moved[id].inputs
    if len(wires) != 1 or len(dues) != 1:
        return None
    before, out = wires[0].source, wires[0].out
    now = plan.chosen[before]
    if before in moved or now is True or (isinstance(now, Fragment) and now.given(out) == dues[0]):
        return None
    return _placed(plan, before, moved, lambda one: one.given(out) == dues[0])


def _follow_behind(plan: Plan, id: str, moved: dict[str, Fragment]) -> tuple[str, Fragment] | None:
    """Return the node behind one that is read elsewhere, and what it then stands for."""
    wires, given = plan.drawing.outs[id], moved[id].output
    if len(wires) != 1:
        return None
    behind = wires[0].target
    now = plan.chosen[behind]
    if behind in moved or now is True or (isinstance(now, Fragment) and given in now.inputs):
        return None
    return _placed(plan, behind, moved, lambda one: given in one.inputs)


def _placed(
    plan: Plan, id: str, moved: dict[str, Fragment], fits: Callable[[Fragment], bool]
) -> tuple[str, Fragment] | None:
    taken = {op for one in moved.values() for op in one.ops}
    for _, one in stands_for(plan.drawing, plan.target, id):
        if fits(one) and taken.isdisjoint(one.ops):
            return id, one
    return None


def _making_room(plan: Plan, id: str, spoken: list[Fragment]) -> Iterator[dict[str, Choice]]:
    """Yield readings in which a node takes the place of one or two others, who give way.

    Of more, who together are what it was, each gets its part of what the node stood for.
    """
    now = plan.chosen[id]
    own = set(now.ops) if isinstance(now, Fragment) else set()
    for fragment in spoken:
        holders = dict.fromkeys(plan.covered[op] for op in fragment.ops if op in plan.covered)
        holders.pop(id, None)
        if len(holders) > 2 and isinstance(now, Fragment) and len(now.ops) == len(fragment.ops):
            there = dict(zip(fragment.ops, now.ops, strict=True))
            parts = {one: _moved_on(plan, one, there) for one in holders}
            if all(parts.values()):
                yield {id: fragment, **parts}
        if not holders or len(holders) > 2:
            continue
        others: dict[str, Choice] = {id: fragment}
        taken = set(fragment.ops)
        free = (plan.missing | own) - taken
        for holder in holders:
            free |= set(plan.standing[holder].ops) - taken
        for holder in holders:
            fitting = stands_for(plan.drawing, plan.target, holder)
            instead = next((one for _, one in fitting if free.issuperset(one.ops)), None)
            others[holder] = instead or plan.drawing.may_idle(holder)
            if instead is not None:
                free -= set(instead.ops)
        yield others
        # Where a block is right, what has its place is too many, though it may be of use elsewhere.
        right = fragment in right_for(plan.drawing, plan.target, id)
        if right and any(isinstance(others[one], Fragment) for one in holders):
            yield {**others, **{one: plan.drawing.may_idle(one) for one in holders}}


def _handed_over(proposal: Proposal, amiss: list[str]) -> Iterator[dict[str, Choice]]:
    """Yield readings in which a block lacks a norm or an activation no more: a node stands for it.

    What that node stood for goes to the block before it, which then lacks this instead.
    """
    plan = proposal.plan
    for holder, beside in _lacking(proposal).items():
        for narrow, lacked in _narrower(plan, holder):
            for id in dict.fromkeys((*amiss, *beside)):
                own = plan.chosen[id]
                if id == holder or plan.drawing.kinds[id] is not type(lacked.block):
                    continue
                others: dict[str, Choice] = {holder: narrow, id: lacked}
                yield others
                if isinstance(own, Fragment) and own.inputs:
                    before = plan.covered.get(own.inputs[0])
                    if before is not None and before != holder:
                        wider = {*plan.standing[before].ops, *own.ops}
                        yield from ({**others, before: one} for one in _just(plan, before, wider))


def _lacking(proposal: Proposal) -> dict[str, list[str]]:
    """Return the nodes that lack a value, by themselves or where two are to change places.

    Each with those beside it that may be what it lacks, though nothing is amiss with them.
    """
    found: dict[str, list[str]] = {}
    beside = proposal.plan.drawing.beside
    for one in proposal.found:
        if isinstance(one, SetParameters):
            handed = one.values[0][0] in HANDED and one.values[0][1] != "none"
            found.setdefault(one.node, []).extend(beside(one.node) if handed else ())
        elif isinstance(one, Exchange):
            for id in (one.first, one.second):
                found[id] = beside(id)
    return found


def _narrower(plan: Plan, id: str) -> Iterator[tuple[Fragment, Fragment]]:
    """Yield less that a node may stand for, each with an operation that it lacks no more then."""
    now = plan.standing[id]
    own = set(now.ops)
    for _, fragment in stands_for(plan.drawing, plan.target, id):
        if fragment.inputs == now.inputs and own.issuperset(fragment.ops):
            for op in sorted(own.difference(fragment.ops)):
                yield fragment, single(plan.target)[op]


def _moved_on(plan: Plan, id: str, there: Mapping[int, int]) -> Fragment | bool:
    """Return what a node may stand for that is other operations in place of those it has now."""
    ops = {there.get(op, -1) for op in plan.standing[id].ops}
    return next(iter(_just(plan, id, ops)), False)


def _just(plan: Plan, id: str, ops: set[int]) -> list[Fragment]:
    """Return what a node may stand for that is just these operations."""
    return [one for _, one in stands_for(plan.drawing, plan.target, id) if set(one.ops) == ops][:1]
