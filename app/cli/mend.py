"""`bneck-lab mend`: boards put right with the fewest changes, for instructors."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.cli import UNUSABLE
from app.cli.files import board_text, boards_of, read_board, write
from app.cli.own import named_lab
from app.cli.why import why
from app.core.errors import BneckLabError, MendRefused
from app.core.text import Lang, text
from app.service.mend import Change, Mended, mended
from app.verify.tell.words import span

RIGHT = text("无须修改", "right as it is")
REPAIRS = text("修改 {count} 处", "{count} to mend")
SCORE = text("，得分 {score}", ", score {score}")
STEPS = text("第 {steps} 步：{said}", "{steps}: {said}")
UNSAID = text("按说明改正。", "Mend it by the text.")


def mend(given: argparse.Namespace) -> int:
    """Write each board as the least changed right one; 2 where one is unusable."""
    lab = named_lab(given)
    boards = boards_of(given.boards)
    if len(boards) > 1 and given.out is None:
        raise MendRefused("Of several boards, say where to: --out DIR.")
    outputs = _outputs(boards, given.out)
    code = 0
    for board, output in zip(boards, outputs, strict=True):
        try:
            found = mended(read_board(board), lab.reference)
            if output is not None:
                output.parent.mkdir(parents=True, exist_ok=True)
            write(board_text(found.board), output)
        except (BneckLabError, OSError) as error:
            print(f"{board}: {why(error, given.lang)}", file=sys.stderr)
            code = UNUSABLE
            continue
        print(summary(board, found, given.lang), file=sys.stderr)
    return code


def _outputs(boards: list[str], folder: Path | None) -> list[Path | None]:
    """Return where each board is written; none over another one, and no hand-in is."""
    if folder is None:
        return [None] * len(boards)
    folder.mkdir(parents=True, exist_ok=True)
    outputs = [folder / name for name in _names(boards)]
    if len(set(outputs)) < len(outputs):
        raise MendRefused("Two of the boards have the same name: mend them one by one.")
    sources = {Path(board).resolve() for board in boards}
    if any(output.resolve() in sources for output in outputs):
        raise MendRefused("--out would write over the boards themselves: name another folder.")
    return list(outputs)


def _names(boards: Sequence[str]) -> list[Path]:
    """Return what each board is written as: its own name, with its folder's where two are alike."""
    names = [Path("stdin.json" if board == "-" else Path(board).name) for board in boards]
    if len(set(names)) == len(names) or "-" in boards:
        return names
    paths = [Path(board).resolve() for board in boards]
    top = os.path.commonpath([path.parent for path in paths])
    return [path.relative_to(top) for path in paths]


def summary(board: str, found: Mended, lang: Lang) -> str:
    """Return what was changed on a board, a line a repair."""
    if not found.changes:
        return f"{board}: {RIGHT[lang]}"
    head = REPAIRS[lang].format(count=len(found.changes))
    head += SCORE[lang].format(score=f"{found.score:.3f}")
    return "\n".join([f"{board}: {head}", *(f"  {line(each, lang)}" for each in found.changes)])


def line(change: Change, lang: Lang) -> str:
    """Return one repair in words."""
    said = (change.said or UNSAID)[lang]
    if not change.steps:
        return said
    return STEPS[lang].format(steps=span(change.steps)[lang], said=said)
