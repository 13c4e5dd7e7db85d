"""The canonical form, rule by rule: what it takes for equal computes the same in PyTorch.

Each pair is asked of both: Verify, and the assembled modules with the same weights.
"""

import pytest

from app.engine import propagate
from app.graph import Board, read
from app.graph.board import BoardNode
from app.reference import Reference
from app.verify import Report, verify
from app.verify.canonical import canonical
from app.verify.unit import GLOBAL
from tests.boards import board, chain, graph, node, picture
from tests.verify.oracle import same_function

SIDE = 8
SHAPE = (1, 3, SIDE, SIDE)


def conv(id: str = "conv", out_channels: int = 8, **data: object) -> BoardNode:
    """A convolution; 1×1 unless said otherwise."""
    return node(id, "conv2d", out_channels=out_channels, **{"kernel_size": 1, **data})


def line(*nodes: BoardNode) -> Board:
    """The picture, and the nodes behind it in a row."""
    return chain(picture(side=SIDE), *nodes)


def told(student: Board, reference: Board, *, compare_bias: bool = False) -> Report:
    """What Verify says of one board to the other."""
    due = graph(reference)
    return verify(read(student), Reference(due, dict.fromkeys(due.nodes, 1), compare_bias))


NORM = node("bn", "batch_norm")
POOL = node("pool", "global_avg_pool")
RE = node("re", "activation", kind="relu")
HS = node("hs", "activation", kind="hardswish")
FLAT = node("flat", "flatten")
LINEAR = node("fc", "linear", out_features=5)
SE = node("se", "squeeze_excite", squeeze_channels=4)
BY_HAND = (
    node("squeeze", "global_avg_pool"),
    conv("fc1", 4, activation="relu"),
    conv("fc2", activation="hardsigmoid"),
    node("scale", "multiply"),
)


def with_se(a: str, b: str, *nodes: BoardNode, gate: str = "squeeze fc1 fc2") -> Board:
    """A convolution and SE by hand, with these ports for the map and the weights."""
    wires = f"in conv scale.{a}, conv {gate} scale.{b}"
    return board(picture(side=SIDE), conv(), *(nodes or BY_HAND), wires=wires)


def summed(a: str, b: str) -> Board:
    """Two convolutions of the picture, added."""
    wires = f"in one sum.{a}, in two sum.{b}"
    two = conv("two", kernel_size=3)
    return board(picture(side=SIDE), conv("one"), two, node("sum", "add"), wires=wires)


EQUAL: dict[str, tuple[Board, Board]] = {
    "batch norm and activation inside or behind": (
        line(conv(norm="batch", activation="hardswish")),
        line(conv(bias=False), NORM, HS),
    ),
    "activation behind, batch norm inside": (
        line(conv(norm="batch", activation="relu")),
        line(conv(norm="batch"), RE),
    ),
    "depthwise or as many groups as channels": (
        line(node("dw", "depthwise_conv2d", kernel_size=3, norm="batch")),
        line(conv(out_channels=3, kernel_size=3, groups=3, norm="batch")),
    ),
    "padding same or its number": (
        line(conv(kernel_size=5, padding="same")),
        line(conv(kernel_size=5, padding=2)),
    ),
    "a bias before a batch norm": (
        line(conv(bias=True, norm="batch")),
        line(conv(bias=False, norm="batch")),
    ),
    "automatic bias or the bias written out": (line(conv()), line(conv(bias=True))),
    "dilation of one pixel": (line(conv()), line(conv(dilation=3))),
    "dropout": (line(conv()), line(conv(), node("drop", "dropout"))),
    "a concat of one tensor": (line(conv()), line(conv(), node("cat", "concat"))),
    "a pool over one pixel": (
        line(conv(), conv("next")),
        line(conv(), node("nothing", "max_pool", kernel_size=1), conv("next")),
    ),
    "a pool over the whole map": (
        line(conv(), POOL),
        line(conv(), node("pool", "avg_pool", kernel_size=SIDE)),
    ),
    "the stride of a pool over the whole map": (
        line(conv(), POOL),
        line(conv(), node("pool", "avg_pool", kernel_size=SIDE, stride=3)),
    ),
    "a second global pool": (
        line(conv(), POOL),
        line(conv(), POOL, node("again", "global_avg_pool")),
    ),
    "linear or a 1×1 convolution, then flatten": (
        line(conv(), POOL, FLAT, LINEAR),
        line(conv(), POOL, conv("fc", 5), FLAT),
    ),
    "flatten before or after softmax": (
        line(conv(), POOL, FLAT, node("softmax", "softmax")),
        line(conv(), POOL, node("softmax", "softmax"), FLAT),
    ),
    "two flattens": (line(conv(), POOL, FLAT), line(conv(), POOL, FLAT, node("more", "flatten"))),
    "stride of a 1×1 convolution on one pixel": (
        line(conv(), POOL, conv("fc", 5)),
        line(conv(), POOL, conv("fc", 5, stride=2)),
    ),
    "a 3×3 bneck or its pieces": (
        line(node("b", "bneck", exp_size=12, out_channels=3, nl="HS", shortcut=True)),
        board(
            picture(side=SIDE),
            conv("up", 12, norm="batch", activation="hardswish"),
            node("dw", "depthwise_conv2d", norm="batch", activation="hardswish"),
            conv("down", 3, norm="batch"),
            node("sum", "add"),
            wires="in up dw down sum.b, in sum.a",
        ),
    ),
    "SE or its pieces": (line(conv(), SE), with_se("a", "b")),
    "the operands of multiply": (with_se("a", "b"), with_se("b", "a")),
    "the operands of add": (summed("a", "b"), summed("b", "a")),
    "SE with linear layers": (
        line(conv(), SE),
        with_se(
            "a",
            "b",
            BY_HAND[0],
            FLAT,
            node("fc1", "linear", out_features=4, activation="relu"),
            node("fc2", "linear", out_features=8, activation="hardsigmoid"),
            BY_HAND[3],
            gate="squeeze flat fc1 fc2",
        ),
    ),
}

UNEQUAL: dict[str, tuple[Board, Board]] = {
    "activation before batch norm": (
        line(conv(norm="batch", activation="hardswish")),
        line(conv(activation="hardswish"), NORM),
    ),
    "another activation": (
        line(conv(activation="hardswish")),
        line(conv(activation="silu")),
    ),
    "two activations": (
        line(conv(activation="sigmoid")),
        line(conv(activation="sigmoid"), node("more", "activation", kind="sigmoid")),
    ),
    "a bias where no norm follows": (line(conv(bias=True)), line(conv(bias=False))),
    "fewer groups than channels": (
        line(conv(), node("dw", "depthwise_conv2d", norm="batch")),
        line(conv(), conv("dw", 8, kernel_size=3, groups=4, norm="batch")),
    ),
    "dilation": (
        line(conv(kernel_size=3)),
        line(conv(kernel_size=3, dilation=2, padding=2)),
    ),
    "stride": (line(conv(kernel_size=3, stride=2)), line(conv(kernel_size=3, stride=1))),
    "max for average over the whole map": (
        line(conv(), POOL),
        line(conv(), node("pool", "max_pool", kernel_size=SIDE)),
    ),
    "a pool over part of the map": (
        line(conv(), POOL),
        line(conv(), node("pool", "avg_pool", kernel_size=4)),
    ),
    "a pool over the padded map": (
        line(conv(), POOL),
        line(conv(), node("pool", "avg_pool", kernel_size=SIDE, padding=1)),
    ),
    "flatten of a whole map": (line(conv()), line(conv(), FLAT)),
    "weights added": (
        with_se("a", "b"),
        with_se("a", "b", *BY_HAND[:3], node("scale", "add")),
    ),
    "SE that takes its pool from before": (
        with_se("a", "b"),
        board(
            picture(side=SIDE),
            conv("conv"),
            *BY_HAND,
            wires="in conv scale.a, in squeeze fc1 fc2 scale.b",
        ),
    ),
    "a tap between convolution and batch norm": (
        board(
            picture(side=SIDE),
            conv("conv", bias=False),
            NORM,
            node("sum", "add"),
            wires="in conv bn sum.a, bn sum.b",
        ),
        board(
            picture(side=SIDE),
            conv("conv", bias=False),
            NORM,
            node("sum", "add"),
            wires="in conv bn sum.a, conv sum.b",
        ),
    ),
}

NOT_ASKED = {"a bias where no norm follows", "weights added"}
"""The oracle sets a lone bias to zero, and cannot run what does not fit."""

equal_pairs = pytest.mark.parametrize("pair", EQUAL.values(), ids=EQUAL)
unequal_pairs = pytest.mark.parametrize("pair", UNEQUAL.values(), ids=UNEQUAL)


@equal_pairs
def test_equal_ones_are_accepted_either_way_round(pair: tuple[Board, Board]) -> None:
    for one, other in (pair, pair[::-1]):
        report = told(one, other)
        assert (report.verdict, report.findings) == ("correct", ())


@equal_pairs
def test_pytorch_takes_them_for_equal_too(pair: tuple[Board, Board]) -> None:
    one, other = map(graph, pair)
    assert same_function(one, other, SHAPE)


@unequal_pairs
def test_unequal_ones_are_refused_either_way_round(pair: tuple[Board, Board]) -> None:
    for one, other in (pair, pair[::-1]):
        report = told(one, other)
        assert report.verdict != "correct"
        assert report.findings
        assert len(report.findings) <= 2


@pytest.mark.parametrize("name", sorted(UNEQUAL.keys() - NOT_ASKED))
def test_pytorch_tells_them_apart_too(name: str) -> None:
    one, other = map(graph, UNEQUAL[name])
    assert not same_function(one, other, SHAPE)


def test_a_bias_before_a_norm_counts_where_it_is_compared() -> None:
    one, other = EQUAL["a bias before a batch norm"]
    (finding,) = told(one, other, compare_bias=True).findings
    assert (finding.code.id, finding.parameter) == ("V306", "bias")


def test_a_unit_knows_where_its_fields_come_from() -> None:
    of = graph(line(node("b", "bneck", exp_size=12, out_channels=5, nl="HS", se=True)))
    net = canonical(of, propagate(of))
    places = [
        {name: place.parameter for name, place in unit.places.items() if place.parameter}
        for unit in net.units[1:]
    ]
    assert places[0] == {"out_channels": "exp_size", "activation": "nl"}
    assert places[1] == {"kernel_size": "kernel_size", "stride": "stride", "activation": "nl"}
    assert places[3] == {"out_channels": "se_channels", "norm": "se_norm", "activation": "nl"}
    assert places[-1] == {"out_channels": "out_channels"}
    assert {place.node for unit in net.units[1:] for place in unit.places.values()} == {"b"}


def test_norm_and_activation_nodes_are_where_their_fields_can_be_changed() -> None:
    of = graph(line(conv(bias=False), NORM, RE))
    (_, unit) = canonical(of, propagate(of)).units
    assert unit.nodes == ["conv", "bn", "re"]
    assert unit.places["norm"].node == "bn"
    assert unit.places["activation"] == ("re", "kind")


def test_whole_maps_are_seen_by_size() -> None:
    of = graph(line(conv(), node("pool", "avg_pool", kernel_size=SIDE)))
    assert canonical(of, propagate(of)).units[-1].fields["kernel_size"] == GLOBAL
