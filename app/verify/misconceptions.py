"""Patterns of findings that people are known to make together, told as the one thing they are."""

from itertools import combinations

from app.blocks.bneck import Bneck
from app.verify import codes
from app.verify.explain import Draft, Explanation
from app.verify.report import FindingCode

FEWEST = 3
"""RE and HS count as exchanged throughout from this many blocks on."""


def recognise(work: Explanation, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with known patterns replaced by one draft each."""
    for pattern in (_swapped_blocks, _superseded_table, _swapped_nonlinearities):
        drafts = pattern(work, drafts)
    return sorted(drafts, key=lambda draft: (draft.steps[:1] or (0,), draft.at))


def _superseded_table(work: Explanation, drafts: list[Draft]) -> list[Draft]:
    """The last stage's stride one block late, with that block's exp_size or without.

    arXiv:1905.02244 v1 to v4 had it so in Table 1; v5 corrects the table.
    """
    strides = [draft for draft in drafts if draft.parameter == "stride" and len(draft.steps) == 1]
    if len(strides) != 2:
        return drafts
    first, second = strides
    late = second.steps[0] == first.steps[0] + 1 and (_own(work, first), _own(work, second)) == (
        1,
        2,
    )
    if not late or first.steps[0] != _last_stride(work):
        return drafts
    merged = [
        draft
        for draft in drafts
        if draft in strides or (draft.parameter == "exp_size" and draft.steps == second.steps)
    ]
    return _merge(drafts, merged, codes.SUPERSEDED_TABLE, "stride")


def _last_stride(work: Explanation) -> int | None:
    """Return the last step of the reference that halves the map."""
    halving = [
        index for index, unit in enumerate(work.expected.units) if unit.fields.get("stride") == 2
    ]
    return work.steps_of(halving)[-1] if halving else None


def _own(work: Explanation, draft: Draft) -> object:
    return getattr(work.graph.nodes[draft.nodes[0]].block, draft.parameter or "", None)


def _swapped_nonlinearities(work: Explanation, drafts: list[Draft]) -> list[Draft]:
    """RE for HS and HS for RE in every bneck that has either."""
    wrong = [draft for draft in drafts if draft.parameter == "nl"]
    all_nodes = {
        id
        for id, node in work.graph.nodes.items()
        if isinstance(node.block, Bneck) and node.block.nl != "RE6"
    }
    if len(wrong) < FEWEST or {draft.nodes[0] for draft in wrong} != all_nodes:
        return drafts
    return _merge(drafts, wrong, codes.SWAPPED_NONLINEARITIES, "nl")


def _swapped_blocks(work: Explanation, drafts: list[Draft]) -> list[Draft]:
    """Two nodes that each compute what the reference has where the other stands."""
    by_node: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.parameter is not None and len(draft.nodes) == 1 and len(draft.steps) == 1:
            by_node.setdefault(draft.nodes[0], []).append(draft)
    for (node, own), (other, others) in combinations(by_node.items(), 2):
        if _fits(work, node, other, others) and _fits(work, other, node, own):
            return _merge(drafts, own + others, codes.SWAPPED_BLOCKS, None)
    return drafts


def _fits(work: Explanation, node: str, other: str, faults: list[Draft]) -> bool:
    """Whether a node computes just what the reference has in the other node's place."""
    net, expected, partner = work.net, work.expected, work.matching.partner
    own = [unit.label for unit in net.units if unit.node == node]
    there = [i for i, unit in enumerate(net.units) if unit.node == other]
    due = [expected.units[partner[i]].label for i in there if i in partner]
    step = [
        unit.label for i, unit in enumerate(expected.units) if work.steps_of([i]) == faults[0].steps
    ]
    return own in (due, step)


def _merge(
    drafts: list[Draft], merged: list[Draft], code: FindingCode, parameter: str | None
) -> list[Draft]:
    """Return the drafts with `merged` replaced by one of this code."""
    one = Draft(
        code,
        tuple(dict.fromkeys(node for draft in merged for node in draft.nodes)),
        tuple(sorted({step for draft in merged for step in draft.steps})),
        min(draft.at for draft in merged),
        parameter,
    )
    return [*(draft for draft in drafts if draft not in merged), one]
