"""`bneck-lab serve`."""

import argparse

import uvicorn

from app.main import create_app
from app.settings import Settings


def run(given: argparse.Namespace) -> int:
    """Serve until stopped."""
    settings = Settings(given.host, given.port)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        loop="asyncio",
        http="httptools",
        access_log=False,
        server_header=False,
    )
    return 0
