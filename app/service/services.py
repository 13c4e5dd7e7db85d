"""The use cases, with what they are given: labs, memory, the pace of attempts, and who works.

What is remembered or small is answered on the event loop, the rest by the runner.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Concatenate, ParamSpec, TypeVar

from app.core.errors import NotGiven
from app.demo import Score, score
from app.engine import Curves, Probe, TooMuchNew, curves
from app.export import PythonModule
from app.graph import Board, parse_board
from app.labs import (
    Catalog,
    Lab,
    LabView,
    ModePolicy,
    lab_after,
    lab_of,
    picture_of,
    policy_of,
    question_of,
    view,
)
from app.lesson import Judged, Lesson, Quantity, lesson
from app.service import jobs
from app.service.check import Checked, check
from app.service.expand import unfolded
from app.service.memory import Memory, key_of
from app.service.pace import Client, Pacer, likeness_of
from app.service.pool import Effort, Here, Runner
from app.service.tell import Hint, Told, tell, tell_hint
from app.service.throttle import Throttle
from app.verify import Report

P = ParamSpec("P")
T = TypeVar("T")

LIGHT_NODES, LIGHT_EDGES = 300, 600
"""The largest board of which any part is worked out on the event loop, in some milliseconds."""

MOST_NEW = 24
"""How many blocks and pieces of blocks the event loop measures for one question: some ten
milliseconds. What it has measured it remembers, so that the next edit of the same board needs
less."""


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
    throttle: Throttle = field(default_factory=Throttle)
    runner: Runner = field(default_factory=Here)

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
        return view(lab_of(self.labs, slug), mode, lab_after(self.labs, slug))

    def score(self, slug: str) -> Score:
        """Return the score of a lab's demo. It holds the reference: for instructors alone.

        Raises:
            LabNotFound: No lab has that name.
        """
        return score(lab_of(self.labs, slug))

    def lesson(self, slug: str, mode: str | None = None) -> Lesson:
        """Return a lab's lesson, as far as a mode gives it.

        Raises:
            LabNotFound: No lab has that name.
            ModeNotAllowed: The lab is not given in that mode.
        """
        found = lab_of(self.labs, slug)
        return lesson(found, policy_of(found, mode))

    def curves(self) -> Curves:
        """Return the activations that lessons plot."""
        return curves()

    async def probe(self, asked: Asked, board: Board) -> Probe:
        """Return what every wire carries when the lab's small picture runs through the board.

        Raises:
            NotGiven: The lab has no picture, or the mode tells nothing of the steps.
            NotRunnable: The board is larger than what is run in this way.
            ServerBusy, TakesTooLong, ClientGone: See `Pool.run`.
        """
        picture = picture_of(asked.lab.slug)
        if picture is None or "tasks" not in asked.policy.gives:
            raise NotGiven("No picture runs through boards here.")
        return await self._run(board, asked.client, jobs.probe_board, picture)

    async def answer(self, asked: Asked, board: Board, step: int, answer: int | None) -> Judged:
        """Return what an answer to a step's question is worth, and why.

        Raises:
            NotGiven: The step has no question, or the mode asks none.
            ServerBusy, TakesTooLong, ClientGone: See `Pool.run`.
        """
        if "sheets" not in asked.policy.gives or question_of(asked.lab.slug, step) is None:
            raise NotGiven("There is no such question here.")
        report = await self._report(asked, board)
        [told] = [each for each in report.steps if each.step == step]
        key = jobs.ReferenceKey.of(asked.lab)
        return await self._run(board, asked.client, jobs.answer_board, key, told, answer)

    async def predict(
        self, asked: Asked, board: Board, node: str, quantity: Quantity, guess: tuple[int, ...]
    ) -> Judged:
        """Return what was predicted of a node is worth, and why.

        Raises:
            NotGiven: The mode asks for no predictions.
            NodeNotFound, NotRunnable: See `app.lesson.predict`.
            ServerBusy, TakesTooLong, ClientGone: See `Pool.run`.
        """
        if "sheets" not in asked.policy.gives:
            raise NotGiven("Nothing is predicted here.")
        return await self._run(board, asked.client, jobs.predict_board, node, quantity, guess)

    async def check(self, board: Board, client: Client) -> Checked:
        """Return what running a board shows, with the diagnostics that an answer lists.

        Raises:
            TooManyQuestions: See `Throttle`.
            ServerBusy, TakesTooLong, ClientGone: See `Pool.run`.
        """
        if is_light(board):
            with suppress(TooMuchNew):
                return check(board, MOST_NEW)
        return await self._run(board, client, jobs.check_board)

    async def verify(self, asked: Asked, board: Board) -> Told:
        """Return how a board compares with the lab's reference, as far as the mode tells it.

        Raises:
            TooManyAttempts: The mode is paced, and the client has to wait first.
            TooManyQuestions: See `Throttle`.
            ServerBusy, TakesTooLong, ClientGone: See `Pool.run`.
        """
        report = await self._report(asked, board)
        return tell(report, asked.policy.detail, asked.policy.hint_cap)

    async def hint(self, asked: Asked, board: Board, finding: str, level: int) -> Hint:
        """Return one hint to one finding, as deep as asked for and no deeper than the mode allows.

        Raises:
            FindingNotFound: The mode tells no such finding (any more).
            TooManyAttempts: The mode is paced, and the client has to wait first.
            TooManyQuestions: See `Throttle`.
            ServerBusy, TakesTooLong, ClientGone: See `Pool.run`.
        """
        return tell_hint(await self._report(asked, board), asked.policy, finding, level)

    async def expand(self, board: Board, node: str, client: Client) -> Board:
        """Return the board with one composite unfolded.

        Raises:
            NodeNotFound, NotComposite, NotRunnable, BoardTooLarge: See `unfolded`.
            TooManyQuestions: See `Throttle`.
            ServerBusy, TakesTooLong, ClientGone: See `Pool.run`.
        """
        if is_light(board):
            with suppress(TooMuchNew):
                return unfolded(board, node, MOST_NEW)
        return parse_board(await self._run(board, client, jobs.expand_board, node))

    async def export(self, board: Board, name: str | None, client: Client) -> PythonModule:
        """Return a board's network as a Python module.

        Raises:
            NotRunnable: The network does not run as a whole.
            TooManyQuestions: See `Throttle`.
            ServerBusy, TakesTooLong, ClientGone: See `Pool.run`.
        """
        return await self._run(board, client, jobs.export_board, name)

    async def _report(self, asked: Asked, board: Board) -> Report:
        await _let_others(board)
        content = key_of(board)
        if asked.policy.paced:
            self.pacer.admit(asked.client, asked.lab.slug, likeness_of(board), content)
        reference = jobs.ReferenceKey.of(asked.lab)
        key = (f"{reference.lab} {reference.digest}", content)
        report = self.memory.recall(key)
        if report is None:
            report = await self._run(board, asked.client, jobs.verify_board, reference)
            self.memory.keep(key, report)
        return report

    async def _run(
        self,
        board: Board,
        client: Client,
        job: Callable[Concatenate[bytes, P], T],
        *args: P.args,
        **named: P.kwargs,
    ) -> T:
        self.throttle.admit(client)
        asker = f"{client.address} {client.browser or ''}"
        effort = Effort(heavy=not is_light(board), asker=asker, gone=client.gone)
        await _let_others(board)
        return await self.runner.run(effort, job, board.model_dump_json().encode(), *args, **named)


async def _let_others(board: Board) -> None:
    """Have others served between two things that take a large board tens of milliseconds."""
    if not is_light(board):
        await asyncio.sleep(0)


def is_light(board: Board) -> bool:
    """Whether a board can be read and run in some milliseconds, once its blocks are known."""
    return len(board.nodes) <= LIGHT_NODES and len(board.edges) <= LIGHT_EDGES
