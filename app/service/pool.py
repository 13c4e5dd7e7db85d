"""Long questions leave the event loop: a bounded number of workers, and a bounded queue.

Threads would not do: whatever computes in one holds the interpreter, and the loop waits for it
again and again. So each worker is a process. The loop waits for its answer as for a connection; a
thread waits in its place where a question is large, or a worker has to be replaced.
"""

import asyncio
import os
import sys
from asyncio import Future
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import Future as Starting
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import ParamSpec, Protocol, Self, TypeVar

from app.core.errors import ClientGone, ServerBusy
from app.service.costs import Costs
from app.service.worker import Gone, Worker, WorkerDied

P = ParamSpec("P")
T = TypeVar("T")

CPU_SECONDS = 8.0
"""What one question may cost. A browser waits for ten seconds."""

MOST_LIGHT, MOST_HEAVY = 1024, 16
"""How many questions wait at most: a school that presses Verify at once; a few large boards."""

FIRST = (False, 0)
"""Who goes before all others: whose questions are not long, and of which none is worked out."""

GRACE = 1.0
"""Seconds until a worker is ended whose answer nobody waits for. Most are done before: an editor
takes its question back with every edit."""

RETRY = 2
"""Seconds until whoever is turned away may ask again."""


HAS_READERS = sys.platform != "win32"
"""Whether an event loop can wait for a file."""


async def forever() -> None:
    """Wait for a client who never leaves."""
    await asyncio.Event().wait()


@dataclass(frozen=True, slots=True)
class Effort:
    """How a question is worked out: a heavy one by a patient worker, which one of them is not.

    `asker` is who asks: of all that wait, those come first of whose questions the fewest are being
    worked out. Whose questions take long comes last, and has them worked out as heavy ones are. Who
    asks for the first time leaves a worker free. `gone` returns when nobody waits for the answer
    any more.
    """

    heavy: bool = False
    asker: str = ""
    gone: Callable[[], Awaitable[object]] = forever


class Runner(Protocol):
    """Works out long questions."""

    @property
    def ready(self) -> bool:
        """Whether a question would be taken."""

    def expect(self, effort: Effort) -> None:
        """Raise `ServerBusy` where a question would be turned away."""

    async def run(self, effort: Effort, job: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Return what a job returns."""
        ...


class Here:
    """Works out questions on the spot, for one who asks alone."""

    ready = True

    def expect(self, effort: Effort) -> None:
        """Turn nothing away."""

    async def run(self, effort: Effort, job: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Return what a job returns."""
        return job(*args, **named)


@dataclass(eq=False, slots=True)
class _Place:
    """A place in the queue, and the worker that it is given."""

    heavy: bool
    asker: str
    worker: Future[Worker]


class Pool:
    """Worker processes, used from one event loop. They start at once, and with `async with` are
    warm before it begins and ended when it ends.

    All but one are patient: what is long never holds the other one, nor takes its core from it.
    """

    def __init__(self, workers: int | None = None, cpu_seconds: float = CPU_SECONDS) -> None:
        self.size = workers or max(2, cores())
        self._threads = ThreadPoolExecutor(self.size, "worker")
        self._starting = [
            self._threads.submit(Worker, cpu_seconds, patient=number > 0)
            for number in range(self.size)
        ]
        self.workers: Sequence[Worker] = ()
        self._free: list[Worker] = []
        self._queue: list[_Place] = []
        self._closed = False
        self._running: Counter[str] = Counter()
        self.costs = Costs()
        self._forsaken: set[asyncio.Task[None]] = set()

    def wait(self) -> None:
        """Return when all workers are warm."""
        if not self.workers:
            self.workers = [each.result() for each in self._starting]
            self._free = list(self.workers)
            for answer in [self._threads.submit(each.ask, os.getpid) for each in self.workers]:
                answer.result()

    def close(self) -> None:
        """End all workers, whatever they do, and those that are still starting as they start."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for each in self._starting:
            each.add_done_callback(_close)

    @property
    def waiting(self) -> int:
        """How many questions wait for a worker."""
        return len(self._queue)

    @property
    def ready(self) -> bool:
        """Whether workers are warm, and a question would be taken."""
        return bool(self.workers) and len(self._queue) < MOST_LIGHT

    async def __aenter__(self) -> Self:
        """Wait until all workers are warm."""
        await asyncio.to_thread(self.wait)
        return self

    async def __aexit__(self, *raised: object) -> None:
        """End all workers."""
        self.close()

    def expect(self, effort: Effort) -> None:
        """Say beforehand whether a question would be turned away.

        Raises:
            ServerBusy: Too many questions wait already.
        """
        self._last_of_most(effort)

    async def run(self, effort: Effort, job: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Return what a job returns in a worker.

        Raises:
            ServerBusy: Too many questions wait already.
            TakesTooLong: It cost more CPU time than a question may.
            ClientGone: Nobody waits for the answer any more; what is not begun is not done.
            WorkerDied: The worker ended otherwise.
            Exception: What the job raised.
        """
        work = asyncio.ensure_future(self._work(effort, partial(job, *args, **named)))
        gone = asyncio.ensure_future(effort.gone())
        try:
            await asyncio.wait((work, gone), return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                raise ClientGone("Nobody waits for the answer any more.")
            return work.result()
        finally:
            work.cancel()
            gone.cancel()

    async def _work(self, effort: Effort, job: Callable[[], T]) -> T:
        place = await self._turn(effort)
        worker = place.worker.result()
        answer: Future[T] = asyncio.ensure_future(self._answer(worker, job, place.heavy))
        try:
            return await asyncio.shield(answer)
        finally:
            if answer.done():
                self._give_back(place, worker.spent)
            else:
                forsaken = asyncio.ensure_future(self._forsake(place, answer))
                self._forsaken.add(forsaken)
                forsaken.add_done_callback(self._forsaken.discard)

    async def _answer(self, worker: Worker, job: Callable[[], T], heavy: bool) -> T:
        """Return a worker's answer, which the event loop waits for, but for heavy questions.

        A thread would have to come by the interpreter five times for each, on a process that has
        hundreds to read and to answer.
        """
        loop = asyncio.get_running_loop()
        if not heavy and HAS_READERS:
            try:
                worker.put(job)
            except Gone:
                pass  # since its last answer; it is replaced and asked below
            else:
                await _readable(worker)
                try:
                    answer: T = worker.take()
                except Gone:
                    if self._closed:
                        raise WorkerDied("the server is being stopped") from None
                    raise await loop.run_in_executor(self._threads, worker.replaced) from None
                return answer
        return await loop.run_in_executor(self._threads, worker.ask, job)

    async def _turn(self, effort: Effort) -> _Place:
        """Wait in the queue for a worker."""
        self._make_room(effort)
        place = _Place(effort.heavy, effort.asker, asyncio.get_running_loop().create_future())
        self._queue.append(place)
        self._hand_out()
        try:
            await place.worker
        except asyncio.CancelledError:
            if place in self._queue:
                self._queue.remove(place)
            elif not place.worker.cancelled() and place.worker.exception() is None:
                self._give_back(place)
            raise
        return place

    def _make_room(self, effort: Effort) -> None:
        """Have a place in the queue free.

        Raises:
            ServerBusy: See `_last_of_most`.
        """
        last = self._last_of_most(effort)
        if last is not None:
            self._queue.remove(last)
            last.worker.set_exception(ServerBusy(RETRY))

    def _last_of_most(self, effort: Effort) -> _Place | None:
        """Return whose place in a full queue a question would get: of who has the most, the last.

        Raises:
            ServerBusy: That is who asks.
        """
        most_alike = MOST_HEAVY if effort.heavy else MOST_LIGHT
        if len(self._queue) < most_alike:
            return None
        alike = [place for place in self._waiting() if place.heavy == effort.heavy]
        if len(alike) < most_alike:
            return None
        places = Counter(place.asker for place in alike)
        [(most, count)] = places.most_common(1)
        if count <= places[effort.asker] + 1:
            raise ServerBusy(RETRY)
        return next(place for place in reversed(alike) if place.asker == most)

    def _hand_out(self) -> None:
        """Give each free worker to who is next."""
        while self._free and (place := self._next()):
            self._queue.remove(place)
            self._running[place.asker] += 1
            place.worker.set_result(self._taken(place))

    def _taken(self, place: _Place) -> Worker:
        """Take one of the free workers: a patient one, where one is free, for what may be long."""
        may_be_long = self._is_long(place) or not self.costs.knows(place.asker)
        worker = min(self._free, key=lambda each: each.patient != may_be_long)
        self._free.remove(worker)
        return worker

    def _next(self) -> _Place | None:
        """Return whose questions are not long, of these who has the fewest worked out, and of these
        who waits longest."""
        found: _Place | None = None
        least: tuple[bool, int] | None = None
        for place in filter(self._may, self._waiting()):
            rank = self.costs.long(place.asker), self._running.get(place.asker, 0)
            if least is None or rank < least:
                found, least = place, rank
            if rank == FIRST:  # nobody goes before: of a class, whoever came first
                break
        return found

    def _waiting(self) -> Iterator[_Place]:
        """Yield the places of those who have not left, in the order in which they came."""
        return (place for place in self._queue if not place.worker.done())

    def _may(self, place: _Place) -> bool:
        """Whether a question is given a worker, or has to leave the last one to others."""
        most = max(1, self.size - 1)
        if not self.costs.knows(place.asker) and self._running[place.asker] >= most:
            return False
        if self.size == 1 or not self._is_long(place):
            return True
        return any(worker.patient for worker in self._free)

    def _is_long(self, place: _Place) -> bool:
        """Whether a question is heavy, or of somebody whose questions take long."""
        return place.heavy or self.costs.long(place.asker)

    def _give_back(self, place: _Place, seconds: float | None = None) -> None:
        """Take a worker back from a question and note what it has cost, if it was asked at all."""
        if seconds is not None:
            self.costs.note(place.asker, seconds)
        self._running[place.asker] -= 1
        if not self._running[place.asker]:
            del self._running[place.asker]
        self._free.append(place.worker.result())
        self._hand_out()

    async def _forsake(self, place: _Place, answer: Future[T]) -> None:
        """Wait a little for an answer that nobody waits for, then end its worker."""
        worker = place.worker.result()
        await asyncio.wait((answer,), timeout=GRACE)
        if not answer.done():
            worker.end()
            await asyncio.wait((answer,))
        answer.exception()  # looked at, so that it is not reported as overlooked
        self._give_back(place, worker.spent)


async def _readable(worker: Worker) -> None:
    """Return when there is an answer; who has none after a long time is ended."""
    loop = asyncio.get_running_loop()
    come = asyncio.Event()
    file = worker.fileno()
    loop.add_reader(file, come.set)
    too_late = loop.call_later(worker.patience, worker.end)
    try:
        await come.wait()
    finally:
        too_late.cancel()
        loop.remove_reader(file)


def _close(starting: Starting[Worker]) -> None:
    if not starting.cancelled() and starting.exception() is None:
        starting.result().close()


def cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
