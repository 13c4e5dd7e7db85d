"""How a worker is asked: what the event loop waits for itself, and what a thread does."""

import asyncio
import gc
from pathlib import Path

import pytest

from app.core.collector import YOUNG
from app.core.errors import TakesTooLong
from app.service import Pool, pool, worker
from app.service.pool import Effort
from app.service.worker import WorkerDied
from tests.service import pool_jobs
from tests.service.conftest import Staffed

LIGHT, HEAVY = Effort(), Effort(heavy=True)


@pytest.fixture(name="workers", scope="module")
def _workers(staffed: Staffed) -> Pool:
    return staffed(Pool(1, 8))


def test_a_worker_does_not_look_for_rubbish_all_the_time(
    runner: asyncio.Runner, workers: Pool
) -> None:
    assert runner.run(workers.run(LIGHT, gc.get_threshold))[0] == YOUNG
    assert runner.run(workers.run(LIGHT, gc.get_freeze_count)) > 100_000


def test_a_worker_that_stands_still_is_ended(
    runner: asyncio.Runner, workers: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PATIENCE", 0.05)
    for effort in (LIGHT, HEAVY):
        with pytest.raises(TakesTooLong):
            runner.run(workers.run(effort, pool_jobs.halt))
    monkeypatch.undo()
    assert runner.run(workers.run(LIGHT, pool_jobs.process))


def test_a_question_ends_with_the_pool(runner: asyncio.Runner, tmp_path: Path) -> None:
    async def ask(effort: Effort) -> None:
        async with Pool(1) as own:
            begun = tmp_path / f"{effort.heavy}"
            asked = asyncio.ensure_future(own.run(effort, pool_jobs.meet, begun, tmp_path / "no"))
            while not begun.exists():
                await asyncio.sleep(0)
        with pytest.raises(WorkerDied, match="stopped"):
            await asked

    for effort in (LIGHT, HEAVY):
        runner.run(ask(effort))


@pytest.mark.skipif(not pool.HAS_READERS, reason="threads wait here")
def test_a_light_question_takes_no_thread(
    runner: asyncio.Runner, workers: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(*_: object) -> None:
        raise AssertionError("it was asked in a thread")

    monkeypatch.setattr(worker.Worker, "ask", ask)
    assert runner.run(workers.run(LIGHT, pool_jobs.process))
    with pytest.raises(AssertionError, match="in a thread"):
        runner.run(workers.run(HEAVY, pool_jobs.process))


def test_a_large_question_and_a_large_answer_cross(runner: asyncio.Runner, workers: Pool) -> None:
    much = bytes(4_000_000)
    for effort in (LIGHT, HEAVY):
        assert runner.run(workers.run(effort, bytes, much)) == much
