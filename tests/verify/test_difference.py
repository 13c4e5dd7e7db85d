"""What a block lacks of a place is read off its structure; the same comes of trying every value."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from app.blocks import BLOCK_OF_TYPE, Block
from app.labs import get_lab
from app.verify.form.pieces import primitives
from app.verify.repair.difference import computes, difference
from app.verify.repair.fitting import fragments
from app.verify.repair.fragment import Fragment
from app.verify.repair.target import prepare
from tests.random_boards import PARAMETERS

KINDS = (
    "bneck",
    "squeeze_excite",
    "conv2d",
    "depthwise_conv2d",
    "linear",
    "avg_pool",
    "activation",
)
LABS = ("mobilenet-v3-large", "mobilenet-v2", "efficientnet-b0", "lenet-5")


def instead(block: Block, name: str, value: Any) -> Block:
    return block.model_copy(update={name: value})


def by_trying(block: Block, fragment: Fragment) -> set[frozenset[tuple[str, Any]]]:
    """Return what `difference` does, from its words alone: set each value, and look."""
    due = fragment.block
    for name in type(block).model_fields:
        own = getattr(block, name)
        if own != getattr(due, name) and computes(instead(due, name, own), fragment):
            due = instead(due, name, own)
    values = {
        name: getattr(due, name)
        for name in type(block).model_fields
        if getattr(block, name) != getattr(due, name)
    }
    leading = [name for name in values if not follows(block, name, values[name], fragment)]
    if len(values) < 2 or not leading:
        return {frozenset(values.items())} if values else set()
    changes = {name: {(name, values[name])} for name in leading}
    for name in values.keys() - set(leading):
        causes = [
            cause
            for cause in leading
            if not follows(instead(block, cause, values[cause]), name, values[name], fragment)
        ]
        changes[(causes or leading)[0]].add((name, values[name]))
    return set(map(frozenset, changes.values()))


def follows(block: Block, name: str, value: Any, fragment: Fragment) -> bool:
    """Whether a value does nothing, or cannot be, for what the others are."""
    entering = [fragment.target.ops[index].shape for index in fragment.inputs]
    alone = instead(block, name, value)
    if [*block.check(*entering), *block.incomplete()]:
        return False
    if [*alone.check(*entering), *alone.incomplete()]:
        return True
    channels = entering[0][1] if entering else None
    return primitives(alone, channels) == primitives(block, channels)


@pytest.mark.parametrize("lab", LABS)
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_structure_tells_what_trying_tells(lab: str, data: DataObject) -> None:
    target = prepare(get_lab(lab).reference)
    kind = BLOCK_OF_TYPE[data.draw(st.sampled_from(KINDS))]
    places = fragments(target, kind)
    if not places:
        return
    fragment = data.draw(st.sampled_from(places))
    # Near what is due: a few values are another's, the student's slip.
    other = kind.model_validate(data.draw(PARAMETERS[kind.info.type]))
    near = data.draw(st.sampled_from(places)).block
    drawn = data.draw(st.sets(st.sampled_from([*kind.model_fields, "none"]), max_size=3))
    block = near.model_copy(
        update={name: getattr(other, name) for name in drawn - {"none"}},
    )
    assert set(map(frozenset, difference(block, fragment))) == by_trying(block, fragment)
