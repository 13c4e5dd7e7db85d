"""`bneck-lab serve`: one process answers a class, and a few work out what takes long."""

import argparse
import logging
import socket
import sys
from contextlib import closing, suppress
from time import perf_counter

import uvicorn
from fastapi import FastAPI

from app.cli.parser import SECRET
from app.core.errors import BadSecret
from app.labs import catalog
from app.main import create_app, settle
from app.service import Pool, Porter, Seals
from app.settings import SHORTEST_SECRET, Settings, new_key, new_secret
from app.web.assets import static_folder

WAITING = 2048
"""Connections that may wait to be accepted: a class that opens a lab at one instant."""


def serve(given: argparse.Namespace) -> int:
    """Serve until stopped; 2 where it cannot start."""
    began = perf_counter()
    settings = settings_of(given)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    try:
        listening = listen(settings)
    except OSError as error:
        print(f"Cannot listen on {settings.host}:{settings.port}: {error}", file=sys.stderr)
        return 2
    with listening, closing(Pool()) as pool:
        labs = catalog()
        porter = Porter(Seals(settings.secret), settings.links_only)
        app = create_app(labs, pool, settings.instructor_key, porter)
        if not static_folder().is_dir():
            print("The front-end is not built (make serve builds it): API only.", file=sys.stderr)
        settle()
        pool.wait()
        ready = f"{len(labs)} labs, ready after {perf_counter() - began:.1f} s"
        # A key that was chosen is known to whoever chose it, and needs to be on no screen.
        key = "as set" if given.instructor_key else settings.instructor_key
        links = "links hold" if given.secret else f"links hold until it stops ({SECRET} is not set)"
        said = f"{ready}; instructor's key: {key}; {links}; Ctrl+C stops it"
        print(f"Bneck Lab on {address(listening)} ({said})", file=sys.stderr)
        with suppress(KeyboardInterrupt):  # Ctrl+C is how people stop a server
            uvicorn.Server(configuration(app)).run([listening])
    return 0


def settings_of(given: argparse.Namespace) -> Settings:
    """Return what was decided; where no key or secret was set, it is a new one.

    Raises:
        BadSecret: It can be guessed.
    """
    if given.secret and len(given.secret) < SHORTEST_SECRET:
        raise BadSecret(f"{SECRET} has at least {SHORTEST_SECRET} signs.")
    return Settings(
        given.host,
        given.port,
        given.instructor_key or new_key(),
        given.secret or new_secret(),
        given.links_only,
    )


def configuration(app: FastAPI) -> uvicorn.Config:
    """Return how uvicorn serves the application."""
    return uvicorn.Config(
        app,
        loop="asyncio",  # uvloop lets connections starve under large bodies
        http="httptools",
        access_log=False,  # the application writes its own line for each request
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=1,  # for requests half sent; the others take milliseconds
    )


def listen(settings: Settings) -> socket.socket:
    """Return a socket that listens.

    It is made as TCP explicitly, so that asyncio sends small answers at once (TCP_NODELAY); an
    answer would otherwise wait for the client's delayed acknowledgement, 40 ms.

    Raises:
        OSError: The address is in use, or not this machine's.
    """
    [(family, kind, _, _, place), *_] = socket.getaddrinfo(
        settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    listening = socket.socket(family, kind, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listening.bind(place)
    except OSError:
        listening.close()
        raise
    listening.listen(WAITING)
    return listening


def address(listening: socket.socket) -> str:
    """Return the address to open in a browser; on this machine, where it listens everywhere."""
    host, port, *_ = listening.getsockname()
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
