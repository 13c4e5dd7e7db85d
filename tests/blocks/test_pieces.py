"""Composites are their pieces, and each piece knows which parameter decides it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.blocks import BLOCK_OF_TYPE, BLOCKS, Block
from app.blocks.base import IN, Fragment
from app.blocks.squeeze_excite import squeeze_width
from tests.random_boards import PARAMETERS

CHANNELS = 24
COMPOSITE = ("bneck", "squeeze_excite", "conv2d", "depthwise_conv2d", "linear")

BASE: dict[str, dict[str, Any]] = {
    "bneck": {"exp_size": 64, "out_channels": 24, "se": True, "shortcut": True},
    "squeeze_excite": {},
    "conv2d": {"out_channels": 16, "norm": "batch", "activation": "relu"},
    "depthwise_conv2d": {"norm": "batch", "activation": "relu"},
    "linear": {"out_features": 10, "activation": "relu"},
}

CHANGES: list[tuple[str, str, Any, set[str]]] = [
    ("bneck", "kernel_size", 5, {"depthwise.kernel_size"}),
    ("bneck", "exp_size", 72, {"expand.out_channels"}),
    ("bneck", "out_channels", 40, {"project.out_channels"}),
    ("bneck", "se_channels", 20, {"se.squeeze_channels"}),
    ("bneck", "se_norm", "batch", {"se.norm"}),
    ("bneck", "nl", "HS", {"expand.activation", "depthwise.activation"}),
    ("bneck", "stride", 2, {"depthwise.stride"}),
    ("squeeze_excite", "squeeze_channels", 12, {"fc1.out_channels"}),
    ("squeeze_excite", "activation", "silu", {"fc1.activation"}),
    ("squeeze_excite", "gate", "sigmoid", {"fc2.activation"}),
    ("squeeze_excite", "norm", "batch", {"fc1.norm", "fc2.norm"}),
    *(
        (type, parameter, value, {f"conv.{parameter}"})
        for type in ("conv2d", "depthwise_conv2d")
        for parameter, value in {
            "kernel_size": 5,
            "stride": 2,
            "padding": 0,
            "dilation": 2,
            "bias": True,
        }.items()
    ),
    ("conv2d", "out_channels", 32, {"conv.out_channels"}),
    ("conv2d", "groups", 2, {"conv.groups"}),
    ("conv2d", "activation", "silu", {"act.kind"}),
    ("depthwise_conv2d", "activation", "silu", {"act.kind"}),
    ("linear", "out_features", 11, {"fc.out_features"}),
    ("linear", "bias", False, {"fc.bias"}),
    ("linear", "activation", "silu", {"act.kind"}),
]
"""A parameter, another value for it, and exactly the pieces' fields that then differ."""

STRUCTURAL: list[tuple[str, str, Any, str]] = [
    ("bneck", "expand", False, "depthwise se project add"),
    ("bneck", "se", False, "expand depthwise project add"),
    ("bneck", "shortcut", False, "expand depthwise se project"),
    ("conv2d", "norm", "none", "conv act"),
    ("depthwise_conv2d", "norm", "none", "conv act"),
]
"""A parameter, another value for it, and the pieces there are then."""


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


@pytest.mark.parametrize(("type", "parameter", "value", "names"), STRUCTURAL)
def test_a_parameter_decides_which_pieces_there_are(
    type: str, parameter: str, value: Any, names: str
) -> None:
    assert " ".join(piece.name for piece in pieces(type, **{parameter: value})) == names


def test_the_table_above_covers_every_parameter_of_every_composite() -> None:
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
