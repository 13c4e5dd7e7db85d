"""A rule that somebody followed is one thing, in whatever blocks, and whatever is due in each."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from app.blocks import Block
from app.blocks.activation import Activation
from app.blocks.batch_norm import BatchNorm
from app.blocks.bneck import Bneck
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Linear
from app.verify import verify
from app.verify.repair.found import FEWEST
from app.verify.report import Finding
from app.verify.tell.codes import misconceptions, parameters, slips
from tests.verify.mutants import references
from tests.verify.sketch import Sketch
from tests.verify.styles import STYLES, drawn

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


def behind(block: Block, *names: str) -> Iterator[Block]:
    """The norm and the activation that a block has inside, as blocks of their own."""
    if "norm" in names and getattr(block, "norm", "none") == "batch":
        yield BatchNorm()
    if "activation" in names and hasattr(block, "activation") and block.activation != "none":
        yield Activation(kind=block.activation)


def drawn_again(sketch: Sketch, *names: str) -> Sketch:
    """What convolutions and linear layers have inside is drawn behind them as well."""
    for id, block in sketch.nodes.items():
        end = id
        for number, one in enumerate(behind(block, *names)):
            sketch = sketch.insert(end, f"{id}.again{number}", one)
            end = f"{id}.again{number}"
    return sketch


def unfolded(name: str) -> Sketch:
    """A lab's reference with each bneck as its pieces."""
    sketch = sketch_of(name)
    return sketch.unfold(*(id for id, one in sketch.nodes.items() if isinstance(one, Bneck)))


@pytest.mark.parametrize("names", [("norm",), ("activation",), ("norm", "activation")])
@pytest.mark.parametrize("name", ["mobilenet-v3-small", "inverted-residual-v2", "resnet-18"])
@pytest.mark.parametrize("built", ["whole", "half"])
def test_what_blocks_have_inside_drawn_behind_them_too_is_one_thing(
    name: str, names: tuple[str, ...], built: str
) -> None:
    """Convolutions were to be taken out with it: sixty findings in MobileNetV2."""
    sketch = drawn_again(unfolded(name), *names)
    again = {id for id in sketch.nodes if ".again" in id}
    if built == "half":
        kept = [*sketch.nodes][: len(sketch.nodes) * 2 // 3]
        sketch, again = sketch.only(kept), again & {*kept}
    if len(again) < FEWEST:
        return
    (finding,) = [one for one in told(name, sketch) if not one.code.missing]
    assert finding.code is slips.TWICE_THROUGHOUT
    assert set(finding.nodes) == again


def test_another_fault_beside_what_is_drawn_again_is_told_by_itself() -> None:
    sketch = drawn_again(unfolded("mobilenet-v3-small"), "norm", "activation")
    found = told("mobilenet-v3-small", sketch.set("bneck4.depthwise", stride=1))
    assert [(one.code.name, one.parameter) for one in found] == [
        ("twice-throughout", None),
        ("wrong-parameter", "stride"),
    ]


def test_an_activation_inside_where_none_is_due_is_of_the_same_habit() -> None:
    """An activation in every linear layer, and behind those that are to have one as well."""
    sketch = sketch_of("lenet-5").set("output", activation="tanh")
    for id in ("c5", "f6"):
        sketch = sketch.insert(id, f"{id}.again", Activation(kind="tanh"))
    (finding,) = told("lenet-5", sketch)
    assert finding.code is slips.TWICE_THROUGHOUT
    assert set(finding.nodes) == {"c5.again", "f6.again", "output"}


def test_two_drawn_again_are_two() -> None:
    sketch = sketch_of("resnet-18")
    for id in ("conv1", "conv2_1a"):
        sketch = sketch.insert(id, f"{id}.again", Activation())
    assert [one.code.name for one in told("resnet-18", sketch)] == ["extra-block"] * 2


def test_what_comes_with_another_block_is_not_what_the_node_has() -> None:
    """Of two blocks in each other's place one has an activation that neither is to have."""
    sketch = sketch_of("inception").unfold("a_1x1", "a_3x3")
    sketch = sketch.set("a_1x1.conv", kernel_size=3, out_channels=32, activation="hardswish")
    sketch = sketch.set("a_3x3.conv", kernel_size=1, out_channels=16)
    found = told("inception", sketch)
    assert [(one.code.name, one.nodes) for one in found] == [
        ("swapped-blocks", ("a_1x1.conv", "a_3x3.conv")),
        ("activation-before-norm", ("a_3x3.conv",)),
    ]


@pytest.mark.parametrize("name", ["mobilenet-v3-large", LISTING, "dense-block"])
def test_an_order_throughout_is_one_thing(name: str) -> None:
    """Activated before it is normalised, behind convolutions of any kind, or behind none."""
    (style,) = (one for one in STYLES if str(one) == "primitives")
    sketch = drawn(references()[name], style, Random(1))
    norms = [id for id, block in sketch.nodes.items() if isinstance(block, BatchNorm)]
    wrong = [
        (norm, behind)
        for norm in norms
        for behind in sketch.after(norm)
        if isinstance(sketch.nodes[behind], Activation)
    ]
    for norm, activation in wrong:
        before, behind = sketch.nodes[norm], sketch.nodes[activation]
        sketch = sketch.put(norm, behind).put(activation, before)
    (finding,) = told(name, sketch)
    assert finding.code is slips.MISPLACED_THROUGHOUT
    assert len(finding.nodes) == len(wrong)
