"""Labels that try to become code. `python -m tests.export.hostile 100000` tries that many."""

import ast
import random
import sys
import unicodedata

from app.engine import module_names
from app.export import pytorch
from app.graph import Board, Graph
from tests.boards import chain, graph, node, picture

NASTY = (
    "\n    import os",
    "\r\nraise SystemExit",
    "\x00",
    "\x0c\x1b[2J",
    "\u2028print(1)\u2029",
    "'''",
    '"""',
    "\\",
    "\\\n",
    "');import os;('",
    "{__import__('os')}",
    "__class__",
    "__init__",
    "self",
    "torch",
    "nn",
    "x",
    "picture",
    "forward",
    "training",
    "super",
    "None",
    "lambda",
    "match",
    "ﬁ",
    "fi",
    "ſelf",
    "ｓｅｌｆ",
    "ℒ",
    "\u202egnp.exe",
    "\u2066\u2069",
    "\ufeff",
    "卷积 1",
    "卷积\u200b1",
    "é",
    "e\u0301",
    "#",
    "# type: ignore",
    "a" * 500,
    "١٢٣",
    "",
    " ",
    "-",
    "_",
    "9",
)
ALPHABET = (
    "\n\r\t\0\\'\"#;:=()[]{}@,. _-09azAZ"
    + "ﬁſｎ卷é\u202e\u2066\u200b\u2028\x85\x1c\ufeff\U0001f600"
)
A_BOARD = 400
"""Labels that are tried in one board."""


def labels(count: int, seed: int = 0) -> list[str]:
    """The nasty ones, then random ones from all of Unicode and from what has a meaning in code."""
    choose = random.Random(seed)

    def character() -> str:
        if choose.random() < 0.6:
            return choose.choice(ALPHABET)
        point = choose.randrange(0x110000 - 0x800)
        return chr(point if point < 0xD800 else point + 0x800)

    made = ("".join(character() for _ in range(choose.randint(1, 24))) for _ in range(count))
    return [*NASTY, *made][:count]


def prove(count: int) -> None:
    """Export boards whose nodes bear the labels: the code is that of plain boards but for names.

    Raises:
        AssertionError: A label has become more than a name, a comment or part of a docstring.
    """
    tried = labels(count)
    for start in range(0, count, A_BOARD):
        hostile = graph(_board(tried[start : start + A_BOARD]))
        code = pytorch(hostile, name=tried[start]).code
        compile(code, "exported.py", "exec")
        names = module_names(hostile)
        assert len(set(names.values())) == len(names)
        assert _shape_of(code, hostile) == _shape_of(pytorch(graph(_board(None))).code, None)
        assert not {unicodedata.category(char) for char in code} & {"Cf", "Cs", "Co", "Zl", "Zp"}


def _board(labels: list[str] | None) -> Board:
    ids = [f"n{i}" for i in range(A_BOARD)]
    given = [{"label": label} for label in labels or ()] + [{}] * A_BOARD
    return chain(
        picture(1, 1),
        *(node(id, "activation", **data) for id, data in zip(ids, given, strict=False)),
    )


def _shape_of(code: str, of: Graph | None) -> str:
    """The syntax tree with every submodule named by its node's id, without names and docstrings."""
    id_of = {name: id for id, name in module_names(of).items()} if of else {}
    tree = ast.parse(code)
    for item in ast.walk(tree):
        match item:
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                item.attr = id_of.get(name, name)
            case ast.ClassDef():
                item.name = "Network"
            case ast.Call(func=ast.Name(id=name)) if name[0].isupper():
                item.func = ast.Name("Network")
    tree.body.pop(0)
    return ast.dump(tree)


if __name__ == "__main__":
    prove(int(sys.argv[1]))
