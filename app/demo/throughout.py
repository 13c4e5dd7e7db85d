"""Mistakes of one rule, in the whole network: what was misread once is wrong in many blocks.

Each is a misconception that Verify recognises as one thing (`app.verify.repair.slips`), under the
name of its finding, so that its card can be shown beside it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from app.blocks.bneck import Bneck
from app.core.text import Text, text
from app.demo.slip import OTHER_NL, Slip, with_values
from app.engine import propagate
from app.graph import Graph, Node
from app.labs import Lab
from app.reference import board_of

FEWEST = 3
"""A rule that is misread shows in so many blocks; in fewer it is a slip at each."""


@dataclass(frozen=True, slots=True)
class _Bneck:
    """One bneck of the reference, and how many channels enter it."""

    id: str
    block: Bneck
    channels: int


@dataclass(frozen=True, slots=True)
class _Rule:
    """What becomes of a network's bnecks where one rule is misread; `pack` is what it is about."""

    name: str
    title: Text
    pack: str
    become: Callable[[list[_Bneck]], Mapping[str, Bneck]]
    fewest: int = FEWEST


def throughout(lab: Lab) -> Iterator[Slip]:
    """Yield the mistakes that go through a lab's whole network, once all of it is there."""
    graph = lab.reference.graph
    bnecks = list(_bnecks(graph))
    for rule in RULES:
        made = rule.become(bnecks)
        if rule.pack not in lab.misconceptions or len(made) < rule.fewest:
            continue
        drawn = board_of(Graph({id: Node(id, block) for id, block in made.items()}, ()))
        yield Slip.model_validate(
            {
                "name": rule.name,
                "step": lab.steps[-1].number,
                "node": next(iter(made)),
                "title": rule.title,
                "nodes": tuple(drawn.nodes),
                "whole": True,
            }
        )


def _bnecks(graph: Graph) -> Iterator[_Bneck]:
    shapes = propagate(graph).shapes
    for id in graph.order:
        block = graph.nodes[id].block
        if isinstance(block, Bneck):
            yield _Bneck(id, block, shapes[id]["in"][1])


def _each(become: Callable[[_Bneck], Bneck]) -> Callable[[list[_Bneck]], Mapping[str, Bneck]]:
    """Return what becomes of those blocks that a change really changes."""

    def made(bnecks: list[_Bneck]) -> Mapping[str, Bneck]:
        found = {bneck.id: (bneck.block, become(bneck)) for bneck in bnecks}
        return {id: after for id, (before, after) in found.items() if after != before}

    return made


def _swapped(bneck: _Bneck) -> Bneck:
    return with_values(bneck.block, nl=OTHER_NL.get(bneck.block.nl, bneck.block.nl))


def _unrounded(bneck: _Bneck) -> Bneck:
    block = bneck.block
    if not block.se or block.exp_size is None:
        return block
    width = block.exp_size // 4
    due = block.se_channels or block.automatic((1, bneck.channels, 8, 8))["se_channels"]
    return block if width == due else with_values(block, se_channels=width)


def _factor(bneck: _Bneck) -> Bneck:
    block = bneck.block
    if not block.expand or block.exp_size is None or block.exp_size % bneck.channels:
        return block
    return with_values(block, exp_size=block.exp_size // bneck.channels)


def _superseded(bnecks: list[_Bneck]) -> Mapping[str, Bneck]:
    """The last stride one block late, and that block as wide as the one before it."""
    late = [pair for pair in pairwise(bnecks) if pair[0].block.stride == 2]
    if not late or late[-1][1].block.exp_size == late[-1][0].block.exp_size:
        return {}
    before, after = late[-1]
    return {
        before.id: with_values(before.block, stride=1),
        after.id: with_values(
            after.block, stride=2, shortcut=False, exp_size=before.block.exp_size
        ),
    }


def _a_row_off(bnecks: list[_Bneck]) -> Mapping[str, Bneck]:
    """The first row skipped: each block has the row behind its own, and the last row is twice."""
    return {own.id: behind.block for own, behind in pairwise(bnecks) if own.block != behind.block}


RULES: tuple[_Rule, ...] = (
    _Rule(
        "one-nonlinearity",
        text("从头到尾都用 RE", "RE everywhere"),
        "mobilenet-v3",
        _each(lambda bneck: with_values(bneck.block, nl="RE")),
    ),
    _Rule(
        "swapped-nonlinearities",
        text("处处把 RE 和 HS 弄反", "RE and HS the wrong way round"),
        "mobilenet-v3",
        _each(_swapped),
    ),
    _Rule(
        "se-throughout",
        text("一个 SE 也没有", "No SE anywhere"),
        "squeeze-excite",
        _each(lambda bneck: with_values(bneck.block, se=False, se_channels=None)),
    ),
    _Rule(
        "squeeze-throughout",
        text("C/4 不凑整", "C/4 not rounded"),
        "squeeze-excite",
        _each(_unrounded),
    ),
    _Rule(
        "exp-size-as-multiple",
        text("把 exp size 当成倍数", "exp size read as a factor"),
        "inverted-residual",
        _each(_factor),
    ),
    _Rule(
        "shortcut-throughout",
        text("一条 shortcut 也没有", "No shortcut anywhere"),
        "inverted-residual",
        _each(lambda bneck: with_values(bneck.block, shortcut=False)),
    ),
    _Rule(
        "superseded-table",
        text("照旧版的表 1 搭", "The older Table 1"),
        "mobilenet-v3",
        _superseded,
        fewest=2,
    ),
    _Rule(
        "shifted-rows",
        text("从漏读的一行起错开", "One row skipped, all others one off"),
        "inverted-residual",
        _a_row_off,
    ),
)
"""In the order in which they are offered."""
