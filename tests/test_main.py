"""Start-up: every lab is proved, and the garbage collector is settled."""

import gc
from collections.abc import Iterator

import pytest

from app.labs import catalog, get_lab
from app.making import BrokenLab, prove
from app.service import spare_collector
from app.service.collector import NEW_OBJECTS


@pytest.mark.parametrize("slug", catalog())
def test_every_lab_is_what_it_says(slug: str) -> None:
    prove(get_lab(slug))


@pytest.mark.parametrize(
    ("claim", "value"), [("n_params", 1), ("madds", 1), ("output_shape", (1, 7))]
)
def test_a_false_claim_is_found(claim: str, value: object) -> None:
    lab = get_lab("se-module")
    stated = lab.stated.model_copy(update={claim: value})
    with pytest.raises(BrokenLab, match=f"se-module: {claim} is stated as"):
        prove(lab.model_copy(update={"stated": stated}))


@pytest.fixture(name="_thawed")
def _thaw() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


@pytest.mark.usefixtures("_thawed")
def test_what_lives_as_long_as_the_process_is_not_collected() -> None:
    spare_collector()
    assert gc.get_freeze_count() > 100_000
    assert gc.get_threshold()[0] == NEW_OBJECTS
