"""An event loop for the tests of a file, so that its pools of workers start once."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from app.service import Pool

Staffed = Callable[[Pool], Pool]


@pytest.fixture(name="runner", scope="module")
def _runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(name="staffed", scope="module")
def _staffed(runner: asyncio.Runner) -> Iterator[Staffed]:
    """Start a pool's workers; they end with the file's tests."""
    with ExitStack() as ends:

        def start(pool: Pool) -> Pool:
            runner.run(pool.__aenter__())
            ends.callback(lambda: runner.run(pool.__aexit__()))
            return pool

        yield start
