"""What can be typed, and what `--help` says of it."""

import argparse
import os
import re
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app.cli.phrases import speak
from app.core.text import LANGS, Lang, Text, spoken, text
from app.settings import PREFIX, BadSetting, Setting, stated

BOARD_HELP = text(
    "编辑器保存的画布文件；- 表示从标准输入读",
    "a board as the editor saves it; - reads standard input",
)
BOARDS_HELP = text(
    f"{BOARD_HELP['zh-CN']}；给出文件夹，就是其中的所有画布",
    f"{BOARD_HELP['en']}, a folder stands for all boards in it",
)

SECRET = f"{PREFIX}SECRET"
"""The variable that holds what links and hand-ins are signed with."""

FOLDER = f"{PREFIX}LABS"
"""The variable that names the folder of an instructor's labs."""

VERIFY_EXIT = text(
    "退出码：每张画布都正确为 0，有一张不正确为 1，有一张用不了为 2。",
    "exit code: 0 where every board is correct, 1 where one is not, 2 where one cannot be used.",
)
CHECK_EXIT = text(
    "退出码：每张画布都能无错运行为 0，有一张不能为 1，有一张用不了为 2。",
    "exit code: 0 where every board runs without an error, 1 where one does not, 2 where one "
    "cannot be used.",
)
SERVE = text(
    "这些选项也可以写在环境变量里：--port 就是 BNECK_LAB_PORT，依此类推。",
    "Each of these may stand in the environment instead: --port as BNECK_LAB_PORT, and so on.",
)
EXAMPLES = """\
  bneck-lab serve --port 8000
  bneck-lab verify --lab mobilenet-v3-large my-board.json
  bneck-lab verify --lab mobilenet-v3-large hand-ins
  bneck-lab verify --hand-ins hand-ins --csv
  bneck-lab export my-board.json > network.py
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line, which speaks as the locale asks for."""
    speak(language(os.environ))
    top = argparse.ArgumentParser(
        prog="bneck-lab",
        description=_said(
            "用块搭神经网络，并验证搭得对不对。",
            "Wire neural networks block by block, and see whether the wiring is right.",
        ),
        epilog=_said("例子：\n", "examples:\n") + EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument(
        "--version",
        action="version",
        version=f"%(prog)s {version('bneck-lab')}",
        help=_said("显示版本号，然后退出", "show the version and exit"),
    )
    commands = top.add_subparsers(title=_said("命令", "commands"), metavar="COMMAND", required=True)
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


def _in_words(words: Text) -> str:
    """Return words in the language of the locale."""
    return words[language(os.environ)]


def _said(zh: str, en: str) -> str:
    return _in_words(text(zh, en))


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
    summary: Text,
    epilog: Text | None = None,
) -> argparse.ArgumentParser:
    description = _in_words(summary)
    added = commands.add_parser(
        command,
        help=description[0].lower() + description[1:].rstrip(".。"),
        description=description,
        epilog=epilog and _in_words(epilog),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    added.set_defaults(module=module, command=command)
    return added


def _serve(commands: "_Commands[argparse.ArgumentParser]") -> None:
    added = _add(
        commands,
        "serve",
        "serve",
        text("启动 Bneck Lab 服务器。", "Serve Bneck Lab to browsers."),
        SERVE,
    )
    for setting in stated():
        added.add_argument(
            setting.flag,
            type=_reader(setting),
            # A text as default is read as if it had been typed: it is refused in the same words.
            default=os.environ.get(setting.variable) or None,
            metavar=setting.name.rpartition("_")[2].upper(),
            help=_said(
                f"{setting.help['zh-CN']}（{setting.shown['zh-CN']}）",
                f"{setting.help['en']} ({setting.shown['en']})",
            ),
        )


def _reader(setting: Setting) -> Callable[[str], Any]:
    """Return what reads a setting as argparse wants it: it says what is wrong with a value."""

    def read(typed: str) -> Any:
        try:
            return setting.read(typed)
        except BadSetting as error:
            raise argparse.ArgumentTypeError(_in_words(error.said)) from None

    return read


def _labs(commands: "_Commands[argparse.ArgumentParser]") -> None:
    added = _add(commands, "labs", "labs", text("列出所有实验。", "List the labs."))
    _folder_option(added)
    _language_option(added)
    _json_option(added)


def _lab(commands: "_Commands[argparse.ArgumentParser]") -> None:
    summary = text(
        "检验实验文件：参考网络是否与写明的一致、验证是否接受它、每一处错误能否找到。",
        "Check lab files: that the reference is as stated, that Verify accepts it, and that it "
        "finds every single fault.",
    )
    added = _add(commands, "lab", "lab", summary)
    added.add_argument("action", choices=("check",), help=_said("要做什么", "what to do with them"))
    added.add_argument(
        "files", nargs="+", metavar="FILE", help=_said("实验的 TOML 文件", "a lab's TOML file")
    )
    _language_option(added)


def _verify(commands: "_Commands[argparse.ArgumentParser]") -> None:
    summary = text("把画布与实验的参考网络比较。", "Compare boards with a lab's reference.")
    added = _add(commands, "verify", "verify", summary, VERIFY_EXIT)
    _lab_option(added, required=False)
    added.add_argument(
        "boards",
        nargs="*",
        metavar="BOARD",
        help=_said(
            f"{BOARDS_HELP['zh-CN']}；有多张时，用一张表列出每张的结果",
            f"{BOARDS_HELP['en']}; of several, a table says how each one stands",
        ),
    )
    added.add_argument(
        "--hand-ins",
        type=Path,
        metavar="DIR",
        help=_said(
            "改为检查这个文件夹（及其子文件夹）里交上来的作业和签名："
            f"{SECRET} 要与启动服务器时的相同",
            "check the hand-ins in this folder instead, and in those in it, and their seals: "
            f"{SECRET} is what the server was started with",
        ),
    )
    added.set_defaults(refuse=added.error)
    added.add_argument(
        "--hints",
        type=int,
        choices=range(6),
        default=0,
        metavar="LEVEL",
        help=_said(
            "每处不同都给出到这一级为止的提示：1 指出是哪个块，4 讲原理，5 给出改法（0，不给）",
            "show hints up to this level with every finding: 1 names the block, 4 the principle, "
            "5 the repair (0, none)",
        ),
    )
    added.add_argument(
        "--repairs",
        action="store_true",
        help=_said("逐张说明怎样改对", "say for each board what would put it right"),
    )
    _language_option(added)
    form = added.add_mutually_exclusive_group()
    _json_option(form)
    form.add_argument(
        "--csv",
        action="store_true",
        help=_said(
            "输出电子表格能打开的表，带得分：已完成的部分占全部的比例",
            "print a table for spreadsheets, with a score: the share of the work that is done",
        ),
    )


def _mend(commands: "_Commands[argparse.ArgumentParser]") -> None:
    summary = text(
        "用最少的修改把画布改对。供教师使用：结果就是答案，改了什么写在标准错误里。",
        "Put boards right with the fewest changes. For instructors: the outcome is a solution, and "
        "what was changed is said on standard error.",
    )
    added = _add(commands, "mend", "mend", summary)
    _lab_option(added)
    added.add_argument("boards", nargs="+", metavar="BOARD", help=_in_words(BOARDS_HELP))
    added.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help=_said(
            "每张都用原来的文件名写到这个文件夹", "write each board there under its own name"
        ),
    )
    _language_option(added)


def _check(commands: "_Commands[argparse.ArgumentParser]") -> None:
    summary = text(
        "运行画布：形状、参数量、乘加次数，以及哪里有错。",
        "Run boards: shapes, parameters, multiply-adds, and what is wrong.",
    )
    added = _add(commands, "check", "check", summary, CHECK_EXIT)
    added.add_argument("boards", nargs="+", metavar="BOARD", help=_in_words(BOARDS_HELP))
    _language_option(added)
    _json_option(added)


def _export(commands: "_Commands[argparse.ArgumentParser]") -> None:
    summary = text(
        "把画布写成只需要 PyTorch 的 Python 模块。",
        "Write a board as a Python module that needs PyTorch alone.",
    )
    added = _add(commands, "convert", "export", summary)
    added.add_argument("board", metavar="BOARD", help=_in_words(BOARD_HELP))
    added.add_argument("--name", help=_said("网络类的名字", "what to call the network's class"))
    _output_option(added)


def _expand(commands: "_Commands[argparse.ArgumentParser]") -> None:
    summary = text(
        "展开画布上的一个组合块（例如 bneck），写成新的画布。",
        "Write a board with one composite node, such as a bneck, unfolded.",
    )
    added = _add(commands, "convert", "expand", summary)
    added.add_argument("board", metavar="BOARD", help=_in_words(BOARD_HELP))
    added.add_argument("node", metavar="NODE", help=_said("块的编号", "the node's id"))
    _output_option(added)


def _reference(commands: "_Commands[argparse.ArgumentParser]") -> None:
    summary = text(
        "把实验的参考网络写成画布。供教师使用：它就是答案。",
        "Write a lab's reference as a board. For instructors: it is the solution.",
    )
    added = _add(commands, "convert", "reference", summary)
    _lab_option(added)
    _output_option(added)


def _lab_option(added: argparse.ArgumentParser, *, required: bool = True) -> None:
    added.add_argument(
        "--lab",
        required=required,
        metavar="NAME",
        help=_said("实验名，见 bneck-lab labs", "the lab, as bneck-lab labs lists it"),
    )
    _folder_option(added)


def _folder_option(added: argparse.ArgumentParser) -> None:
    added.add_argument(
        "--labs",
        type=_reader(next(each for each in stated() if each.name == "labs")),
        default=os.environ.get(FOLDER) or None,
        metavar="DIR",
        help=_said(
            "教师自己的实验所在的文件夹，与服务器的相同（无）",
            "folder with an instructor's own labs, as the server has it (none)",
        ),
    )


def _language_option(added: argparse.ArgumentParser) -> None:
    added.add_argument(
        "--lang",
        choices=LANGS,
        default=language(os.environ),
        help=_said(
            "报告用哪种语言（按系统设置：%(default)s）",
            "language of the report (from the locale: %(default)s)",
        ),
    )


def _json_option(added: argparse._ActionsContainer) -> None:
    added.add_argument(
        "--json",
        action="store_true",
        help=_said(
            "输出 JSON，与 HTTP API 相同，一张画布一行",
            "print JSON, as the HTTP API gives it, a line a board",
        ),
    )


def _output_option(added: argparse.ArgumentParser) -> None:
    added.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=_said("写到这个文件，而不是标准输出", "write here, not to standard output"),
    )
