"""A graph as one real module, with names a student recognises."""

import pytest
import torch
from hypothesis import given, settings
from torch import nn

from app.core.errors import NotRunnable
from app.engine import assemble, module_names, propagate
from app.graph import Board, read
from tests.boards import board, chain, graph, node, picture
from tests.random_boards import running_boards


@settings(max_examples=60)
@given(running_boards())
def test_the_module_has_the_shapes_and_parameters_that_were_measured(on: Board) -> None:
    of = graph(on)
    totals = propagate(of).totals
    module = assemble(of).eval()
    (shape,) = (ports["out"] for id, ports in propagate(of).shapes.items() if id == "in")
    with torch.no_grad():
        assert module(torch.rand(shape)).shape == totals.output_shape
    assert sum(parameter.numel() for parameter in module.parameters()) == totals.n_params


def test_submodules_are_named_as_the_student_named_the_blocks() -> None:
    on = chain(
        picture(8),
        node("b1", "bneck", exp_size=16, out_channels=8, se=True, label="Bneck 1"),
        node("c", "conv2d", out_channels=4),
    )
    names = [name for name, _ in assemble(graph(on)).named_parameters()]
    assert names == [
        *("bneck_1.expand.conv.weight", "bneck_1.expand.norm.weight", "bneck_1.expand.norm.bias"),
        "bneck_1.depthwise.conv.weight",
        *("bneck_1.depthwise.norm.weight", "bneck_1.depthwise.norm.bias"),
        *("bneck_1.se.fc1.conv.weight", "bneck_1.se.fc1.conv.bias"),
        *("bneck_1.se.fc2.conv.weight", "bneck_1.se.fc2.conv.bias"),
        *(
            "bneck_1.project.conv.weight",
            "bneck_1.project.norm.weight",
            "bneck_1.project.norm.bias",
        ),
        *("c.weight", "c.bias"),
    ]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("conv 1", "conv_1"),
        ("卷积", "softmax"),
        ("卷积 2", "softmax_2"),
        ("3x3", "softmax_3x3"),
        ("__class__", "class_2"),
        ("in", "in_2"),
        ("forward", "forward_2"),
        ("training", "training_2"),
        ("load_state_dict", "load_state_dict_2"),
        ("ﬁ", "softmax"),
        ("a.b", "a_b"),
        ("", "s"),
        ("x" * 80, "x" * 32),
    ],
)
def test_a_name_is_readable_and_only_a_name(label: str, name: str) -> None:
    on = chain(picture(), node("s", "softmax", label=label))
    assert module_names(graph(on))["s"] == name
    assemble(graph(on))(torch.rand(1, 3, 8, 8))


def test_equal_labels_are_told_apart() -> None:
    on = chain(picture(), *(node(f"s{i}", "softmax", label="Act!") for i in range(3)))
    assert list(module_names(graph(on)).values()) == ["in", "act", "act_2", "act_3"]


def test_a_label_cannot_hide_the_picture() -> None:
    """A block that is called as the input is called must not stand for it."""
    on = board(
        picture(),
        node("p", "global_avg_pool", label="in"),
        node("m", "multiply"),
        wires="in p m.b, in m.a",
    )
    x = torch.rand(1, 3, 8, 8)
    torch.testing.assert_close(assemble(graph(on))(x), x * x.mean((2, 3), keepdim=True))


def test_the_bneck_computes_what_the_paper_says() -> None:
    on = chain(picture(8), node("b", "bneck", exp_size=24, out_channels=8, nl="HS", shortcut=True))
    module = assemble(graph(on)).eval()
    expand, depthwise, project = (
        module.get_submodule(f"b.{name}") for name in ("expand", "depthwise", "project")
    )
    x = torch.rand(1, 8, 8, 8)
    with torch.no_grad():
        torch.testing.assert_close(module(x), x + project(depthwise(expand(x))))
    assert isinstance(expand.get_submodule("act"), nn.Hardswish)
    with pytest.raises(AttributeError):
        project.get_submodule("act")


def test_a_network_too_large_for_real_weights_is_not_built() -> None:
    wide = [node(f"c{i}", "conv2d", out_channels=8192, kernel_size=1) for i in range(2)]
    on = chain(picture(3, 1), *wide)
    assert propagate(graph(on)).totals.n_params > 50_000_000
    with pytest.raises(NotRunnable, match="parameters"):
        assemble(graph(on))


def test_a_second_input_is_no_network() -> None:
    second = node("two", "input", channels=3, height=8, width=8)
    on = board(picture(), second, node("a", "concat"), wires="in a, two a")
    assert propagate(read(on).graph).totals.output_shape == (1, 6, 8, 8)
    with pytest.raises(NotRunnable):
        assemble(read(on).graph)
