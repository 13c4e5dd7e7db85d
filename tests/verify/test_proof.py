"""The properties of Verify by repair, on a few boards; `make mutants` has many.

The boards are the same in every run.
"""

import os
import subprocess
import sys
from functools import cache
from random import Random
from typing import Any

import pytest

from app.verify import verify
from app.verify.repair import improve
from app.verify.repair.proposal import Proposal
from tests.tree import ROOT
from tests.verify import fuzz
from tests.verify.halves import (
    CUTS,
    Cut,
    bare,
    beginning,
    in_pieces,
    in_some_order,
    scattered,
    scattered_in_pieces,
    unset,
)
from tests.verify.mutants import MOST_FAULTS, Built, Mutant, mutants, references
from tests.verify.proof import Judged, begun, cheaper, dearer, judge, told
from tests.verify.slips import FAULTS
from tests.verify.styles import STYLES, drawn

BEGINNINGS = 2
"""A board is read from so many beginnings at most, each with the whole budget."""

BESIDE = 8
"""So many proposals are worked out beside the budget: the first, the last, and coarser ones."""

SHORT: dict[tuple[Built, int], int] = {
    ("whole", 5): 1,
}
"""How many boards of a kind are mended dearer than the faults undone, or told otherwise.

The aim of this table is that it is empty.
"""

every_kind = pytest.mark.parametrize(
    ("faults", "built"),
    [
        *((faults, "whole") for faults in range(MOST_FAULTS + 1)),
        *((faults, "half") for faults in (1, 2, 3)),
        (1, "last"),
    ],
)


@cache
def boards(faults: int, built: Built) -> list[tuple[Mutant, Judged]]:
    """Some boards with so many faults, judged once for all properties."""
    some = mutants(len(references()), faults, built, seed=26)
    return [(mutant, judge(mutant.sketch.graph, mutant.reference)) for mutant in some]


def said(mutant: Mutant) -> str:
    """What board it is, for whom a test fails."""
    return f"{mutant.name} {mutant.style}: {mutant.what}"


@every_kind
def test_with_the_repairs_made_the_board_is_accepted(faults: int, built: Built) -> None:
    for mutant, found in boards(faults, built):
        assert found.sound, said(mutant)


@every_kind
def test_no_repair_can_be_left_out(faults: int, built: Built) -> None:
    for mutant, found in boards(faults, built):
        assert not found.needless, said(mutant)


@every_kind
def test_repairs_cost_no_more_than_the_faults_undone(faults: int, built: Built) -> None:
    short = [said(mutant) for mutant, found in boards(faults, built) if dearer(found, mutant)]
    assert len(short) <= SHORT.get((built, faults), 0), short


@every_kind
def test_just_the_faults_are_told_where_they_are(faults: int, built: Built) -> None:
    """Or a cheaper set of repairs, which is as true."""
    short = [
        said(mutant)
        for mutant, found in boards(faults, built)
        if not (told(found, mutant) or cheaper(found, mutant))
    ]
    assert len(short) <= SHORT.get((built, faults), 0), short


@pytest.mark.parametrize("cut", [*CUTS, bare], ids=lambda cut: cut.__name__)
def test_a_right_beginning_is_incomplete_in_whatever_order_it_is_drawn(cut: Cut) -> None:
    wrong = set()
    for name, reference in references().items():
        random = Random(f"{name}/{cut.__name__}")
        sketch = cut(drawn(reference, random.choice(STYLES), random), random).stirred(random)
        if not begun(verify(sketch.reading(), reference)):
            wrong.add((cut.__name__, name))
    assert wrong == set()


@pytest.mark.parametrize("cut", [scattered, in_pieces, scattered_in_pieces])
def test_what_has_no_norm_or_activation_yet_is_incomplete(cut: Cut) -> None:
    """In pieces nothing else tells an unfinished block from another one of its width."""
    wrong = set()
    for name, reference in references().items():
        for seed in range(3):
            random = Random(f"{name}/{seed}")
            sketch = unset(cut(drawn(reference, random.choice(STYLES), random), random), random)
            if not begun(verify(sketch.stirred(random).reading(), reference)):
                wrong.add((name, seed))
    assert wrong == set()


@pytest.mark.parametrize("name", references())
def test_every_beginning_in_every_style_is_incomplete(name: str) -> None:
    """Block by block, up to the first forty: what a student sees while building."""
    reference = references()[name]
    random = Random(name)
    sketch = drawn(reference, random.choice(STYLES), random)
    order = in_some_order(sketch, random)
    for count in range(1, min(len(order), 40), 3):
        report = verify(sketch.only(order[:count]).reading(), reference)
        assert begun(report), f"{count}: {[finding.code.name for finding in report.findings]}"


def test_the_cuts_leave_something_out() -> None:
    whole = drawn(references()["mobilenet-v3-large"], STYLES[0], Random(0))
    for cut in CUTS:
        assert any(cut(whole, Random(seed)) != whole for seed in range(5))
    assert beginning(whole, Random(3)).wires


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[Proposal]:
    """Every reading of a board that Verify works out."""
    made: list[Proposal] = []
    init = Proposal.__init__

    def noted(self: Proposal, *args: Any, **named: Any) -> None:
        made.append(self)
        init(self, *args, **named)

    monkeypatch.setattr(Proposal, "__init__", noted)
    return made


@pytest.mark.parametrize("number", range(48))
def test_any_board_has_an_answer_within_the_budget(number: int, tried: list[Proposal]) -> None:
    random = Random(f"senseless/{number}")
    reading, name = fuzz.board(random), random.choice(list(references()))
    report = verify(reading, references()[name])
    most = max((one.work for one in tried), default=0)
    assert sum(one.work for one in tried) <= BEGINNINGS * improve.MOST_WORK + BESIDE * most
    assert report.verdict == "correct" or report.findings or report.diagnostics
    assert len({finding.id for finding in report.findings}) == len(report.findings)
    assert judge(reading.graph, references()[name]).sound


def repairs_of_some() -> str:
    """What is found on two boards."""
    some = mutants(len(references()), 1, "half", seed=26)
    judged = (
        (mutant.name, judge(mutant.sketch.graph, mutant.reference).repairs)
        for mutant in some
        if mutant.name in ("resnet", "twins")
    )
    return "\n".join(
        f"{name} {[(type(one).__name__, one.price, one.steps) for one in repairs]}"
        for name, repairs in judged
    )


def test_another_process_finds_the_same_repairs() -> None:
    """Python hashes strings differently in each: nothing may hang on the order of a set."""
    command = "from tests.verify import test_proof; print(test_proof.repairs_of_some(), end='')"
    there = subprocess.run(
        [sys.executable, "-c", command],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "resnet" in there
    assert there == repairs_of_some()


def test_every_planter_finds_a_board() -> None:
    found = set()
    for name, reference in references().items():
        for style in STYLES:
            sketch = drawn(reference, style, Random(0))
            for planter in FAULTS:
                if planter not in found and planter(sketch, Random(name)) is not None:
                    found.add(planter)
    assert found == set(FAULTS)
