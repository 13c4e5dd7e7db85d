"""`bneck-lab serve`: one process answers a class, and a few work out what takes long."""

import argparse
import os
import socket
import sys
from contextlib import closing, suppress
from pathlib import Path
from time import perf_counter

from app.cli import logs
from app.cli.parser import SECRET, language
from app.core.collector import resting, spare_collector
from app.core.text import text
from app.labs import LabFolder, catalog
from app.main import create_app
from app.service import Pool, Porter, Seals
from app.settings import Settings, read_settings
from app.web.application import Site
from app.web.assets import static_folder
from app.web.gate import Gate
from app.web.guard import guards
from app.web.limits import Limits, connections_with, raise_open_files
from app.web.metrics import Metrics
from app.web.server import Server, configuration

WAITING = 2048
"""Connections that may wait to be accepted: a class that opens a lab at one instant."""

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""Hosts that stand for all addresses of a machine, and how it calls itself."""

SOMEWHERE = ("192.0.2.1", 9)
"""An address of nobody (RFC 5737), outside of every network."""

CANNOT_LISTEN = text("无法监听 {place}：{error}", "Cannot listen on {place}: {error}")
NOT_BUILT = text(
    "前端还没有构建（make serve 会构建），现在只有 API。",
    "The front-end is not built (make serve builds it): API only.",
)
READY = text(
    "Bneck Lab 已启动：{where} （{labs} 个实验，启动用时 {seconds:.1f} 秒；教师密钥：{key}；"
    "{links}；按 Ctrl+C 停止）",
    "Bneck Lab on {where} ({labs} labs, ready after {seconds:.1f} s; instructor's key: {key}; "
    "{links}; Ctrl+C stops it)",
)
TWICE = text("{here}，网络里是 {outside}", "{here}, in its network {outside}")
AS_SET = text("即所设的密钥", "as set")
LINKS_HOLD = text("链接重启后仍然有效", "links hold")
LINKS_END = text(
    f"链接用到服务器停止为止（没有设置 {SECRET}）",
    f"links hold until it stops ({SECRET} is not set)",
)


def serve(given: argparse.Namespace) -> int:
    """Serve until stopped; 2 where it cannot start."""
    began = perf_counter()
    lang = language(os.environ)
    settings = read_settings(vars(given))
    logs.begin()
    gate = Gate(Limits(connections=connections_with(raise_open_files())))
    try:
        listening = listen(settings)
    except OSError as error:
        print(
            CANNOT_LISTEN[lang].format(place=f"{settings.host}:{settings.port}", error=error),
            file=sys.stderr,
        )
        return 2
    with listening, closing(Pool(settings.workers)) as pool:
        site = Site(settings.path_prefix, settings.frame_origins)
        porter = Porter(Seals(settings.secret), settings.links_only)
        with resting():
            folder = LabFolder(Path(settings.labs)) if settings.labs else None
            app = create_app(catalog(), pool, settings.instructor_key, site, porter, folder)
        if not static_folder().is_dir():
            print(NOT_BUILT[lang], file=sys.stderr)
        metrics: Metrics = app.state.metrics
        metrics.watch(gate)
        metrics.watch_queue(pool)
        spare_collector()
        pool.wait()
        prefix = settings.path_prefix and f"{settings.path_prefix}/"
        where = address(listening) + prefix
        if outside := address_outside(listening):
            where = TWICE[lang].format(here=where, outside=outside + prefix)
        ready = READY[lang].format(
            where=where,
            labs=len(app.state.services.labs),
            seconds=perf_counter() - began,
            # A key that was chosen is known to whoever chose it, and needs to be on no screen.
            key=AS_SET[lang] if given.instructor_key else settings.instructor_key,
            links=(LINKS_HOLD if given.secret else LINKS_END)[lang],
        )
        print(ready, file=sys.stderr)
        with suppress(KeyboardInterrupt):  # Ctrl+C is how people stop a server
            server = Server(
                configuration(app, settings.proxies), gate, guards(settings.frame_origins)
            )
            server.run([listening])
    return 0


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
    listening.setblocking(False)
    return listening


def address(listening: socket.socket) -> str:
    """Return the address to open in a browser; on this machine, where it listens everywhere."""
    host, port, *_ = listening.getsockname()
    host = EVERYWHERE.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def address_outside(listening: socket.socket) -> str | None:
    """Return the address that the network has for this machine, where it listens everywhere.

    None is known where there is no network. Links and codes for a class are made there.
    """
    host, port, *_ = listening.getsockname()
    if host not in EVERYWHERE:
        return None
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: the system only chooses from which address it would be.
            probe.connect(SOMEWHERE)
        except OSError:
            return None
        own: str = probe.getsockname()[0]
    return f"http://{own}:{port}"
