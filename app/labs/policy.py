"""What each mode of a lab gives, tells and counts: one value, which page and API hold to alike.

| mode | gives beside the task | live ticks | findings | hints | attempts | binding |
| --- | --- | --- | --- | --- | --- | --- |
| guided | intro, given, tasks, sheets | yes | whole | up to the lab's cap | free | no |
| exercise | intro, given, tasks | no | their place | up to the lab's cap | free, paced | no |
| exam | given | no | none: the verdict alone | none | counted, paced | yes |

The server resolves it from the lab, or from an instructor's link (`Assignment`), and sends it to
the page with the lab (`LabView.policy`).
"""

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from app.core.errors import ModeNotAllowed
from app.labs.assignment import Assignment
from app.labs.lab import Lab, Mode

Part: TypeAlias = Literal["intro", "given", "tasks", "sheets"]
"""What may be given beside the lab's task: its introduction; its table or text; of every step what
is to be done and thought about; and of every step its sheet, with shapes and all values."""

Detail: TypeAlias = Literal["whole", "place", "verdict"]
"""How much a report tells of what differs.

`whole`: everything below the first hint. `place`: the first step that is wrong, and of each finding
there its nodes, its edges and its level 0; no parameter, no code, and nothing of the steps behind.
`verdict`: right or wrong; no step, no finding, and what is unfinished is not told from what is
wrong.
"""


class ModePolicy(BaseModel):
    """What one mode of one lab gives, tells and counts.

    `hint_cap` is the highest level of hint, 0 for none; `palette` are the blocks that may be used.
    `attempts` says whether each Verify of a changed board counts, `attempt_limit` how many there
    are; `paced` whether attempts that follow each other faster than people work have to wait.
    One that is `binding` is left by handing in: until then its browser gets no other mode of the
    lab, and opens no board that was made elsewhere; from then on the board stays as it is.
    After the `deadline`, in seconds since 1970 (UTC), nothing is told any more.
    """

    model_config = ConfigDict(frozen=True)

    mode: Mode
    gives: tuple[Part, ...]
    ticks: bool
    detail: Detail
    hint_cap: int
    attempts: Literal["free", "counted"]
    paced: bool
    binding: bool
    palette: tuple[str, ...] = ()
    attempt_limit: int | None = None
    deadline: int | None = None


POLICIES: Mapping[Mode, ModePolicy] = {
    policy.mode: policy
    for policy in (
        ModePolicy(
            mode="guided",
            gives=("intro", "given", "tasks", "sheets"),
            ticks=True,
            detail="whole",
            hint_cap=5,
            attempts="free",
            paced=False,
            binding=False,
        ),
        ModePolicy(
            mode="exercise",
            gives=("intro", "given", "tasks"),
            ticks=False,
            detail="place",
            hint_cap=4,
            attempts="free",
            paced=True,
            binding=False,
        ),
        ModePolicy(
            mode="exam",
            gives=("given",),
            ticks=False,
            detail="verdict",
            hint_cap=0,
            attempts="counted",
            paced=True,
            binding=True,
        ),
    )
}
"""Each mode, as far as it does not depend on the lab."""


def freest(modes: Iterable[Mode]) -> Mode:
    """Return the mode that gives most, of some."""
    return max(modes, key=lambda mode: len(POLICIES[mode].gives))


def policy_of(
    lab: Lab, mode: str | None = None, assignment: Assignment | None = None
) -> ModePolicy:
    """Return the policy of one of a lab's modes, or of its usual one; an assignment narrows it.

    Raises:
        ModeNotAllowed: The lab is not given in that mode.
    """
    chosen = next((each for each in lab.modes if mode in (None, each)), None)
    if chosen is None:
        raise ModeNotAllowed(
            f"{lab.slug} is given as {', '.join(lab.modes)}, not as {str(mode)[:40]!r}."
        )
    policy = POLICIES[chosen]
    own = {"hint_cap": min(policy.hint_cap, lab.hint_cap), "palette": lab.blocks}
    policy = policy.model_copy(update=own)
    return policy if assignment is None else _narrowed(policy, assignment)


def _narrowed(policy: ModePolicy, by: Assignment) -> ModePolicy:
    """Return a policy as an instructor's link leaves it, never with more hints than before."""
    cap = policy.hint_cap if by.hint_cap is None else min(policy.hint_cap, by.hint_cap)
    return policy.model_copy(
        update={
            "hint_cap": cap,
            "attempts": policy.attempts if by.attempts is None else "counted",
            # A tick asks Verify, and would be an attempt.
            "ticks": policy.ticks and by.attempts is None,
            "attempt_limit": by.attempts,
            "deadline": by.deadline,
        }
    )
