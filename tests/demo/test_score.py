"""Scores of all labs: they build the reference, in an order that a class can follow."""

import re
from collections.abc import Iterator

import pytest

from app.blocks import BLOCKS
from app.core.text import LANGS, Lang, Text
from app.demo import Moment, Score, Slip, score
from app.demo.throughout import RULES, throughout
from app.engine import propagate
from app.graph import Board, read
from app.labs import Lab, catalog
from app.lesson import cards
from app.verify import verify

LABS = list(catalog().values())
every_lang = pytest.mark.parametrize("lang", LANGS)
every_lab = pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.slug)


def board_at(of: Score, at: int) -> Board:
    """What is on the board at a moment."""
    past = of.moments[: at + 1]
    nodes = {*of.given, *(moment.node for moment in past)}
    edges = {moment.edge for moment in past}
    return Board(
        nodes=[node for node in of.board.nodes if node.id in nodes],
        edges=[edge for edge in of.board.edges if edge.id in edges],
    )


def said(text: Text | None) -> Text:
    """A text that is there."""
    assert text is not None
    return text


def moments(of: Score, *kinds: str) -> Iterator[tuple[int, Moment]]:
    """Yield the moments of these kinds, with their places."""
    return ((at, each) for at, each in enumerate(of.moments) if each.kind in kinds)


@every_lab
def test_it_begins_with_what_students_begin_with_and_ends_with_the_reference(lab: Lab) -> None:
    found = score(lab)
    assert [node.type for node in board_at(found, 0).nodes] == [n.type for n in lab.start.nodes]
    assert board_at(found, len(found.moments) - 1) == found.board
    assert verify(read(found.board), lab.reference, lab.blocks).verdict == "correct"


PAGE = re.compile(
    r"简介|资料|讲义|列表|属性|栏|introduction|lesson|\bin the list\b|\bpanel\b|\bpress\b"
)
"""What stands on a student's page and not on the projector."""


@every_lab
@every_lang
def test_a_caption_speaks_of_what_the_class_sees(lab: Lab, lang: Lang) -> None:
    """The lab's task tells of Verify, which the class is to press afterwards."""
    found = score(lab)
    captions = [found.opening[lang], said(found.closing)[lang]]
    for step in found.steps:
        captions += [said(step.task)[lang], said(step.sheet)[lang].strip().split("\n")[-1]]
    for caption in captions:
        assert not PAGE.search(caption), caption


@every_lab
@every_lang
def test_it_ends_with_what_to_look_back_at(lab: Lab, lang: Lang) -> None:
    assert {"zh-CN": "回头看", "en": "Look back at"}[lang] in said(score(lab).closing)[lang]


def test_nobody_is_told_of_faults_that_are_not_there() -> None:
    lab = catalog()["find-the-fault-se"]
    assert score(lab).opening != lab.summary
    assert score(catalog()["se-module"]).opening == catalog()["se-module"].summary


@every_lab
def test_each_node_and_wire_comes_once_and_no_wire_before_its_ends(lab: Lab) -> None:
    found = score(lab)
    for at, _ in moments(found, "wire"):
        board = board_at(found, at)
        there = {node.id for node in board.nodes}
        assert all(edge.source in there and edge.target in there for edge in board.edges)
    nodes = [each.node for _, each in moments(found, "place")]
    edges = [each.edge for _, each in moments(found, "wire")]
    assert sorted([*found.given, *map(str, nodes)]) == sorted(n.id for n in found.board.nodes)
    assert sorted(map(str, edges)) == sorted(edge.id for edge in found.board.edges)


@every_lab
def test_steps_come_in_order_and_none_is_wrong_while_it_is_built(lab: Lab) -> None:
    found = score(lab)
    steps = [each.step for _, each in moments(found, "say")]
    assert steps == [step.number for step in lab.steps]
    for at, _ in moments(found, "show"):
        report = verify(read(board_at(found, at)), lab.reference, lab.blocks)
        assert report.verdict in ("incomplete", "correct")
        assert all(finding.severity.value != "error" for finding in report.findings)


@every_lab
def test_the_shape_that_is_asked_for_is_what_the_engine_finds(lab: Lab) -> None:
    """It is asked where it changes, once, and before it can be read off any wire."""
    found = score(lab)
    by_number = {step.number: step for step in found.steps}
    questions = [each.step for _, each in moments(found, "ask")]
    asked = set(questions)
    assert len(questions) == len(asked)
    for at, moment in moments(found, "show"):
        assert moment.step is not None
        step = by_number[moment.step]
        assert (moment.step in asked) == (step.input_shape != step.output_shape)
        own = [n for n, number in lab.reference.steps.items() if number == moment.step]
        shapes = propagate(read(board_at(found, at)).graph).shapes
        assert step.output_shape in [shape for id in own for shape in shapes[id].values()]
    for at, moment in moments(found, "ask"):
        assert moment.step is not None
        graph = read(board_at(found, at)).graph
        shapes = propagate(graph).shapes
        carried = [
            shapes[edge.source].get(edge.out)
            for edge in graph.edges
            if lab.reference.steps.get(edge.source) == moment.step
        ]
        assert by_number[moment.step].output_shape not in carried


@every_lab
def test_the_same_lab_has_the_same_score(lab: Lab) -> None:
    assert score(lab) == score(lab)


@every_lab
def test_the_table_has_rows_for_the_steps_of_this_lab(lab: Lab) -> None:
    table = score(lab).table
    if table is not None:
        assert {row.step for row in table.rows} <= {step.number for step in lab.steps}


def test_a_row_of_another_network_is_no_step() -> None:
    assert score(catalog()["se-module"]).table is None
    assert score(catalog()["mobilenet-v3-large"]).table is not None


def test_every_piece_of_every_composite_is_spoken_of() -> None:
    inside = score(LABS[0]).inside
    unfolding = {
        block.info.type: {piece.name for piece in pieces}
        for lab in LABS
        for block in (node.block for node in lab.reference.graph.nodes.values())
        if (pieces := block.unfold(64))
    }
    for type, names in unfolding.items():
        assert names <= inside[type].keys(), type
    assert inside.keys() <= {block.info.type for block in BLOCKS}
    said = [words for pieces in inside.values() for words in pieces.values()]
    assert all(words.title[lang] and words.text[lang] for words in said for lang in LANGS)


def made(found: Score, slip: Slip) -> Board:
    """The board at the end of the slip's step, with the slip in it."""
    ends = (at for at, moment in moments(found, "show") if moment.step == slip.step)
    board = board_at(found, next(ends))
    there = {node.id: node for node in board.nodes}
    there |= {node.id: node for node in slip.nodes}
    edges = [edge for edge in board.edges if edge.id not in slip.cut]
    edges += [edge for edge in slip.edges if {edge.source, edge.target} <= there.keys()]
    return Board(nodes=list(there.values()), edges=edges)


@every_lab
def test_verify_finds_every_slip_where_it_was_made(lab: Lab) -> None:
    found = score(lab)
    for slip in found.slips:
        report = verify(read(made(found, slip)), lab.reference, lab.blocks)
        where = (slip.step, slip.name)
        assert report.verdict != "correct", where
        assert report.findings[0].step == lab.reference.steps[slip.node], where


@every_lab
def test_slips_are_few_and_made_of_what_the_lab_offers(lab: Lab) -> None:
    found = score(lab)
    assert found.slips
    for step in lab.steps:
        here = [slip for slip in found.slips if slip.step == step.number and not slip.whole]
        assert len(here) <= 4
        assert len({slip.name for slip in here}) == len(here)
    assert {node.type for slip in found.slips for node in slip.nodes} <= set(lab.blocks)


@pytest.mark.parametrize("name", ["se-after-projection", "se-before-depthwise"])
def test_a_gate_of_primitives_in_another_place_is_told_as_what_it_is(name: str) -> None:
    lab = catalog()["bneck-v3"]
    found = score(lab)
    [slip] = [each for each in found.slips if each.name == name]
    report = verify(read(made(found, slip)), lab.reference, lab.blocks)
    assert report.findings[0].code.name == name
    assert slip.title == cards()[name].title


@pytest.mark.parametrize("slug", ["se-module", "bneck-v3"])
def test_a_gate_can_be_added_for_multiplied(slug: str) -> None:
    lab = catalog()[slug]
    found = score(lab)
    [slip] = [each for each in found.slips if each.name == "gate-added"]
    assert [node.type for node in slip.nodes] == ["add"]
    report = verify(read(made(found, slip)), lab.reference, lab.blocks)
    assert (report.verdict, report.findings[0].nodes) == ("invalid", (slip.node,))


def test_se_behind_the_projection_is_told_as_what_it_is() -> None:
    lab = catalog()["efficientnet-b0"]
    found = score(lab)
    slip = next(each for each in found.slips if each.name == "se-behind" and each.step > 3)
    report = verify(read(made(found, slip)), lab.reference, lab.blocks)
    assert report.findings[0].code.id == "V403"


def test_the_end_of_large_on_small_is_told_as_what_it_is() -> None:
    offered = [
        (lab, slip) for lab in LABS for slip in score(lab).slips if slip.name == "head-of-large"
    ]
    [(lab, slip)] = offered
    assert lab.slug == "mobilenet-v3-small"
    report = verify(read(made(score(lab), slip)), lab.reference, lab.blocks)
    assert report.findings[0].code.name == slip.name
    assert slip.title == cards()[slip.name].title


WHOLE = [(lab, slip) for lab in LABS for slip in throughout(lab)]


def test_the_large_network_has_every_mistake_of_one_rule() -> None:
    large = [slip.name for lab, slip in WHOLE if lab.slug == "mobilenet-v3-large"]
    assert large == [rule.name for rule in RULES]
    assert {lab.slug for lab, _ in WHOLE} > {"mobilenet-v3-large", "mobilenet-v2"}


@pytest.mark.parametrize(
    ("lab", "slip"), WHOLE, ids=[f"{lab.slug}-{slip.name}" for lab, slip in WHOLE]
)
def test_a_rule_that_was_misread_is_told_as_one_thing(lab: Lab, slip: Slip) -> None:
    report = verify(read(made(score(lab), slip)), lab.reference, lab.blocks)
    assert [finding.code.name for finding in report.findings] == [slip.name]
    assert slip.name in cards()
