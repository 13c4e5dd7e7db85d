"""A board's nodes in sequence: by what they are and how they are wired, never by their names."""

from itertools import groupby, pairwise
from random import Random

import pytest

from app.blocks import Block, Input
from app.blocks.channels import ChannelShuffle
from app.blocks.combine import Concat
from app.blocks.conv2d import Conv2d
from app.blocks.head import Dropout, Flatten
from app.blocks.pool import AvgPool, GlobalAvgPool, MaxPool
from app.graph import Graph
from app.graph.model import Edge, Node
from app.verify.form.net import net_of
from app.verify.form.pieces import primitives
from app.verify.repair.drawing import Drawing, settled
from tests.verify.mutants import references
from tests.verify.sketch import Sketch
from tests.verify.styles import STYLES, drawn

CONV = Conv2d(out_channels=4)

every_reference = pytest.mark.parametrize("name", references())


def board(wires: str, **blocks: Block) -> Drawing:
    """Nodes that are convolutions, but for the `blocks`; `wires` are paths: `a b c, a d`."""
    paths = [path.split() for path in wires.split(",")]
    pairs = [pair for path in paths for pair in pairwise(path)]
    ids = dict.fromkeys(id for path in paths for id in path)
    nodes = {id: Node(id, blocks.get(id, CONV)) for id in ids}
    edges = tuple(Edge(f"e{at}", *pair, "in") for at, pair in enumerate(pairs))
    return Drawing(Graph(nodes, edges))


@every_reference
def test_the_sequence_of_a_right_board_is_that_of_its_operations(name: str) -> None:
    random = Random(name)
    for style in STYLES:
        graph = settled(drawn(references()[name], style, random).stirred(random).graph)
        net = net_of(graph, compare_bias=True)
        assert net is not None
        drawing = Drawing(graph)
        (piece,) = drawing.pieces
        (sequence,) = drawing.sequences(piece)
        nodes = [node for node, _ in groupby(net.ops[index].node for index in net.order)]
        if not _equal_branches(drawing) and len(nodes) == len(set(nodes)):
            assert [id for id in sequence if id in set(nodes)] == nodes


def _equal_branches(drawing: Drawing) -> bool:
    """Whether branches of the same depth meet: which comes first hangs on what they hold."""
    return any(
        len({drawing.depth[edge.source] for edge in wires}) < len(wires)
        for wires in drawing.ins.values()
    )


def _by_longest_way(drawing: Drawing) -> dict[str, int]:
    """Return each node's depth, by going back every way."""

    def deep(id: str) -> int:
        block = drawing.block(id)
        own = len(primitives(block, 64)) if block else 3
        return own + max((deep(edge.source) for edge in drawing.ins[id]), default=0)

    return {id: deep(id) for id in drawing.kinds}


@pytest.mark.parametrize("name", ["bneck-v3", "inception-block", "twins", "shufflenet-v2-unit"])
def test_depth_is_the_longest_way_from_any_beginning(name: str) -> None:
    drawing = Drawing(Sketch.of(references()[name].graph).graph)
    assert drawing.depth == _by_longest_way(drawing)


@every_reference
def test_a_settled_board_does_not_hang_on_names_and_order(name: str) -> None:
    sketch = Sketch.of(references()[name].graph)
    due = _shown(settled(sketch.graph))
    for seed in range(3):
        assert _shown(settled(sketch.shuffled(Random(seed)).graph)) == due


def _shown(graph: Graph) -> list[object]:
    """Return blocks and wires in order, by numbers for names."""
    number = {id: at for at, id in enumerate(graph.nodes)}
    blocks: list[object] = [node.block for node in graph.nodes.values()]
    return blocks + [(number[e.source], number[e.target], e.port, e.out) for e in graph.edges]


def test_what_is_settled_is_the_same_board() -> None:
    graph = board("a b c, a c, d").graph
    broken = Graph({"a": graph.nodes["a"]}, graph.edges[:1], {"b": Conv2d})
    for one in (graph, broken):
        found = settled(one)
        assert found.nodes == one.nodes
        assert found.broken == one.broken
        assert sorted(edge.id for edge in found.edges) == sorted(edge.id for edge in one.edges)


@pytest.mark.parametrize(
    ("wires", "due"),
    [
        ("a b c", ["abc"]),
        ("a b c, d e", ["abc", "de"]),
        ("d e, a b c", ["abc", "de"]),
        ("a b, c b, d", ["abc", "d"]),
    ],
)
def test_pieces_are_what_is_wired_together_the_largest_first(wires: str, due: list[str]) -> None:
    assert ["".join(sorted(piece)) for piece in board(wires).pieces] == due


@pytest.mark.parametrize(
    ("wires", "due"),
    [
        ("a b c d", ["abcd"]),
        ("a b c d, b e", ["abecd", "abcde"]),  # what leads nowhere stands where it branches off
        ("a b c d, a d", ["abcd"]),
        ("a e d, a b c d", ["abced"]),  # the deeper branch first
        ("a b a", ["ab"]),
    ],
)
def test_a_sequence_goes_along_the_wires(wires: str, due: list[str]) -> None:
    drawing = board(wires)
    (piece,) = drawing.pieces
    assert ["".join(one) for one in drawing.sequences(piece)] == due


@pytest.mark.parametrize(
    ("block", "idle", "pixel"),
    [
        (Dropout(), True, False),
        (Flatten(), True, True),
        (GlobalAvgPool(), True, True),
        (ChannelShuffle(groups=1), True, False),
        (ChannelShuffle(groups=2), False, False),
        (AvgPool(kernel_size=1), True, False),
        (MaxPool(kernel_size=1, stride=1), True, False),
        (MaxPool(kernel_size=1, stride=2), False, False),
        (AvgPool(kernel_size=2, stride=1), False, False),
        (Concat(), True, False),
        (CONV, False, False),
        (Input(channels=3, height=8, width=8), False, False),
    ],
    ids=str,
)
def test_what_may_do_nothing_but_hand_on(block: Block, idle: bool, pixel: bool) -> None:
    drawing = board("a x" if block.info.inputs else "x", x=block)
    assert (drawing.may_idle("x"), drawing.needs_pixel("x")) == (idle, pixel)


def test_a_concat_of_two_does_something() -> None:
    assert not board("a x, b x", x=Concat()).may_idle("x")


def test_what_has_no_values_is_on_the_drawing() -> None:
    graph = board("a b c").graph
    nodes = {id: node for id, node in graph.nodes.items() if id != "b"}
    drawing = Drawing(Graph(nodes, graph.edges, {"b": Conv2d, "x": None}))
    assert drawing.kinds == {"a": Conv2d, "c": Conv2d, "b": Conv2d, "x": None}
    assert drawing.block("b") is None
    assert [edge.id for edge in (*drawing.ins["b"], *drawing.outs["b"])] == ["e0", "e1"]
    assert not drawing.may_idle("b")
    assert drawing.depth == {"a": 1, "b": 4, "c": 5, "x": 3}


@pytest.mark.parametrize("name", ["mobilenet-v2", "resnet-18", "resnet"])
def test_an_output_that_is_wired_back_is_still_the_end(name: str) -> None:
    """All of the network behind the join lies on a cycle, and has no end but that one."""
    sketch = drawn(references()[name], STYLES[-1], Random(name))
    (output,) = (id for id in sketch.nodes if not sketch.after(id))
    shortcuts = [w for w in sketch.wires if w[2] == "b" and len(sketch.after(w[0])) > 1]
    for wire in shortcuts:
        drawing = Drawing(settled(sketch.rewired(wire, output).graph))
        (piece,) = drawing.pieces
        (sequence,) = drawing.sequences(piece)
        assert sequence[-1] == output
        at = {id: place for place, id in enumerate(sequence)}
        back = [edge for edge in drawing.graph.edges if at[edge.source] > at[edge.target]]
        assert [edge.source for edge in back] == [output]
