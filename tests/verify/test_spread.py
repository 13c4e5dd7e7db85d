"""Work spread over processes: what comes out, and that it ends."""

import os
import signal
import subprocess
import sys

import pytest

from tests.tree import ROOT
from tests.verify.spread import SLICE, Cores


def odd(number: int) -> int | None:
    return number if number % 2 else None


def thirteenth(number: int) -> int:
    if number == 13:
        raise ValueError(number)
    return number


@pytest.mark.parametrize("processes", [1, 3])
@pytest.mark.parametrize("wanted", [0, 1, SLICE, 5 * SLICE + 1])
def test_the_first_results_come_in_order_however_many_processes(
    processes: int, wanted: int
) -> None:
    with Cores(processes) as cores:
        assert list(cores.first(wanted, odd)) == [2 * number + 1 for number in range(wanted)]
        assert list(cores.first(2, odd)) == [1, 3]


def test_what_a_job_raises_comes_out() -> None:
    with Cores(2) as cores, pytest.raises(ValueError, match="13"):
        list(cores.first(20, thirteenth))


ENDLESS = """
from itertools import count
from tests.verify.spread import Cores
def job(number):
    print("begun", flush=True)
    for _ in count():
        pass
with Cores(2) as cores:
    list(cores.first(1, job))
"""


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl+C", "killed"])
def test_all_processes_end_with_the_first(blow: signal.Signals) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", ENDLESS],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert first.stdout is not None
    assert first.stdout.readline() == b"begun\n"
    if blow is signal.SIGINT:
        os.killpg(first.pid, blow)  # As a terminal does.
    else:
        first.kill()
    first.communicate(timeout=60)  # Ends once no process is left that could print.
    assert first.returncode
