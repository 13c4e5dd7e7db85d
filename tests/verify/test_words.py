"""What a finding's sentences say of a board, from a draft made by hand: names, counts, places."""

from dataclasses import replace

import pytest

from app.blocks import Block, Input
from app.blocks.activation import Activation
from app.blocks.bneck import Bneck
from app.blocks.combine import Add, Concat, Multiply
from app.blocks.conv2d import Conv2d
from app.core.diagnostic import Arg, Clause, Severity
from app.core.text import Text, text
from app.engine import propagate
from app.graph import Graph
from app.graph.model import Edge, Node
from app.reference import Reference
from app.verify import LEVELS, Finding, hint
from app.verify.repair import prices
from app.verify.repair.fragment import whole
from app.verify.repair.repairs import DrawWire, MoveWire, RemoveWire, Repair, SetParameters
from app.verify.repair.target import prepare
from app.verify.tell.about import NO_SHORTCUT
from app.verify.tell.codes import parameters, structure
from app.verify.tell.draft import Draft
from app.verify.tell.properties import INSIDE_BNECK, PROPERTIES
from app.verify.tell.roles import ANY, EARLY, LATE, UNKNOWN, role_of
from app.verify.tell.words import IN_TEXT, KIND_IN_TEXT, SAME_SHAPE, findings, span

CONV = Conv2d(out_channels=16, kernel_size=3, stride=2)
BLOCKS: dict[str, Block] = {
    "in": Input(channels=3, height=8, width=8),
    "c1": CONV,
    "c2": CONV,
    "b": Bneck(kernel_size=3, exp_size=32, out_channels=16),
    "act": Activation(kind="relu"),
    "sum": Add(),
}
WIRES = ("in c1", "c1 c2", "c2 b", "b act", "act sum.a", "b sum.b")
DRAFT = Draft(parameters.WRONG_PARAMETER, ("c1",), (2,), 1, None)
READ_AGAIN = {"stride": text("“s”列", "the column s")}


def wire(said: str) -> Edge:
    """The wire `source target.port`."""
    source, target = said.split()
    id, _, port = target.partition(".")
    return Edge(said, source, id, port or "in")


def board(blocks: dict[str, Block], wires: tuple[str, ...]) -> Graph:
    """A graph; the node `c2` has a name of the student's own."""
    nodes = {id: Node(id, block, "mine" if id == "c2" else None) for id, block in blocks.items()}
    return Graph(nodes, tuple(map(wire, wires)))


GRAPH = board(BLOCKS, WIRES)
REFERENCE = Reference(GRAPH, dict.fromkeys(GRAPH.nodes, 1), read_again=READ_AGAIN)


def told(*drafts: Draft) -> tuple[Finding, ...]:
    """The findings."""
    return findings(GRAPH, propagate(GRAPH), list(drafts), REFERENCE)


def args(draft: Draft) -> dict[str, Arg]:
    """What a finding's sentences are given."""
    (found,) = told(draft)
    return dict(found.args)


def said(arg: Arg) -> str:
    """A text in English, and in Chinese."""
    assert isinstance(arg, dict)
    return f"{arg['en']} | {arg['zh-CN']}"


@pytest.mark.parametrize(
    ("steps", "due"),
    [
        ((), "step – | –"),
        ((7,), "step 7 | 7"),
        ((2, 3, 4, 8), "steps 2–4, 8 | 2–4、8"),
        ((4, 2, 2, 3), "steps 2–4 | 2–4"),
        ((1, 3), "steps 1, 3 | 1、3"),
        ((3, 5, 6), "steps 3, 5–6 | 3、5–6"),
    ],
)
def test_steps_that_follow_each_other_are_a_span(steps: tuple[int, ...], due: str) -> None:
    assert said(span(steps)) == due


@pytest.mark.parametrize(
    ("nodes", "due"),
    [
        ((), " | "),
        (("c1",), "“c1” | “c1”"),
        (("c1", "c2"), "“c1”, “mine” | “c1”、“mine”"),
        (tuple("uvwxyz"), "“u”, “v”, “w”, “x”, “y”, “z” | “u”、“v”、“w”、“x”、“y”、“z”"),
        (
            tuple("tuvwxyz"),
            "“t”, “u”, “v”, “w”, “x”, “y” and 1 more | “t”、“u”、“v”、“w”、“x”、“y”等 7 块",
        ),
    ],
)
def test_names_are_listed_and_many_counted(nodes: tuple[str, ...], due: str) -> None:
    assert said(args(replace(DRAFT, nodes=nodes))["names"]) == due


@pytest.mark.parametrize(
    ("nodes", "due"),
    [
        (("c1",), "1 of 2 conv2d blocks | 2 个卷积 Conv2D 中有 1 个"),
        (("c1", "c2"), "2 of 2 conv2d blocks | 2 个卷积 Conv2D 每一个"),
        (("c1", "act"), "2 of 3 blocks | 3 个块中有 2 个"),
        ((), "0 of 0 blocks | 0 个块中有 0 个"),
    ],
)
def test_the_share_is_of_blocks_that_are_alike(nodes: tuple[str, ...], due: str) -> None:
    assert said(args(replace(DRAFT, nodes=nodes))["share"]) == due


@pytest.mark.parametrize(
    ("around", "gap", "where"),
    [
        (("c1", "c2"), "between “c1” and “mine” | “c1”和“mine”之间", "“c1” → “mine”"),
        (("c1", None), "after “c1” | “c1”之后", "“c1” → “?”"),
        ((None, "c1"), "before “c1” | “c1”之前", "“?” → “c1”"),
        ((None, None), "on the board | 画布上", "“?” → “?”"),
    ],
)
def test_a_gap_is_told_by_what_is_beside_it(
    around: tuple[str | None, str | None], gap: str, where: str
) -> None:
    found = args(replace(DRAFT, around=around))
    assert said(found["gap"]) == gap
    assert said(found["where"]) == f"{where} | {where}"


def test_places_are_counted_by_step_and_by_whether_they_are_only_missing() -> None:
    missing = replace(DRAFT, code=structure.MISSING_BLOCK, nodes=("b",))
    drafts = (
        DRAFT,
        replace(DRAFT, nodes=("c2",)),
        replace(DRAFT, nodes=("b",), steps=(3, 2)),
        missing,
        replace(missing, nodes=("act",), steps=()),
    )
    assert [said(one.args["places"]) for one in told(*drafts)] == [
        "2 places | 2",
        "2 places | 2",
        "one place | 1",
        "one place | 1",
        "one place | 1",
    ]
    assert [one.step for one in told(*drafts)] == [2, 2, 3, 2, None]
    assert [one.args["step"] for one in told(*drafts)] == [2, 2, 3, 2, "–"]
    severe = [one.severity is Severity.ERROR for one in told(*drafts)]
    assert severe == [True, True, True, False, False]


def test_what_is_told_in_the_same_words_is_told_once() -> None:
    assert len(told(DRAFT, DRAFT, replace(DRAFT, nodes=("c2",)))) == 2


@pytest.mark.parametrize(
    ("draft", "due"),
    [
        (replace(DRAFT, parameter="stride"), READ_AGAIN["stride"]),
        (DRAFT, KIND_IN_TEXT),
        (
            replace(DRAFT, parameter="kernel_size"),
            Clause(IN_TEXT, {"property": CONV.label_of("kernel_size")}),
        ),
    ],
)
def test_where_to_read_again(draft: Draft, due: Arg) -> None:
    assert args(draft)["again"] == due


def setting(name: str, value: object) -> Repair:
    """A parameter to set in `b`."""
    fragment = next(one for one in whole(prepare(REFERENCE)) if one.kind is Bneck)
    return SetParameters(node="b", values=((name, value),), fragment=fragment, price=1, steps=(1,))


STRIDE, SHORTCUT, KERNEL = map(PROPERTIES.__getitem__, ("stride", "shortcut", "kernel_size"))


@pytest.mark.parametrize(
    ("draft", "due"),
    [
        (replace(DRAFT, parameter="stride", expected=2), STRIDE.consequence),
        (replace(DRAFT, parameter="stride", expected=4), STRIDE.plain),  # 4×4 leaves c1
        (replace(DRAFT, parameter="stride", expected=8), STRIDE.plain),  # 8×8 enters it
        (replace(DRAFT, parameter="stride", nodes=("nowhere",)), STRIDE.plain),
        (replace(DRAFT, parameter="stride", nodes=()), STRIDE.plain),
        (replace(DRAFT, parameter="shortcut"), SHORTCUT.plain),
        (replace(DRAFT, parameter="shortcut", nodes=("b",)), SHORTCUT.consequence),
        (replace(DRAFT, nodes=("act",)), SAME_SHAPE),
        (replace(DRAFT, nodes=("c1",)), PROPERTIES[None].consequence),
        (
            replace(DRAFT, parameter="shortcut", nodes=("b",), repair=setting("shortcut", True)),
            SHORTCUT.consequence,
        ),
        (
            replace(DRAFT, parameter="shortcut", nodes=("b",), repair=setting("shortcut", False)),
            NO_SHORTCUT[0],
        ),
    ],
)
def test_a_consequence_speaks_of_shapes_that_give_nothing_away(draft: Draft, due: Text) -> None:
    clause = args(draft)["consequence"]
    assert isinstance(clause, Clause)
    assert clause.template == due


def test_a_consequence_knows_the_students_own_shapes() -> None:
    clause = args(replace(DRAFT, parameter="stride"))["consequence"]
    assert isinstance(clause, Clause)
    assert clause.args == {"node": "c1", "in_shape": (1, 3, 8, 8), "out_shape": (1, 16, 4, 4)}


@pytest.mark.parametrize("node", ["b", "c1"])
def test_a_principle_says_of_a_bneck_what_it_means_inside(node: str) -> None:
    said = args(replace(DRAFT, parameter="kernel_size", nodes=(node,)))["principle"]
    inside, own = INSIDE_BNECK["kernel_size"], KERNEL.principle
    whole = text(own["zh-CN"] + inside["zh-CN"], f"{own['en']} {inside['en']}")
    assert said == (whole if node == "b" else own)


@pytest.mark.parametrize(("level", "rung"), [(-1, 0), (0, 0), (1, 1), (4, 4)])
def test_a_hint_is_a_rung_of_the_ladder(level: int, rung: int) -> None:
    (found,) = told(replace(DRAFT, repair=setting("stride", 1)))
    plain = replace(
        found, code=replace(found.code, ladder=(_rung(0), _rung(1), _rung(2), _rung(3), _rung(4)))
    )
    assert hint(plain, level, "en") == f"rung {rung}"
    assert hint(plain, LEVELS, "en") == "In “b”, set stride to 1."
    assert hint(replace(plain, cure=None), LEVELS, "zh-CN") == "第 4 级"


def _rung(level: int) -> Text:
    return text(f"第 {level} 级", f"rung {level}")


# --- what belongs on a wire


FORK = board(
    {
        "in": BLOCKS["in"],
        "c": CONV,
        "d": CONV,
        "sum": Add(),
        "times": Multiply(),
        "cat": Concat(),
    },
    ("in c", "c d", "d sum.a", "c times.a", "c cat"),
)


def drawing(source: str, target: str) -> Repair:
    """A wire to draw."""
    return DrawWire(source=source, target=target, port="b", at=None, out="out", price=1, steps=(1,))


def moving(old: str, source: str) -> Repair:
    """A wire to let begin elsewhere."""
    edge = wire(old)
    return MoveWire(wire=edge, begins=edge.source, source=source, out="out", price=1, steps=(1,))


@pytest.mark.parametrize(
    ("repair", "due"),
    [
        (drawing("in", "sum"), EARLY["add"]),
        (drawing("d", "sum"), EARLY["add"]),
        (drawing("d", "times"), LATE["multiply"]),
        (drawing("in", "times"), EARLY["multiply"]),
        (drawing("in", "cat"), UNKNOWN["concat"]),
        (drawing("nowhere", "sum"), UNKNOWN["add"]),
        (drawing("in", "d"), ANY),
        (drawing("in", "nowhere"), ANY),
        (moving("d sum.a", "in"), UNKNOWN["add"]),  # The only other wire is the one moved.
        (RemoveWire(wire=wire("c d"), price=prices.REMOVE_WIRE, steps=(1,)), ANY),
        (None, ANY),
    ],
)
def test_what_belongs_on_a_wire_is_told_by_what_else_comes(
    repair: Repair | None, due: Text
) -> None:
    assert role_of(FORK, repair) == due
