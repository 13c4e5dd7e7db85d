"""What else a node may stand for, what its own wires speak for first."""

from collections.abc import Iterator

from app.blocks import Block
from app.verify.repair.align import Choice
from app.verify.repair.fitting import fragments
from app.verify.repair.fragment import Fragment, single, whole
from app.verify.repair.plan import Plan
from app.verify.repair.propose import right_for, stands_for

MOST_INSTEAD = 5
"""So many other fragments are tried for a node."""

EVIDENCE = 1.5
"""A fragment that the node's own wire speaks for is tried as if it cost so much less."""


def readings(plan: Plan, id: str) -> Iterator[Choice]:
    """Yield what else a node may stand for, that it hands on, and that it is left over."""
    now = plan.chosen[id]
    if now is False:
        yield from _stand_ins(plan, id)
    free = plan.missing | (set(now.ops) if isinstance(now, Fragment) else set())
    yield from (one for one in by_evidence(plan, id, free) if one is not now)
    if now is not True and plan.drawing.may_idle(id):
        yield True
    if isinstance(now, Fragment):
        yield False
        # What is replaced may have its norm and its activation inside; what is right is not.
        kind = plan.drawing.kinds[id]
        right = now in right_for(plan.drawing, plan.target, id)
        instead = () if now.kind is kind else fragments(plan.target, now.kind)
        for fragment in (*whole(plan.target), *instead):
            if right and fragment.kind is not kind:
                continue
            if set(now.ops) < set(fragment.ops) and free.issuperset(fragment.ops):
                yield fragment


def by_evidence(plan: Plan, id: str, free: set[int]) -> list[Fragment]:
    """Return the best of what a node may stand for, what its wires speak for first."""
    wired = Wired(plan, id)
    fits = stands_for(plan.drawing, plan.target, id)
    found = [
        (price - EVIDENCE * wired.speak_for(fragment), at)
        for at, (price, fragment) in enumerate(fits)
        if free.issuperset(fragment.ops)
    ]
    return [fits[at][1] for _, at in sorted(found)[:MOST_INSTEAD]]


def _stand_ins(plan: Plan, id: str) -> Iterator[Fragment]:
    """Yield what a node of another kind may stand for: what is not there, just where it is.

    A single operation that lies within what is not there has to be wired to what is.
    """
    kind, wired = plan.drawing.kinds[id], Wired(plan, id)
    for fragment in whole(plan.target):
        if _may_stand(plan, fragment, kind) and wired.speak_for(fragment):
            yield fragment
    for fragment in single(plan.target):
        if _may_stand(plan, fragment, kind) and (
            wired.before & {plan.covered.get(source) for source in fragment.inputs}
            or fragment.output in wired.taken
        ):
            yield fragment


def _may_stand(plan: Plan, fragment: Fragment, kind: type[Block] | None) -> bool:
    missing = plan.missing.issuperset(fragment.ops)
    return missing and fragment.kind is not kind and bool(fragment.inputs)


class Wired:
    """What a node's own wires tell of what it may stand for.

    `before` is what stands before it, past what stands for nothing; `taken` are the operations
    that the nodes behind it should take a tensor from.
    """

    def __init__(self, plan: Plan, id: str) -> None:
        self.plan = plan
        before = (plan.from_wire(edge) for edge in plan.drawing.ins[id])
        self.before = {node for brought in before for node, _ in brought}
        behind = (plan.standing.get(edge.target) for edge in plan.drawing.outs[id])
        ops = (op for fragment in behind if fragment is not None for op in fragment.ops)
        self.taken = {source for op in ops for source in plan.target.ops[op].inputs}

    def speak_for(self, fragment: Fragment) -> float:
        """Return on how many sides, of two, the node is wired as the fragment would be.

        Of many inputs it is told by how many of them are, and by how many too many or too few.
        """
        fed = sum(map(self._gives, fragment.inputs)) if self.before else 0
        ends = max(len(fragment.inputs), len(self.before))
        return (fed / ends if ends > 2 else fed > 0) + (fragment.output in self.taken)

    def _gives(self, source: int) -> bool:
        """Whether what an operation gives comes, as it should, from before the node."""
        giver = self.plan.covered.get(source)
        if giver is not None:
            return giver in self.before
        return any(node in self.before for node, _ in self.plan.wanted(source))
