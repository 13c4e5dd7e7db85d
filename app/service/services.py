"""The use cases, with what they are given: the labs, and the memory of reports."""

from dataclasses import dataclass, field

from app.core.errors import FindingNotFound
from app.core.text import Lang
from app.export import PythonModule, pytorch
from app.graph import Board, read
from app.labs import Catalog, Lab, LabView, allowed_mode, hint_cap, lab_of, view
from app.service.check import Checked, check
from app.service.expand import unfolded
from app.service.memory import Memory
from app.verify import Finding, Report
from app.verify import hint as words_of


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint to one finding; `levels` is the deepest that lab and mode allow."""

    finding: Finding
    level: int
    levels: int

    def message(self, lang: Lang) -> str:
        """Say the hint."""
        return words_of(self.finding, self.level, lang)


@dataclass(frozen=True, slots=True)
class Services:
    """What a server, a command line or a worker can do with boards and labs."""

    labs: Catalog
    memory: Memory = field(default_factory=Memory)

    def lab(self, slug: str) -> Lab:
        """Return one lab.

        Raises:
            LabNotFound: No lab has that name.
        """
        return lab_of(self.labs, slug)

    def view(self, slug: str, mode: str | None = None) -> LabView:
        """Return what a lab gives out in a mode, or in its usual one.

        Raises:
            LabNotFound: No lab has that name.
            ModeNotAllowed: The lab is not given in that mode.
        """
        return view(self.lab(slug), mode)

    async def check(self, board: Board) -> Checked:
        """Return what running a board shows."""
        return check(board)

    async def verify(self, lab: Lab, board: Board) -> Report:
        """Return how a board compares with a lab's reference."""
        return self.memory.report_on(board, lab.reference)

    async def hint(
        self, lab: Lab, board: Board, finding: str, level: int, mode: str | None
    ) -> Hint:
        """Return one hint to one finding, as deep as asked for and no deeper than the mode allows.

        Raises:
            ModeNotAllowed: The lab is not given in that mode.
            FindingNotFound: The board has no such difference (any more).
        """
        levels = hint_cap(lab, allowed_mode(lab, mode))
        report = await self.verify(lab, board)
        for each in report.findings:
            if each.id == finding:
                return Hint(each, min(level, levels), levels)
        raise FindingNotFound("The board has no such difference any more.")

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
