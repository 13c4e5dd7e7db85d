"""The command line, `bneck-lab`."""

from app.cli.main import main

__all__ = ["main"]
