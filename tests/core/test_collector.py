"""The garbage collector is settled when a server starts, and looks when nobody waits."""

import gc
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from weakref import ref

import pytest

from app.core.collector import LOOKS, WORTH_IT, YOUNG, resting, spare_collector, sweep


@pytest.fixture(name="_thawed")
def _thaw() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


class _Looped:
    """Refers to itself, so that nothing but the collector ends it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.usefixtures("_thawed")
def test_what_lives_as_long_as_the_process_is_not_collected() -> None:
    spare_collector()
    assert gc.get_freeze_count() > 100_000
    assert gc.get_threshold()[:2] == (YOUNG, LOOKS)


@pytest.mark.usefixtures("_thawed")
def test_who_rested_while_it_started_looks_from_then_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "app.core.resting", raising=False)
    try:
        import_module("app.core.resting")
        assert not gc.isenabled()
        spare_collector()
        assert gc.isenabled()
    finally:
        gc.enable()


def test_nobody_looks_while_it_rests_whatever_comes_of_it() -> None:
    looking = []
    with suppress(LookupError), resting():
        looking.append(gc.isenabled())
        raise LookupError
    assert [*looking, gc.isenabled()] == [False, True]


@pytest.mark.usefixtures("_thawed")
@pytest.mark.parametrize("worth_it", [False, True])
def test_a_sweep_collects_when_it_is_worth_it(worth_it: bool) -> None:
    spare_collector()
    looped = _Looped()
    seen = ref(looped)
    # Up to one object more is made at each look than is counted as looked through.
    many = WORTH_IT + YOUNG if worth_it else WORTH_IT // 2
    held = [[] for _ in range(many)]  # type: ignore[var-annotated]
    old = gc.get_objects(generation=1)
    assert any(each is looped for each in old), "it has outlived a look, or nothing is tested"
    del looped, old
    sweep()
    assert (seen() is None) == worth_it, len(held)


@pytest.mark.usefixtures("_thawed")
def test_what_is_held_is_looked_through_once() -> None:
    spare_collector()
    looked = gc.get_stats()
    held = [[] for _ in range(50 * YOUNG)]  # type: ignore[var-annotated]
    young, old, _ = (
        now["collections"] - before["collections"]
        for now, before in zip(gc.get_stats(), looked, strict=True)
    )
    assert (young, old) == (pytest.approx(50, abs=2), 0), len(held)
