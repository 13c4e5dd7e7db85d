"""Reads the command line and runs one command."""

import argparse
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="bneck-lab")
    commands = parser.add_subparsers(required=True)
    serve = commands.add_parser("serve", help="serve Bneck Lab")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(run=_serve)
    given = parser.parse_args(arguments)
    code: int = given.run(given)
    return code


def _serve(given: argparse.Namespace) -> int:
    from app.cli.serve import run

    return run(given)
