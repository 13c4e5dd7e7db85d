"""Start-up: every lab is proved."""

import pytest

from app.labs import catalog, get_lab
from app.making import BrokenLab, prove


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
