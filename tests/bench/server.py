"""The server that the bench puts under load: as `bneck-lab serve` starts it, with an endpoint that
only parses, and one that says how long it stands still for a full garbage collection.

Its arguments are its port and how many processes work things out. It ends when its standard input
does, that is, with whoever started it.
"""

import gc
import sys
import threading
from time import thread_time

from starlette.requests import Request
from starlette.responses import Response

from app.cli.serve import listen
from app.core.collector import spare_collector
from app.labs import catalog
from app.main import create_app
from app.service import Pool
from app.settings import Settings
from app.web import bodies
from app.web.gate import Gate
from app.web.guard import guards
from app.web.limits import Limits, connections_with, raise_open_files
from app.web.server import Server, configuration

PARSE = "/bench/parse"
PAUSE = "/bench/pause"


async def parse_only(request: Request) -> Response:
    """Read the body as Verify does, and do nothing with it."""
    await bodies.read(request, bodies.ASK)
    return Response()


async def pause() -> float:
    """Return the seconds that a full garbage collection takes."""
    began = thread_time()
    gc.collect()
    return thread_time() - began


def main() -> None:
    """Serve until standard input ends."""
    port, workers = map(int, sys.argv[1:])
    gate = Gate(Limits(connections=connections_with(raise_open_files())))
    listening = listen(Settings(port=port))
    pool = Pool(workers)
    app = create_app(catalog(), pool)
    app.add_api_route(PARSE, parse_only, methods=["POST"])
    app.add_api_route(PAUSE, pause)
    spare_collector()
    pool.wait()
    server = Server(configuration(app), gate, guards())
    threading.Thread(target=_end_with_input, args=(server,), daemon=True).start()
    server.run([listening])


def _end_with_input(server: Server) -> None:
    sys.stdin.read()
    server.should_exit = True


if __name__ == "__main__":
    main()
