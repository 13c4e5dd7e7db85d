"""Nodes, and runs of them, that are read in each other's place."""

from collections.abc import Iterator, Mapping
from itertools import chain, combinations

from app.verify.repair.align import Choice
from app.verify.repair.fragment import Fragment
from app.verify.repair.plan import Plan
from app.verify.repair.proposal import Proposal, ToDo
from app.verify.repair.repairs import MoveWire, SetParameters, Together


def turned_round(proposal: Proposal, amiss: list[str]) -> Iterator[dict[str, Choice]]:
    """Yield readings in which two nodes, or two runs of them, stand for what the others did."""
    plan = proposal.plan
    lacking = [one.node for one in proposal.found if isinstance(one, SetParameters)]
    wrong = dict.fromkeys((*amiss, *chain.from_iterable(map(_moved, proposal.found))))
    standing = [id for id in dict.fromkeys((*wrong, *lacking)) if id in plan.standing]
    for one, other in combinations(standing, 2):
        if not _alike(plan, one, other):
            continue
        if (one in wrong and other in wrong) or plan.saved(one, other) > 0:
            yield from _runs_exchanged(plan, one, other)


def _moved(one: ToDo) -> Iterator[str]:
    """Yield the nodes that a move is told of, if it is one: it may be two in each other's place."""
    parts = one.parts if isinstance(one, Together) else ()
    yield from (part.begins for part in parts if isinstance(part, MoveWire))


def _runs_exchanged(plan: Plan, one: str, other: str) -> Iterator[dict[str, Choice]]:
    """Yield readings in which two nodes, or the runs on either side of them, are exchanged."""
    yield _exchanged(plan, {one: other})
    before, behind = (
        _run(plan, one, other, beside) for beside in (plan.drawing.sources, plan.drawing.targets)
    )
    run = {**before, **behind}
    for part in (run, before, behind) if len(before) > 1 and len(behind) > 1 else (run,):
        if len(part) > 1:
            yield _exchanged(plan, part)


def _alike(plan: Plan, one: str, other: str) -> bool:
    """Whether each of two nodes stands for something that the other could stand for."""
    a, b = plan.chosen[one], plan.chosen[other]
    alike = plan.drawing.kinds[one] is plan.drawing.kinds[other]
    return alike and isinstance(a, Fragment) and isinstance(b, Fragment) and a.kind is b.kind


def _exchanged(plan: Plan, pairs: dict[str, str]) -> dict[str, Choice]:
    """Return the reading in which the two nodes of each pair stand for what the other did."""
    both = {**pairs, **{other: one for one, other in pairs.items()}}
    return {id: plan.chosen[other] for id, other in both.items()}


def _run(plan: Plan, one: str, other: str, beside: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return two nodes and those on one side of them, pair by pair, as far as they are alike."""
    pairs = {one: other}
    a, b = _along(plan, one, beside), _along(plan, other, beside)
    while a is not None and b is not None and a != b and _alike(plan, a, b):
        if {a, b} & {*pairs, *pairs.values()}:
            break
        pairs[a] = b
        a, b = _along(plan, a, beside), _along(plan, b, beside)
    return pairs


def _along(plan: Plan, id: str, beside: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the next node that stands for something, None where several wires part or meet."""
    seen: set[str] = set()
    while len(beside[id]) == 1 and id not in seen:
        seen.add(id)
        (id,) = beside[id]
        if id in plan.standing:
            return id
    return None
