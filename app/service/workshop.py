"""Where an instructor's labs are made: a draft becomes a lab, is proved, saved, and given out.

The proof is long work in small pieces: workers do it, one draft at a time, and leave room for
students. What was saved is given out at once by this process, and by others with the same folder
as soon as they look there again.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.core.errors import BadLab, ServerBusy, TakesTooLong
from app.core.shape import Shape
from app.core.text import Text, text
from app.graph import Board
from app.graph.board import parse
from app.labs import Lab, LabFolder, Shelf, lab_of, parse_lab
from app.labs.folder import Listing
from app.making import NOTHING_TRIED, Draft, Drafted, DraftFlaw, Trial, outlined, redraft
from app.service import jobs
from app.service.pool import RETRY, Effort, Runner

PIECE = 1
"""So many faults are tried at once. Verify may take seconds for one, and a question has eight."""

LOOK_AGAIN = 2.0
"""Seconds between two looks at the folder."""

WORK = Effort(heavy=True, asker="workshop")

log = logging.getLogger("bneck_lab.workshop")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a proof is: so many of all possible faults have been tried."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved of a lab: its network's size, and what Verify made of single faults."""

    output_shape: Shape
    n_params: int
    madds: int
    trial: Trial

    @property
    def holds(self) -> bool:
        """Whether Verify found every fault."""
        return not self.trial.missed


@dataclass(frozen=True, slots=True)
class Made:
    """The end of it: a proof, where it came to one, and where the lab is.

    `saved` says that it is in the folder and given out. The `file` is the lab's text, for those who
    keep it themselves, and is there where the proof holds.
    """

    flaws: tuple[DraftFlaw, ...] = ()
    proof: Proof | None = None
    saved: bool = False
    slug: str | None = None
    file: str | None = None


class Workshop:
    """Makes labs and puts them on the shelf; without a folder, they are given back as files."""

    def __init__(self, shelf: Shelf, runner: Runner, folder: LabFolder | None = None) -> None:
        self.shelf = shelf
        self.folder = folder
        self._runner = runner
        self._listing: Listing = folder.listing() if folder else {}
        self._proving = asyncio.Lock()

    @property
    def own(self) -> tuple[Lab, ...]:
        """The instructor's labs that are given out."""
        return tuple(lab for lab in self.shelf.values() if lab.own)

    def redraft(self, slug: str) -> Draft:
        """Return the draft of a lab that is there.

        Raises:
            LabNotFound: No lab has that name.
        """
        return redraft(lab_of(self.shelf, slug))

    async def propose(self, board: Board) -> Draft:
        """Return a first draft of a lab that asks for the network on a board."""
        body = board.model_dump_json().encode()
        found = await self._runner.run(WORK, jobs.propose_draft, body)
        return parse(jobs.DRAFT, found)

    async def drafted(self, draft: Draft, *, replace: bool = False) -> Drafted:
        """Return the lab that a draft describes, or what keeps it from being one.

        With `replace` it may have the name of another one of the instructor's.
        """
        taken = frozenset(slug for slug, lab in self.shelf.items() if not (replace and lab.own))
        body = draft.model_dump_json().encode()
        flaws, file = await self._runner.run(WORK, jobs.draft_lab, body, taken)
        if file is None:
            return Drafted(flaws)
        return Drafted(lab=parse_lab(file, f"{draft.slug}.toml"), file=file)

    async def seen(self, draft: Draft, *, replace: bool = False) -> Drafted:
        """Return what is wrong with a draft, and the lab as far as it can be seen already.

        Only a draft in which nothing is wrong has a file.
        """
        found = await self.drafted(draft, replace=replace)
        if found.lab is not None:
            return found
        outline = await self.drafted(outlined(draft))
        return Drafted(found.flaws, outline.lab)

    async def make(
        self, draft: Draft, *, replace: bool = False
    ) -> AsyncGenerator[Progress | Made, None]:
        """Prove a draft and save it, and say meanwhile how far it is; the last word is the end.

        Raises:
            ServerBusy: Another draft is being proved.
        """
        if self._proving.locked():
            raise ServerBusy(RETRY)
        async with self._proving:
            yield Progress(0, 0)
            found = await self.drafted(draft, replace=replace)
            if found.lab is None or found.file is None:
                yield Made(found.flaws)
                return
            lab, trial = found.lab, NOTHING_TRIED
            key = jobs.LabKey.of(lab)
            try:
                possible = await self._runner.run(WORK, jobs.prove_lab, key)
                for start in range(0, possible, PIECE):
                    yield Progress(start, possible)
                    trial += await self._runner.run(WORK, jobs.try_lab, key, start, start + PIECE)
            except BadLab:
                yield Made((DraftFlaw(("graph",), NOT_ACCEPTED),))
                return
            except TakesTooLong:
                yield Made((DraftFlaw(("graph",), TOO_HARD),))
                return
            stated = lab.stated
            proof = Proof(stated.output_shape, stated.n_params, stated.madds, trial)
            if not proof.holds:
                yield Made(proof=proof, slug=lab.slug)
                return
            yield await self._keep(lab, found.file, proof)

    async def _keep(self, lab: Lab, file: str, proof: Proof) -> Made:
        """Save what was proved, where there is a folder, and give it out."""
        if self.folder is None:
            return Made(proof=proof, slug=lab.slug, file=file)
        try:
            await asyncio.to_thread(self.folder.save, lab.slug, file)
        except OSError as error:
            log.warning("lab %s cannot be saved: %s", lab.slug, error)
            return Made((DraftFlaw((), NOT_WRITTEN),), proof, slug=lab.slug, file=file)
        self.shelf.put([lab, *(each for each in self.own if each.slug != lab.slug)])
        return Made(proof=proof, saved=True, slug=lab.slug, file=file)

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Follow the folder meanwhile."""
        watch = asyncio.create_task(self._watch()) if self.folder else None
        try:
            yield
        finally:
            if watch is not None:
                watch.cancel()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            try:
                await self.renew()
            except Exception:
                log.exception("the labs' folder cannot be followed")

    async def renew(self) -> None:
        """Read the folder anew, where something in it has changed.

        What cannot be used is said in the log, and stays as it was; what went is given out no more.
        """
        if self.folder is None:
            return
        try:
            listing = await asyncio.to_thread(self.folder.listing)
        except OSError as error:  # a network's drive that is away for a moment
            log.warning("the labs' folder cannot be read: %s", error)
            return
        if listing == self._listing:
            return
        labs, flaws = await asyncio.to_thread(self.folder.sort, self.shelf.product)
        given = {lab.slug: lab for lab in self.own}
        kept = [lab for slug, lab in given.items() if f"{slug}.toml" in flaws]
        for said in flaws.values():
            log.warning("a lab is not given out: %s", said["en"])
        for lab in labs:
            before = given.get(lab.slug)
            if before is not None and before.content == lab.content:
                kept.append(before)
            elif await self._proved(lab):
                kept.append(lab)
            elif before is not None:
                kept.append(before)
        self._listing = listing
        self.shelf.put(kept)

    async def _proved(self, lab: Lab) -> bool:
        try:
            await self._runner.run(WORK, jobs.prove_lab, jobs.LabKey.of(lab))
        except (BadLab, TakesTooLong) as error:
            log.warning("a lab is not given out: %s", str(error) or f"{lab.slug}: too hard")
            return False
        return True


NOT_ACCEPTED: Text = text(
    "验证不接受这个网络，所以学生照着搭也通不过。请换一种搭法。",
    "Verify does not accept this network, so no student could pass. Build it in another way.",
)
TOO_HARD: Text = text(
    "这个网络要验证太久，学生会等不到结果。请把它分成几个实验。",
    "Verify takes too long on this network: students would wait in vain. Make several labs of it.",
)
NOT_WRITTEN: Text = text(
    "检验通过了，但服务器的实验文件夹写不进去。请先把文件下载下来，再请管理员看看文件夹的权限。",
    "The proof holds, but the server cannot write into its folder. Download the file, and ask "
    "whoever runs the server about the folder's permissions.",
)
