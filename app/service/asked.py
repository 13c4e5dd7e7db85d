"""Under what a question is asked, and how the attempts stand then."""

from dataclasses import dataclass

from app.labs import Lab, ModePolicy
from app.service.admission import Admission
from app.service.pace import Client


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a lab somebody was let in to, and who asks: what a question is asked under.

    `tally` is the token of the sitting, where attempts are counted and there was one before.
    """

    lab: Lab
    admission: Admission
    client: Client
    tally: str | None = None

    @property
    def policy(self) -> ModePolicy:
        """What is given, told and counted."""
        return self.admission.policy

    @property
    def under(self) -> str:
        """What a sitting is of: the link, or the lab and its mode."""
        link = self.admission.assignment
        return link.id if link else f"{self.lab.slug}/{self.policy.mode}"

    @property
    def browser(self) -> str | None:
        """Whose work on the lab this is, as far as a browser says that it is the same one again."""
        browser = self.client.browser
        return None if browser is None else f"{self.client.address} {browser} {self.under}"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many attempts were made and are left, and the token that says so; None left is any.

    `ended` is when the exam was handed in, in seconds since 1970.
    """

    used: int
    left: int | None
    tally: str
    ended: int | None = None
