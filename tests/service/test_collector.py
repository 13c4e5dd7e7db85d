"""The garbage collector is settled when a server starts, and looks when nobody waits."""

import gc
from collections.abc import Iterator
from weakref import ref

import pytest

from app.service.collector import NEW_OBJECTS, WHILE_ASKED, WORTH_IT, spare_collector, sweep


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
@pytest.mark.parametrize("new_objects", [NEW_OBJECTS, WHILE_ASKED])
def test_what_lives_as_long_as_the_process_is_not_collected(new_objects: int) -> None:
    spare_collector(new_objects)
    assert gc.get_freeze_count() > 100_000
    assert gc.get_threshold()[0] == new_objects


@pytest.mark.usefixtures("_thawed")
@pytest.mark.parametrize("worth_it", [False, True])
def test_a_sweep_collects_when_it_is_worth_it(worth_it: bool) -> None:
    spare_collector(WHILE_ASKED)
    looped = _Looped()
    seen = ref(looped)
    held = [[] for _ in range(WORTH_IT if worth_it else WORTH_IT // 2)]  # type: ignore[var-annotated]
    del looped
    sweep()
    assert (seen() is None) == worth_it, len(held)
