"""What somebody gets of a lab who comes in some way: by a link, out of an exam, or by the door.

The rules are here alone; pages and API ask with what the request carries.
"""

from dataclasses import dataclass

from app.core.errors import ExamLasts, LinkNeeded, ModeNotAllowed, SealBroken
from app.labs import Assignment, Lab, ModePolicy, policy_of
from app.service.seals import Seals


@dataclass(frozen=True, slots=True)
class Entry:
    """How somebody comes to a lab.

    `link` is the token of an instructor's link. `exam` is what the browser says that lasts in this
    lab: a link's token, or the mode where there was no link. Whoever has shown the instructor's
    key is bound by neither.
    """

    mode: str | None = None
    link: str | None = None
    exam: str | None = None
    instructor: bool = False


@dataclass(frozen=True, slots=True)
class Admission:
    """What somebody is let in to: a policy, and the assignment where a link led there.

    An `instructor` has nobody wait: in front of a class, a hint comes when it is asked for.
    """

    policy: ModePolicy
    assignment: Assignment | None = None
    instructor: bool = False


@dataclass(frozen=True, slots=True)
class Porter:
    """Lets people in. With `links_only`, a lab is given to those who come by a link alone."""

    seals: Seals
    links_only: bool = False

    def admit(self, lab: Lab, entry: Entry, now: float) -> Admission:
        """Return what somebody gets of a lab who comes like this.

        Raises:
            SealBroken: The link is none of this server, or of another lab.
            ModeNotAllowed: The lab is not given in that mode, or the link not for it.
            ExamLasts: The browser is in an exam of this lab, and asks for something else.
            LinkNeeded: Labs are given out by links only.
        """
        if entry.link is not None:
            assignment = self._assignment(lab, entry.link)
            if entry.mode not in (None, assignment.mode):
                raise ModeNotAllowed(f"The link is for {assignment.mode} alone.")
            policy = policy_of(lab, assignment.mode, assignment)
            return Admission(policy, assignment, entry.instructor)
        if entry.instructor:
            return Admission(policy_of(lab, entry.mode), instructor=True)
        if self._lasts(lab, entry.exam, entry.mode, now):
            raise ExamLasts("An exam of this lab lasts in this browser.")
        if self.links_only:
            raise LinkNeeded("This server gives out labs by an instructor's link only.")
        return Admission(policy_of(lab, entry.mode))

    def _assignment(self, lab: Lab, token: str) -> Assignment:
        assignment = self.seals.open("link", token, Assignment)
        if assignment.lab != lab.slug:
            raise SealBroken("The link is for another lab.")
        return assignment

    def _lasts(self, lab: Lab, exam: str | None, mode: str | None, now: float) -> bool:
        """Tell whether an exam keeps its browser from coming to the lab without a link."""
        if exam is None:
            return False
        if exam in lab.modes:
            return policy_of(lab, mode).mode != exam
        try:
            return not over(self._assignment(lab, exam), now)
        except SealBroken:
            return False  # of a server that was there before


def over(terms: Assignment | ModePolicy | None, now: float) -> bool:
    """Tell whether the deadline of an assignment, or of the policy it led to, has passed."""
    return terms is not None and terms.deadline is not None and now >= terms.deadline
