"""Differences to findings: the fewest places a student can change to make them vanish.

Several differences that one parameter of the student's node explains are one finding at that
parameter (`details`). What no parameter explains is a block missing, put in, misplaced or replaced
(`structure`); what has no unit, like a flatten, is told here.
"""

from app.verify import codes, details
from app.verify.draft import Draft
from app.verify.remains import Remains
from app.verify.structure import Structure
from app.verify.survey import Survey


def explain(where: Survey) -> list[Draft]:
    """Return the findings, in order of the student's network; each thing at one place once."""
    left = Remains(where)
    Structure(left).explain()
    drafts = left.drafts
    drafts += details.fields(where, left.fields)
    drafts += details.wires(where, left.wires)
    _flatten(where, drafts)
    _loose(where, drafts)
    told: dict[object, Draft] = {}
    for draft in drafts:
        told.setdefault(draft.place, draft)
    return sorted(told.values(), key=lambda draft: (draft.steps[:1] or (0,), draft.at))


def _flatten(where: Survey, drafts: list[Draft]) -> None:
    """The flatten leaves no unit behind: it is compared as a fact about the output."""
    if where.found.flatten_extra and where.net.flatten:
        draft = Draft(codes.EXTRA_BLOCK, (where.net.flatten,), where.last(), len(where.place))
        drafts.append(draft)
    waiting = where.net.flatten if not where.net.flat else None
    node = where.expected.flatten
    step = where.reference.steps.get(node) if node else None
    if not where.found.flatten_missing or step is None:
        return
    if waiting is not None:
        if waiting not in (draft.nodes[0] for draft in drafts if draft.nodes):
            draft = Draft(codes.MISSING_WIRE, (waiting,), (step,), len(where.place))
            draft.around = (None, waiting)
            drafts.append(draft)
        return
    gaps = [draft.steps for draft in drafts if draft.code is codes.MISSING_BLOCK]
    if any(later >= step for steps in gaps for later in steps):
        return
    last = where.node(where.matching.order[-1]) if where.matching.order else None
    draft = Draft(codes.MISSING_BLOCK, (last,) if last else (), (step,), len(where.place))
    draft.around = (last, None)
    drafts.append(draft)


def _loose(where: Survey, drafts: list[Draft]) -> None:
    """What lies beside the network without effect, and wires that are not there yet."""
    told = {node for draft in drafts for node in draft.nodes[:1]}
    at = len(where.place)
    # What only hands on a tensor whose wire goes astray has lost that wire, and is not too much.
    lost = {fault.due for fault in where.found.wires}
    for node, unit in where.net.idle.items():
        if node not in told and unit not in lost:
            drafts.append(Draft(codes.EXTRA_BLOCK, (node,), where.last(), at))
    for source, node in where.net.torn:
        steps, around = where.steps_of_node(source), (source, node)
        drafts.append(Draft(codes.MISSING_WIRE, (node,), steps, at, around=around))
