"""The report as a whole: verdict, gates, steps, progress; and what it does not depend on."""

import json
from collections.abc import Iterable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.blocks import BLOCK_OF_TYPE
from app.blocks.batch_norm import BatchNorm
from app.blocks.combine import Add
from app.blocks.conv2d import Conv2d
from app.core.text import LANGS
from app.graph import Board, parse_board, read
from app.labs import catalog, get_lab
from app.reference import Reference
from app.verify import LEVELS, Report, hint, verify
from app.verify.tell.gates import GATES
from tests.random_boards import running_boards
from tests.verify.equivalences import rewrite
from tests.verify.faults import Fault
from tests.verify.references import BUILT
from tests.verify.sketch import Sketch
from tests.verify.slips import FAULTS

LAB = get_lab("mobilenet-v3-large")

seeds = st.integers(0, 2**32)
slugs = st.sampled_from(list(catalog()))


def base() -> Sketch:
    """The reference of the lab."""
    return Sketch.of(LAB.reference.graph)


def reported(of: Sketch) -> Report:
    return verify(of.read(), LAB.reference)


def unlike() -> Iterable[Reference]:
    """The labs' references, each once: labs with faults to find have another lab's."""
    return {
        (lab.reference.board.model_dump_json(), lab.reference.compare_bias): lab.reference
        for lab in catalog().values()
    }.values()


def of_board(board: dict[str, Any]) -> Report:
    return verify(read(parse_board(json.dumps(board).encode())), LAB.reference)


def gates(report: Report) -> str:
    """The gates, a letter each."""
    assert [gate.id for gate in report.gates] == list(GATES)
    letters = {"passed": "p", "failed": "F", "not_checked": "-"}
    return "".join(letters[gate.status] for gate in report.gates)


def summary(report: Report) -> list[object]:
    """What a report says, without the names of nodes and wires."""
    return [
        report.verdict,
        report.gates,
        report.totals,
        [(step.step, step.status, len(step.nodes)) for step in report.steps],
        [(f.code.id, f.parameter, f.step, len(f.nodes), f.expected) for f in report.findings],
        sorted(diagnostic.code.id for diagnostic in report.diagnostics),
    ]


def beginning(count: int) -> Sketch:
    """The first nodes of the reference, wired."""
    kept = list(base().nodes)[:count]
    wires = tuple(wire for wire in base().wires if wire[0] in kept and wire[1] in kept)
    return Sketch({id: base().nodes[id] for id in kept}, wires)


@pytest.mark.parametrize("count", range(1, 23))
def test_every_right_beginning_is_incomplete(count: int) -> None:
    report = reported(beginning(count))
    assert report.verdict == "incomplete"
    assert gates(report) == "ppF-"
    assert len(report.findings) == 1
    assert report.findings[0].code.id == "V201"
    assert report.matched == min(count - 1, 20)
    assert report.findings[0].step == report.matched + 1


@pytest.mark.parametrize("count", range(3, 22))
def test_a_fault_in_a_beginning_is_told_beside_what_is_to_come(count: int) -> None:
    report = reported(beginning(count).set("bneck1", kernel_size=5))
    assert report.verdict == "incorrect"
    assert [finding.code.id for finding in report.findings] == ["V301", "V201"]
    assert report.matched == count - 2


@pytest.mark.parametrize("count", range(2, 23))
def test_an_end_without_its_beginning_is_incomplete(count: int) -> None:
    kept = ["input", *list(base().nodes)[count:]]
    wires = tuple(wire for wire in base().wires if wire[0] in kept and wire[1] in kept)
    report = reported(Sketch({id: base().nodes[id] for id in kept}, wires))
    assert report.verdict == "incomplete"
    assert {finding.code.missing for finding in report.findings} == {True}
    gone = min(count - 1, 20)
    assert [step.status for step in report.steps][:gone] == ["missing"] * gone


@pytest.mark.parametrize(
    ("change", "verdict", "passed"),
    [
        ({"conv1": {"activation": "relu"}}, "incorrect", "pppF"),
        ({"bneck6": {"stride": 2}}, "invalid", "pF--"),
        ({"bneck13": {"stride": 1}, "bneck14": {"stride": 2}}, "invalid", "pF--"),
        ({"bneck4": {"se": False}}, "incorrect", "pppF"),
    ],
)
def test_gates_fail_in_order(change: dict[str, Any], verdict: str, passed: str) -> None:
    of = base()
    for id, parameters in change.items():
        of = of.set(id, **parameters)
    report = reported(of)
    assert (report.verdict, gates(report)) == (verdict, passed)
    assert report.findings, "findings are told although the shapes have failed"


def test_a_structural_fault_hides_the_gate_of_parameters() -> None:
    report = reported(base().remove("bneck9").set("conv1", activation="relu"))
    assert gates(report) == "ppF-"
    assert [finding.code.id for finding in report.findings] == ["V302", "V201"]


def test_beside_a_block_without_values_the_rest_is_judged() -> None:
    report = reported(base().set("bneck8", exp_size=None))
    assert report.verdict == "invalid"
    assert report.findings == ()
    assert {step.step for step in report.steps if step.status != "matched"} == {9}
    assert {gate.status for gate in report.gates} == {"passed", "failed"}
    both = reported(base().set("bneck8", exp_size=None).set("bneck2", kernel_size=5))
    assert [finding.nodes for finding in both.findings] == [("bneck2",)]


def test_annotations_are_passed_over() -> None:
    board = base().board()
    board["nodes"] += [
        {"id": "n", "type": "note", "position": {"x": 1, "y": 2}, "data": {"text": "here"}},
        {"id": "f", "type": "frame", "position": {"x": 0, "y": 0}, "data": {"title": "all"}},
    ]
    board["nodes"][3]["parentId"] = "f"
    assert of_board(board) == reported(base())


@settings(max_examples=25)
@given(seeds)
def test_names_places_and_order_do_not_matter(seed: int) -> None:
    """Ids, labels, positions and the order of nodes and wires: none of them is looked at."""
    random = Random(seed)
    fault: Fault | None = None
    while fault is None:
        fault = random.choice(FAULTS)(base(), random)
    other = fault.sketch.shuffled(random).board()
    for number, node in enumerate(other["nodes"]):
        node["position"] = {"x": random.random() * 999, "y": random.random() * -999}
        node["data"]["label"] = f"{number}号"
    assert summary(of_board(other)) == summary(reported(fault.sketch))


def network(slug: str) -> str:
    """The lab whose network a lab asks for: a lab to find faults in is made of another one."""
    return get_lab(slug).of or slug


@settings(max_examples=40)
@given(slugs, slugs, seeds)
def test_any_board_can_be_held_to_any_reference(one: str, other: str, seed: int) -> None:
    """However unlike, the report is whole, and no network passes for another."""
    random = Random(seed)
    of = rewrite(Sketch.of(get_lab(one).reference.graph), random, compare_bias=False)
    for _ in range(random.randint(0, 6)):
        fault = random.choice(FAULTS)(of, random)
        of = fault.sketch if fault else of
    lab = get_lab(other)
    report = verify(of.read(), lab.reference)
    assert len(report.steps) == len(lab.steps)
    assert report.verdict != "correct" or network(one) == network(other)
    assert (report.verdict == "correct") == (not report.findings and not report.diagnostics)
    assert len({finding.id for finding in report.findings}) == len(report.findings)


@settings(max_examples=60)
@given(running_boards(), slugs)
def test_any_network_that_runs_can_be_compared(board: Board, slug: str) -> None:
    report = verify(read(board), get_lab(slug).reference)
    assert report.findings
    for finding in report.findings:
        for lang in LANGS:
            assert all(hint(finding, level, lang) for level in range(LEVELS + 1))


@settings(max_examples=60)
@given(running_boards())
def test_any_network_is_accepted_as_its_own_reference(board: Board) -> None:
    graph = read(board).graph
    reference = Reference(graph, dict.fromkeys(graph.nodes, 1), compare_bias=True)
    assert verify(read(board), reference).findings == ()
    shuffled = Sketch.of(graph).shuffled(Random(1))
    assert verify(shuffled.read(), reference).findings == ()


@pytest.mark.parametrize("name", BUILT)
def test_strange_networks_can_be_compared_too(name: str) -> None:
    strange = BUILT[name]()
    for reference in unlike():
        assert verify(Sketch.of(strange.graph).read(), reference).verdict != "correct"
        assert verify(Sketch.of(reference.graph).read(), strange).verdict != "correct"


def test_reports_of_the_same_board_are_equal() -> None:
    of = base().set("bneck5", se=False)
    assert reported(of) == reported(of)


def test_a_finding_keeps_its_id_while_other_things_change() -> None:
    (before,) = reported(base().set("bneck5", se=False)).findings
    after = reported(base().set("bneck5", se=False).set("bneck2", stride=1)).findings
    assert before.id in {finding.id for finding in after}
    assert len({finding.id for finding in after}) == 2


@pytest.mark.parametrize("hand", ["dropout", "flatten", "concat"])
def test_an_open_input_that_several_blocks_wait_for_closes_no_loop(hand: str) -> None:
    lab = get_lab("inverted-residual-v2")
    conv = Conv2d(out_channels=24, kernel_size=1)
    nodes = {"input": lab.reference.graph.nodes["input"].block, "hand": BLOCK_OF_TYPE[hand]()}
    nodes |= {"one": conv, "other": conv, "add": Add()}
    wires = (("hand", "one", "in"), ("hand", "add", "a"), ("other", "add", "b"))
    report = verify(Sketch(nodes, wires).read(), lab.reference)
    assert report.verdict == "incorrect"


@pytest.mark.parametrize("kept", [True, False])
def test_an_activation_that_passes_its_norm_by_is_told(kept: bool) -> None:
    lab = get_lab("bneck-v3")
    sketch = Sketch.of(lab.reference.graph)
    for _ in range(3):
        for id in sketch.nodes:
            sketch = sketch.unfold(id)
    for norm in [id for id, block in sketch.nodes.items() if isinstance(block, BatchNorm)]:
        (conv,) = sketch.before(norm)
        behind = sketch.after(norm)
        wires = tuple(
            (conv if source == norm else source, target, port)
            for source, target, port in sketch.wires
            if kept or (source, target) != (conv, norm)
        )
        report = verify(replace(sketch, wires=wires).read(), lab.reference)
        assert report.verdict != "correct"
        assert {node for finding in report.findings for node in finding.nodes} & {
            conv,
            norm,
            *behind,
        }
