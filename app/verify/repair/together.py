"""Other readings of several nodes at once, where one by one each would seem to cost more."""

from collections.abc import Iterator, Mapping
from itertools import islice, permutations, product

from app.verify.repair.align import Choice
from app.verify.repair.fitting import exactly
from app.verify.repair.fragment import Fragment, single
from app.verify.repair.plan import Plan
from app.verify.repair.proposal import Proposal
from app.verify.repair.propose import right_for, stands_for
from app.verify.repair.readings import by_evidence
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
        if isinstance(one, SetParameters):
            right = right_for(plan.drawing, plan.target, one.node)
            yield from _slid(plan, one.node, right[:MOST_ALIKE], on=True)


def _holders(plan: Plan, moved: Mapping[str, Fragment]) -> list[str]:
    """Return the nodes that stand where others are to be, in the order of the reference."""
    ops = sorted(op for one in moved.values() for op in one.ops)
    held = dict.fromkeys(plan.covered[op] for op in ops if op in plan.covered)
    return [id for id in held if id not in moved]


def _instead(plan: Plan, moved: Mapping[str, Fragment]) -> dict[str, Choice]:
    """Return the reading in which nodes stand where others did, who are left over."""
    return {**dict.fromkeys(_holders(plan, moved), False), **moved}


def _giving_way(plan: Plan, moved: Mapping[str, Fragment]) -> dict[str, Choice]:
    """Return the reading in which nodes stand where others did, who take the best that is free.

    Free is what nobody stands for then; who finds nothing there is left over.
    """
    holders = _holders(plan, moved)
    free = plan.missing.union(plan.ops_of((*moved, *holders)))
    free = free.difference(*(one.ops for one in moved.values()))
    others: dict[str, Choice] = {**moved}
    for id in holders:
        instead = next((one for one in _fits(plan, id) if free.issuperset(one.ops)), None)
        others[id] = instead or plan.drawing.may_idle(id)
        free -= set(instead.ops if instead else ())
    return others


def _fits(plan: Plan, id: str) -> Iterator[Fragment]:
    """Yield what a node can stand for, the cheapest first."""
    return (one for _, one in stands_for(plan.drawing, plan.target, id))


def _making_room(plan: Plan, id: str, spoken: list[Fragment]) -> Iterator[dict[str, Choice]]:
    """Yield readings in which a node takes the place of one or two others, who give way.

    Or of more, who together are what it was: then each of them finds a place.
    """
    for fragment in spoken:
        moved = {id: fragment}
        holders = _holders(plan, moved)
        many = len(holders) > 2
        if not holders or (many and len(plan.ops_of(moved)) != len(fragment.ops)):
            continue
        others = _giving_way(plan, moved)
        standing = [isinstance(others[one], Fragment) for one in holders]
        if not many or all(standing):
            yield others
        # Where a block is right, what has its place is too many, though it may be of use elsewhere.
        if not many and any(standing) and _is_right(plan, id, fragment):
            yield _instead(plan, moved)


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


def _brought_home(plan: Plan, amiss: list[str]) -> Iterator[dict[str, Choice]]:
    """Yield the reading in which all that are right in one place stand there, just as they are.

    It is the only one of those that are free, or that another holds with whom something is amiss.
    """
    doubtful = plan.missing.union(plan.ops_of(amiss))
    home: dict[str, Fragment] = {}
    for id in amiss:
        right = right_for(plan.drawing, plan.target, id)
        own = [one for one in right if doubtful.issuperset(one.ops)]
        if len(own) == 1 and own[0] is not plan.chosen[id]:
            home[id] = own[0]
            doubtful.difference_update(own[0].ops)
    if len(home) > 1:
        yield _giving_way(plan, home)


def _slid(
    plan: Plan, id: str, spoken: list[Fragment], *, on: bool = False
) -> Iterator[dict[str, Choice]]:
    """Yield readings in which a node stands elsewhere, and those wired to it go with it.

    Where it only goes `on`, those before it stay; and where all that went are right there, so may
    one that is right where it is.
    """
    for fragment in spoken:
        moved, shorter = {id: fragment}, []
        for back in (False,) if on else (True, False):
            at = id
            while len(moved) < MOST_SLID and (found := _follow(plan, at, moved, back=back)):
                at, there = found
                right = len(moved) > 1 and all(_is_right(plan, *each) for each in moved.items())
                stays = right and _is_right(plan, at, plan.chosen[at])
                if stays and not _is_right(plan, at, there):
                    shorter.append({**moved})
                moved[at] = there
        yield from (_instead(plan, one) for one in (moved, *shorter) if len(one) > 1)


def _follow(
    plan: Plan, id: str, moved: Mapping[str, Fragment], *, back: bool
) -> tuple[str, Fragment] | None:
    """Return the node before or behind one that is read elsewhere, and what it then stands for."""
    beside, place = (plan.drawing.sources if back else plan.drawing.targets)[id], moved[id]
    if len(beside) != 1 or beside[0] in moved or (back and len(place.inputs) != 1):
        return None
    now = plan.chosen[beside[0]]
    if now is True or (isinstance(now, Fragment) and _joins(place, now, back=back)):
        return None
    taken = {op for one in moved.values() for op in one.ops}
    joining = (one for one in _fits(plan, beside[0]) if _joins(place, one, back=back))
    return next(((beside[0], one) for one in joining if taken.isdisjoint(one.ops)), None)


def _joins(place: Fragment, one: Fragment, *, back: bool) -> bool:
    """Whether a fragment gives what a place takes first, or takes what that gives."""
    if not back:
        return place.output in one.inputs
    return bool(place.inputs) and place.inputs[0] in map(one.given, one.kind.info.outputs)


def _is_right(plan: Plan, id: str, one: Choice) -> bool:
    """Whether a node is just what it would stand for."""
    return one in right_for(plan.drawing, plan.target, id)


def _pushed_on(plan: Plan, amiss: list[str]) -> Iterator[dict[str, Choice]]:
    """Yield readings in which a node stands where it is right, and pushes others on.

    Each is right one place further on, or one back, until one comes to a place that is free; or
    the last of them is left over instead.
    """
    for id in amiss:
        right = right_for(plan.drawing, plan.target, id)
        for fragment, back in product(right if len(right) <= MOST_ALIKE else (), (False, True)):
            moved, at = {id: fragment}, fragment
            while len(moved) < MOST_PUSHED and len(holders := _holders(plan, moved)) == 1:
                if (beside := _right_beside(plan, holders[0], at, back=back)) is None:
                    break
                moved[holders[0]] = at = beside
                yield _instead(plan, moved)


def _right_beside(plan: Plan, id: str, place: Fragment, *, back: bool) -> Fragment | None:
    """Return where a node is right as it is, just before or just behind a place."""
    block = plan.drawing.block(id)
    if block is None or (back and not place.inputs):
        return None
    exact = exactly(plan.target, block)
    found = exact.before.get(place.inputs[0]) if back else exact.behind.get(place.output)
    return found[0] if found else None


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
                        fits = (one for one in _fits(plan, before) if wider == {*one.ops})
                        yield from ({**others, before: one} for one in islice(fits, 1))


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
    for fragment in _fits(plan, id):
        if fragment.inputs == now.inputs and own.issuperset(fragment.ops):
            for op in sorted(own.difference(fragment.ops)):
                yield fragment, single(plan.target)[op]
