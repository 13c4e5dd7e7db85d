"""One replica of two is killed while a class asks through the proxy that is shipped."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from time import perf_counter

from tests import replicas
from tests.bench.boards import VERIFY, right
from tests.bench.load import Answer, Line, Waits, ask, request
from tests.bench.row import Row

CLIENTS = 40
SECONDS = 12.0
PAUSE = 0.2
KILLED_AT = 4.0


def rows() -> Iterator[Row]:
    """Measure the row, where the machine lets the proxy find replicas here."""
    if not replicas.possible():
        return
    with replicas.running() as school:
        answers, retried = asyncio.run(_measure(school))
    refused = Counter(answer.status for answer in answers if answer.status != 200)
    yield Row(
        "questions that any one client repeats when a replica of two is killed",
        max(retried),
        "at most",
        1,
        f"{sum(retried)} in all, of {CLIENTS} clients; {len(answers)} answers, "
        f"{Waits([answer.seconds for answer in answers])}; refused: {dict(refused) or 'none'}",
    )


async def _measure(school: replicas.School) -> tuple[list[Answer], list[int]]:
    answers: list[Answer] = []
    clients = [_client(school, number, answers) for number in range(CLIENTS)]
    asking = asyncio.gather(*clients)
    await asyncio.sleep(KILLED_AT)
    school.replicas[0].kill()
    return answers, await asking


async def _client(school: replicas.School, number: int, answers: list[Answer]) -> int:
    """Ask again and again; return how many questions had to be asked twice."""
    board = json.loads(right(f"replicas/{number}").json())
    asked = request(VERIFY, json.dumps({"graph": board}).encode())
    end, again = perf_counter() + SECONDS, 0
    line: Line | None = None
    while perf_counter() < end:
        try:
            line = line or await asyncio.open_connection("localhost", school.port, ssl=school.trust)
            answer = await ask(line, asked)
        except (asyncio.IncompleteReadError, ConnectionError):
            line, again = None, again + 1
            continue
        again += answer.status != 200
        answers.append(answer)
        await asyncio.sleep(PAUSE)
    if line is not None:
        line[1].close()
    return again
