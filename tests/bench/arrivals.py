"""A school opens a lab at one instant, on a server that may open 1,024 files.

Each browser loads the page over one connection and what the page names over six, which it keeps.
Where one of them had to go for others, it asks again.
"""

import asyncio
import re
from asyncio import IncompleteReadError
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter

from app.web.assets import URL_PREFIX
from tests.bench.boards import LAB
from tests.bench.load import Answer, Line, Waits, ask, dial, open_files
from tests.bench.row import Row
from tests.bench.serving import serving

BROWSERS = 500
FILES = 1024
LINES = 6
"""Connections of one browser to one server."""

TRIES = 8
"""So often a browser asks for the same thing, where connections end under it."""

NAMED = re.compile(rf'(?:href|src)="({re.escape(URL_PREFIX)}/[^"]+)"'.encode())


@dataclass(slots=True)
class Browser:
    """A browser that opens the page, and what became of it."""

    port: int
    seconds: float = 0
    files: int = 0
    received: int = 0
    again: int = 0
    failed: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    async def open(self) -> None:
        """Load the page and all that it names."""
        began = perf_counter()
        page = await self._load(f"/labs/{LAB}", [])
        named = deque(dict.fromkeys(NAMED.findall(page.body))) if page else deque()
        await asyncio.gather(*(self._line(named) for _ in range(LINES)))
        self.seconds = perf_counter() - began

    def close(self) -> None:
        """Close the window."""
        for _, writer in self.lines:
            writer.close()

    async def _line(self, named: deque[bytes]) -> None:
        line: list[Line] = []
        while named:
            await self._load(named.popleft().decode(), line)
        self.lines.extend(line)

    async def _load(self, path: str, line: list[Line]) -> Answer | None:
        """Return an answer; `line` holds the connection to use, if there is one, and then the one
        that was used."""
        asked = f"GET {path} HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: identity\r\n\r\n".encode()
        for _ in range(TRIES):
            try:
                if not line:
                    line.append(await dial(self.port))
                answer = await ask(line[0], asked)
            except (IncompleteReadError, ConnectionError):
                self.again += 1
                line.clear()
                continue
            self.files += 1
            self.received += len(answer.body)
            if answer.status == 200:
                return answer
            self.failed.append(f"{answer.status} {path}")
            return None
        self.failed.append(f"gave up {path}")
        return None


def rows() -> Iterator[Row]:
    """Measure the row."""
    open_files()
    with serving(files=FILES) as server:
        alone = Browser(server.port)
        asyncio.run(_open([alone]))
        crowd = [Browser(server.port) for _ in range(BROWSERS)]
        began = server.cpu_seconds
        asyncio.run(_open(crowd))
        cost = (server.cpu_seconds - began) / BROWSERS
    loaded = sum(each.files == alone.files and not each.failed for each in crowd)
    failed = sorted({why for each in crowd for why in each.failed})[:3]
    yield Row(
        f"of {BROWSERS} browsers that open a lab at one instant, on {FILES} files, all have it",
        loaded / BROWSERS,
        "at least",
        1,
        f"{Waits([each.seconds for each in crowd])}, one alone {alone.seconds * 1000:,.0f}; "
        f"{alone.files} files, {alone.received / 2**20:.1f} MiB; CPU {cost * 1000:.1f} ms each; "
        f"asked again {sum(each.again for each in crowd)}; failed: {failed or 'none'}",
    )


async def _open(browsers: list[Browser]) -> None:
    await asyncio.gather(*(each.open() for each in browsers))
    for each in browsers:
        each.close()
