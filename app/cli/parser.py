"""What can be typed, and what `--help` says of it."""

import argparse
import os
import re
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app.core.text import LANGS, Lang, spoken
from app.settings import PREFIX, Setting, stated

BOARD_HELP = "a board as the editor saves it; - reads standard input"
BOARDS_HELP = f"{BOARD_HELP}, a folder stands for all boards in it"

SECRET = f"{PREFIX}SECRET"
"""The variable that holds what links and hand-ins are signed with."""

FOLDER = f"{PREFIX}LABS"
"""The variable that names the folder of an instructor's labs."""

VERIFY_EXIT = """\
exit code: 0 where every board is correct, 1 where one is not, 2 where one cannot be used.
"""
CHECK_EXIT = """\
exit code: 0 where every board runs without an error, 1 where one does not, 2 where one cannot be
used.
"""
SERVE = """\
Each of these may stand in the environment instead: --port as BNECK_LAB_PORT, and so on.
"""
EXAMPLES = """\
examples:
  bneck-lab serve --port 8000
  bneck-lab verify --lab mobilenet-v3-large my-board.json
  bneck-lab verify --lab mobilenet-v3-large hand-ins
  bneck-lab verify --hand-ins hand-ins --csv
  bneck-lab export my-board.json > network.py
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="bneck-lab",
        description="Wire neural networks block by block, and see whether the wiring is right.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"%(prog)s {version('bneck-lab')}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _serve(commands)
    _labs(commands)
    _lab(commands)
    _verify(commands)
    _mend(commands)
    _check(commands)
    _export(commands)
    _expand(commands)
    _reference(commands)
    return top


def language(environment: Mapping[str, str]) -> Lang:
    """Return the language that the environment's locale asks for; English where it says nothing."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return spoken(re.split("[_.@]", value)[0]) or "en"
    return "en"


def secret(environment: Mapping[str, str]) -> str | None:
    """Return what links and hand-ins are signed with, where it is set.

    It is no option: everybody on a machine sees command lines.
    """
    return environment.get(SECRET, "").strip() or None


_Commands = argparse._SubParsersAction  # argparse has no public name for what it returns


def _add(
    commands: "_Commands[argparse.ArgumentParser]",
    module: str,
    command: str,
    summary: str,
    epilog: str | None = None,
) -> argparse.ArgumentParser:
    added = commands.add_parser(
        command,
        help=summary[0].lower() + summary[1:].rstrip("."),
        description=summary,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    added.set_defaults(module=module, command=command)
    return added


def _serve(commands: "_Commands[argparse.ArgumentParser]") -> None:
    added = _add(commands, "serve", "serve", "Serve Bneck Lab to browsers.", SERVE)
    for setting in stated():
        added.add_argument(
            setting.flag,
            type=_reader(setting),
            # A text as default is read as if it had been typed: it is refused in the same words.
            default=os.environ.get(setting.variable) or None,
            metavar=setting.name.rpartition("_")[2].upper(),
            help=f"{setting.help['en']} ({setting.shown['en']})",
        )


def _reader(setting: Setting) -> Callable[[str], Any]:
    """Return what reads a setting as argparse wants it: it says what is wrong with a value."""

    def read(typed: str) -> Any:
        try:
            return setting.read(typed)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return read


def _labs(commands: "_Commands[argparse.ArgumentParser]") -> None:
    added = _add(commands, "labs", "labs", "List the labs.")
    _folder_option(added)
    _language_option(added)
    _json_option(added)


def _lab(commands: "_Commands[argparse.ArgumentParser]") -> None:
    summary = (
        "Check lab files: that the reference is as stated, that Verify accepts it, and that it "
        "finds every single fault."
    )
    added = _add(commands, "lab", "lab", summary)
    added.add_argument("action", choices=("check",), help="what to do with them")
    added.add_argument("files", nargs="+", metavar="FILE", help="a lab's TOML file")
    _language_option(added)


def _verify(commands: "_Commands[argparse.ArgumentParser]") -> None:
    summary = "Compare boards with a lab's reference."
    added = _add(commands, "verify", "verify", summary, VERIFY_EXIT)
    _lab_option(added, required=False)
    added.add_argument(
        "boards",
        nargs="*",
        metavar="BOARD",
        help=f"{BOARDS_HELP}; of several, a table says how each one stands",
    )
    added.add_argument(
        "--hand-ins",
        type=Path,
        metavar="DIR",
        help=f"check the hand-ins in this folder instead, and in those in it, and their seals: "
        f"{SECRET} is what the server was started with",
    )
    added.set_defaults(refuse=added.error)
    added.add_argument(
        "--hints",
        type=int,
        choices=range(6),
        default=0,
        metavar="LEVEL",
        help="show hints up to this level with every finding: 1 names the block, 4 the principle, "
        "5 the repair (0, none)",
    )
    added.add_argument(
        "--repairs", action="store_true", help="say for each board what would put it right"
    )
    _language_option(added)
    form = added.add_mutually_exclusive_group()
    _json_option(form)
    form.add_argument(
        "--csv",
        action="store_true",
        help="print a table for spreadsheets, with a score: the share of the work that is done",
    )


def _mend(commands: "_Commands[argparse.ArgumentParser]") -> None:
    summary = (
        "Put boards right with the fewest changes. For instructors: the outcome is a solution, and "
        "what was changed is said on standard error."
    )
    added = _add(commands, "mend", "mend", summary)
    _lab_option(added)
    added.add_argument("boards", nargs="+", metavar="BOARD", help=BOARDS_HELP)
    added.add_argument(
        "--out", type=Path, metavar="DIR", help="write each board there under its own name"
    )
    _language_option(added)


def _check(commands: "_Commands[argparse.ArgumentParser]") -> None:
    summary = "Run boards: shapes, parameters, multiply-adds, and what is wrong."
    added = _add(commands, "check", "check", summary, CHECK_EXIT)
    added.add_argument("boards", nargs="+", metavar="BOARD", help=BOARDS_HELP)
    _language_option(added)
    _json_option(added)


def _export(commands: "_Commands[argparse.ArgumentParser]") -> None:
    summary = "Write a board as a Python module that needs PyTorch alone."
    added = _add(commands, "convert", "export", summary)
    added.add_argument("board", metavar="BOARD", help=BOARD_HELP)
    added.add_argument("--name", help="what to call the network's class")
    _output_option(added)


def _expand(commands: "_Commands[argparse.ArgumentParser]") -> None:
    summary = "Write a board with one composite node, such as a bneck, unfolded."
    added = _add(commands, "convert", "expand", summary)
    added.add_argument("board", metavar="BOARD", help=BOARD_HELP)
    added.add_argument("node", metavar="NODE", help="the node's id")
    _output_option(added)


def _reference(commands: "_Commands[argparse.ArgumentParser]") -> None:
    summary = "Write a lab's reference as a board. For instructors: it is the solution."
    added = _add(commands, "convert", "reference", summary)
    _lab_option(added)
    _output_option(added)


def _lab_option(added: argparse.ArgumentParser, *, required: bool = True) -> None:
    added.add_argument(
        "--lab", required=required, metavar="NAME", help="the lab, as bneck-lab labs lists it"
    )
    _folder_option(added)


def _folder_option(added: argparse.ArgumentParser) -> None:
    added.add_argument(
        "--labs",
        type=_reader(next(each for each in stated() if each.name == "labs")),
        default=os.environ.get(FOLDER) or None,
        metavar="DIR",
        help="folder with an instructor's own labs, as the server has it (none)",
    )


def _language_option(added: argparse.ArgumentParser) -> None:
    added.add_argument(
        "--lang",
        choices=LANGS,
        default=language(os.environ),
        help="language of the report (from the locale: %(default)s)",
    )


def _json_option(added: argparse._ActionsContainer) -> None:
    added.add_argument(
        "--json", action="store_true", help="print JSON, as the HTTP API gives it, a line a board"
    )


def _output_option(added: argparse.ArgumentParser) -> None:
    added.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="write here, not to standard output"
    )
