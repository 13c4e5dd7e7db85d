"""Shapes, costs and the one reason where there are none."""

import pytest

from app.core.diagnostic import Diagnostic
from app.engine import Propagation, TooMuchNew, propagate
from app.graph import Board, read
from app.graph.board import BoardNode
from app.reference import from_table
from tests.boards import board, chain, graph, node, picture


def run(on: Board) -> Propagation:
    return propagate(read(on).graph)


def only(on: Board) -> Diagnostic:
    (diagnostic,) = run(on).diagnostics
    return diagnostic


def test_each_port_has_its_shape() -> None:
    on = board(
        picture(3, 16),
        node("c", "conv2d", out_channels=8, stride=2),
        node("a", "add"),
        node("k", "concat"),
        wires="in c a.a k, c a.b, c k",
    )
    propagation = run(on)
    half = (1, 8, 8, 8)
    assert propagation.shapes == {
        "in": {"out": (1, 3, 16, 16)},
        "c": {"in": (1, 3, 16, 16), "out": half},
        "a": {"a": half, "b": half, "out": half},
        "k": {"out": (1, 16, 8, 8)},
    }
    assert propagation.totals.output_shape == (1, 16, 8, 8)
    assert propagation.totals.n_params == 3 * 8 * 9 + 8
    assert propagation.totals.madds == 3 * 8 * 9 * 64


def test_concat_lines_up_channels_in_the_order_of_the_wires() -> None:
    on = board(
        picture(3), node("c", "conv2d", out_channels=5), node("k", "concat"), wires="in c k, in k"
    )
    assert run(on).shapes["k"]["out"] == (1, 8, 8, 8)


def test_a_block_behind_a_failed_one_is_silent_and_its_shape_unknown() -> None:
    on = chain(
        picture(),
        node("fc", "linear", out_features=4),
        node("s", "softmax"),
        node("c", "conv2d", out_channels=4),
    )
    propagation = run(on)
    assert [d.nodes for d in propagation.diagnostics] == [("fc",)]
    assert propagation.shapes["fc"] == {"in": (1, 3, 8, 8)}
    assert propagation.shapes["s"] == propagation.shapes["c"] == {}
    assert set(propagation.measures) == {"in"}
    assert propagation.totals.output_shape is None


def test_a_block_behind_a_broken_or_open_one_is_silent() -> None:
    broken = chain(picture(), node("c", "conv2d", out_channels=0), node("fc", "softmax"))
    opened = board(picture(), node("a", "add"), node("s", "softmax"), wires="in a.a s")
    assert run(broken).diagnostics == run(opened).diagnostics == ()
    assert run(opened).shapes["a"] == {"a": (1, 3, 8, 8)}


def test_two_separate_faults_are_two_diagnostics() -> None:
    on = board(
        picture(),
        node("one", "linear", out_features=4),
        node("two", "avg_pool", kernel_size=9),
        wires="in one, in two",
    )
    assert {d.nodes for d in run(on).diagnostics} == {("one",), ("two",)}


def test_nothing_is_said_or_computed_on_a_cycle() -> None:
    on = board(picture(), node("a", "add"), node("s", "softmax"), wires="in a.a s a.b")
    assert run(on).diagnostics == ()
    assert set(run(on).measures) == {"in"}


def test_a_message_names_both_nodes_and_their_tensors() -> None:
    on = board(
        picture(8, 16),
        node("b3", "bneck", exp_size=16, out_channels=24, label="bneck 3"),
        node("b4", "bneck", exp_size=16, out_channels=40, stride=2, label="bneck 4"),
        node("a", "add", label="add"),
        wires="in b3 a.a, in b4 a.b",
    )
    found = only(on)
    assert found.message("en") == (
        "“add” needs equal shapes: 1×24×16×16 from “bneck 3”, 1×40×8×8 from “bneck 4”."
    )
    assert found.message("zh-CN") == (
        "“add”要求两边形状相同：bneck 3 给出 1×24×16×16，bneck 4 给出 1×40×8×8。"
    )


def test_concat_names_the_first_branch_that_differs() -> None:
    on = board(
        picture(),
        *(node("p", "global_avg_pool"), node("c", "conv2d", out_channels=2), node("k", "concat")),
        wires="in k, in c k, in p k",
    )
    assert only(on).message("en") == (
        "“k” needs equal height and width: 1×3×8×8 from “in”, 1×3×1×1 from “p”."
    )


@pytest.mark.parametrize(
    ("data", "parameter"),
    [
        ({"stride": 2}, "shortcut"),
        ({"out_channels": 5}, "shortcut"),
        ({"kernel_size": 2}, "kernel_size"),
    ],
)
def test_a_shortcut_that_cannot_be_is_told_at_its_parameter(
    data: dict[str, int], parameter: str
) -> None:
    on = chain(
        picture(), node("b", "bneck", **{"exp_size": 8, "out_channels": 3, **data}, shortcut=True)
    )
    assert (only(on).nodes, only(on).parameter) == (("b",), parameter)


def test_a_piece_that_is_too_large_is_told_at_the_composite() -> None:
    wide = node("b", "bneck", exp_size=8192, out_channels=8)
    assert (
        only(chain(picture(3, 1024), wide)).code.name,
        only(chain(picture(3, 1024), wide)).nodes,
    ) == (
        "too-large",
        ("b",),
    )


@pytest.mark.parametrize(
    ("table", "n_params", "madds"),
    [
        ("mobilenet-v3-large", 5_483_032, 216_589_760),
        ("mobilenet-v3-small", 2_542_856, 56_510_400),
        ("mobilenet-v2", 3_504_872, 300_774_272),
        ("mobilenet-v3-large-listing", 5_490_292, 219_799_200),
    ],
)
def test_known_totals(table: str, n_params: int, madds: int) -> None:
    totals = propagate(from_table(table).graph).totals
    assert (totals.n_params, totals.madds, totals.output_shape) == (n_params, madds, (1, 1000))


LARGE = """
3 16 16 - RE 1 | 3 64 24 - RE 2 | 3 72 24 - RE 1 | 5 72 40 SE RE 2 | 5 120 40 SE RE 1
5 120 40 SE RE 1 | 3 240 80 - HS 2 | 3 200 80 - HS 1 | 3 184 80 - HS 1 | 3 184 80 - HS 1
3 480 112 SE HS 1 | 3 672 112 SE HS 1 | 5 672 160 SE HS 2 | 5 960 160 SE HS 1 | 5 960 160 SE HS 1
"""
"""Table 1 of arXiv:1905.02244: kernel, exp size, #out, SE, NL, stride."""


def test_table_1_placed_by_hand_has_the_known_totals() -> None:
    blocks = [picture(3, 224)]
    blocks.append(_conv("first", 16, kernel_size=3, stride=2, norm="batch"))
    channels = 16
    for row in LARGE.replace("\n", "|").strip("|").split("|"):
        kernel, exp, out, se, nl, stride = row.split()
        blocks.append(
            node(
                f"b{len(blocks)}",
                "bneck",
                kernel_size=int(kernel),
                exp_size=int(exp),
                out_channels=int(out),
                se=se == "SE",
                nl=nl,
                stride=int(stride),
                expand=int(exp) != channels,
                shortcut=stride == "1" and int(out) == channels,
            )
        )
        channels = int(out)
    blocks.append(_conv("last", 960, norm="batch"))
    blocks.append(node("pool", "global_avg_pool"))
    blocks.append(_conv("head", 1280))
    blocks.append(node("fc", "conv2d", out_channels=1000, kernel_size=1))
    blocks.append(node("flat", "flatten"))
    totals = propagate(graph(chain(*blocks, node("softmax", "softmax")))).totals
    assert (totals.n_params, totals.madds) == (5_483_032, 216_589_760)


def _conv(id: str, out_channels: int, **data: object) -> BoardNode:
    given = {"kernel_size": 1, **data}
    return node(id, "conv2d", out_channels=out_channels, activation="hardswish", **given)


def test_no_more_is_measured_than_is_allowed_and_what_was_is_known_from_then_on() -> None:
    widths = (1013, 1019, 1021, 1031)  # that no other test measures
    blocks = (node(f"c{width}", "conv2d", out_channels=width) for width in widths)
    of = graph(chain(picture(3, 9), *blocks))
    with pytest.raises(TooMuchNew):
        propagate(of, most_new=0)
    with pytest.raises(TooMuchNew):
        propagate(of, most_new=1)
    assert propagate(of, most_new=8).totals.output_shape == (1, 1031, 9, 9)
    assert propagate(of, most_new=0).totals.output_shape == (1, 1031, 9, 9)
