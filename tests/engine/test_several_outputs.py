"""A block with several outputs: ShuffleNet V2's unit, from the board to the code."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from app.engine import assemble, propagate
from app.export import pytorch
from app.graph import Board, Reading, read
from app.graph.board import BoardEdge, BoardNode
from app.reference import Reference
from app.verify import Report, verify
from tests.boards import node, picture

SIDE = 8
UNIT = (
    node("split", "channel_split"),
    node("narrow", "conv2d", out_channels=4, kernel_size=1, norm="batch", activation="relu"),
    node("look", "depthwise_conv2d", norm="batch"),
    node("join", "concat"),
    node("shuffle", "channel_shuffle", groups=2),
)
WIRES = (
    ("in", None, "split"),
    ("split", "second", "narrow"),
    ("narrow", None, "look"),
    ("split", "first", "join"),
    ("look", None, "join"),
    ("join", None, "shuffle"),
)


def board(*wires: tuple[str, str | None, str], nodes: tuple[BoardNode, ...] = UNIT) -> Board:
    """The unit with these wires: source, its port, target."""
    edges = [
        BoardEdge(id=f"e{i}", source=source, sourceHandle=port, target=target)
        for i, (source, port, target) in enumerate(wires)
    ]
    return Board(nodes=[picture(channels=8, side=SIDE), *nodes], edges=edges)


def unit() -> Reading:
    """The unit, read."""
    reading = read(board(*WIRES))
    assert not reading.diagnostics
    return reading


def told(*wires: tuple[str, str | None, str]) -> Report:
    """What Verify says of the unit wired otherwise."""
    graph = unit().graph
    return verify(read(board(*wires)), Reference(graph, dict.fromkeys(graph.nodes, 1)))


def by_hand(x: Tensor, convolve: nn.Module) -> Tensor:
    """What the unit computes."""
    joined = torch.cat((x[:, :4], convolve(x[:, 4:])), 1)
    return joined[:, [0, 4, 1, 5, 2, 6, 3, 7]]


def test_each_port_has_its_shape() -> None:
    shapes = propagate(unit().graph).shapes
    half = (1, 4, SIDE, SIDE)
    assert shapes["split"] == {"in": (1, 8, SIDE, SIDE), "first": half, "second": half}
    assert shapes["shuffle"]["out"] == (1, 8, SIDE, SIDE)


def test_the_module_takes_each_half_where_its_wire_says() -> None:
    module = assemble(unit().graph).eval()
    x = torch.rand(1, 8, SIDE, SIDE)
    convolve = nn.Sequential(module.get_submodule("narrow"), module.get_submodule("look"))
    assert torch.equal(module(x), by_hand(x, convolve))


def test_the_exported_code_computes_the_same() -> None:
    graph = unit().graph
    code = pytorch(graph).code
    assert "split_first, split_second = torch.chunk(" in code
    space: dict[str, Any] = {"__name__": "exported"}
    exec(code, space)
    ours, theirs = assemble(graph).eval(), space["Network"]().eval()
    theirs.load_state_dict(ours.state_dict())
    x = torch.rand(1, 8, SIDE, SIDE)
    assert torch.equal(ours(x), theirs(x))


def test_a_half_that_nothing_takes_has_no_name() -> None:
    wires = (("in", None, "split"), ("split", "second", "narrow"))
    code = pytorch(read(board(*wires, nodes=UNIT[:2])).graph).code
    assert "_, split_second = torch.chunk(" in code


@pytest.mark.parametrize(
    ("port", "name"), [(None, "port-not-said"), ("third", "unknown-port"), ("out", "unknown-port")]
)
def test_a_wire_says_which_output_it_leaves(port: str | None, name: str) -> None:
    wires = [wire if wire[1] != "first" else ("split", port, "join") for wire in WIRES]
    (found,) = read(board(*wires)).diagnostics
    assert (found.code.name, found.nodes, found.edges) == (name, ("split",), ("e3",))


def test_a_network_that_ends_in_several_outputs_has_no_one_output() -> None:
    reading = read(board(("in", None, "split"), nodes=UNIT[:1]))
    assert [found.code.name for found in reading.diagnostics] == ["several-outputs"]
    assert propagate(reading.graph).totals.output_shape is None


def test_an_odd_number_of_channels_has_no_middle() -> None:
    odd = Board(
        nodes=[picture(channels=7, side=SIDE), UNIT[0]],
        edges=[BoardEdge(id="e", source="in", target="split")],
    )
    (found,) = propagate(read(odd).graph).diagnostics
    assert (found.code.name, found.nodes) == ("groups-do-not-divide", ("split",))


def test_verify_minds_which_half_goes_where() -> None:
    assert told(*WIRES).verdict == "correct"
    other = {"first": "second", "second": "first", None: None}
    crossed = told(*((source, other[port], target) for source, port, target in WIRES))
    assert crossed.verdict == "incorrect"
    assert crossed.findings


def test_a_reference_with_several_outputs_survives_being_a_board() -> None:
    graph = unit().graph
    again = read(Reference(graph, {}).board)
    assert not again.diagnostics
    assert again.graph.edges == graph.edges
