"""Composites to primitives: where each parameter goes, and what a switch puts in."""

from collections import Counter

import pytest

from app.blocks import BLOCKS, Block
from app.blocks.bneck import Bneck
from app.blocks.conv2d import Conv2d
from app.blocks.squeeze_excite import SqueezeExcite
from app.engine import propagate
from app.verify.lower import channels_out, lower, primitives
from app.verify.roles import switches
from tests.boards import chain, graph, node, picture

BNECK = Bneck(exp_size=72, out_channels=40, kernel_size=5, se=True, nl="HS", shortcut=True)
SE = Counter(["pool", "conv", "conv", "multiply"])


def test_a_bneck_is_its_primitives_in_order() -> None:
    assert [primitive.path for primitive in primitives(BNECK, 40)] == [
        "expand.conv", "expand.norm", "expand.act",
        "depthwise.conv", "depthwise.norm", "depthwise.act",
        "se.pool", "se.fc1.conv", "se.fc1.act", "se.fc2.conv", "se.fc2.act", "se.scale",
        "project.conv", "project.norm", "add",
    ]  # fmt: skip


def test_inputs_lead_inside_and_to_what_enters() -> None:
    found = primitives(BNECK, 40)
    paths = {
        primitive.path: [found[i].path if i >= 0 else "in" for i in primitive.inputs]
        for primitive in found
    }
    assert paths["expand.conv"] == ["in"]
    assert paths["se.scale"] == ["depthwise.act", "se.fc2.act"]
    assert paths["add"] == ["project.norm", "in"]


@pytest.mark.parametrize(
    "block", [BNECK, SqueezeExcite(squeeze_channels=24)], ids=lambda block: block.info.type
)
def test_every_parameter_is_some_primitives_or_a_switch(block: Block) -> None:
    origins = {name for found in primitives(block, 40) for name in found.origin.values()}
    assert origins | switches(block).keys() == type(block).model_fields.keys()


def test_widths_inside_follow_what_enters() -> None:
    paths = {found.path: found.block for found in primitives(BNECK, 40)}
    assert isinstance(paths["se.fc1.conv"], Conv2d)
    assert paths["se.fc1.conv"].out_channels == 24
    assert isinstance(paths["se.fc2.conv"], Conv2d)
    assert paths["se.fc2.conv"].out_channels == 72


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.info.type)
def test_channels_are_known_without_running(block: type[Block]) -> None:
    needed = {"out_channels": 7, "out_features": 7, "exp_size": 9, "kernel_size": 1}
    given = {name: value for name, value in needed.items() if name in block.model_fields}
    one = block(**given)
    entering = (8,) * len(one.info.inputs)
    expected = 7 if {"out_channels", "out_features"} & given.keys() else 3 if not entering else 8
    assert channels_out(one, entering) == expected // len(one.info.outputs)


def test_what_is_not_wired_has_unknown_channels() -> None:
    of = graph(chain(picture(), node("a", "conv2d", out_channels=8)))
    loose = graph(chain(picture(), node("a", "squeeze_excite")))
    assert [op.channels for op in lower(of, propagate(of))] == [3, 8]
    assert not any(op.guessed for op in lower(loose, propagate(loose)))


def test_switches_tell_what_they_put_in_or_take_out() -> None:
    assert switches(BNECK) == {
        "se": (Counter(), SE),
        "expand": (Counter(), Counter(["conv"])),
        "shortcut": (Counter(), Counter(["add"])),
    }
    plain = Bneck(exp_size=None, out_channels=40, expand=False)
    assert switches(plain) == {
        "se": (SE, Counter()),
        "expand": (Counter(["conv"]), Counter()),
        "shortcut": (Counter(["add"]), Counter()),
    }


def test_blocks_without_pieces_have_no_switches() -> None:
    assert switches(Conv2d(out_channels=8, bias=True)) == {}
