"""What is the same operation and what is not: one block in one place, by the maps that enter it."""

import pytest

from app.blocks import Block, Input
from app.blocks.channels import ChannelShuffle
from app.blocks.combine import Multiply
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.blocks.head import Linear
from app.blocks.pool import AvgPool, GlobalAvgPool, MaxPool
from app.core.shape import Shape
from app.graph import Edge, Graph, Node
from app.verify.form.canonical import canonical, hands_on
from app.verify.form.net import identical, net_of
from app.verify.form.pieces import pieces
from tests.boards import chain, graph, node, picture

PIXEL = (1, 8, 1, 1)
EVEN = (1, 8, 4, 4)
ODD = (1, 8, 7, 7)
LONG = (1, 8, 3, 7)


def conv(kernel_size: int, **data: object) -> Conv2d:
    return Conv2d.model_validate({"out_channels": 8, "kernel_size": kernel_size, **data})


SAME: tuple[tuple[str, Shape, Block, Block], ...] = (
    (
        "rounding up means nothing where the padded windows come out even",
        ODD,
        MaxPool(kernel_size=3, stride=2, padding=1),
        MaxPool(kernel_size=3, stride=2, padding=1, ceil_mode=True),
    ),
    ("a pool over the whole map is global", ODD, AvgPool(kernel_size=7), GlobalAvgPool()),
    ("whatever its stride", ODD, AvgPool(kernel_size=7, stride=2), GlobalAvgPool()),
    ("same is k//2 for an odd kernel", ODD, conv(5), conv(5, padding=2)),
    ("same is k//2 for an even kernel", ODD, conv(4), conv(4, padding=2)),
    ("a stride on one pixel does nothing", PIXEL, conv(3), conv(3, stride=2)),
    ("dilation of a 1×1 kernel does nothing", ODD, conv(1), conv(1, dilation=2)),
    ("depthwise is groups", ODD, DepthwiseConv2d(), conv(3, groups=8)),
    ("a linear layer is a 1×1 convolution", PIXEL, Linear(out_features=8), conv(1)),
    (
        "rounding up where the windows come out even",
        ODD,
        MaxPool(kernel_size=3, stride=2, ceil_mode=True),
        MaxPool(kernel_size=3, stride=2),
    ),
)

OTHER: tuple[tuple[str, Shape, Block, Block], ...] = (
    ("a window as large as one side alone", LONG, AvgPool(kernel_size=3), GlobalAvgPool()),
    ("a smaller window", ODD, AvgPool(kernel_size=6), GlobalAvgPool()),
    ("a padded window", ODD, AvgPool(kernel_size=7, padding=3), GlobalAvgPool()),
    ("largest for average", ODD, MaxPool(kernel_size=7), GlobalAvgPool()),
    ("a pool's stride", EVEN, MaxPool(kernel_size=2, stride=1), MaxPool(kernel_size=2)),
    (
        "rounding up where a window is left over",
        EVEN,
        MaxPool(kernel_size=3, stride=2, ceil_mode=True),
        MaxPool(kernel_size=3, stride=2),
    ),
    ("an even kernel one pixel tighter", ODD, conv(4), conv(4, padding=1)),
    ("a stride", ODD, conv(3), conv(3, stride=2)),
    # Two pixels of padding to a kernel of two: the one pixel becomes four, or with stride 2 one.
    ("a stride where an even kernel makes more pixels", PIXEL, conv(2), conv(2, stride=2)),
    ("a stride where padding makes more pixels", PIXEL, conv(1, padding=1, stride=2), conv(1)),
)


def runs(block: Block, entering: Shape) -> Graph:
    """A graph of the block alone, behind its input."""
    _, channels, height, width = entering
    picture = Input(channels=channels, height=height, width=width)
    nodes = {"in": Node("in", picture), "x": Node("x", block)}
    return Graph(nodes, (Edge("e", "in", "x", "in"),))


@pytest.mark.parametrize(
    ("entering", "one", "other"), [row[1:] for row in SAME], ids=next(zip(*SAME, strict=True))
)
def test_is_the_same(entering: Shape, one: Block, other: Block) -> None:
    assert canonical(one, (entering,)) == canonical(other, (entering,))


@pytest.mark.parametrize(
    ("entering", "one", "other"), [row[1:] for row in OTHER], ids=next(zip(*OTHER, strict=True))
)
def test_is_another(entering: Shape, one: Block, other: Block) -> None:
    assert canonical(one, (entering,)) != canonical(other, (entering,))
    nets = [net_of(runs(block, entering), compare_bias=False) for block in (one, other)]
    assert None not in nets
    assert not identical(*nets)


@pytest.mark.parametrize(
    ("block", "entering", "idle"),
    [
        (AvgPool(kernel_size=1), ODD, True),
        (MaxPool(kernel_size=1, stride=1), ODD, True),
        (MaxPool(kernel_size=1, stride=2), ODD, False),
        (AvgPool(kernel_size=1, stride=3), EVEN, False),
        (AvgPool(kernel_size=2, padding=1), PIXEL, False),
        (AvgPool(kernel_size=3, stride=1, padding=1), PIXEL, False),
        (GlobalAvgPool(), PIXEL, True),
        (GlobalAvgPool(), ODD, False),
        (ChannelShuffle(groups=1), ODD, True),
        (ChannelShuffle(groups=8), ODD, True),
        (ChannelShuffle(groups=2), ODD, False),
        (conv(1), ODD, False),
    ],
    ids=str,
)
def test_hands_on_what_it_gets_or_not(block: Block, entering: Shape, idle: bool) -> None:
    assert hands_on(block, (entering,)) == idle


def test_what_enters_a_block_of_two_inputs_comes_in_the_order_of_its_ports() -> None:
    shapes = (1, 8, 4, 4), (1, 8, 1, 1)
    (piece,) = pieces(Multiply(), shapes) or ()
    assert piece.entering == shapes


def test_a_net_knows_the_nodes_that_hand_on_and_what_they_hand_on() -> None:
    own = graph(
        chain(
            picture(),
            node("one", "max_pool", kernel_size=1),
            node("conv", "conv2d", out_channels=4),
            node("pool", "global_avg_pool"),
            node("again", "global_avg_pool"),
            node("drop", "dropout"),
        )
    )
    net = net_of(own, compare_bias=False)
    assert net is not None
    given = {node: net.ops[index].node for node, index in net.idle.items()}
    assert given == {"one": "in", "again": "pool", "drop": "pool"}


def test_a_block_goes_on_behind_what_does_nothing_in_it() -> None:
    """SE's global average pool hands a single pixel on; the rest of the module is there."""
    pixel = graph(chain(picture(channels=8, side=1), node("se", "squeeze_excite")))
    larger = graph(chain(picture(channels=8, side=2), node("se", "squeeze_excite")))
    forms = []
    for own in (pixel, larger):
        net = net_of(own, compare_bias=True)
        assert net is not None
        forms.append([op.form[0] for op in net.ops])
    assert forms[0] == [form for form in forms[1] if form != "pool"]
