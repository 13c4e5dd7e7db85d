"""What is misread at first is read again before all is built anew; what is to come is free."""

from dataclasses import replace
from itertools import islice
from random import Random

import pytest

from app.blocks import Block
from app.blocks.activation import Activation
from app.blocks.base import Fragment as Pieces
from app.blocks.bneck import Bneck
from app.blocks.conv2d import DepthwiseConv2d
from app.blocks.head import Linear
from app.blocks.pool import AvgPool
from app.engine import propagate
from app.graph import Board, read
from app.reference import Reference
from app.verify.repair import drawing, edit, prices
from app.verify.repair.drawing import Drawing, settled
from app.verify.repair.fragment import Fragment
from app.verify.repair.improve import MOST_WORK, Effort, improve
from app.verify.repair.proposal import Proposal
from app.verify.repair.propose import stands_for
from app.verify.repair.repairs import DrawWire, MoveWire, PutIn, Reorder, Replace, TakeOut, Together
from app.verify.repair.search import anew, mend
from app.verify.repair.target import prepare
from app.verify.verify import separating
from tests.boards import board, chain, graph, node, picture
from tests.verify import fuzz
from tests.verify.mutants import Built, attempt, mutants, references
from tests.verify.proof import dearer, judge, told
from tests.verify.sketch import Sketch


@pytest.mark.parametrize(("name", "number"), [("lenet-5", 40), ("lenet-5", 76)])
def test_nodes_that_are_misread_are_left_over_before_all_is_built_anew(
    name: str, number: int
) -> None:
    senseless = fuzz.board(Random(f"scan/{name}/{number}")).graph
    target = prepare(references()[name])
    blank = anew(Drawing(settled(senseless)), target)
    assert mend(senseless, target).price < blank.price - 0.5


def test_nothing_that_is_told_costs_more_than_to_build_all_anew() -> None:
    senseless = fuzz.board(Random("senseless/7/58")).graph
    target = prepare(references()["dense-block"])
    blank = anew(Drawing(settled(senseless)), target)
    _, repairs = separating(senseless, propagate(senseless), target)
    assert sum(repair.price for repair in repairs) <= blank.price


def test_a_flatten_that_is_to_come_goes_into_the_wire_that_is_to_be_drawn() -> None:
    """The dropout is wired to what takes flat tensors; nothing is amiss, the rest is to come."""
    before = (
        picture(),
        node("conv", "conv2d", out_channels=4),
        node("pool", "global_avg_pool"),
    )
    behind = (node("drop", "dropout"), node("classify", "linear", out_features=3))
    due = graph(chain(*before, node("flat", "flatten"), *behind))
    target = prepare(Reference(due, dict.fromkeys(due.nodes, 1)))
    own = board(*before, *behind, wires="in conv pool, drop classify")
    student = read(own).graph
    _, repairs = separating(student, propagate(student), target)
    assert repairs
    assert all(repair.price < prices.HALF for repair in repairs)


@pytest.mark.parametrize("wires", ["in a pool, in fc", "in a pool, a fc"])
def test_a_wire_is_moved_also_where_a_flatten_is_to_come_into_it(wires: str) -> None:
    a, pool = node("a", "conv2d", out_channels=4), node("pool", "global_avg_pool")
    fc = node("fc", "linear", out_features=3)
    due = graph(chain(picture(), a, pool, node("flat", "flatten"), fc))
    own = read(board(picture(), a, pool, fc, wires=wires)).graph
    judged = judge(own, Reference(due, dict.fromkeys(due.nodes, 1)))
    assert judged.sound
    assert not judged.needless
    assert [type(one) for one in judged.repairs if one.price > prices.HALF] == [MoveWire]


CONVS = tuple(node(id, "conv2d", out_channels=4) for id in ("a", "b", "c"))
ENDS = (node("pool", "global_avg_pool"), node("flat", "flatten"))
SQUEEZE = node("pool", "global_avg_pool"), node("fc1", "conv2d", out_channels=2, kernel_size=1)
EXCITE = node("act", "activation", kind="relu"), node("fc2", "linear", out_features=3)


@pytest.mark.parametrize(
    ("due", "own"),
    [
        pytest.param(
            board(picture(), *CONVS, node("sum", "add"), wires="in a b c sum.a, b sum.b"),
            board(
                *(picture(), *CONVS, node("sum", "add"), node("drop", "dropout")),
                wires="in a b, drop c sum.a, drop sum.b",
            ),
            id="a dropout with nothing wired into it that feeds two",
        ),
        pytest.param(
            board(picture(), *CONVS, node("sum", "add"), wires="in a b c sum.a, b sum.b"),
            board(
                *(picture(), *CONVS[::2], node("sum", "add"), node("drop", "dropout")),
                wires="in a, drop c sum.a, drop sum.b",
            ),
            id="the block before it is not there, either",
        ),
        pytest.param(
            chain(picture(), CONVS[0], *ENDS, node("fc", "linear", out_features=3)),
            board(picture(), CONVS[0], ENDS[1], node("fc", "linear", out_features=3), wires="in a"),
            id="a loose flatten, and what is before it is not there",
        ),
        pytest.param(
            chain(picture(), CONVS[0], *ENDS),
            board(picture(), CONVS[0], *ENDS, node("one", "concat"), wires="in a pool, flat one"),
            id="a loose flatten with a block behind it that does nothing",
        ),
        pytest.param(
            chain(picture(), *SQUEEZE, EXCITE[0], ENDS[1], EXCITE[1]),
            board(picture(), SQUEEZE[0], *EXCITE, ENDS[1], wires="in pool flat, act fc2"),
            id="a linear layer for a convolution, behind one that is not there",
        ),
    ],
)
def test_what_is_loose_is_wired_once_and_nothing_is_amiss(due: Board, own: Board) -> None:
    reference = Reference(graph(due), dict.fromkeys(graph(due).nodes, 1))
    judged = judge(read(own).graph, reference)
    assert judged.repairs
    assert judged.price == 0
    assert judged.sound
    assert not judged.needless


def assert_told(number: int, faults: int, built: Built, seed: int) -> None:
    """What was planted in a generated board is told, and nothing else."""
    made = attempt(number, faults, built, seed)
    assert made is not None
    judged = judge(made.sketch.graph, made.reference)
    exact = told(judged, made)
    assert exact, made.what
    assert not dearer(judged, made)


@pytest.mark.parametrize(
    ("number", "faults", "built", "seed"),
    [
        (7, 2, "half", 0),
        (115, 1, "half", 77),
        (249, 2, "half", 77),
        (102, 1, "half", 77),
        (14, 2, "half", 77),
        (156, 3, "half", 77),
        (27, 3, "half", 8),
    ],
)
def test_wrong_values_on_half_a_board_are_told_and_its_wires_are_right(
    number: int, faults: int, built: Built, seed: int
) -> None:
    """In many pieces, or in one piece of blocks that are all alike."""
    assert_told(number, faults, built, seed)


@pytest.mark.parametrize(
    ("number", "faults", "built", "seed"),
    [(105, 1, "half", 77), (849, 3, "whole", 85)],
)
def test_branches_side_by_side_are_not_taken_for_each_other(
    number: int, faults: int, built: Built, seed: int
) -> None:
    """Nothing is behind them yet; or one is a block and the other two, wired in another order."""
    assert_told(number, faults, built, seed)


@pytest.mark.parametrize(
    ("number", "faults", "seed"),
    [(108, 3, 611), (397, 3, 611), (254, 5, 611)],
)
def test_behind_a_block_too_many_a_wire_from_elsewhere_is_moved(
    number: int, faults: int, seed: int
) -> None:
    """The block that it leads to is right, and stays."""
    assert_told(number, faults, "whole", seed)


@pytest.mark.parametrize(("number", "seed"), [(26, 7), (757, 7), (1763, 11)])
def test_blocks_that_each_belong_to_one_place_go_there_together(number: int, seed: int) -> None:
    """One is passed by, and the activation behind the next is taken for its own."""
    assert_told(number, 2, "whole", seed)


@pytest.mark.parametrize(("number", "faults", "seed"), [(961, 2, 11), (1414, 4, 11)])
def test_what_does_nothing_need_stand_for_nothing(number: int, faults: int, seed: int) -> None:
    """A concat with one wire; a flatten behind a block that is taken out."""
    assert_told(number, faults, "whole", seed)


def test_a_wire_too_many_goes_with_the_block_that_it_comes_from() -> None:
    """It is not paid for again."""
    more, both = node("more", "conv2d", out_channels=4), node("both", "concat")
    wires = "in a both, in b both"
    due = graph(board(picture(), *CONVS[:2], both, wires=wires))
    own = read(board(picture(), *CONVS[:2], more, both, wires=f"{wires}, in more both")).graph
    judged = judge(own, Reference(due, dict.fromkeys(due.nodes, 1)))
    assert [(type(one), one.price) for one in judged.repairs] == [(TakeOut, prices.TAKE_OUT_SPARE)]


@pytest.mark.parametrize(("number", "faults"), [(380, 2), (928, 5)])
def test_the_search_goes_on_as_long_as_it_gains(number: int, faults: int) -> None:
    """Drawn with single layers, a gap and a wire across the board shift a third of what is read."""
    assert_told(number, faults, "whole", 13)


def test_of_two_that_take_from_a_flatten_to_be_wired_the_second_is_wired_wrongly() -> None:
    blocks = (
        *(picture(), node("conv", "conv2d", out_channels=4), node("pool", "global_avg_pool")),
        *(node("flat", "flatten"), node("fc1", "linear", out_features=3)),
        node("fc2", "linear", out_features=2),
    )
    due = graph(chain(*blocks))
    own = read(board(*blocks, wires="in conv pool, flat fc1, flat fc2")).graph
    judged = judge(own, Reference(due, dict.fromkeys(due.nodes, 1)))
    assert judged.sound
    (move,) = (one for one in judged.repairs if one.price > prices.HALF)
    assert isinstance(move, MoveWire)
    assert (move.wire.source, move.wire.target, move.source) == ("flat", "fc2", "fc1")


def test_a_wire_to_come_begins_behind_the_dropout_that_nothing_takes_from() -> None:
    due = graph(
        chain(
            *(picture(), CONVS[0], node("drop", "dropout"), node("last", "conv2d", out_channels=2))
        )
    )
    own = edit.without_edges(due, lambda edge: edge.source == "drop")
    judged = judge(own, Reference(due, dict.fromkeys(due.nodes, 1)))
    (wire,) = judged.repairs
    assert isinstance(wire, DrawWire)
    assert (wire.source, wire.target) == ("drop", "last")


def test_a_wire_into_a_concat_is_for_what_is_there_and_not_for_what_is_to_come() -> None:
    assert_told(172, 2, "whole", 610)


@pytest.mark.parametrize(("number", "faults"), [(190, 4), (718, 5)])
def test_a_concat_is_known_by_how_many_of_its_inputs_it_gets(number: int, faults: int) -> None:
    """Every one of the reference's gets the first tensor, and they are as many as its layers."""
    assert_told(number, faults, "whole", 611)


@pytest.mark.parametrize(("number", "seed"), [(435, 610), (457, 610)])
def test_branches_change_places_whatever_else_is_in_them(number: int, seed: int) -> None:
    """One has a block too many; one is a composite, and the other drawn as single blocks."""
    assert_told(number, 2, "whole", seed)


def test_branches_in_another_order_are_that_also_where_one_is_drawn_as_single_blocks() -> None:
    """It was two kernel sizes: each is just what the other should be."""
    target = prepare(references()["squeezenet"])
    sketch = Sketch.of(target.reference.graph).unfold("fire4_right")
    into = [wire for wire in sketch.wires if wire[1] == "fire4"]
    turned = tuple(wire for wire in sketch.wires if wire[1] != "fire4") + tuple(reversed(into))
    (told,) = mend(replace(sketch, wires=turned).graph, target).repairs
    assert isinstance(told, Reorder)


def test_a_block_passed_by_stands_where_it_is_right_and_others_move_up_for_it() -> None:
    assert_told(9, 4, "whole", 26)


@pytest.mark.parametrize(("number", "faults"), [(284, 3), (680, 3)])
def test_a_pool_before_the_last_flatten_is_passed_by(number: int, faults: int) -> None:
    """Behind the flatten nothing comes that would say what it should get."""
    assert_told(number, faults, "whole", 610)


def test_a_pool_is_missing_before_the_last_flatten() -> None:
    target = prepare(references()["twins"])
    without = Sketch.of(target.reference.graph).remove("average")
    (repair,) = mend(without.graph, target).repairs
    assert isinstance(repair, PutIn)
    assert repair.passed_by
    assert repair.price < prices.TAKE_OUT


def test_a_flatten_too_many_at_the_end_is_a_block_too_many() -> None:
    pooled = (picture(), node("conv", "conv2d", out_channels=4), node("pool", "global_avg_pool"))
    due = graph(chain(*pooled))
    target = prepare(Reference(due, dict.fromkeys(due.nodes, 1)))
    student = read(chain(*pooled, node("flat", "flatten"))).graph
    _, repairs = separating(student, propagate(student), target)
    assert [(type(repair), repair.price) for repair in repairs] == [(TakeOut, prices.TAKE_OUT)]


@pytest.mark.parametrize(("faults", "seed", "number"), [(6, 3, 21), (7, 4, 64)])
def test_what_is_left_over_instead_of_misread_is_told_exactly(
    faults: int, seed: int, number: int
) -> None:
    """The first reading of these boards fails; nodes that lie elsewhere than read give way."""
    made = next(islice(mutants(number + 1, faults, "whole", seed=seed), number, None))
    assert told(judge(made.sketch.graph, made.reference), made)


def test_what_was_left_over_pushes_others_on() -> None:
    """A row is there twice, and behind two equal ones a wire is lacking: one is too many."""
    target = prepare(references()["mobilenet-v3-large"])
    sketch = Sketch.of(target.reference.graph)
    twice = sketch.insert("bneck8", "twice", sketch.nodes["bneck8"])
    board = twice.without(("bneck10", "bneck11", "in"))
    found = mend(board.graph, target)
    (gone,) = (one.nodes for one in found.repairs if isinstance(one, TakeOut))
    assert gone in (("bneck8",), ("twice",))
    assert found.price < prices.TAKE_OUT + prices.HALF


def test_of_many_blocks_that_are_wrong_those_beyond_a_number_are_left_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is right stays where it is, wherever it stands among them; the answer leads there."""
    monkeypatch.setattr(drawing, "MOST_WEIGHED", 4)  # the picture, and three of the others
    wrong = tuple(node(f"w{at}", "conv2d", out_channels=20 + at // 2) for at in range(10))
    right = CONVS[0], *ENDS
    due = graph(chain(picture(), *right))
    reference = Reference(due, dict.fromkeys(due.nodes, 1))
    own = graph(chain(picture(), *wrong, *right))
    drawn, target = Drawing(own), prepare(reference)
    weighed = [one.id for one in wrong if stands_for(drawn, target, one.id)]
    assert weighed == [one.id for one in wrong[:6]]
    assert stands_for(drawn, target, "a")
    judged = judge(own, reference)
    assert judged.sound
    assert isinstance(judged.plan.chosen["a"], Fragment)
    assert {id for id, one in judged.plan.chosen.items() if one is False} == {
        one.id for one in wrong
    }


def test_of_blocks_beyond_that_number_it_is_not_even_asked_what_they_are_made_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A board of thousands of unlike blocks takes as long as its check, and little more."""
    monkeypatch.setattr(drawing, "MOST_WEIGHED", 4)  # the picture, and three of the others
    due = graph(chain(picture(), node("b", "bneck", exp_size=16, out_channels=8)))
    rows = (node(f"w{at}", "bneck", exp_size=1000 + at, out_channels=16) for at in range(40))
    own = graph(chain(picture(), *rows))
    propagate(own)  # the check itself does, once
    taken_apart: set[int | None] = set()
    unfold = Bneck.unfold

    def noted(self: Bneck, channels: int | None) -> Pieces:
        taken_apart.add(self.exp_size)
        return unfold(self, channels)

    monkeypatch.setattr(Bneck, "unfold", noted)
    judge(own, Reference(due, dict.fromkeys(due.nodes, 1)))
    beyond = {exp_size for exp_size in taken_apart if exp_size and exp_size >= 1003}
    assert beyond == set()


def test_a_block_found_elsewhere_is_not_doubted_where_that_is_all() -> None:
    """Only whether two changed places is asked of it, as of any."""
    reference = references()["inception-block"]
    own = Sketch.of(reference.graph).set("five", activation="none")
    own = own.insert("reduce5", "first", Activation())
    target = prepare(reference)
    mended = mend(own.graph, target)
    (repair,) = mended.repairs
    assert isinstance(repair, Together)
    effort, proposal = Effort(), Proposal(mended.plan)
    improve(proposal, effort)
    assert MOST_WORK - effort.left <= 3 * proposal.work


def test_a_block_forgotten_is_still_to_come_where_there_is_a_gap_in_the_next() -> None:
    """What the next begins with is right there, and has a wrong value as part of the forgotten."""
    reference = references()["efficientnet-b0"]
    own = Sketch.of(reference.graph).remove("bneck2").unfold("bneck3")
    own = own.unfold("bneck3.expand", "bneck3.depthwise")
    for id in ("bneck3.depthwise.conv", "bneck3.depthwise.norm"):
        own = own.remove(id, heal=False)
    _, repairs = separating(own.graph, own.run, prepare(reference))
    assert [type(one) for one in repairs] == [PutIn, PutIn]
    assert sum(one.price for one in repairs) < prices.PUT_IN + prices.HALF


@pytest.mark.parametrize(
    "block", [Linear(out_features=40), DepthwiseConv2d(kernel_size=1), AvgPool(kernel_size=2)]
)
def test_what_is_replaced_has_its_norm_and_its_activation_inside(block: Block) -> None:
    reference = references()["mobilenet-v3-large"]
    sketch = Sketch.of(reference.graph).unfold("bneck4")
    for id in ("bneck4.expand", "bneck4.project"):
        own = sketch.put(id, block)
        _, (repair,) = separating(own.graph, own.run, prepare(reference))
        assert isinstance(repair, Replace)
        assert repair.node == id
