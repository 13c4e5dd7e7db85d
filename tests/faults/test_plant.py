"""Planted faults: as many as were asked for, each to be found, and none that its name tells."""

import re
from collections import Counter

import pytest

from app.faults import NoFaults, every_fault, faulty
from app.graph import read
from app.labs import Faults, Lab, catalog
from app.labs.faults import FAULT_KINDS, FaultKind
from app.verify import verify

LABS = {slug: lab for slug, lab in catalog().items() if lab.faults}
SEEDS = range(25)

each_lab = pytest.mark.parametrize("lab", LABS.values(), ids=LABS)


def asked(lab: Lab) -> Faults:
    assert lab.faults is not None
    return lab.faults


@each_lab
@pytest.mark.parametrize("seed", SEEDS)
def test_verify_finds_as_many_as_were_planted(lab: Lab, seed: int) -> None:
    report = verify(read(faulty(lab, asked(lab), seed)), lab.reference, lab.blocks)
    assert (report.verdict, list(report.diagnostics)) == ("incorrect", [])
    assert len(report.findings) == asked(lab).count


@each_lab
def test_a_seed_always_gives_the_same_and_another_one_another(lab: Lab) -> None:
    drawn = [faulty(lab, asked(lab), seed).model_dump_json() for seed in SEEDS]
    assert faulty(lab, asked(lab), 0).model_dump_json() == drawn[0]
    assert len(set(drawn)) > len(SEEDS) / 4


@each_lab
def test_no_name_tells_where_it_is(lab: Lab) -> None:
    for seed in SEEDS:
        board = faulty(lab, asked(lab), seed)
        placed: Counter[str] = Counter()
        for node in board.nodes:
            placed[node.type] += 1
            assert node.id == f"{node.type}-{placed[node.type]}"
        assert all(re.fullmatch(r"e\d+", edge.id) for edge in board.edges)
        assert not any("label" in node.data for node in board.nodes)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("join", {"wrong-join"}),
        ("order", {"extra-block", "swapped-blocks", "blocks-out-of-order"}),
    ],
)
def test_only_the_kinds_that_were_asked_for(kind: FaultKind, names: set[str]) -> None:
    lab = LABS["find-the-fault-bneck"]
    for seed in SEEDS:
        board = faulty(lab, Faults(count=1, kinds=(kind,)), seed)
        (finding,) = verify(read(board), lab.reference).findings
        assert finding.code.name in names


@pytest.mark.parametrize("kind", FAULT_KINDS)
def test_each_kind_can_be_planted_somewhere(kind: FaultKind) -> None:
    planted = 0
    for lab in LABS.values():
        try:
            faulty(lab, Faults(count=1, kinds=(kind,)), 0)
            planted += 1
        except NoFaults:
            pass
    assert planted


def test_no_fault_is_a_value_that_is_not_filled_in() -> None:
    for fault in every_fault(catalog()["mobilenet-v3-large"]):
        assert read(fault.board).diagnostics == (), fault.nodes


def test_where_there_is_room_for_none_it_is_said() -> None:
    with pytest.raises(NoFaults):
        faulty(LABS["find-the-fault-large"], Faults(count=1, kinds=("join",)), 0)
