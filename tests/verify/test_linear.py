"""Laid out as a sequence, a net is the same whatever its nodes are called; pieces find their place.

`lay_out` orders units, `mend` says in thought where loose ends go.
"""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import propagate
from app.graph import Board, read
from app.labs import catalog, get_lab
from app.verify import verify
from app.verify.canonical import Net, canonical
from app.verify.linear import lay_out
from app.verify.mend import mend
from tests.random_boards import running_boards
from tests.verify.references import BUILT
from tests.verify.sketch import Sketch

SKETCHES = {slug: Sketch.of(lab.reference.graph) for slug, lab in catalog().items()} | {
    name: Sketch.of(build().graph) for name, build in BUILT.items()
}
LARGE = SKETCHES["mobilenet-v3-large"]

every_sketch = pytest.mark.parametrize("of", SKETCHES.values(), ids=SKETCHES)


def net(of: Sketch) -> Net:
    """The canonical form of a board."""
    graph = of.read().graph
    return canonical(graph, propagate(graph))


def labels(of: Sketch, familiar: list[object] | None = None) -> list[object]:
    """What the units compute, in sequence."""
    found = net(of)
    return [found.units[index].label for index in lay_out(found, familiar or []).order]


@every_sketch
def test_names_and_order_do_not_matter(of: Sketch) -> None:
    for seed in range(4):
        assert labels(of.shuffled(Random(seed))) == labels(of)


@settings(max_examples=60)
@given(running_boards(), st.integers(0, 2**32))
def test_nor_do_they_on_any_board(board: Board, seed: int) -> None:
    of = Sketch.of(read(board).graph)
    assert labels(of.shuffled(Random(seed))) == labels(of)


@every_sketch
def test_every_unit_is_there_once_and_behind_its_sources(of: Sketch) -> None:
    found = net(of)
    order = lay_out(found).order
    assert sorted(order) == list(range(len(found.units)))
    place = {index: at for at, index in enumerate(order)}
    for index, unit in enumerate(found.units):
        assert all(place[wire.source] < place[index] for wire in unit.wires)


@pytest.mark.parametrize("seed", range(20))
def test_a_chain_in_pieces_lacks_just_the_wires(seed: int) -> None:
    cut = Random(seed).sample(LARGE.wires, 3)
    wires = tuple(wire for wire in LARGE.wires if wire not in cut)
    report = verify(Sketch(LARGE.nodes, wires).read(), get_lab("mobilenet-v3-large").reference)
    assert report.verdict == "incomplete"
    assert {(f.code.id, f.nodes[0]) for f in report.findings} == {("V211", w[1]) for w in cut}


@pytest.mark.parametrize("id", list(LARGE.nodes)[1:])
def test_a_block_without_its_wires_lacks_just_the_wires(id: str) -> None:
    wires = tuple(wire for wire in LARGE.wires if id not in wire[:2])
    cut = {wire[1] for wire in LARGE.wires if id in wire[:2]}
    report = verify(Sketch(LARGE.nodes, wires).read(), get_lab("mobilenet-v3-large").reference)
    assert report.verdict == "incomplete"
    assert {(f.code.id, f.nodes[0]) for f in report.findings} == {("V211", end) for end in cut}


def test_loose_ends_go_where_they_stand_in_the_reference() -> None:
    gone = [wire for wire in LARGE.wires if wire[:2] not in {("bneck9", "bneck10")}]
    found = net(Sketch(LARGE.nodes, tuple(gone)))
    added = {
        (found.units[source].node, found.units[index].node)
        for index, own in enumerate(mend(found, labels(LARGE)))
        for source in own
        if source not in [wire.source for wire in found.units[index].wires]
    }
    assert added == {("bneck9", "bneck10")}


def test_a_whole_network_needs_no_mending() -> None:
    found = net(LARGE)
    assert mend(found, []) == [[wire.source for wire in unit.wires] for unit in found.units]
