"""What is too much is taken out, and what was behind it begins at what is nearest before it."""

import pytest

from app.blocks import Block
from app.blocks.activation import Activation
from app.blocks.batch_norm import BatchNorm
from app.blocks.pool import AvgPool, GlobalAvgPool
from app.engine import propagate
from app.graph import Board, Graph
from app.graph.model import Edge
from app.labs import get_lab
from app.reference import Reference
from app.verify.repair.drawing import Drawing
from app.verify.repair.plan import Plan
from app.verify.repair.proposal import Proposal
from app.verify.repair.propose import propose
from app.verify.repair.repairs import RemoveWire, Reorder, TakeOut, apply
from app.verify.repair.search import accepted
from app.verify.repair.target import prepare
from app.verify.verify import separating
from tests.boards import chain, graph, node, picture
from tests.verify.mutants import references
from tests.verify.proof import judge
from tests.verify.sketch import Sketch

FIRST, LAST = node("a", "conv2d", out_channels=4), node("b", "conv2d", out_channels=8)
DUE = chain(picture(), FIRST, LAST)


def taken_out(board: Board) -> list[TakeOut]:
    """How what is too much is taken out."""
    due = graph(DUE)
    own = graph(board)
    target = prepare(Reference(due, dict.fromkeys(due.nodes, 1)))
    _, repairs = separating(own, propagate(own), target)
    return [one for one in repairs if isinstance(one, TakeOut)]


@pytest.mark.parametrize(
    ("between", "gone", "begins"),
    [
        (["x"], ["x"], "a"),
        (["x", "y"], ["x", "y"], "a"),
        (["drop", "x"], ["x"], "drop"),
        (["x", "drop"], ["x"], "a"),
        (["drop", "x", "y"], ["x", "y"], "drop"),
    ],
)
def test_the_wire_behind_begins_at_what_is_before(
    between: list[str], gone: list[str], begins: str
) -> None:
    kinds = {
        "x": node("x", "activation", kind="tanh"),
        "y": node("y", "activation", kind="silu"),
        "drop": node("drop", "dropout"),
    }
    (repair,) = taken_out(chain(picture(), FIRST, *(kinds[id] for id in between), LAST))
    assert sorted(repair.nodes) == gone
    assert [(source, out) for _, source, out in repair.healed] == [(begins, "out")]
    (wire,) = [wire for wire, _, _ in repair.healed]
    assert wire.source in gone


def test_what_hands_on_between_two_blocks_too_many_is_wired_to_what_is_before() -> None:
    x, y = node("x", "activation", kind="tanh"), node("y", "activation", kind="silu")
    found = taken_out(chain(picture(), FIRST, x, node("drop", "dropout"), y, LAST))
    healed = {one.nodes: [(wire.target, source) for wire, source, _ in one.healed] for one in found}
    assert healed == {("x",): [("drop", "a")], ("y",): [("b", "drop")]}


def test_a_wire_that_goes_with_its_node_is_not_put_in_order() -> None:
    """What is put in for the node is wired where it belongs; in what order it lay is nothing."""
    target = prepare(get_lab("dense-block").reference)
    sketch = Sketch.of(target.reference.graph).rewired(("narrow1", "layer1", "in"), "norm1")
    (first,) = (wire for wire in sketch.wires if wire[:2] == ("layer1", "concat"))
    tangled = Sketch(sketch.nodes, (first, *(wire for wire in sketch.wires if wire != first)))
    drawing = Drawing(tangled.graph)
    chosen = propose(drawing, target)
    repairs = Proposal(Plan(drawing, target, {**chosen, "layer1": False})).repairs
    assert Reorder not in map(type, repairs)
    assert accepted(apply(repairs, tangled.graph), target)


@pytest.mark.parametrize("crowded", ["flat", "drop"])
@pytest.mark.parametrize("source", ["a", "in"])
def test_a_second_wire_into_what_only_hands_on_is_too_many(crowded: str, source: str) -> None:
    """A whole network was told to be too many: nothing seemed to be wrong, and it was not right."""
    blocks = (
        *(picture(), FIRST, node("pool", "global_avg_pool"), node("flat", "flatten")),
        *(node("drop", "dropout"), node("fc", "linear", out_features=3)),
    )
    due = graph(chain(*blocks))
    target = prepare(Reference(due, dict.fromkeys(due.nodes, 1)))
    second = Edge("second", source, crowded, "in")
    for edges in ((*due.edges, second), (second, *due.edges)):
        own = Graph(due.nodes, edges)
        _, repairs = separating(own, propagate(own), target)
        assert [(type(one), one.wire) for one in repairs if isinstance(one, RemoveWire)] == [
            (RemoveWire, second)
        ]
        assert len(repairs) == 1


def test_a_pool_behind_what_is_flat_is_too_many() -> None:
    reference = get_lab("vgg-16").reference
    own = Sketch.of(reference.graph).insert("fc8", "pool", GlobalAvgPool())
    _, (repair,) = separating(own.graph, own.run, prepare(reference))
    assert isinstance(repair, TakeOut)
    assert repair.nodes == ("pool",)


@pytest.mark.parametrize("wired", [True, False])
@pytest.mark.parametrize(
    "spare",
    [Activation(kind="relu"), BatchNorm(), AvgPool(kernel_size=2)],
    ids=lambda b: b.info.type,
)
def test_what_lies_beside_a_complete_network_is_too_many(spare: Block, wired: bool) -> None:
    """It is not to be wired in, in place of a value that is right."""
    reference = get_lab("bneck-v3").reference
    whole = Sketch.of(reference.graph)
    for id in whole.nodes:
        wires = ((id, "spare", "in"),) if wired else ()
        own = Sketch({**whole.nodes, "spare": spare}, (*whole.wires, *wires))
        _, (repair,) = separating(own.graph, own.run, prepare(reference))
        assert isinstance(repair, TakeOut)
        assert repair.nodes == ("spare",)


@pytest.mark.parametrize(
    ("name", "behind", "block"),
    [
        ("mobilenet-v3-large-listing", "bneck10_project", BatchNorm()),
        ("mobilenet-v2", "conv2", Activation(kind="relu6")),
        ("vgg-16", "conv3_1", Activation()),
        ("vgg-16", "conv3_1", Activation(kind="relu6")),
    ],
)
@pytest.mark.parametrize("built", ["whole", "half"])
def test_what_a_block_has_rightly_it_need_not_give_up(
    name: str, behind: str, block: Block, built: str
) -> None:
    """A second norm or activation is too many; it was the one in the right block before it."""
    reference = references()[name]
    own = Sketch.of(reference.graph)
    if built == "half":
        kept = list(own.nodes)
        own = own.only(kept[: kept.index(behind) + 3])
    own = own.insert(behind, "second", block)
    drafts = judge(own.graph, reference).drafts
    told = [draft for draft in drafts if not draft.code.missing]
    assert [(draft.code.name, draft.nodes) for draft in told] == [("extra-block", ("second",))]


def test_a_loose_activation_leaves_what_is_right_alone() -> None:
    """It was put in the place of that of the first convolution, which is wired on."""
    reference = references()["alexnet"]
    kept = [*reference.graph.nodes][:12]
    own = Sketch.of(reference.graph).only(kept).put("loose", Activation())
    drafts = judge(own.graph, reference).drafts
    assert "conv1" not in {id for draft in drafts if not draft.code.missing for id in draft.nodes}
