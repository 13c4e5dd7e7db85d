"""One mistake, told as one: however far it reaches into the alignment of the two networks."""

from dataclasses import replace
from itertools import permutations
from random import Random

import pytest

from app.blocks.activation import Activation
from app.blocks.combine import Concat
from app.blocks.conv2d import Conv2d
from app.blocks.head import Dropout, Flatten, Linear
from app.blocks.pool import AvgPool, GlobalAvgPool
from app.blocks.source import Input
from app.blocks.squeeze_excite import SqueezeExcite
from app.graph import read
from app.labs import get_lab
from app.reference import Reference
from app.verify import Report, verify
from app.verify.linear import Layout
from app.verify.settle import MOST_LOOKED_AT, MOST_TRIED
from tests.boards import board, node, picture
from tests.verify.faults import Planter
from tests.verify.mutants import Mutant
from tests.verify.references import BUILT
from tests.verify.sketch import Sketch
from tests.verify.slips import SLIPS

LARGE, LISTING = "mobilenet-v3-large", "mobilenet-v3-large-listing"


def reference(name: str) -> Reference:
    """A lab's reference, or one of the built ones."""
    return BUILT[name]() if name in BUILT else get_lab(name).reference


def base(name: str = LARGE) -> Sketch:
    return Sketch.of(reference(name).graph)


def places(of: Sketch, name: str = LARGE) -> list[tuple[str, str, str | None]]:
    """Each finding's code, node and parameter."""
    report = verify(of.read(), reference(name))
    return [(f.code.id, f.nodes[0], f.parameter) for f in report.findings]


def without(of: Sketch, *gone: tuple[str, str]) -> Sketch:
    """The sketch without these wires."""
    assert set(gone) <= {wire[:2] for wire in of.wires}
    return replace(of, wires=tuple(wire for wire in of.wires if wire[:2] not in gone))


def past(of: Sketch, id: str) -> Sketch:
    """The sketch with the wires going past a node."""
    return replace(of, wires=of.remove(id).wires)


def primitives(id: str, *pieces: str) -> Sketch:
    """The large network with one bneck unfolded, and some of its pieces too."""
    of = base().unfold(id)
    for piece in pieces:
        of = of.unfold(f"{id}.{piece}")
    return of


@pytest.mark.parametrize(
    ("piece", "before"), [("expand", "bneck2"), ("depthwise", "bneck3.expand")]
)
def test_a_convolution_left_out_from_before_its_norm(piece: str, before: str) -> None:
    of = primitives("bneck3", piece).remove(f"bneck3.{piece}.conv")
    (finding,) = verify(of.read(), reference(LARGE)).findings
    assert (finding.code.id, finding.step) == ("V201", 4)
    assert finding.nodes == (before, f"bneck3.{piece}.norm")


def test_a_convolution_left_out_from_before_its_activation() -> None:
    """Its norm went with it; the convolution before it takes in the activation that is left."""
    of = primitives("bneck3", "expand").remove("bneck3.expand.norm").remove("bneck3.expand.conv")
    (finding,) = verify(of.read(), reference(LARGE)).findings
    assert (finding.code.id, finding.nodes) == ("V201", ("bneck2", "bneck3.expand.act"))


@pytest.mark.parametrize("block", [SqueezeExcite(), Activation(kind="relu6")])
def test_what_parts_a_convolution_from_its_norm_is_alone_too_much(
    block: SqueezeExcite | Activation,
) -> None:
    of = primitives("bneck3", "expand").insert("bneck3.expand.conv", "new", block)
    assert [place[1] for place in places(of)] == ["new"]


def test_an_activation_before_the_norm() -> None:
    of = primitives("bneck3", "expand")
    norm, activation = "bneck3.expand.norm", "bneck3.expand.act"
    moved = of.put(norm, of.nodes[activation]).put(activation, of.nodes[norm])
    assert places(moved) == [("V408", activation, None)]
    own = of.set("bneck3.expand.conv", activation="relu")
    assert places(own) == [("V408", "bneck3.expand.conv", "activation")]


def test_a_norm_before_its_convolution() -> None:
    of = primitives("bneck3", "depthwise")
    conv, norm = "bneck3.depthwise.conv", "bneck3.depthwise.norm"
    moved = of.put(conv, of.nodes[norm]).put(norm, of.nodes[conv])
    assert places(moved) == [("V203", conv, None)]


def test_a_norm_inside_and_one_behind() -> None:
    of = primitives("bneck3", "expand").set("bneck3.expand.conv", norm="batch")
    assert places(of) == [("V202", "bneck3.expand.norm", None)]


@pytest.mark.parametrize("name", ["a_concat", "b_concat"])
def test_any_order_of_branches_is_one_finding(name: str) -> None:
    of = base("inception")
    into = [wire for wire in of.wires if wire[1] == name]
    rest = [wire for wire in of.wires if wire[1] != name]
    for order in permutations(into):
        told = places(replace(of, wires=(*rest, *order)), "inception")
        assert told == ([] if list(order) == into else [("V214", name, None)])


@pytest.mark.parametrize("heal", [True, False])
def test_the_longer_branch_loses_a_convolution(heal: bool) -> None:
    told = places(base("resnet").remove("block3_a", heal=heal), "resnet")
    assert [code for code, *_ in told] == ["V201"]


def test_a_branch_that_is_not_led_into_its_concat() -> None:
    of = without(base("inception"), ("b_3x3", "b_concat"))
    assert places(of, "inception") == [("V211", "b_concat", None)]


def test_a_concat_that_one_tensor_enters_lacks_a_wire() -> None:
    of = without(base("densenet"), ("stem", "join2"))
    assert places(of, "densenet") == [("V211", "join2", None)]


def test_of_equal_blocks_the_one_is_doubled_whose_wires_fit() -> None:
    of = base("inception")
    of = of.insert("b_reduce3", "twice", of.nodes["b_reduce3"])
    assert [code for code, *_ in places(of, "inception")] == ["V202"]


def test_a_pool_that_is_not_wired_covers_no_whole_map() -> None:
    of = without(base("densenet"), ("transition", "shrink"))
    assert places(of, "densenet") == [("V211", "shrink", None)]


def test_a_lost_wire_is_told_where_it_ends() -> None:
    of = without(base("inception"), ("average", "flatten"))
    assert places(of, "inception") == [("V211", "flatten", None)]


def test_se_that_is_not_wired_does_not_do_away_with_those_behind() -> None:
    of = base(LISTING)
    (before,) = of.before("bneck4_se")
    assert places(without(of, (before, "bneck4_se")), LISTING) == [("V211", "bneck4_se", None)]


def test_a_flat_piece_is_no_flat_output() -> None:
    of = base("se-module").put("fc1", Linear(out_features=24, activation="relu"))
    of = of.put("fc2", Linear(out_features=72, activation="hardsigmoid"))
    of = of.insert(of.before("fc1")[0], "flat", Flatten())
    assert places(of, "se-module") == []
    assert places(without(of, ("fc1", "fc2")), "se-module") == [("V211", "fc2", None)]


def test_a_flatten_waits_for_its_pool() -> None:
    assert [code for code, *_ in places(base().remove("pool"))] == ["V201"]
    assert [place[:2] for place in places(past(base(), "pool"))] == [
        ("V211", "pool"),
        ("V212", "conv3"),
    ]


@pytest.mark.parametrize("id", ["bneck4", "bneck5", "bneck9"])
def test_a_block_that_the_wires_go_past(id: str) -> None:
    following = base().after(id)[0]
    assert [place[:2] for place in places(past(base(), id))] == [
        ("V211", id),
        ("V212", following),
    ]


def test_what_hands_on_a_tensor_is_not_too_much_when_its_wire_is_moved() -> None:
    of = base("bneck-v3")
    add = next(id for id in of.nodes if of.nodes[id].info.type == "add")
    entry = of.before(add)[1]
    of = of.insert(entry, "noop", Concat())
    others = [wire for wire in of.wires if wire[0] == "noop" and wire[1] != add]
    wires = tuple((entry, *wire[1:]) if wire in others else wire for wire in of.wires)
    inner = next(id for id in of.nodes if of.nodes[id].info.type == "depthwise_conv2d")
    moved = tuple((inner, *w[1:]) if w[:2] == ("noop", add) else w for w in wires)
    assert places(replace(of, wires=moved), "bneck-v3") == [("V215", add, None)]


@pytest.mark.parametrize("shortcut", [True, False])
def test_another_row_of_the_table(shortcut: bool) -> None:
    of = base()
    row = of.nodes["bneck3"].model_copy(update={"shortcut": shortcut})
    assert places(of.put("bneck4", row)) == [("V407", "bneck4", None)]


def test_a_row_that_no_block_has_is_told_value_by_value() -> None:
    values = {"kernel_size": 7, "exp_size": 64, "out_channels": 24, "se": False, "stride": 1}
    told = places(base().set("bneck4", **values))
    assert set(told) == {("V301", "bneck4", name) for name in values}


def test_two_single_values_far_apart_are_no_exchange() -> None:
    of = base().set("bneck2", nl="HS").set("bneck12", nl="RE")
    assert [place[0] for place in places(of)] == ["V302", "V302"]


def test_a_block_moved_far_is_misplaced() -> None:
    of = base()
    moved = of.put("bneck5", of.nodes["bneck7"]).put("bneck7", of.nodes["bneck5"])
    assert [place[0] for place in places(moved)] == ["V203"]


def test_re_and_hs_are_not_exchanged_where_both_are_wrong() -> None:
    of = base("mobilenet-v2")
    for id, nl in (("bneck8", "HS"), ("bneck9", "HS"), ("bneck15", "RE")):
        of = of.set(id, nl=nl)
    assert [place[0] for place in places(of, "mobilenet-v2")] == ["V302"] * 3


@pytest.mark.parametrize("planter", SLIPS, ids=lambda planter: planter.__name__)
@pytest.mark.parametrize("slug", [LARGE, LISTING, "mobilenet-v2", "bneck-v3"])
def test_every_slip_is_told_exactly(planter: Planter, slug: str) -> None:
    lab = get_lab(slug)
    for seed in range(6):
        of = Sketch.of(lab.reference.graph)
        if planter.__name__.startswith("activation") and slug == LARGE:
            of = of.unfold("bneck6").unfold("bneck6.expand")
        fault = planter(of, Random(seed))
        if fault is not None:
            mutant = Mutant(lab, "one fault", fault.sketch, (fault,))
            assert mutant.told(report := mutant.report()), (seed, summary(report))


def summary(report: Report) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.code.id, finding.nodes) for finding in report.findings]


def test_dropout_between_hides_no_wire() -> None:
    """Told is the wire that leaves the block, not the one behind what only hands on."""
    of = base("inception")
    of = of.insert("b_reduce5", "drop", Dropout())
    wires = tuple(("stem", *w[1:]) if w[:2] == ("b_reduce5", "drop") else w for w in of.wires)
    assert places(replace(of, wires=wires), "inception")[0][:2] == ("V212", "drop")


def test_a_pool_by_chance_as_large_as_the_last_map_is_seen_alike_on_both_sides() -> None:
    of = Sketch(
        {
            "in": Input(channels=3, height=48, width=48),
            "small": AvgPool(kernel_size=6),
            "conv": Conv2d(out_channels=4, kernel_size=3),
            "other": AvgPool(kernel_size=8),
            "last": GlobalAvgPool(),
            "again": GlobalAvgPool(),
            "join": Concat(),
        },
        (
            ("in", "small", "in"),
            ("small", "conv", "in"),
            ("conv", "again", "in"),
            ("in", "other", "in"),
            ("other", "last", "in"),
            ("last", "join", "in"),
            ("again", "join", "in"),
        ),
    )
    graph = of.read().graph
    assert verify(of.read(), Reference(graph, dict.fromkeys(graph.nodes, 1))).findings == ()


@pytest.mark.parametrize("slug", [LARGE, "mobilenet-v3-small", "mobilenet-v2"])
@pytest.mark.parametrize("kernel", [2, 3, 5, 8, 24])
def test_a_flatten_behind_a_wrong_pool_is_not_too_much(slug: str, kernel: int) -> None:
    of = base(slug).set("pool", kernel_size=kernel)
    assert places(of, slug) == [("V301", "pool", "kernel_size")]


@pytest.mark.parametrize("id", ["bneck1", "bneck2", "bneck8", "bneck13"])
def test_a_block_placed_twice_is_told_with_its_own_step(id: str) -> None:
    of = base()
    report = verify(of.insert(id, "twin", of.nodes[id]).read(), reference(LARGE))
    steps = reference(LARGE).steps
    assert [(f.code.id, f.step) for f in report.findings] == [("V202", steps[id])]
    assert [step.status for step in report.steps].count("wrong") == 1


@pytest.mark.parametrize("wires", [2, 60])
def test_of_very_many_orders_few_are_looked_at(monkeypatch: pytest.MonkeyPatch, wires: int) -> None:
    looked_at = []
    turned = Layout.turned

    def counted(layout: Layout, unit: int, sources: list[int]) -> Layout:
        looked_at.append(unit)
        return turned(layout, unit, sources)

    monkeypatch.setattr(Layout, "turned", counted)
    paths = ", ".join(["in stem"] + ["stem join"] * wires + ["join end"])
    of = board(
        picture(),
        node("stem", "conv2d", out_channels=8),
        node("join", "concat"),
        node("end", "conv2d", out_channels=8),
        wires=paths,
    )
    assert verify(read(of), reference(LARGE)).findings
    assert 0 < len(looked_at) <= MOST_TRIED * MOST_LOOKED_AT
