"""A process that answers one question after another, and how it is asked.

It ends itself when a question costs too much CPU time, and when whoever started it is gone.
"""

import os
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from threading import Thread
from time import monotonic, process_time
from traceback import format_exc
from typing import Any, TypeAlias

from app.core.errors import TakesTooLong

MEMORY = Path("/dev/shm")
"""A folder in memory, which Linux has where nothing else can be written."""


def _context() -> SpawnContext | ForkServerContext:
    """Return how processes are made: forked from a warm one, where the system can.

    That one is spoken to through a socket in a folder for temporary files, which a container whose
    files are read-only may lack.
    """
    if "forkserver" not in get_all_start_methods() or not _has_scratch():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["app.core.resting", "app.service.warm"])
    return context


def _has_scratch() -> bool:
    """Whether temporary files can be written, in memory at least."""
    with suppress(FileNotFoundError):
        tempfile.gettempdir()
        return True
    if os.access(MEMORY, os.W_OK):
        tempfile.tempdir = str(MEMORY)
    return tempfile.tempdir is not None


CONTEXT = _context()

NICE, PATIENT = 5, 15
"""The process that answers everybody goes before those that work something out for one, and of
these a patient one comes behind the others."""

PATIENCE = 6
"""A question may take so many times its CPU time on a busy machine before its worker is ended."""

OUT_OF_TIME = -getattr(signal, "SIGPROF", 0)
"""Exit code of a worker whose question cost too much."""

Job: TypeAlias = Callable[[], Any]


class WorkerDied(Exception):
    """A worker ended in the middle of a question, and not because of its cost."""


class Gone(Exception):
    """A worker's process has ended, and has to be replaced."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a job returned, or what it raised."""

    value: Any = None
    error: Exception | None = None
    seconds: float = 0.0
    """CPU time that it has cost."""


class Worker:
    """A worker process as its owner sees it.

    To put a light question and to take an answer that has come takes no time worth mentioning. All
    else blocks, and is for a thread.
    """

    def __init__(self, cpu_seconds: float, *, patient: bool = False) -> None:
        self.patient = patient
        """Whether it lets others go first, wherever there are more processes than cores."""
        self._cpu_seconds = cpu_seconds
        self._closed = False
        self._began = 0.0
        self.spent = 0.0
        """CPU time that the last question has cost; of one that was ended, at most."""
        self._start()

    @property
    def pid(self) -> int | None:
        """The process's id."""
        return self._process.pid

    def ask(self, job: Job) -> Any:
        """Return what a job returns in the process.

        Raises:
            TakesTooLong: It cost too much, and the worker has been replaced.
            WorkerDied: The worker ended, and has been replaced.
            Exception: What the job raised.
        """
        if not self._process.is_alive():
            self._replace()
        try:
            self.put(job)
            if not self._connection.poll(self.patience):
                self.end()
            return self.take()
        except Gone:
            raise self.replaced() from None

    def put(self, job: Job) -> None:
        """Put a question to the process, which has to be taken before the next one.

        Raises:
            Gone: The process has ended.
        """
        self._began = monotonic()
        try:
            self._connection.send(job)
        except OSError:
            raise Gone from None

    def take(self) -> Any:
        """Return the answer as soon as it has come; `fileno` can be read then.

        Raises:
            Gone: The process has ended.
            Exception: What the job raised.
        """
        try:
            answer: Answer = self._connection.recv()
        except (EOFError, OSError):
            raise Gone from None
        self.spent = answer.seconds
        if answer.error is not None:
            raise answer.error
        return answer.value

    def fileno(self) -> int:
        """Return the file that answers come by, until the worker is replaced."""
        return self._connection.fileno()

    @property
    def patience(self) -> float:
        """In how many seconds an answer comes, or none that is worth waiting for."""
        return PATIENCE * self._cpu_seconds

    def replaced(self) -> TakesTooLong | WorkerDied:
        """Put a new process in the place of one that is gone; return why it went."""
        self.spent = min(monotonic() - self._began, self._cpu_seconds)
        ended = self._ended
        code = self._replace()
        if ended or code == OUT_OF_TIME:
            return TakesTooLong()
        return WorkerDied(f"a worker ended with {code}")

    def end(self) -> None:
        """End the process, whatever it does; another one takes its place."""
        self._ended = True
        self._process.kill()

    def close(self) -> None:
        """End the process for good."""
        self._closed = True
        self.end()

    def _start(self) -> None:
        self._ended = False
        self._connection, theirs = CONTEXT.Pipe()
        self._process = CONTEXT.Process(
            target=_serve, args=(theirs, self._cpu_seconds, self.patient), daemon=True
        )
        self._process.start()
        theirs.close()

    def _replace(self) -> int | None:
        """Put a new process in the place of one that ended; return the old one's exit code."""
        self._process.join()
        code = self._process.exitcode
        self._connection.close()
        if self._closed:
            raise WorkerDied("the server is being stopped")
        self._start()
        return code


def _serve(questions: Connection, cpu_seconds: float, patient: bool) -> None:
    """Answer questions until whoever asks them is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the owner's to answer
    if hasattr(os, "nice"):
        os.nice(PATIENT if patient else NICE)
    Thread(target=_end_with_owner, daemon=True).start()
    import_module("app.service.warm")  # nothing is left to do where it was forked from a warm one
    with suppress(EOFError, OSError):
        while True:
            job = questions.recv()
            _limit(cpu_seconds)
            answer = _answer(job)
            _limit(0)
            questions.send(answer)


def _end_with_owner() -> None:
    owner = parent_process()
    if owner is not None:
        wait([owner.sentinel])
        os._exit(0)


def _limit(cpu_seconds: float) -> None:
    """Have the system end this process after so much more CPU time; 0 takes it back."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)


def _answer(job: Job) -> Answer:
    began = process_time()
    try:
        value = job()
    except Exception as error:
        error.add_note(format_exc())
        return Answer(error=error, seconds=process_time() - began)
    return Answer(value, seconds=process_time() - began)
