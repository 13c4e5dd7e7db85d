"""The pool of workers: bounds, budgets and clients who leave."""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from multiprocessing import active_children
from pathlib import Path

import pytest

from app.core.errors import BoardError, ClientGone, Flaw, NodeNotFound, ServerBusy, TakesTooLong
from app.service import Pool, pool
from app.service.costs import LONG
from app.service.pool import Effort
from app.service.worker import WorkerDied
from tests.service import pool_jobs
from tests.service.conftest import Staffed

LIGHT, HEAVY = Effort(), Effort(heavy=True)
SOME = [Effort(asker=f"student {number}") for number in range(5)]
SHORT = 0.3
"""Seconds of CPU time that the tests allow a question."""


@pytest.fixture(name="workers", scope="module")
def _workers(staffed: Staffed) -> Pool:
    return staffed(Pool(2, SHORT))


@pytest.fixture(name="patient", scope="module")
def _patient(staffed: Staffed) -> Pool:
    """A pool whose questions may take as long as a test needs."""
    return staffed(Pool(2, 60))


def test_it_answers_from_other_processes(runner: asyncio.Runner, workers: Pool) -> None:
    pid = runner.run(workers.run(LIGHT, pool_jobs.process))
    assert pid in {worker.pid for worker in workers.workers}
    assert pid != os.getpid()


def test_errors_cross_with_all_that_is_in_them(runner: asyncio.Runner, workers: Pool) -> None:
    with pytest.raises(BoardError) as refused:
        runner.run(workers.run(LIGHT, pool_jobs.refuse))
    assert refused.value.flaws == (Flaw("/nodes/0", "bad"),)
    with pytest.raises(NodeNotFound, match="no node"):
        runner.run(workers.run(LIGHT, pool_jobs.miss))


def test_a_question_over_its_budget_is_ended_and_the_next_one_answered(
    runner: asyncio.Runner, workers: Pool
) -> None:
    for _ in range(3):
        with pytest.raises(TakesTooLong):
            runner.run(workers.run(LIGHT, pool_jobs.forever))
    assert runner.run(workers.run(LIGHT, pool_jobs.process))


def test_a_worker_that_dies_is_replaced(runner: asyncio.Runner, workers: Pool) -> None:
    with pytest.raises(WorkerDied, match="3"):
        runner.run(workers.run(LIGHT, pool_jobs.die))
    pids = {worker.pid for worker in workers.workers}
    for child in active_children():
        if child.pid in pids:
            child.kill()
            child.join()
    assert runner.run(workers.run(LIGHT, pool_jobs.process))


async def _leave() -> None:
    """Leave at the first opportunity."""


def test_a_client_who_leaves_is_not_worked_for(
    runner: asyncio.Runner, workers: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "GRACE", 0.0)
    before = {worker.pid for worker in workers.workers}

    async def leave_and_ask() -> int:
        with pytest.raises(ClientGone):
            await workers.run(Effort(gone=_leave), pool_jobs.forever)
        answers = (workers.run(LIGHT, pool_jobs.process) for _ in range(4))
        return (await asyncio.gather(*answers))[-1]

    assert runner.run(leave_and_ask())
    assert {worker.pid for worker in workers.workers} - before


def test_what_is_not_begun_when_its_client_leaves_is_not_done(
    runner: asyncio.Runner, patient: Pool, tmp_path: Path
) -> None:
    door = tmp_path / "door"

    async def ask() -> None:
        both = [asyncio.ensure_future(patient.run(by, pool_jobs.until, door)) for by in SOME[:2]]
        await asyncio.sleep(0)
        with pytest.raises(ClientGone):
            await patient.run(Effort(gone=_leave), pool_jobs.until, tmp_path / "never")
        door.touch()
        await asyncio.gather(*both)
        await patient.run(LIGHT, pool_jobs.process)

    runner.run(ask())


def test_heavy_questions_leave_a_worker_for_the_light_ones(
    runner: asyncio.Runner, patient: Pool, tmp_path: Path
) -> None:
    door = tmp_path / "door"

    async def ask() -> None:
        heavy = [asyncio.ensure_future(patient.run(HEAVY, pool_jobs.until, door)) for _ in range(3)]
        await asyncio.sleep(0)
        for _ in range(3):
            await patient.run(LIGHT, pool_jobs.process)
        assert not any(each.done() for each in heavy)
        door.touch()
        await asyncio.gather(*heavy)

    runner.run(ask())


@pytest.mark.skipif(not hasattr(os, "nice"), reason="no process comes before another")
def test_what_is_long_comes_behind_what_is_light(runner: asyncio.Runner, patient: Pool) -> None:
    long = Effort(asker="long")

    async def ask() -> None:
        await patient.run(SOME[0], pool_jobs.process)
        await patient.run(long, pool_jobs.process)
        patient.costs.note(long.asker, 2 * LONG)
        for _ in range(3):
            light = await patient.run(SOME[0], pool_jobs.niceness)
            assert await patient.run(long, pool_jobs.niceness) > light
            assert await patient.run(HEAVY, pool_jobs.niceness) > light

    runner.run(ask())


def test_what_is_long_waits_for_a_patient_worker_though_the_other_one_is_free(
    runner: asyncio.Runner, patient: Pool, tmp_path: Path
) -> None:
    door = tmp_path / "door"

    async def ask() -> None:
        await patient.run(SOME[0], pool_jobs.process)
        stranger = Effort(asker=str(tmp_path))
        working = asyncio.ensure_future(patient.run(stranger, pool_jobs.until, door))
        await asyncio.sleep(0)
        heavy = asyncio.ensure_future(patient.run(HEAVY, pool_jobs.process))
        brisk = {await patient.run(SOME[0], pool_jobs.process) for _ in range(3)}
        assert len(brisk) == 1
        assert not heavy.done()
        door.touch()
        assert await heavy == await working != brisk.pop()

    runner.run(ask())


def test_who_asks_once_does_not_wait_for_who_asks_without_pause(
    runner: asyncio.Runner, patient: Pool, tmp_path: Path
) -> None:
    door = tmp_path / "door"
    done: list[str] = []

    async def asks(asker: str) -> None:
        await patient.run(Effort(asker=asker), pool_jobs.process)
        done.append(asker)

    async def ask() -> None:
        flood = Effort(asker="flood")
        both = [asyncio.ensure_future(patient.run(flood, pool_jobs.until, door)) for _ in range(2)]
        await asyncio.sleep(0)
        many = [asyncio.ensure_future(asks("flood")) for _ in range(50)]
        await asyncio.sleep(0)
        one = asyncio.ensure_future(asks("student"))
        await asyncio.sleep(0)
        door.touch()
        await asyncio.gather(*both, *many, one)
        assert done.index("student") < 4

    runner.run(ask())


def test_who_asks_for_the_first_time_leaves_a_worker_to_others(
    runner: asyncio.Runner, patient: Pool, tmp_path: Path
) -> None:
    door, stranger = tmp_path / "door", Effort(asker="stranger")

    async def ask() -> None:
        many = [
            asyncio.ensure_future(patient.run(stranger, pool_jobs.until, door)) for _ in range(3)
        ]
        await asyncio.sleep(0)
        for by in SOME:
            await patient.run(by, pool_jobs.process)
        assert not any(each.done() for each in many)
        door.touch()
        await asyncio.gather(*many)

    runner.run(ask())


def test_whose_questions_are_short_is_given_every_worker(
    runner: asyncio.Runner, patient: Pool, tmp_path: Path
) -> None:
    quick, here = Effort(asker="quick"), [tmp_path / "first", tmp_path / "second"]

    async def ask() -> None:
        await patient.run(quick, pool_jobs.process)
        both = (
            patient.run(quick, pool_jobs.meet, mine, theirs) for mine, theirs in (here, here[::-1])
        )
        assert len(set(await asyncio.gather(*both))) == 2

    runner.run(ask())


def test_whose_questions_are_long_leaves_a_worker_to_others_and_comes_last(
    runner: asyncio.Runner, patient: Pool, tmp_path: Path
) -> None:
    doors = [tmp_path / "one", tmp_path / "other"]
    slow, done = Effort(asker="slow"), list[str]()

    async def asks(by: Effort) -> None:
        await patient.run(by, pool_jobs.process)
        done.append(by.asker)

    async def ask() -> None:
        await patient.run(slow, pool_jobs.process)
        patient.costs.note(slow.asker, 2 * LONG)
        working = [asyncio.ensure_future(patient.run(slow, pool_jobs.until, doors[0]))]
        waiting = [asyncio.ensure_future(asks(slow))]
        await asyncio.sleep(0)
        for by in SOME:  # a worker is free all the time, and the slow one is not given it
            await patient.run(by, pool_jobs.process)
        working.append(asyncio.ensure_future(patient.run(SOME[0], pool_jobs.until, doors[1])))
        await asyncio.sleep(0)
        waiting += [asyncio.ensure_future(asks(by)) for by in SOME]
        await asyncio.sleep(0)
        assert not done
        doors[0].touch()  # the worker that it had itself goes to those who came after it
        await asyncio.gather(*waiting)
        assert done == [*(by.asker for by in SOME[1:]), SOME[0].asker, "slow"]
        doors[1].touch()
        await asyncio.gather(*working)

    runner.run(ask())


@pytest.mark.parametrize("job", [pool_jobs.compute, pool_jobs.compute_and_miss])
def test_what_a_question_has_cost_is_known(
    runner: asyncio.Runner, patient: Pool, job: Callable[[float], None]
) -> None:
    by = Effort(asker=job.__name__)

    async def ask() -> None:
        with suppress(NodeNotFound):
            await patient.run(by, job, LONG / 10)
        assert not patient.costs.long(by.asker)
        with suppress(NodeNotFound):
            await patient.run(by, job, 1.2 * LONG)
        assert patient.costs.long(by.asker)

    runner.run(ask())


def test_who_leaves_before_the_answer_has_cost_it_too(
    runner: asyncio.Runner, patient: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "GRACE", 1.2 * LONG)

    async def ask() -> None:
        with pytest.raises(ClientGone):
            await patient.run(Effort(asker="leaver", gone=_leave), pool_jobs.forever)
        while not patient.costs.knows("leaver"):
            await patient.run(SOME[0], pool_jobs.process)
        assert patient.costs.long("leaver")

    runner.run(ask())


def test_one_worker_alone_answers_heavy_questions_too(runner: asyncio.Runner) -> None:
    async def ask() -> int:
        async with Pool(1, 60) as alone:
            return await alone.run(HEAVY, pool_jobs.process)

    assert runner.run(ask())


def test_who_has_filled_the_queue_makes_room_for_others(
    runner: asyncio.Runner, patient: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "MOST_LIGHT", 4)
    door, flood = tmp_path / "door", Effort(asker="filler")

    async def ask() -> None:
        many = [asyncio.ensure_future(patient.run(flood, pool_jobs.until, door)) for _ in range(5)]
        busy = asyncio.ensure_future(patient.run(SOME[0], pool_jobs.until, door))
        others = [asyncio.ensure_future(patient.run(by, pool_jobs.until, door)) for by in SOME[1:4]]
        await asyncio.sleep(0)
        with pytest.raises(ServerBusy):  # no two of whose places can be told apart
            await patient.run(flood, pool_jobs.process)
        door.touch()
        answers = await asyncio.gather(*many, return_exceptions=True)
        assert [isinstance(each, ServerBusy) for each in answers] == [False] * 2 + [True] * 3
        assert all(await asyncio.gather(busy, *others))

    runner.run(ask())


def test_who_would_be_turned_away_is_known_beforehand(
    runner: asyncio.Runner, patient: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "MOST_HEAVY", 2)
    door, flood = tmp_path / "door", Effort(heavy=True, asker="flood of heavy ones")

    async def ask() -> None:
        patient.expect(flood)
        many = [asyncio.ensure_future(patient.run(flood, pool_jobs.until, door)) for _ in range(3)]
        while patient.waiting < 2:
            await asyncio.sleep(0)
        with pytest.raises(ServerBusy):
            patient.expect(flood)
        for other in (replace(flood, heavy=False), replace(flood, asker="another")):
            patient.expect(other)
        assert patient.waiting == 2
        door.touch()
        await asyncio.gather(*many)

    runner.run(ask())


def test_no_worker_is_lost_however_clients_leave(
    runner: asyncio.Runner, patient: Pool, tmp_path: Path
) -> None:
    async def leave_after(steps: int) -> None:
        for _ in range(steps):
            await asyncio.sleep(0)

    async def ask() -> None:
        questions = [
            patient.run(
                Effort(asker=f"{number}", gone=partial(leave_after, number % 23)), pool_jobs.process
            )
            for number in range(500)
        ]
        for answer in await asyncio.gather(*questions, return_exceptions=True):
            assert isinstance(answer, int | ClientGone), answer
        here = [tmp_path / "first", tmp_path / "second"]
        both = zip(SOME, (here, here[::-1]), strict=False)
        await asyncio.gather(*(patient.run(by, pool_jobs.meet, *doors) for by, doors in both))

    runner.run(ask())


@pytest.mark.parametrize("effort", [LIGHT, HEAVY])
def test_the_queue_is_bounded(
    runner: asyncio.Runner, patient: Pool, tmp_path: Path, effort: Effort,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(pool, "MOST_HEAVY" if effort.heavy else "MOST_LIGHT", 2)
    door = tmp_path / "door"
    working = 1 if effort.heavy else 2
    *first, last = (replace(effort, asker=by.asker) for by in SOME[: working + 3])

    async def ask() -> None:
        waiting = [asyncio.ensure_future(patient.run(by, pool_jobs.until, door)) for by in first]
        await asyncio.sleep(0)
        with pytest.raises(ServerBusy) as busy:
            await patient.run(last, pool_jobs.process)
        assert busy.value.seconds >= 1
        door.touch()
        assert len(await asyncio.gather(*waiting)) == working + 2

    runner.run(ask())
