"""The server that `tests.bench.service` puts under load, with an endpoint that only parses.

Its port is its only argument. It ends when its standard input does, that is, with whoever started
it.
"""

import sys
import threading

from starlette.requests import Request
from starlette.responses import Response

from app.cli.serve import listen
from app.labs import catalog
from app.main import create_app, settle
from app.service import Pool
from app.settings import Settings
from app.web import bodies
from app.web.gate import Gate
from app.web.guard import guards
from app.web.limits import Limits
from app.web.server import Server, configuration

PARSE = "/bench/parse"


async def parse_only(request: Request) -> Response:
    """Read the body as Verify does, and do nothing with it."""
    await bodies.read(request, bodies.ASK)
    return Response()


def main() -> None:
    """Serve until standard input ends."""
    pool = Pool()
    app = create_app(catalog(), pool)
    app.add_api_route(PARSE, parse_only, methods=["POST"])
    settle()
    server = Server(configuration(app), Gate(Limits()), guards())
    threading.Thread(target=_end_with_input, args=(server,), daemon=True).start()
    server.run([listen(Settings(port=int(sys.argv[1])))])


def _end_with_input(server: Server) -> None:
    sys.stdin.read()
    server.should_exit = True


if __name__ == "__main__":
    main()
