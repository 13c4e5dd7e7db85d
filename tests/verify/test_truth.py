"""Verify accepts what is equal, refuses what is not, and says where."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.labs import Lab, catalog
from app.verify import verify
from tests.verify.equivalences import EQUIVALENCES, WITHOUT_BIAS, Rewriting
from tests.verify.faults import Planter
from tests.verify.halves import CUTS
from tests.verify.mutants import mutate, references
from tests.verify.oracle import same_function
from tests.verify.sketch import Sketch
from tests.verify.slips import FAULTS
from tests.verify.styles import STYLES, drawn

LABS = list(catalog().values())

COURSE = [lab.slug for lab in LABS if lab.path == "mobilenet" and lab.slug != "efficientnet-b0"]
"""Labs whose convolutions run in one order only, as the oracle needs it."""

seeds = st.integers(0, 2**32)
labs = st.sampled_from(LABS)


@pytest.mark.parametrize("name", references())
def test_reference_is_accepted(name: str) -> None:
    reference = references()[name]
    report = verify(Sketch.of(reference.graph).read(), reference)
    assert (report.verdict, report.findings, report.diagnostics) == ("correct", (), ())
    assert [step.step for step in report.steps] == [*range(1, max(reference.steps.values()) + 1)]
    assert report.matched == len(report.steps)
    assert all(gate.status == "passed" for gate in report.gates)


@pytest.mark.parametrize(
    ("name", "rewriting"),
    [
        pytest.param(name, rewriting, id=f"{name}-{rewriting.__name__}")
        for name, reference in references().items()
        for rewriting in (EQUIVALENCES if reference.compare_bias else WITHOUT_BIAS)
    ],
)
def test_each_equivalence_is_accepted(name: str, rewriting: Rewriting) -> None:
    for seed in range(3):
        sketch = rewriting(Sketch.of(references()[name].graph), Random(seed))
        assert verify(sketch.read(), references()[name]).verdict == "correct"


def test_a_bias_before_a_norm_counts_where_the_lab_compares_biases() -> None:
    lab = catalog()["mobilenet-v3-large-listing"]
    sketch = Sketch.of(lab.reference.graph)
    (finding,) = verify(sketch.set("conv1", bias=True).read(), lab.reference).findings
    assert (finding.nodes, finding.parameter) == (("conv1",), "bias")


@settings(max_examples=25)
@given(st.sampled_from(COURSE), seeds)
def test_pytorch_agrees_with_every_acceptance(name: str, seed: int) -> None:
    lab = catalog()[name]
    mutant = mutate(name, 0, "whole", Random(seed))
    assert mutant is not None
    picture = next(node.data for node in lab.start.nodes if node.type == "input")
    shape = (1, picture["channels"], picture["height"], picture["width"])
    assert verify(mutant.sketch.read(), lab.reference).verdict == "correct"
    assert same_function(mutant.sketch.graph, lab.reference.graph, shape)


@settings(max_examples=25)
@given(labs, seeds)
def test_a_sketch_is_what_its_json_says(lab: Lab, seed: int) -> None:
    """The generators pass over JSON; what they make is what the server reads."""
    random = Random(seed)
    sketch = drawn(lab.reference, random.choice(STYLES), random)
    fault = random.choice(FAULTS)(sketch, random)
    sketch = random.choice(CUTS)(fault.sketch if fault else sketch, random).stirred(random)
    assert sketch.reading() == sketch.read()


@pytest.mark.parametrize("planter", FAULTS, ids=lambda planter: planter.__name__)
@settings(max_examples=15)
@given(labs, seeds)
def test_no_unequal_board_is_accepted(planter: Planter, lab: Lab, seed: int) -> None:
    random = Random(seed)
    fault = planter(Sketch.of(lab.reference.graph), random)
    if fault is None:
        return
    report = verify(fault.sketch.read(), lab.reference)
    assert report.verdict != "correct"
    assert report.findings or report.diagnostics


@settings(max_examples=60)
@given(labs, seeds)
def test_one_wrong_parameter_is_one_finding_there(lab: Lab, seed: int) -> None:
    random = Random(seed)
    fault = FAULTS[0](Sketch.of(lab.reference.graph), random)
    if fault is None or (lab.reference.compare_bias and fault.parameter == "norm"):
        return
    (finding,) = verify(fault.sketch.read(), lab.reference).findings
    assert (finding.nodes[0], finding.parameter) == (fault.node, fault.parameter)
