"""What else a node may stand for, what its own wires speak for first."""

from collections.abc import Iterator

from app.blocks import Block
from app.verify.repair.align import Choice
from app.verify.repair.fragment import Fragment, single, whole
from app.verify.repair.plan import Plan
from app.verify.repair.propose import stands_for

MOST_INSTEAD = 5
"""So many other fragments are tried for a node."""

EVIDENCE = 1.5
"""A fragment that the node's own wire speaks for is tried as if it cost so much less."""


def readings(plan: Plan, id: str) -> Iterator[Choice]:
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


def _instead(plan: Plan, id: str) -> list[Fragment]:
    """Return what a node may stand for instead, of what nothing else stands for."""
    now = plan.chosen[id]
    free = plan.missing | (set(now.ops) if isinstance(now, Fragment) else set())
    return [fragment for fragment in by_evidence(plan, id, free) if fragment is not now]


def by_evidence(plan: Plan, id: str, free: set[int]) -> list[Fragment]:
    """Return the best of what a node may stand for, what its wires speak for first."""
    beside = _beside(plan, id)
    found: list[tuple[float, int, Fragment]] = []
    for price, fragment in stands_for(plan.drawing, plan.target, id):
        if free.issuperset(fragment.ops):
            spoken = EVIDENCE * _wires_that_speak(plan, beside, fragment)
            found.append((price - spoken, len(found), fragment))
    return [fragment for _, _, fragment in sorted(found, key=lambda one: one[:2])[:MOST_INSTEAD]]


def _stand_ins(plan: Plan, id: str) -> Iterator[Fragment]:
    """Yield what a node of another kind may stand for: what is not there, just where it is.

    A single operation that lies within what is not there has to be wired to what is.
    """
    kind, beside = plan.drawing.kinds[id], _beside(plan, id)
    for fragment in whole(plan.target):
        if _may_stand(plan, fragment, kind) and _wires_that_speak(plan, beside, fragment):
            yield fragment
    before, after = beside
    for fragment in single(plan.target):
        if _may_stand(plan, fragment, kind) and (
            before & {plan.covered.get(source) for source in fragment.inputs}
            or after & {plan.covered.get(user) for user in plan.target.users[fragment.output]}
        ):
            yield fragment


def _may_stand(plan: Plan, fragment: Fragment, kind: type[Block] | None) -> bool:
    missing = plan.missing.issuperset(fragment.ops)
    return missing and fragment.kind is not kind and bool(fragment.inputs)


def _beside(plan: Plan, id: str) -> tuple[set[str], set[str]]:
    """Return what stands before a node, past what stands for nothing, and what is behind it."""
    before = {one for edge in plan.drawing.ins[id] for one in plan.reached(edge.source)}
    return before, {edge.target for edge in plan.drawing.outs[id]}


def _wires_that_speak(plan: Plan, beside: tuple[set[str], set[str]], fragment: Fragment) -> int:
    """Return on how many sides, of two, a node between these is wired as the fragment would be."""
    before, after = beside
    covered = plan.covered
    speaks_before = bool(before) and any(
        one in before for source in fragment.inputs for one, _ in plan.wanted(source)
    )
    speaks_behind = bool(after) and any(
        covered.get(user) in after for user in plan.target.users[fragment.output]
    )
    return speaks_before + speaks_behind
