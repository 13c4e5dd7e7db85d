"""The command line, `bneck-lab`.

Nothing here imports PyTorch before a command needs it, so that `--help` answers at once.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from app.cli.parser import language, parser
from app.cli.why import why
from app.core.collector import resting
from app.core.errors import BadLab, BneckLabError
from app.core.text import Lang, text

UNUSABLE = 2
"""Exit code where nothing can be said about the network: no such file or node, or a bad lab."""

BROKEN = text("有实验用不了，先要改好：", "A lab is broken, so nothing can be done:")

STOPPED = 130
"""Exit code after Ctrl+C, as shells have it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = parser().parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        # A report in a terminal that cannot write a name or ✓ shows its code instead of failing.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        with resting():
            command = import_module(f"app.cli.{given.module}")
        code: int = getattr(command, given.command)(given)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has closed it. Python would complain at its own last flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNUSABLE
    except KeyboardInterrupt:
        return STOPPED
    except BadLab as error:
        lang = _language(given)
        print(f"bneck-lab: {BROKEN[lang]}\n{error.said[lang]}", file=sys.stderr)
        return UNUSABLE
    except (BneckLabError, OSError) as error:
        print(f"bneck-lab: {why(error, _language(given))}", file=sys.stderr)
        return UNUSABLE
    return code


def _language(given: argparse.Namespace) -> Lang:
    lang: Lang = getattr(given, "lang", None) or language(os.environ)
    return lang
