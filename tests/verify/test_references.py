"""Any reference will do: shortcuts, branches into a concat, equal branches."""

from dataclasses import replace
from random import Random

import pytest

from app.verify import Report, verify
from tests.verify.equivalences import rewrite
from tests.verify.faults import Fault, Planter, parameter
from tests.verify.references import BUILT
from tests.verify.sketch import Sketch
from tests.verify.slips import FAULTS

REFERENCES = {name: build() for name, build in BUILT.items()}

every_reference = pytest.mark.parametrize("name", REFERENCES)
every_fault = pytest.mark.parametrize("planter", FAULTS, ids=lambda planter: planter.__name__)


def sketch(name: str) -> Sketch:
    """The reference as a student might have built it."""
    return Sketch.of(REFERENCES[name].graph)


def reported(of: Sketch, name: str) -> Report:
    """What Verify says of a board to the reference of that name."""
    return verify(of.read(), REFERENCES[name])


def places(report: Report) -> list[tuple[str, str, str | None]]:
    """Each finding's code, node and parameter."""
    return [(f.code.id, f.nodes[0], f.parameter) for f in report.findings]


@every_reference
def test_several_equivalences_are_accepted(name: str) -> None:
    for seed in range(12):
        equal = rewrite(sketch(name), Random(seed), compare_bias=False, most=8)
        assert reported(equal, name).verdict == "correct", f"seed {seed}"


@every_reference
@every_fault
def test_every_fault_is_refused_at_its_place(name: str, planter: Planter) -> None:
    """At its node, or an equal twin's; a lost join may be told as its branches' loss."""
    for seed in range(3):
        fault = planter(sketch(name), Random(seed))
        if fault is not None:
            report = reported(fault.sketch, name)
            assert report.verdict != "correct"
            assert told(fault, report), f"{fault.name}, seed {seed}"


def told(fault: Fault, report: Report) -> bool:
    """Whether a report tells of a fault where it is, and in few words."""
    if fault.parameter is not None:
        places = {(finding.nodes[0], finding.parameter) for finding in report.findings}
        return places == {(fault.node, fault.parameter)}
    said = {node for finding in report.findings for node in finding.nodes}
    return bool(said & fault.places) and len(report.findings) <= fault.most + FORKS


FORKS = 1
"""What is left out or doubled where wires part or meet may be told for a branch more."""


@every_reference
def test_two_wrong_parameters_are_two_findings(name: str) -> None:
    for seed in range(10):
        random = Random(seed)
        first = parameter(sketch(name), random)
        second = parameter(first.sketch, random) if first else None
        if first is None or second is None or first.node == second.node:
            continue
        if {first.parameter, second.parameter} <= {"out_channels", "out_features", "channels"}:
            continue
        report = reported(second.sketch, name)
        found = {(finding.nodes[0], finding.parameter) for finding in report.findings}
        assert found == {(f.node, f.parameter) for f in (first, second)}, f"seed {seed}"


def rewired(of: Sketch, old: tuple[str, str, str], source: str) -> Sketch:
    """The sketch with one wire beginning elsewhere."""
    assert old in of.wires
    wires = tuple((source, *old[1:]) if wire == old else wire for wire in of.wires)
    return replace(of, wires=wires)


def test_the_order_of_branches_counts_in_a_concat() -> None:
    of = sketch("inception")
    into = [wire for wire in of.wires if wire[1] == "b_concat"]
    rest = tuple(wire for wire in of.wires if wire[1] != "b_concat")
    report = reported(replace(of, wires=(*rest, *into[::-1])), "inception")
    assert places(report) == [("V214", "b_concat", None)]


@pytest.mark.parametrize("source", ["stem", "block1_relu", "block3_project", "block3_a"])
def test_a_shortcut_from_elsewhere_is_one_finding(source: str) -> None:
    of = rewired(sketch("resnet"), ("block3_relu", "block4_add", "b"), source)
    report = reported(of, "resnet")
    assert places(report) == [("V215", "block4_add", None)]
    assert report.findings[0].nodes == ("block4_add", source)
    assert report.findings[0].step == REFERENCES["resnet"].steps["block4_add"]


@pytest.mark.parametrize("branch", ["a_reduce3", "b_pool", "b_1x1"])
def test_a_branch_from_elsewhere_is_one_finding(branch: str) -> None:
    of = sketch("inception")
    (source,) = of.before(branch)
    other = "input" if source == "stem" else "stem"
    report = reported(rewired(of, (source, branch, "in"), other), "inception")
    assert places(report) == [("V212", branch, None)]


def test_a_wire_that_is_not_there_into_a_sum() -> None:
    of = sketch("resnet")
    wires = tuple(wire for wire in of.wires if wire[:2] != ("block1_relu", "block2_add"))
    report = reported(replace(of, wires=wires), "resnet")
    assert report.verdict == "incomplete"
    assert places(report) == [("V211", "block2_add", None)]


def test_a_dense_wire_left_out_or_put_in() -> None:
    of = sketch("densenet")
    gone = tuple(wire for wire in of.wires if wire[:2] != ("layer1", "join4"))
    assert places(reported(replace(of, wires=gone), "densenet")) == [("V211", "join4", None)]
    more = (*of.wires, ("input", "join4", "in"))
    assert places(reported(replace(of, wires=more), "densenet")) == [("V213", "join4", None)]


def test_equal_branches_stand_for_each_other() -> None:
    of = sketch("twins")
    crossed = tuple(
        (s, t, {"a": "b", "b": "a"}.get(p, p)) if t == "first_add" else (s, t, p)
        for s, t, p in of.wires
    )
    assert reported(replace(of, wires=crossed), "twins").verdict == "correct"
    report = reported(of.set("second_right_a", out_channels=24), "twins")
    assert places(report) == [("V301", "second_right_a", "out_channels")]


def test_a_tensor_added_to_itself_is_not_the_sum_of_two() -> None:
    """The other branch then leads nowhere; its twin does not make up for it."""
    of = rewired(sketch("twins"), ("first_right_b", "first_add", "b"), "first_left_b")
    assert reported(of, "twins").verdict == "incorrect"


def test_the_same_board_by_other_names_is_the_same_report() -> None:
    for name, reference in REFERENCES.items():
        fault = sketch(name).set(next(iter(reference.steps)), out_channels=7)
        plain = reported(fault, name)
        for seed in range(5):
            other = reported(fault.shuffled(Random(seed)), name)
            assert [f.code for f in other.findings] == [f.code for f in plain.findings]
            assert [f.step for f in other.findings] == [f.step for f in plain.findings]
            assert [s.status for s in other.steps] == [s.status for s in plain.steps]
