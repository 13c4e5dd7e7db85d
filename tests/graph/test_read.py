"""Boards are read node by node: what is wrong is said where it is, and the rest is a graph."""

import pytest

from app.core.diagnostic import Diagnostic
from app.core.text import Lang
from app.graph import Board, read
from app.graph.board import BoardNode
from tests.boards import board, chain, node, picture


def said(on: Board) -> list[tuple[str, tuple[str, ...], str | None, str | None]]:
    """Each diagnostic of a board: its code's name, nodes, parameter and port."""
    return [(d.code.name, d.nodes, d.parameter, d.port) for d in read(on).diagnostics]


def only(on: Board) -> Diagnostic:
    (diagnostic,) = read(on).diagnostics
    return diagnostic


def test_a_sound_board_is_a_graph_and_nothing_is_said() -> None:
    reading = read(chain(picture(), node("c", "conv2d", out_channels=4), node("s", "softmax")))
    assert reading.sound
    assert reading.diagnostics == ()
    assert list(reading.graph.nodes) == ["in", "c", "s"]
    assert [(e.source, e.target, e.port) for e in reading.graph.edges] == [
        ("in", "c", "in"),
        ("c", "s", "in"),
    ]


def test_one_bad_parameter_is_one_diagnostic_at_its_node_and_parameter() -> None:
    on = chain(picture(), node("c", "conv2d", out_channels=4, stride=0), node("s", "softmax"))
    assert said(on) == [("bad-parameter", ("c",), "stride", None)]
    assert set(read(on).graph.broken) == {"c"}
    assert not read(on).sound


def test_a_node_that_cannot_be_read_keeps_its_name() -> None:
    on = chain(picture(), node("c", "conv2d", label="stem"), node("d", "conv2d"))
    graph = read(on).graph
    assert set(graph.broken) == {"c", "d"}
    assert [graph.name_of(id) for id in ("in", "c", "d")] == ["in", "stem", "d"]


def test_each_bad_parameter_is_said_once() -> None:
    broken = node(
        "c", "conv2d", out_channels="16", kernel_size=32, padding="valid", bias=1, colour=3
    )
    on = chain(picture(), broken)
    assert {(name, parameter) for name, _, parameter, _ in said(on)} == {
        ("bad-parameter", "out_channels"),
        ("bad-parameter", "kernel_size"),
        ("bad-parameter", "padding"),
        ("bad-parameter", "bias"),
        ("unknown-parameter", "colour"),
    }
    assert len(said(on)) == 5


@pytest.mark.parametrize(
    ("data", "lang", "message", "help"),
    [
        ({"stride": 0}, "en", "“c”: stride cannot be 0.", "The least is 1."),
        ({"stride": 0}, "zh-CN", "“c”的“步距”不能是 0。", "最小是 1。"),
        ({"stride": 32}, "en", "“c”: stride cannot be 32.", "The most is 31."),
        ({"stride": True}, "en", "“c”: stride cannot be True.", "It must be a whole number."),
        ({"stride": 1.0}, "en", "“c”: stride cannot be 1.0.", "It must be a whole number."),
        ({"stride": "3"}, "en", "“c”: stride cannot be '3'.", "It must be a whole number."),
        ({"stride": None}, "en", "“c”: stride cannot be None.", "It must be a whole number."),
        ({"norm": "layer"}, "en", "“c”: norm cannot be 'layer'.", "One of: none, batch."),
        ({"norm": "layer"}, "zh-CN", "“c”的“归一化”不能是 'layer'。", "可选：none、batch。"),
        ({"padding": 32}, "en", "“c”: padding cannot be 32.", "The most is 31."),
        ({"padding": -1}, "en", "“c”: padding cannot be -1.", "The least is 0."),
        ({"padding": "x"}, "en", "“c”: padding cannot be 'x'.", "A whole number, or same."),
        ({"padding": "x"}, "zh-CN", "“c”的“填充”不能是 'x'。", "可填整数或 same。"),
        (
            {"activation": "swish"},
            "en",
            "“c”: activation cannot be 'swish'.",
            "One of: none, relu, relu6, hardswish, hardsigmoid, silu, sigmoid, tanh.",
        ),
        ({"bias": "yes"}, "en", "“c”: bias cannot be 'yes'.", "It must be true or false."),
    ],
)
def test_a_bad_value_is_shown_with_the_rule_it_broke(
    data: dict[str, object], lang: Lang, message: str, help: str
) -> None:
    diagnostic = only(chain(picture(), node("c", "conv2d", out_channels=4, **data)))
    assert (diagnostic.message(lang), diagnostic.help(lang)) == (message, help)


def test_a_huge_value_is_shown_in_part() -> None:
    diagnostic = only(chain(picture(), node("c", "conv2d", out_channels=4, stride="9" * 10_000)))
    assert len(diagnostic.message("en")) < 100


def test_a_parameter_that_is_not_filled_in_yet_is_no_error() -> None:
    reading = read(chain(picture(), node("b", "bneck", out_channels=8)))
    assert said(chain(picture(), node("b", "bneck", out_channels=8))) == [
        ("missing-parameter", ("b",), "exp_size", None)
    ]
    assert reading.diagnostics[0].code.severity == "warning"
    assert not reading.sound
    assert read(chain(picture(), node("b", "bneck", out_channels=8, expand=False))).sound


def test_a_block_nobody_knows_may_be_a_slip_of_the_pen() -> None:
    diagnostic = only(board(picture(), node("c", "conv2", out_channels=4)))
    assert (diagnostic.code.name, diagnostic.nodes) == ("unknown-block", ("c",))
    assert "Did you mean “conv2d”?" in diagnostic.help("en")
    assert "你是指“conv2d”吗？" in diagnostic.help("zh-CN")
    assert "mean" not in only(board(picture(), node("c", "transformer"))).help("en")


def test_nodes_that_share_an_id_are_one_and_are_told() -> None:
    on = board(picture(), node("s", "softmax"), node("s", "flatten"), wires="in s")
    assert said(on) == [("duplicate-id", ("s",), None, None)]
    assert read(on).graph.nodes["s"].block.info.type == "softmax"


def test_a_wire_to_nowhere_is_told_at_the_end_that_exists() -> None:
    diagnostic = only(board(picture(), node("s", "softmax"), wires="in s, in ghost"))
    assert (diagnostic.code.name, diagnostic.nodes, diagnostic.edges) == (
        "dangling-edge",
        ("in",),
        ("e2",),
    )


@pytest.mark.parametrize(
    ("wires", "node_id", "ports"),
    [("in s.b", "s", "in"), ("in a.a, in a.c", "a", "a, b"), ("in s, s in", "in", "-")],
)
def test_a_wire_to_a_port_that_is_not_there(wires: str, node_id: str, ports: str) -> None:
    on = board(picture(), node("s", "softmax"), node("a", "add"), wires=wires)
    found = [d for d in read(on).diagnostics if d.code.name == "unknown-port"]
    assert [d.nodes for d in found] == [(node_id,)]
    assert found[0].help("en") == f"Its ports are: {ports}."


def test_a_wire_from_a_port_that_is_not_there() -> None:
    on = board(picture(), node("s", "softmax"), wires="in s")
    on.edges[0].sourceHandle = "left"
    assert ("unknown-port", ("in",), None, "left") in said(on)
    on.edges[0].sourceHandle = "x" * 99
    assert ("unknown-port", ("in",), None, "x" * 80) in said(on)
    on.edges[0].sourceHandle = "out"
    assert read(on).sound


def test_one_input_takes_one_wire() -> None:
    on = board(picture(), node("p", "global_avg_pool"), node("s", "softmax"), wires="in s, in p s")
    diagnostic = only(on)
    assert (diagnostic.code.name, diagnostic.nodes, diagnostic.port) == (
        "input-taken",
        ("s",),
        "in",
    )
    assert diagnostic.edges == ("e1", "e3")


@pytest.mark.parametrize("handle", [None, ""])
def test_a_wire_that_could_enter_either_port_has_to_say_which(handle: str | None) -> None:
    on = board(picture(), node("a", "add"), wires="in a.a, in a.b")
    on.edges[1].targetHandle = handle
    found = read(on).diagnostics[0]
    assert (found.code.name, found.nodes, found.edges) == ("port-not-said", ("a",), ("e2",))
    assert found.help("en") == "Say which: a, b."


def test_a_handle_that_is_empty_is_left_out() -> None:
    on = board(picture(), node("s", "softmax"), wires="in s")
    on.edges[0].targetHandle = on.edges[0].sourceHandle = ""
    assert read(on).sound


@pytest.mark.parametrize(
    "wires", ["in s, in t", "in c, in c", "in s, in s"], ids=["apart", "to concat", "the same"]
)
def test_wires_that_share_an_id_are_told(wires: str) -> None:
    blocks = (node("s", "softmax"), node("t", "softmax"), node("c", "concat"))
    on = board(picture(), *blocks, wires=wires)
    on.edges[1].id = on.edges[0].id
    reading = read(on)
    found = reading.diagnostics[0]
    assert (found.code.name, found.nodes, found.edges) == ("duplicate-edge-id", (), ("e1",))
    assert "input-taken" not in {each.code.name for each in reading.diagnostics}
    assert not reading.sound


def test_concat_takes_many_wires_even_the_same_tensor_twice() -> None:
    reading = read(board(picture(), node("c", "concat"), wires="in c, in c"))
    assert reading.sound
    assert len(reading.graph.incoming["c"]) == 2


@pytest.mark.parametrize(
    ("wires", "cyclic"),
    [
        ("in a.a s a.b", ("a", "s")),
        ("in a.a, a a.b", ("a",)),
        ("in a.a s t a.b, s u", ("a", "s", "t")),
        ("in a.a, in a.b, s t s", ("s", "t")),
    ],
    ids=["cycle", "loop", "cycle with a tail", "cycle apart"],
)
def test_a_cycle_names_its_blocks_and_not_what_lies_behind(
    wires: str, cyclic: tuple[str, ...]
) -> None:
    on = board(
        picture(),
        *(node("a", "add"), node("s", "softmax"), node("t", "softmax"), node("u", "softmax")),
        wires=wires,
    )
    (found,) = [d for d in read(on).diagnostics if d.code.name == "cycle"]
    assert set(found.nodes) == set(cyclic)
    assert not [d for d in read(on).diagnostics if d.code.name == "unreachable"]


def test_each_cycle_is_told_by_itself_and_without_what_lies_between() -> None:
    on = board(
        picture(),
        *(node(id, "concat") for id in ("a", "b", "mid", "d", "e")),
        wires="in a b a, b mid d e d",
    )
    found = [d for d in read(on).diagnostics if d.code.name == "cycle"]
    assert [(d.nodes, d.edges) for d in found] == [
        (("a", "b"), ("e2", "e3")),
        (("d", "e"), ("e6", "e7")),
    ]
    assert found[0].message("en") == "These blocks form a cycle: a, b."


def test_what_the_picture_does_not_reach_is_told_once() -> None:
    on = board(
        picture(),
        *(node(id, "softmax") for id in "stuv"),
        wires="in s, t u v",
    )
    names = {name: nodes for name, nodes, _, _ in said(on)}
    assert names["unreachable"] == ("u", "v")
    assert names["unconnected-input"] == ("t",)


def test_a_long_list_of_names_is_cut() -> None:
    on = board(picture(), *(node(f"n{i}", "softmax") for i in range(12)))
    on = board(*on.nodes, wires=", ".join(f"in n{i}" for i in range(12)))
    assert only(on).message("en").endswith("n7 … +4.")


def test_two_ends_or_two_inputs_are_one_too_many() -> None:
    ends = board(picture(), node("s", "softmax"), node("t", "softmax"), wires="in s, in t")
    assert said(ends) == [("several-outputs", ("s", "t"), None, None)]
    assert read(ends).sound
    inputs = board(picture(), node("two", "input"))
    assert said(inputs) == [("several-inputs", ("in", "two"), None, None)]


def test_a_broken_input_is_not_also_missing() -> None:
    assert [name for name, *_ in said(board(node("in", "input", channels=0)))] == ["bad-parameter"]


@pytest.mark.parametrize("type", ["note", "frame"])
def test_annotations_are_passed_over(type: str) -> None:
    note = BoardNode(id="s", type=type, data={"text": "hello", "stride": 0})
    assert read(board(note, picture(), node("c", "softmax"), wires="in c")).sound


def test_a_wire_to_an_annotation_leads_nowhere() -> None:
    on = board(node("n", "note", text=""), picture(), wires="in n")
    assert [name for name, *_ in said(on)] == ["dangling-edge"]


@pytest.mark.parametrize(
    ("label", "name"),
    [("conv 1", "conv 1"), ("  a ", "a"), ("", "s"), (" ", "s"), (3, "s"), ("x" * 99, "x" * 80)],
)
def test_a_node_is_called_by_its_label_else_its_id(label: object, name: str) -> None:
    reading = read(chain(picture(), node("s", "softmax", label=label)))
    assert reading.sound
    assert reading.graph.nodes["s"].name == name


def test_a_wire_of_a_block_that_cannot_be_read_is_believed() -> None:
    broken = node("sum", "add", nonsense=1)
    on = board(picture(), broken, node("end", "softmax"), wires="in sum.b, in sum, sum end")
    edges = read(on).graph.edges
    assert [(edge.target, edge.port) for edge in edges] == [
        ("sum", "b"),
        ("sum", "in"),
        ("end", "in"),
    ]


def test_a_wire_that_hangs_in_the_air_takes_none_along() -> None:
    on = board(picture(), node("s", "softmax"), node("d", "dropout"), wires="in s, ghost s, s d")
    assert [(edge.source, edge.target) for edge in read(on).graph.edges] == [
        ("in", "s"),
        ("s", "d"),
    ]


@pytest.mark.parametrize(
    ("kind", "data", "wires", "lang", "message"),
    [
        ("softmax", {}, "", "en", "The input of “s” is not wired yet."),
        ("add", {}, "in s.a", "en", "The second input of “s” is not wired yet."),
        ("add", {}, "in s.a", "zh-CN", "“s”的第二个输入还没有连线。"),
        (
            "add",
            {},
            "in s.a, in s.b, in s.b",
            "en",
            "The second input of “s” has 2 wires; it takes one.",
        ),
        (
            "multiply",
            {"ports": {"b": "weights"}},
            "in s.a",
            "en",
            "The input “weights” of “s” is not wired yet.",
        ),
        ("multiply", {"ports": {"b": "权重"}}, "in s.a", "zh-CN", "“s”的输入“权重”还没有连线。"),
        ("multiply", {"ports": "b"}, "in s.a", "en", "The second input of “s” is not wired yet."),
        (
            "multiply",
            {"ports": {"b": 7}},
            "in s.a",
            "en",
            "The second input of “s” is not wired yet.",
        ),
    ],
)
def test_an_input_is_called_what_the_question_calls_it(
    kind: str, data: dict[str, object], wires: str, lang: Lang, message: str
) -> None:
    on = board(picture(), node("s", kind, **data), wires=wires)
    assert message in [diagnostic.message(lang) for diagnostic in read(on).diagnostics]
