"""The use cases, with what they are given: labs, memory, the pace of attempts, and who works.

What is remembered or small is answered on the event loop, the rest by the runner.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from secrets import token_hex
from time import time
from typing import Concatenate, ParamSpec, TypeVar

from app.core.errors import FindingNotFound, LinkOver, NotGiven
from app.demo import Score, score
from app.engine import Curves, Probe, TooMuchNew, curves
from app.export import PythonModule
from app.graph import Board, parse_board
from app.labs import (
    Assignment,
    Catalog,
    Faults,
    LabView,
    Terms,
    lab_after,
    lab_of,
    picture_of,
    policy_of,
    question_of,
    view,
)
from app.lesson import Judged, Lesson, Quantity, lesson
from app.service import jobs
from app.service.admission import Entry, Porter, over
from app.service.asked import Asked, Counted
from app.service.check import Checked, check
from app.service.expand import unfolded
from app.service.handin import HandIn
from app.service.ladder import Ladder
from app.service.memory import Memory, key_of
from app.service.pace import Client, Pacer, likeness_of
from app.service.pool import Effort, Here, Runner
from app.service.recent import Recent
from app.service.seals import Seals
from app.service.tally import Sittings, Tally, attempt, content_of
from app.service.tell import Hint, Told, tell, tell_hint
from app.service.throttle import Throttle
from app.verify import Report

P = ParamSpec("P")
T = TypeVar("T")

LIGHT_NODES, LIGHT_EDGES = 300, 600
"""The largest board of which any part is worked out on the event loop, in some milliseconds."""

VARIANTS = 1000
"""So many boards there are of a find-the-fault lab where nobody chose a seed: enough for neighbours
to differ, few enough to be remembered."""

REMEMBERED_BOARDS = 512

MOST_NEW = 64
"""How many modules the event loop builds or runs for one question: some ten milliseconds. What they
showed it remembers, so that the next edit of the same board needs less: MobileNetV3-Large takes 47
when its picture has another size."""


@dataclass(frozen=True, slots=True)
class Services:
    """What a server, a command line or a worker can do with boards and labs."""

    labs: Catalog
    memory: Memory = field(default_factory=Memory)
    pacer: Pacer = field(default_factory=Pacer)
    throttle: Throttle = field(default_factory=Throttle)
    runner: Runner = field(default_factory=Here)
    porter: Porter = field(default_factory=lambda: Porter(Seals()))
    sittings: Sittings = field(default_factory=Sittings)
    ladder: Ladder = field(default_factory=Ladder)
    clock: Callable[[], float] = time
    boards: Recent[tuple[jobs.LabKey, Faults, int], bytes] = field(
        default_factory=lambda: Recent(REMEMBERED_BOARDS)
    )

    def asked(self, lab: str, entry: Entry, client: Client, tally: str | None = None) -> Asked:
        """Return what a question is asked under; without a mode, the lab's usual one.

        Raises:
            LabNotFound: No lab has that name.
            ModeNotAllowed, SealBroken, ExamLasts, LinkNeeded: See `Porter.admit`.
        """
        found = lab_of(self.labs, lab)
        return Asked(found, self.porter.admit(found, entry, self.clock()), client, tally)

    def link(self, terms: Terms) -> str:
        """Return the token of a new link on these terms. For instructors alone.

        Raises:
            LabNotFound: No lab has that name.
            ModeNotAllowed: The lab is not given in that mode.
        """
        policy_of(lab_of(self.labs, terms.lab), terms.mode)
        assignment = Assignment(id=token_hex(6), **terms.model_dump())
        return self.porter.seals.seal("link", assignment)

    def view(self, asked: Asked) -> LabView:
        """Return what a lab gives out."""
        after = lab_after(self.labs, asked.lab.slug)
        return view(asked.lab, asked.policy.mode, after, asked.admission.assignment)

    async def opened(self, asked: Asked) -> LabView:
        """Return what a lab gives out, with the faults in it where there are to be any.

        Raises:
            ServerBusy, TakesTooLong: See `Pool.run`.
        """
        seen, faults, link = self.view(asked), asked.lab.faults, asked.admission.assignment
        if faults is None:
            return seen
        if link is not None:
            faults = link.faults_of(faults)
        seed = link.seed if link and link.seed is not None else _variant(asked.client, link)
        key = (jobs.LabKey.of(asked.lab), faults, seed)
        board = self.boards.get(key)
        if board is None:
            board = await self.runner.run(
                Effort(asker=_asker(asked.client)), jobs.faulty_board, *key
            )
            self.boards.keep(key, board)
        return seen.model_copy(update={"start": parse_board(board)})

    def score(self, slug: str) -> Score:
        """Return the score of a lab's demo. It holds the reference: for instructors alone.

        Raises:
            LabNotFound: No lab has that name.
        """
        return score(lab_of(self.labs, slug))

    def lesson(self, asked: Asked) -> Lesson:
        """Return a lab's lesson, as far as it is given."""
        return lesson(asked.lab, asked.policy)

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
        [result] = [each for each in report.steps if each.step == step]
        key = jobs.LabKey.of(asked.lab)
        return await self._run(board, asked.client, jobs.answer_board, key, result, answer)

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

    def expect_large(self, client: Client) -> None:
        """Say before a large board is read whether it would be worked out.

        Raises:
            ServerBusy: Too many wait already.
        """
        self.runner.expect(Effort(heavy=True, asker=_asker(client)))

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

    async def verify(self, asked: Asked, board: Board) -> tuple[Told, Counted | None]:
        """Return how a board compares with the lab's reference, as far as the mode tells it.

        Where the mode counts attempts, also how many there are.

        Raises:
            LinkOver: The deadline has passed.
            SealBroken, HandedIn, NoAttemptsLeft: See `attempt`.
            TooManyAttempts: The mode is paced, and the client has to wait first.
            TooManyQuestions: See `Throttle`.
            ServerBusy, TakesTooLong, ClientGone: See `Pool.run`.
        """
        if asked.policy.attempts == "free":
            return self._tell(await self._report(asked, board), asked), None
        before = self.tally(asked)
        tally = attempt(before, board, asked.policy.attempt_limit)
        # Counted before it is worked out: of two questions at once, neither is free.
        self.sittings.keep(tally)
        try:
            report = await self._report(asked, board)
        except BaseException:
            self.sittings.take_back(tally, before)
            raise
        if report.verdict == "correct" and tally.passed is None:
            tally = tally.model_copy(update={"passed": tally.count})
            self.sittings.keep(tally)
        return self._tell(report, asked), self._counted(asked, tally)

    def hand_in(self, asked: Asked, board: Board, name: str, notes: str) -> tuple[HandIn, Counted]:
        """Return what a student hands in, sealed; an exam ends with it.

        Whoever hands in again hands in the same attempts: only the time is another.

        Raises:
            SealBroken: The token of the sitting is none of this server.
        """
        now = int(self.clock())
        tally = self.tally(asked)
        if asked.policy.binding and tally.ended is None:
            tally = tally.model_copy(update={"ended": now})
            self.sittings.keep(tally)
        link = asked.admission.assignment
        done = HandIn(
            lab=asked.lab.slug,
            mode=asked.policy.mode,
            link=link.id if link else None,
            deadline=asked.policy.deadline,
            sitting=tally.sitting,
            began=tally.began,
            handed_in=now,
            attempts=tally.count,
            passed=tally.passed,
            name=name,
            notes=notes,
            board=board,
        )
        return done.sealed(self.porter.seals), self._counted(asked, tally)

    def tally(self, asked: Asked) -> Tally:
        """Return how a sitting stands.

        Raises:
            SealBroken: The token is none of this server.
        """
        seals = self.porter.seals
        told = seals.open("tally", asked.tally, Tally) if asked.tally else None
        return self.sittings.latest(told, asked.under, self.clock())

    def _counted(self, asked: Asked, tally: Tally) -> Counted:
        limit = asked.policy.attempt_limit
        left = None if limit is None else limit - tally.count
        token = self.porter.seals.seal("tally", tally)
        return Counted(tally.count, left, token, tally.ended)

    def _tell(self, report: Report, asked: Asked) -> Told:
        return tell(report, asked.policy.detail, asked.policy.hint_cap)

    async def hint(self, asked: Asked, board: Board, finding: str, level: int) -> Hint:
        """Return one hint to one finding, as deep as asked for and no deeper than the mode allows.

        Nor deeper than the next rung, which opens after an edit or a pause: see `Ladder`. Where
        attempts are counted, there are hints to what was verified last: otherwise to ask for a hint
        were an attempt for nothing.

        Raises:
            FindingNotFound: The mode tells no such finding (any more).
            LinkOver: The deadline has passed.
            SealBroken: The token of the sitting is none of this server.
            TooManyAttempts: The mode is paced, and the client has to wait first.
            TooManyQuestions: See `Throttle`.
            ServerBusy, TakesTooLong, ClientGone: See `Pool.run`.
        """
        policy = asked.policy
        tells = policy.attempts == "counted" and policy.detail != "verdict"
        if tells and self.tally(asked).of != content_of(board):
            raise FindingNotFound("Verify this board first.")
        report = await self._report(asked, board)
        hint = tell_hint(report, policy, finding, level)
        who = self.tally(asked).sitting if tells else asked.browser
        if hint.finding is None or who is None or asked.admission.instructor:
            return hint
        given, wait = self.ladder.climb(who, hint.finding.id, content_of(board), hint.level)
        if given < hint.level:
            hint = tell_hint(report, policy, finding, given)
        return replace(hint, wait=wait if given < hint.levels else 0)

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
        if over(asked.policy, self.clock()):
            raise LinkOver("The time for this work is over.")
        await _let_others(board)
        content = key_of(board)
        if asked.policy.paced:
            self.pacer.admit(asked.client, asked.lab.slug, likeness_of(board), content)
        named = jobs.LabKey.of(asked.lab)
        key = (f"{named.lab} {named.digest}", content)
        report = self.memory.recall(key)
        if report is None:
            report = await self._run(board, asked.client, jobs.verify_board, named)
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
        effort = Effort(not is_light(board), _asker(client), client.gone)
        await _let_others(board)
        return await self.runner.run(effort, job, board.model_dump_json().encode(), *args, **named)


def _asker(client: Client) -> str:
    """Return how a client is known to those who work for it."""
    return f"{client.address} {client.browser or ''}"


def _variant(client: Client, link: Assignment | None) -> int:
    """Return the seed of a browser's own variant, another one for each link."""
    content = f"{client.browser or ''} {link.id if link else ''}".encode()
    return int.from_bytes(blake2b(content, digest_size=4).digest()) % VARIANTS


async def _let_others(board: Board) -> None:
    """Have others served between two things that take a large board tens of milliseconds."""
    if not is_light(board):
        await asyncio.sleep(0)


def is_light(board: Board) -> bool:
    """Whether a board can be read and run in some milliseconds, once its blocks are known."""
    return len(board.nodes) <= LIGHT_NODES and len(board.edges) <= LIGHT_EDGES
