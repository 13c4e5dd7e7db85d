"""A rule that somebody followed is one thing, in whatever blocks, and whatever is due in each."""

from dataclasses import replace

import pytest

from app.blocks import Block
from app.blocks.activation import Activation
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Linear
from app.verify import verify
from app.verify.report import Finding
from app.verify.tell.codes import misconceptions, parameters, slips
from tests.verify.mutants import references
from tests.verify.sketch import Sketch

LISTING = "mobilenet-v3-large-listing"


def sketch_of(name: str) -> Sketch:
    """A lab's reference."""
    return Sketch.of(references()[name].graph)


def told(name: str, sketch: Sketch) -> list[Finding]:
    """What Verify says of a board."""
    return list(verify(sketch.read(), references()[name]).findings)


def with_relu6(block: Block) -> Block:
    """A block with ReLU6 in place of ReLU."""
    if isinstance(block, Activation) and block.kind == "relu":
        return block.model_copy(update={"kind": "relu6"})
    if getattr(block, "activation", None) == "relu":
        return block.model_copy(update={"activation": "relu6"})
    return block


@pytest.mark.parametrize("name", ["resnet-18", "bneck-v3", "dense-block", "squeezenet"])
def test_one_activation_for_another_is_one_thing_whatever_blocks_have_it(name: str) -> None:
    own = sketch_of(name)
    sketch = replace(own, nodes={id: with_relu6(block) for id, block in own.nodes.items()})
    (finding,) = told(name, sketch)
    assert finding.code is parameters.ONE_VALUE_THROUGHOUT
    assert set(finding.nodes) == {id for id in own.nodes if own.nodes[id] != sketch.nodes[id]}


def test_one_value_in_all_blocks_but_one_is_one_thing_whatever_is_due() -> None:
    sketch = sketch_of(LISTING)
    ids = [id for id, block in sketch.nodes.items() if isinstance(block, DepthwiseConv2d)][1:]
    for id in ids:
        sketch = sketch.set(id, activation="sigmoid")
    (finding,) = told(LISTING, sketch)
    assert finding.code is parameters.ONE_VALUE_THROUGHOUT
    assert set(finding.nodes) == set(ids)


def test_full_convolutions_for_some_depthwise_ones_are_one_thing() -> None:
    """Each of them has one group, and should have as many as it has channels."""
    sketch = sketch_of(LISTING)
    ids = [id for id, block in sketch.nodes.items() if isinstance(block, DepthwiseConv2d)]
    for number, id in enumerate(ids):
        own, wide = sketch.nodes[id].model_dump(), sketch.channels(id)
        own.pop("type", None)
        groups = 1 if number % 2 else wide
        sketch = sketch.put(
            id, Conv2d.model_validate({**own, "out_channels": wide, "groups": groups})
        )
    (finding,) = told(LISTING, sketch)
    assert (finding.code, finding.parameter) == (parameters.ONE_VALUE_THROUGHOUT, "groups")
    assert set(finding.nodes) == set(ids[1::2])


@pytest.mark.parametrize("name", [LISTING, "resnet-18"])
def test_linear_layers_for_convolutions_of_one_pixel_are_one_thing(name: str) -> None:
    """They do not run on a map, and were taken out with all between them."""
    sketch = sketch_of(name)
    ids: list[str] = []
    for id, block in sketch.nodes.items():
        if isinstance(block, Conv2d) and block.kernel_size == 1 and block.norm != "none":
            layer = Linear(out_features=block.out_channels, activation=block.activation)
            sketch, ids = sketch.put(id, layer), [*ids, id]
    findings = told(name, sketch)
    assert {id for finding in findings for id in finding.nodes} == set(ids)
    wrong = "one-kind-throughout" if len(findings) == 1 else "wrong-block"
    assert {finding.code.name for finding in findings} == {wrong}
    assert len(findings) == (1 if name == LISTING else 3)


@pytest.mark.parametrize("factor", [0.5, 2])
def test_widths_by_one_factor_are_one_thing_in_a_chain_of_single_blocks(factor: float) -> None:
    """They are the widths of other rows."""
    sketch = sketch_of("vgg-16")
    wide = {id: one.out_channels for id, one in sketch.nodes.items() if isinstance(one, Conv2d)}
    for id, channels in wide.items():
        sketch = sketch.set(id, out_channels=int(channels * factor))
    (finding,) = told("vgg-16", sketch)
    assert finding.code is slips.SCALED_WIDTHS
    assert set(finding.nodes) == set(wide)


def test_fc1_by_one_factor_is_one_thing_beside_another() -> None:
    sketch = sketch_of(LISTING)
    for id in [id for id in sketch.nodes if id.endswith("_se")]:
        wide = getattr(sketch.nodes[id], "squeeze_channels", 0)
        sketch = sketch.set(id, squeeze_channels=wide // 2)
    found = told(LISTING, sketch.set("bneck11_depthwise", stride=2))
    names = {finding.code.name for finding in found}
    assert names == {"scaled-widths", "wrong-parameter"}
    assert len(found) == 2


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("mobilenet-v3-large", "mobilenet-v2"),
        ("mobilenet-v2", "mobilenet-v3-large"),
        ("mobilenet-v3-small", "efficientnet-b0"),
        ("efficientnet-b0", "mobilenet-v2"),
    ],
)
def test_another_network_of_the_family_is_one_thing(name: str, read: str) -> None:
    """All but a few of its blocks were to be taken out."""
    rows = sketch_of(read)
    (finding,) = [one for one in told(name, rows) if not one.code.missing]
    assert finding.code is misconceptions.ANOTHER_TABLE
    assert not {id for id in finding.nodes if id not in rows.nodes}
