"""What argparse says by itself, in the operator's language.

argparse looks its words up with gettext, which would want a compiled catalogue on the disk. Here
its place in argparse is given to a lookup of our own.
"""

import argparse
import gettext
from collections.abc import Mapping

from app.core.text import Lang

CHINESE: Mapping[str, str] = {
    "usage: ": "用法：",
    "options": "选项",
    "positional arguments": "位置参数",
    "show this help message and exit": "显示这份帮助，然后退出",
    "%(prog)s: error: %(message)s\n": "%(prog)s：有错：%(message)s\n",
    "argument %(argument_name)s: %(message)s": "参数 %(argument_name)s：%(message)s",
    "the following arguments are required: %s": "缺少参数：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "one of the arguments %s is required": "下列参数至少要有一个：%s",
    "not allowed with argument %s": "不能与参数 %s 同时使用",
    "ignored explicit argument %r": "这个选项不带值：%r",
    "ambiguous option: %(option)s could match %(matches)s": (
        "选项 %(option)s 不明确，可能是 %(matches)s"
    ),
    "expected one argument": "后面要有一个值",
    "expected at most one argument": "后面最多有一个值",
    "expected at least one argument": "后面至少要有一个值",
    "expected %s argument": "后面要有 %s 个值",
    "expected %s arguments": "后面要有 %s 个值",
    "invalid %(type)s value: %(value)r": "不能用作 %(type)s 的值：%(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "没有 %(value)r 这一项（可选：%(choices)s）"
    ),
    "invalid choice: %(value)r, maybe you meant %(suggestion)r? (choose from %(choices)s)": (
        "没有 %(value)r 这一项，你是指 %(suggestion)r 吗？（可选：%(choices)s）"
    ),
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "没有 %(parser_name)r 这个命令（可选：%(choices)s）"
    ),
}
"""By what argparse asks for; a phrase of a newer Python that is not here stays English."""


def speak(lang: Lang) -> None:
    """Have argparse use the words of a language from now on."""
    hooks = vars(argparse)
    if lang == "en":
        hooks.update(_=gettext.gettext, ngettext=gettext.ngettext)
    else:
        hooks.update(_=_chinese, ngettext=_chinese_plural)


def _chinese(phrase: str) -> str:
    return CHINESE.get(phrase, phrase)


def _chinese_plural(one: str, many: str, count: int) -> str:
    return _chinese(one if count == 1 else many)
