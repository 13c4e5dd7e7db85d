"""Each mode's policy, field by field."""

from typing import Any, get_args

import pytest

from app.core.errors import ModeNotAllowed
from app.labs import Assignment, Lab, Mode, catalog, policy_of
from app.labs.policy import POLICIES, ModePolicy

LABS = catalog()

TABLE: dict[str, dict[Mode, Any]] = {
    "gives": {
        "guided": ("intro", "given", "tasks", "sheets"),
        "exercise": ("intro", "given", "tasks"),
        "exam": ("given",),
    },
    "ticks": {"guided": True, "exercise": False, "exam": False},
    "detail": {"guided": "whole", "exercise": "place", "exam": "verdict"},
    "attempts": {"guided": "free", "exercise": "free", "exam": "counted"},
    "paced": {"guided": False, "exercise": True, "exam": True},
    "binding": {"guided": False, "exercise": False, "exam": True},
}
"""What does not depend on the lab."""

DEEPEST = {"guided": 5, "exercise": 4, "exam": 0}
"""The value itself is told beside the lab sheet alone, which has it anyway."""


@pytest.mark.parametrize(
    ("lab", "mode"),
    [
        pytest.param(lab, mode, id=f"{slug}-{mode}")
        for slug, lab in LABS.items()
        for mode in lab.modes
    ],
)
def test_a_mode_is_what_the_table_says(lab: Lab, mode: Mode) -> None:
    policy = policy_of(lab, mode)
    found = {name: getattr(policy, name) for name in TABLE}
    assert found == {name: row[mode] for name, row in TABLE.items()}
    assert policy.mode == mode
    assert policy.hint_cap == min(lab.hint_cap, DEEPEST[mode])
    assert policy.palette == lab.blocks
    assert (policy.attempt_limit, policy.deadline) == (None, None)


def test_every_mode_has_a_policy_and_a_lab() -> None:
    assert (
        set(POLICIES)
        == set(get_args(Mode))
        == {mode for lab in LABS.values() for mode in lab.modes}
    )


def test_every_field_is_in_a_test() -> None:
    assert ModePolicy.model_fields.keys() == TABLE.keys() | {
        "mode",
        "hint_cap",
        "palette",
        "attempt_limit",
        "deadline",
    }


def test_without_a_mode_it_is_the_lab_s_first() -> None:
    lab = LABS["se-module"]
    assert policy_of(lab).mode == "guided"
    assert policy_of(lab.model_copy(update={"modes": ("exam", "guided")})).mode == "exam"


def test_a_mode_that_the_lab_does_not_list_is_refused() -> None:
    lab = LABS["se-module"].model_copy(update={"modes": ("exam",)})
    for mode in ("guided", "cheat", ""):
        with pytest.raises(ModeNotAllowed):
            policy_of(lab, mode)


def assigned(mode: Mode, **terms: Any) -> ModePolicy:
    """The policy of a link to the SE lab."""
    link = Assignment(id="0" * 12, lab="se-module", mode=mode, **terms)
    return policy_of(LABS["se-module"], mode, link)


@pytest.mark.parametrize("mode", get_args(Mode))
def test_a_link_that_chooses_nothing_leaves_the_mode_as_it_is(mode: Mode) -> None:
    assert assigned(mode) == policy_of(LABS["se-module"], mode)


@pytest.mark.parametrize(
    ("mode", "chosen", "cap"),
    [("guided", 2, 2), ("exercise", 5, 4), ("exercise", 0, 0), ("exam", 5, 0)],
)
def test_a_link_lowers_the_hints_and_never_raises_them(mode: Mode, chosen: int, cap: int) -> None:
    assert assigned(mode, hint_cap=chosen).hint_cap == cap


def test_attempts_of_a_link_are_counted_in_every_mode_and_ticks_make_none() -> None:
    for mode in get_args(Mode):
        policy = assigned(mode, attempts=3, deadline=1_800_000_000)
        assert (policy.attempts, policy.attempt_limit, policy.ticks) == ("counted", 3, False)
        assert policy.deadline == 1_800_000_000
