"""Composites are their pieces, and each piece knows which parameter decides it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.blocks import BLOCK_OF_TYPE, BLOCKS, Block
from app.blocks.base import IN, Fragment
from app.blocks.squeeze_excite import squeeze_width
from tests.blocks.changes import BASE, CHANGES, CHANNELS, STRUCTURAL
from tests.random_boards import PARAMETERS

COMPOSITE = ("bneck", "squeeze_excite", "conv2d", "depthwise_conv2d", "linear")


def pieces(type: str, **changed: Any) -> Fragment:
    fragment = BLOCK_OF_TYPE[type].model_validate({**BASE[type], **changed}).unfold(CHANNELS)
    assert fragment is not None
    return fragment


def fields(fragment: Fragment) -> dict[str, Any]:
    """Every parameter of every piece, as `piece.parameter`."""
    return {
        f"{piece.name}.{name}": getattr(piece.block, name)
        for piece in fragment
        for name in type(piece.block).model_fields
    }


@pytest.mark.parametrize(
    ("type", "parameter", "value", "expected"),
    CHANGES,
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_parameter_decides_exactly_the_fields_that_name_it(
    type: str, parameter: str, value: Any, expected: set[str]
) -> None:
    before, after = pieces(type), pieces(type, **{parameter: value})
    assert [piece.name for piece in before] == [piece.name for piece in after]
    old, new = fields(before), fields(after)
    assert {name for name in old if old[name] != new[name]} == expected
    origin = {f"{piece.name}.{name}": own for piece in after for name, own in piece.origin.items()}
    assert {origin[name] for name in expected} == {parameter}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.info.type)
@given(data=st.data())
def test_every_piece_has_a_name(block: type[Block], data: st.DataObject) -> None:
    placed = block.model_validate(data.draw(PARAMETERS[block.info.type]))
    assert {piece.name for piece in placed.unfold(CHANNELS) or ()} <= set(block.info.pieces)


@pytest.mark.parametrize(("type", "parameter", "value", "names"), STRUCTURAL)
def test_a_parameter_decides_which_pieces_there_are(
    type: str, parameter: str, value: Any, names: str
) -> None:
    assert " ".join(piece.name for piece in pieces(type, **{parameter: value})) == names


def test_the_table_covers_every_parameter_of_every_composite() -> None:
    covered = {(type, parameter) for type, parameter, *_ in [*CHANGES, *STRUCTURAL]}
    assert covered == {
        (type, parameter) for type in COMPOSITE for parameter in BLOCK_OF_TYPE[type].model_fields
    }


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.info.type)
@given(data=st.data(), channels=st.none() | st.integers(1, 64))
def test_pieces_are_wired_to_what_comes_before_them(
    block: type[Block], data: st.DataObject, channels: int | None
) -> None:
    placed = block.model_validate(data.draw(PARAMETERS[block.info.type]))
    fragment = placed.unfold(channels)
    if fragment is None:
        return
    assert block.info.type in COMPOSITE
    known = {IN.name}
    for piece in fragment:
        assert len(piece.inputs) == len(piece.block.info.inputs)
        assert set(piece.inputs) <= known
        assert piece.name not in known
        assert set(piece.origin) <= set(type(piece.block).model_fields)
        assert set(piece.origin.values()) <= set(block.model_fields)
        known.add(piece.name)
    used = {source for piece in fragment for source in piece.inputs}
    assert known - used == {fragment[-1].name}


@pytest.mark.parametrize(
    ("channels", "width"),
    [
        *[(16, 8), (64, 16), (72, 24), (96, 24), (120, 32), (144, 40), (240, 64), (288, 72)],
        *[(480, 120), (576, 144), (672, 168), (960, 240), (1, 8), (35, 8), (44, 16)],
    ],
)
def test_fc1_is_a_quarter_in_multiples_of_eight(channels: int, width: int) -> None:
    assert squeeze_width(channels) == width


@given(st.integers(1, 8192))
def test_fc1_never_loses_more_than_a_tenth(channels: int) -> None:
    width = squeeze_width(channels)
    assert width % 8 == 0
    assert width >= 0.9 * channels / 4
    assert width <= channels / 4 + 8
