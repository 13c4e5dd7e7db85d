"""A batch norm's eps: nobody's business, but where the lab compares it."""

from dataclasses import replace

import pytest

from app.blocks.batch_norm import BatchNorm
from app.labs import get_lab, parse_lab
from app.labs.catalog import CATALOGUE
from app.reference import Reference
from app.verify import Report, verify
from tests.verify.sketch import Sketch

PAPER = 1e-3
"""What the code of MobileNetV3's authors has."""

UNFOLDED = Sketch.of(get_lab("bneck-v3").reference.graph)
for _ in range(3):
    UNFOLDED = UNFOLDED.unfold(*UNFOLDED.nodes)

NORMS = [id for id, block in UNFOLDED.nodes.items() if isinstance(block, BatchNorm)]


def reference(eps: float, *, compared: bool) -> Reference:
    """The lab's network, with an eps of its own in every batch norm."""
    own = get_lab("bneck-v3").reference
    sketch = with_eps(eps, *NORMS)
    steps = {id: own.steps[id.split(".")[0]] for id in sketch.nodes if id != "input"}
    return replace(own, graph=sketch.graph, steps=steps, compare_eps=compared)


def with_eps(eps: float, *norms: str) -> Sketch:
    sketch = UNFOLDED
    for id in norms:
        sketch = sketch.set(id, eps=eps)
    return sketch


def told(sketch: Sketch, due: Reference) -> Report:
    return verify(sketch.read(), due)


@pytest.mark.parametrize("eps", [1e-5, PAPER])
@pytest.mark.parametrize("due", [1e-5, PAPER])
def test_where_it_is_not_compared_any_is_right(eps: float, due: float) -> None:
    assert told(with_eps(eps, NORMS[0]), reference(due, compared=False)).verdict == "correct"


def test_where_it_is_not_compared_it_is_no_part_of_another_finding() -> None:
    board = with_eps(PAPER, *NORMS).set(NORMS[0].replace("norm", "conv"), out_channels=8)
    (finding,) = told(board, reference(1e-5, compared=False)).findings
    assert finding.parameter == "out_channels"


def test_where_it_is_compared_the_same_is_right() -> None:
    assert told(with_eps(PAPER, *NORMS), reference(PAPER, compared=True)).verdict == "correct"


def test_where_it_is_compared_another_is_told_at_its_block() -> None:
    due = reference(PAPER, compared=True)
    report = told(with_eps(PAPER, *NORMS[1:]), due)
    assert report.verdict == "incorrect"
    (finding,) = report.findings
    assert (finding.parameter, finding.nodes) == ("eps", (NORMS[0],))


@pytest.mark.parametrize(
    ("says", "verdict"), [("", "correct"), ("compare_eps = true\n", "incorrect")]
)
def test_a_lab_says_in_its_file_whether_it_is_compared(says: str, verdict: str) -> None:
    lab = parse_lab(says + (CATALOGUE / "bneck-v3.toml").read_text(encoding="utf-8"), "bneck-v3")
    assert told(with_eps(PAPER, NORMS[0]), lab.reference).verdict == verdict
