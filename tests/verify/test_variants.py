"""The structures that a kind of block can have, and what a palette offers with what is in it."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from app.blocks import BLOCK_OF_TYPE, Block
from app.blocks.bneck import Bneck
from app.verify.form.pieces import primitives
from app.verify.repair.variants import (
    OFF,
    SAMPLE,
    choices_of,
    structure_of,
    structure_with,
    variants,
    within,
)

CONV = {"conv2d", "batch_norm", "activation"}
SE = {"squeeze_excite", "global_avg_pool", "multiply"} | CONV

OFFERED: tuple[tuple[set[str], set[str]], ...] = (
    (set(), set()),
    ({"flatten"}, {"flatten"}),
    ({"no such block"}, {"no such block"}),
    ({"conv2d"}, CONV),
    ({"squeeze_excite"}, SE),
    ({"bneck"}, {"bneck", "depthwise_conv2d", "add"} | SE),
    ({"flatten", "linear"}, {"flatten", "linear", "activation"}),
)


@pytest.mark.parametrize(
    ("palette", "due"), OFFERED, ids=[",".join(sorted(row[0])) for row in OFFERED]
)
def test_a_palette_offers_what_its_blocks_are_made_of(palette: set[str], due: set[str]) -> None:
    assert within(frozenset(palette)) == due


@pytest.mark.parametrize("kind", BLOCK_OF_TYPE.values(), ids=list(BLOCK_OF_TYPE))
def test_a_palette_offers_whatever_its_blocks_unfold_into(kind: type[Block]) -> None:
    met = {kind.info.type}
    for one in variants(kind):
        for piece in one.sample.unfold(SAMPLE) or ():
            met |= within(frozenset((piece.block.info.type,)))
    assert within(frozenset((kind.info.type,))) == met


def switched(kind: type[Block]) -> Iterator[dict[str, Any]]:
    """Every way to set what can be counted out in a kind of block, one value off at a time."""
    counted = {name: choices_of(kind, name) for name in kind.model_fields}
    names = [name for name, choices in counted.items() if choices and set(choices) & set(OFF)]
    values = [[choice for choice in counted[name] or () if choice != ""] for name in names]
    for chosen in product(*values):
        yield dict(zip(names, chosen, strict=True))


@pytest.mark.parametrize("kind", BLOCK_OF_TYPE.values(), ids=list(BLOCK_OF_TYPE))
def test_each_structure_is_what_a_block_of_it_unfolds_into(kind: type[Block]) -> None:
    found = {one.wired for one in variants(kind)}
    assert len(found) == len(variants(kind))
    sample = variants(kind)[0].sample
    for values in list(switched(kind))[:200]:
        block = sample.model_copy(update=values)
        here = structure_of(block)
        made = primitives(block, SAMPLE)
        assert here.wired == tuple((type(one.block), one.inputs) for one in made)
        assert here.wired in found
        assert here.acting >= {name for one in made for name in one.origin.values()}
        assert here.telling <= here.acting
        for name in kind.model_fields:
            for value in choices_of(kind, name) or ():
                other = block.model_copy(update={name: value})
                assert structure_with(block, here, name, value).wired == structure_of(other).wired


def test_every_value_of_a_block_acts_in_some_structure_of_it() -> None:
    acting = {name for one in variants(Bneck) for name in one.acting}
    assert acting >= {"kernel_size", "exp_size", "out_channels", "nl", "stride", "se_channels"}
    telling = {name for one in variants(Bneck) for name in one.telling}
    assert telling == {"exp_size", "kernel_size", "out_channels", "se_channels"}


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("se", (True, False)),
        ("nl", ("RE", "HS")),
        ("exp_size", None),
        ("stride", None),
    ],
)
def test_values_that_can_be_counted(name: str, choices: tuple[Any, ...] | None) -> None:
    found = choices_of(Bneck, name)
    assert (found is None) == (choices is None)
    assert set(choices or ()) <= set(found or ())
