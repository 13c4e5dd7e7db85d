"""Patterns of findings that people are known to make together, told as the one thing they are."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

from app.blocks import Block
from app.blocks.bneck import Bneck
from app.graph import Graph
from app.verify import codes
from app.verify.draft import Draft
from app.verify.explain import explain
from app.verify.lower import primitives
from app.verify.report import FindingCode
from app.verify.survey import Survey

MOST_TRIED = 8
"""Exchanging blocks is tried in thought for at most so many of them."""

FEWEST = 3
"""RE and HS count as exchanged throughout from this many blocks on, and a row as another one from
this many values on."""


ANY_CHANNELS = 64
"""Rows are compared as if so many channels entered."""


def recognise(where: Survey, again: Callable[[Graph], list[Draft]]) -> list[Draft]:
    """Return the findings with known patterns replaced by one finding each.

    `again` returns the findings of a graph that is changed in thought.
    """
    drafts = _swapped_nonlinearities(where, _superseded_table(where, explain(where)))
    drafts = _other_rows(where, _swapped_blocks(where, drafts, again))
    return sorted(drafts, key=lambda draft: (draft.steps[:1] or (0,), draft.at))


def _superseded_table(where: Survey, drafts: list[Draft]) -> list[Draft]:
    """The last stage's stride one block late, with that block's exp_size or without.

    arXiv:1905.02244 v1 to v4 had it so in Table 1; v5 corrects the table.
    """
    strides = [draft for draft in drafts if draft.parameter == "stride" and len(draft.steps) == 1]
    if len(strides) != 2:
        return drafts
    first, second = strides
    late = second.steps[0] == first.steps[0] + 1 and (_own(where, first), _own(where, second)) == (
        1,
        2,
    )
    if not late or first.steps[0] != _last_stride(where):
        return drafts
    merged = [
        draft
        for draft in drafts
        if draft in strides
        or (draft.parameter in ("exp_size", "shortcut") and draft.steps == second.steps)
    ]
    return _merge(drafts, merged, codes.SUPERSEDED_TABLE, "stride")


def _last_stride(where: Survey) -> int | None:
    """Return the last step of the reference that halves the map."""
    halving = [
        index for index, unit in enumerate(where.expected.units) if unit.fields.get("stride") == 2
    ]
    return where.steps_of(halving)[-1] if halving else None


def _own(where: Survey, draft: Draft) -> object:
    return getattr(where.graph.nodes[draft.nodes[0]].block, draft.parameter or "", None)


def _swapped_nonlinearities(where: Survey, drafts: list[Draft]) -> list[Draft]:
    """RE for HS and HS for RE in every bneck that has either."""
    wrong = [draft for draft in drafts if draft.parameter == "nl" and draft.expected != "RE6"]
    all_nodes = {
        id
        for id, node in where.graph.nodes.items()
        if isinstance(node.block, Bneck) and node.block.nl != "RE6"
    }
    if len(wrong) < FEWEST or {draft.nodes[0] for draft in wrong} != all_nodes:
        return drafts
    return _merge(drafts, wrong, codes.SWAPPED_NONLINEARITIES, "nl")


def _other_rows(where: Survey, drafts: list[Draft]) -> list[Draft]:
    """A block with many wrong values, which are just those of another row of the table."""
    rows = {_row(node.block) for node in where.reference.graph.nodes.values()}
    wrong: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.parameter is not None:
            wrong.setdefault(draft.nodes[0], []).append(draft)
    for node, own in wrong.items():
        block = where.graph.nodes[node].block
        if len(own) >= FEWEST and isinstance(block, Bneck) and _row(block) in rows:
            drafts = _merge(drafts, own, codes.ANOTHER_ROW, None)
    return drafts


def _row(block: Block) -> tuple[Block, ...]:
    """Return what the table says of a block, in its pieces: all but the shortcut."""
    if isinstance(block, Bneck):
        block = block.model_copy(update={"shortcut": False})
    return tuple(piece.block for piece in primitives(block, ANY_CHANNELS))


def _swapped_blocks(
    where: Survey, drafts: list[Draft], again: Callable[[Graph], list[Draft]]
) -> list[Draft]:
    """Two nodes with findings that would all vanish if the two changed places."""
    touched = list(dict.fromkeys(node for draft in drafts for node in draft.nodes))
    if len(drafts) < 2 or len(touched) > MOST_TRIED:
        return drafts
    for first, second in combinations(touched, 2):
        a, b = where.graph.nodes[first], where.graph.nodes[second]
        if type(a.block) is not type(b.block) or a.block == b.block:
            continue
        nodes = {
            **where.graph.nodes,
            a.id: replace(a, block=b.block),
            b.id: replace(b, block=a.block),
        }
        left = again(replace(where.graph, nodes=nodes))
        merged = [draft for draft in drafts if not any(_same(draft, other) for other in left)]
        if len(left) == len(drafts) - len(merged) and _telling(merged):
            one = _merge(drafts, merged, codes.SWAPPED_BLOCKS, None)
            one[-1].nodes = (first, second)
            return one
    return drafts


def _telling(merged: list[Draft]) -> bool:
    """Whether an exchange says more than what it would replace.

    Two single values that happen to be each other's, far apart, are two mistakes.
    """
    steps = [step for draft in merged for step in draft.steps]
    return len(merged) > 2 or (len(merged) == 2 and max(steps) - min(steps) <= 1)


def _same(draft: Draft, other: Draft) -> bool:
    """Whether two findings of the graph before and after a change tell the same."""
    own = (draft.code, draft.nodes, draft.parameter, draft.edges)
    return own == (other.code, other.nodes, other.parameter, other.edges)


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
