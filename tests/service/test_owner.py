"""Workers end with the process that has started them, however it ends."""

import os
import select
import subprocess
import sys

import pytest

from tests.tree import ROOT

OWNER = """
import asyncio, sys
from app.service import Pool
from app.service.pool import Effort
from tests.service import pool_jobs

async def main() -> None:
    async with Pool(2, 600) as pool:
        work = asyncio.ensure_future(pool.run(Effort(), pool_jobs.forever))
        await pool.run(Effort(), pool_jobs.process)
        print(*(worker.pid for worker in pool.workers), flush=True)
        await asyncio.to_thread(sys.stdin.read)
        work.cancel()

asyncio.run(main())
"""


def ended(pid: int) -> None:
    """Return when a process that is no child of this one has ended.

    Its end is seen at once, without asking again and again.
    """
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ready, _, _ = select.select([handle], [], [], 30)
    os.close(handle)
    assert ready, f"process {pid} lives on"


@pytest.mark.skipif(sys.platform != "linux", reason="follows processes as Linux does")
@pytest.mark.parametrize("how", ["close", "SIGKILL"])
def test_workers_end_with_their_owner_even_while_they_compute(how: str) -> None:
    """SIGTERM ends this owner as SIGKILL does: nothing in it has a say."""
    with subprocess.Popen(
        [sys.executable, "-c", OWNER],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as owner:
        assert owner.stdin
        assert owner.stdout
        pids = [int(pid) for pid in owner.stdout.readline().split()]
        assert len(pids) == 2
        if how == "close":
            owner.stdin.close()
        else:
            owner.kill()
        for pid in pids:
            ended(pid)
