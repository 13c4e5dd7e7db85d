"""`bneck-lab check`."""

import argparse

from app.cli import UNUSABLE
from app.cli.files import boards_of, read_board, shown, write_line
from app.cli.render import diagnostic, unusable
from app.cli.terminal import table
from app.cli.why import why
from app.core.errors import BneckLabError
from app.core.shape import show
from app.core.text import Lang, text
from app.graph import Graph, read
from app.service import Checked
from app.service import check as run
from app.web import answers

HEAD = (
    text("节点", "node"),
    text("块", "block"),
    text("输出", "output"),
    text("参数", "n_params"),
    text("乘加", "madds"),
)
TOTAL = text("合计", "total")
UNKNOWN = "?"


def check(given: argparse.Namespace) -> int:
    """Run boards and say what they show; 1 where one has an error, 2 where one is unusable."""
    sound, usable = True, True
    for name in boards_of(given.boards):
        try:
            board = read_board(name)
        except (BneckLabError, OSError) as error:
            usable = False
            _tell_unusable(name, error, given)
            continue
        checked = run(board)
        if given.json:
            write_line({"file": shown(name), **answers.check(checked, given.lang)})
        else:
            print("\n".join(_lines(name, read(board).graph, checked, given.lang)))
        sound &= checked.sound
    if not usable:
        return UNUSABLE
    return 0 if sound else 1


def _tell_unusable(name: str, error: BneckLabError | OSError, given: argparse.Namespace) -> None:
    if given.json:
        write_line({"file": shown(name), "error": shown(why(error, given.lang))})
    else:
        print(unusable(name, why(error, given.lang), given.lang))


def _lines(name: str, graph: Graph, checked: Checked, lang: Lang) -> list[str]:
    return [
        _table(graph, checked, lang),
        *(f"\n{diagnostic(each, name, lang)}" for each in checked.diagnostics),
    ]


def _table(graph: Graph, checked: Checked, lang: Lang) -> str:
    rows = [tuple(column[lang] for column in HEAD)]
    for id, node in graph.nodes.items():
        measure = checked.measures.get(id)
        numbers = (
            (show(measure.shape), f"{measure.n_params:,}", f"{measure.madds:,}")
            if measure
            else (UNKNOWN, UNKNOWN, UNKNOWN)
        )
        rows.append((node.name, node.block.info.type, *numbers))
    rows += [(id, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN) for id in sorted(graph.broken)]
    sums = checked.totals
    output = show(sums.output_shape) if sums.output_shape else UNKNOWN
    rows.append((TOTAL[lang], "", output, f"{sums.n_params:,}", f"{sums.madds:,}"))
    return table(rows, right=frozenset({3, 4}))
