"""How many blocks with the same slip are one thing: three are a rule misread, two are two slips."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from app.blocks.bneck import Bneck
from app.blocks.conv2d import Conv2d
from app.blocks.squeeze_excite import squeeze_width
from app.labs import get_lab
from app.verify import verify
from app.verify.tell import codes
from tests.verify.sketch import Sketch

LARGE, SMALL = "mobilenet-v3-large", "mobilenet-v3-small"

Wrong = dict[str, dict[str, Any]]
"""What is set wrong, by node."""


def bnecks(slug: str) -> Iterable[tuple[str, Bneck]]:
    """The blocks of a lab's reference."""
    nodes = get_lab(slug).reference.graph.nodes.items()
    return ((id, node.block) for id, node in nodes if isinstance(node.block, Bneck))


def unrounded() -> Wrong:
    """FC1 a quarter, where that is no multiple of eight."""
    return {
        id: {"se_channels": block.exp_size // 4}
        for id, block in bnecks(SMALL)
        if block.se and block.exp_size and squeeze_width(block.exp_size) != block.exp_size // 4
    }


def multiples() -> Wrong:
    """The expanded width as a multiple of what enters."""
    sketch = Sketch.of(get_lab(LARGE).reference.graph)
    found: Wrong = {}
    for id, block in bnecks(LARGE):
        wide = sketch.channels(id)
        if block.expand and block.exp_size and wide and block.exp_size % wide == 0:
            found[id] = {"exp_size": block.exp_size // wide}
    return found


def projected() -> Wrong:
    """An activation behind a projection."""
    nodes = unfolded(LARGE).nodes.items()
    ends = [id for id, block in nodes if isinstance(block, Conv2d) and id.endswith(".project")]
    return {id: {"activation": "relu"} for id in ends}


def unfolded(slug: str) -> Sketch:
    """The reference with every bneck as its pieces."""
    sketch = Sketch.of(get_lab(slug).reference.graph)
    return sketch.unfold(*(id for id, _ in bnecks(slug)))


SLIPS: tuple[tuple[str, str, Callable[[], Wrong], str, bool], ...] = (
    ("squeeze-throughout", SMALL, unrounded, "se_channels", False),
    ("exp-size-as-multiple", LARGE, multiples, "exp_size", False),
    ("activation-throughout", LARGE, projected, "activation", True),
)


@pytest.mark.parametrize(
    ("slip", "slug", "wrong", "parameter", "open_"), SLIPS, ids=[row[0] for row in SLIPS]
)
@pytest.mark.parametrize("count", [2, 3])
def test_three_are_one_thing_and_two_are_two(
    slip: str, slug: str, wrong: Callable[[], Wrong], parameter: str, open_: bool, count: int
) -> None:
    lab = get_lab(slug)
    sketch = unfolded(slug) if open_ else Sketch.of(lab.reference.graph)
    some = list(wrong().items())[:count]
    assert len(some) == count
    for id, values in some:
        sketch = sketch.set(id, **values)
    told = verify(sketch.read(), lab.reference).findings
    if count == 3:
        (finding,) = told
        assert finding.code is codes.SLIPS[slip]
        assert set(finding.nodes) == {id for id, _ in some}
    else:
        assert [finding.parameter for finding in told] == [parameter, parameter]
        assert codes.SLIPS[slip] not in [finding.code for finding in told]
