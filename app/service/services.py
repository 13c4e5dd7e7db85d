"""The use cases, with what they are given: the labs, what is remembered, the pace of attempts."""

from dataclasses import dataclass, field

from app.export import PythonModule, pytorch
from app.graph import Board, read
from app.labs import Catalog, Lab, LabView, ModePolicy, lab_of, policy_of, view
from app.service.check import Checked, check
from app.service.expand import unfolded
from app.service.memory import Memory, key_of
from app.service.pace import Client, Pacer, likeness_of
from app.service.tell import Hint, Told, tell, tell_hint
from app.verify import Report


@dataclass(frozen=True, slots=True)
class Asked:
    """One mode of one lab, and who asks: what a question about a board is asked under."""

    lab: Lab
    policy: ModePolicy
    client: Client


@dataclass(frozen=True, slots=True)
class Services:
    """What a server, a command line or a worker can do with boards and labs."""

    labs: Catalog
    memory: Memory = field(default_factory=Memory)
    pacer: Pacer = field(default_factory=Pacer)

    def asked(self, lab: str, mode: str | None, client: Client) -> Asked:
        """Return what a question is asked under; without a mode, the lab's usual one.

        Raises:
            LabNotFound: No lab has that name.
            ModeNotAllowed: The lab is not given in that mode.
        """
        found = lab_of(self.labs, lab)
        return Asked(found, policy_of(found, mode), client)

    def view(self, slug: str, mode: str | None = None) -> LabView:
        """Return what a lab gives out in a mode, or in its usual one.

        Raises:
            LabNotFound: No lab has that name.
            ModeNotAllowed: The lab is not given in that mode.
        """
        return view(lab_of(self.labs, slug), mode)

    async def check(self, board: Board) -> Checked:
        """Return what running a board shows."""
        return check(board)

    async def verify(self, asked: Asked, board: Board) -> Told:
        """Return how a board compares with the lab's reference, as far as the mode tells it.

        Raises:
            TooManyAttempts: The mode is paced, and the client has to wait first.
        """
        report = await self._report(asked, board)
        return tell(report, asked.policy.detail, asked.policy.hint_cap)

    async def hint(self, asked: Asked, board: Board, finding: str, level: int) -> Hint:
        """Return one hint to one finding, as deep as asked for and no deeper than the mode allows.

        Raises:
            FindingNotFound: The mode tells no such finding (any more).
            TooManyAttempts: The mode is paced, and the client has to wait first.
        """
        return tell_hint(await self._report(asked, board), asked.policy, finding, level)

    async def expand(self, board: Board, node: str) -> Board:
        """Return the board with one composite unfolded.

        Raises:
            NodeNotFound, NotComposite, NotRunnable, BoardTooLarge: See `unfolded`.
        """
        return unfolded(board, node)

    async def export(self, board: Board, name: str | None) -> PythonModule:
        """Return a board's network as a Python module.

        Raises:
            NotRunnable: The network does not run as a whole.
        """
        return pytorch(read(board).graph, name)

    async def _report(self, asked: Asked, board: Board) -> Report:
        if asked.policy.paced:
            self.pacer.admit(asked.client, asked.lab.slug, likeness_of(board), key_of(board))
        return self.memory.report_on(board, asked.lab.reference)
