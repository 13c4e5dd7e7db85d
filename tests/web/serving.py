"""A real server in this process, on a port of its own, and raw connections to it."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from fastapi import FastAPI

from app.cli.serve import listen
from app.settings import Settings
from app.web.gate import Gate
from app.web.guard import guards
from app.web.limits import Limits
from app.web.server import Server, configuration

PATIENCE = 20
"""Seconds after which a test gives up. None takes nearly as long."""


@dataclass
class Serving:
    """A server that runs, and its connections."""

    port: int
    gate: Gate
    server: Server
    thread: threading.Thread
    opened: list[socket.socket] = field(default_factory=list)

    def connect(self, sent: bytes = b"") -> socket.socket:
        """Return a connection on which something has been sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        self.opened.append(connection)
        connection.sendall(sent)
        return connection

    def ask(self, sent: bytes) -> bytes:
        """Return all that comes back until the server closes the connection."""
        return rest(self.connect(sent))

    def stop(self) -> None:
        """Tell the server to stop, and wait until it has."""
        self.server.should_exit = True
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive(), "the server does not end"


def get(path: str, *headers: str) -> bytes:
    """Return a request as it is sent; the server closes the connection after it."""
    return head("GET", path, "Connection: close", *headers)


def head(method: str, path: str, *headers: str) -> bytes:
    """Return a request's head as it is sent."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: lab", *headers, "", ""]).encode()


def rest(connection: socket.socket) -> bytes:
    """Return what comes until the other side closes; a reset closes it too."""
    found = b""
    try:
        while piece := connection.recv(65_536):
            found += piece
    except ConnectionResetError:
        pass
    return found


def until(connection: socket.socket, end: bytes) -> bytes:
    """Return what comes, as far as this end of an answer."""
    found = b""
    while not found.endswith(end):
        piece = connection.recv(65_536)
        assert piece, found
        found += piece
    return found


@contextmanager
def serving(
    app: FastAPI, limits: Limits | None = None, proxies: Sequence[str] = ()
) -> Iterator[Serving]:
    """Serve an application within limits, behind these proxies."""
    gate = Gate(limits or Limits())
    server = Server(configuration(app, proxies), gate, guards())
    with listen(Settings(port=0)) as listening:
        port: int = listening.getsockname()[1]
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        found = Serving(port, gate, server, thread)
        try:
            yield found
        finally:
            for connection in found.opened:
                connection.close()
            found.stop()
