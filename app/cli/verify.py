"""`bneck-lab verify`: one board is reported in full, a class's hand-ins as a table."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.cli import UNUSABLE
from app.cli.files import boards_of, read_board, shown, spreadsheet, write, write_line
from app.cli.hand_ins import check_hand_ins
from app.cli.mend import line, summary
from app.cli.own import named_lab
from app.cli.render import UNUSABLE as UNUSABLE_WORD
from app.cli.render import unusable
from app.cli.report import progress, report, verdict
from app.cli.terminal import table
from app.cli.why import why
from app.core.errors import BneckLabError
from app.core.text import Lang, text
from app.graph import read
from app.labs import Lab
from app.service import tell
from app.service.mend import Mended, mended
from app.verify import Report
from app.verify import verify as compare
from app.web import reports

COLUMNS = ("file", "verdict", "matched", "steps", "findings", "score", "error")
"""Of the table for spreadsheets."""

DIGITS = 3
"""Of a score, behind the point."""

BAR = 30
"""Columns of the progress bar."""

SUMMARY = text("{correct} / {total} 正确", "{correct} of {total} correct")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a report, or why there is none; and the repairs if asked for."""

    board: str
    report: Report | None
    error: str = ""
    mended: Mended | None = None


def verify(given: argparse.Namespace) -> int:
    """Compare boards with a lab's reference; 0 all correct, 1 not, 2 where one is unusable.

    With a folder of hand-ins, check these.
    """
    if given.hand_ins is not None:
        return check_hand_ins(given)
    if given.lab is None or not given.boards:
        given.refuse("name the lab and its boards, --lab NAME BOARD ..., or --hand-ins DIR")
    lab = named_lab(given)
    boards = boards_of(given.boards)
    outcomes: list[Outcome] = []
    for outcome in _with_bar(boards, lab, given):
        outcomes.append(outcome)
        if given.json:
            write_line(_as_json(outcome, lab, given.lang))
    if given.csv:
        write(_as_csv(outcomes, given.repairs, given.lang), None)
    elif not given.json:
        print(_in_words(outcomes, given.hints, given.repairs, given.lang))
    if any(outcome.report is None for outcome in outcomes):
        return UNUSABLE
    return 0 if all(_is_correct(outcome) for outcome in outcomes) else 1


def _with_bar(boards: Sequence[str], lab: Lab, given: argparse.Namespace) -> Iterator[Outcome]:
    """Yield each board's outcome, and draw how far it is where somebody is watching."""
    watched = len(boards) > 1 and sys.stderr.isatty()
    for count, board in enumerate(boards, start=1):
        yield _outcome(board, lab, given.repairs or given.csv, given.lang)
        if watched:
            done = BAR * count // len(boards)
            bar = "█" * done + "·" * (BAR - done)
            print(f"\r{bar} {count}/{len(boards)}", end="", file=sys.stderr, flush=True)
    if watched:
        print(f"\r{' ' * (BAR + 20)}\r", end="", file=sys.stderr)


def _outcome(board: str, lab: Lab, repairs: bool, lang: Lang) -> Outcome:
    try:
        drawn = read_board(board)
        found = mended(drawn, lab.reference) if repairs else None
        return Outcome(board, compare(read(drawn), lab.reference, lab.blocks), mended=found)
    except (BneckLabError, OSError) as error:
        return Outcome(board, None, why(error, lang))


def _as_json(outcome: Outcome, lab: Lab, lang: Lang) -> dict[str, Any]:
    if outcome.report is None:
        return {"file": shown(outcome.board), "error": shown(outcome.error)}
    whole = tell(outcome.report, "whole", lab.hint_cap)
    answer = {"file": shown(outcome.board), **reports.report(whole, lang)}
    if outcome.mended is not None:
        answer["score"] = round(outcome.mended.score, DIGITS)
        answer["repairs"] = [line(change, lang) for change in outcome.mended.changes]
    return answer


def _as_csv(outcomes: Sequence[Outcome], repairs: bool, lang: Lang) -> str:
    """Return a table for spreadsheets; its columns have the same names in every language."""
    rows: list[list[object]] = [[*COLUMNS, *(["repairs"] if repairs else [])]]
    for outcome in outcomes:
        report, found = outcome.report, outcome.mended
        if report is None or found is None:
            row: list[object] = [shown(outcome.board), "", "", "", "", "", shown(outcome.error)]
        else:
            steps = [report.matched, len(report.steps)]
            score = f"{found.score:.{DIGITS}f}"
            row = [shown(outcome.board), report.verdict, *steps, len(report.findings), score, ""]
        said = [line(change, lang) for change in found.changes] if found else []
        rows.append([*row, *(["\n".join(said)] if repairs else [])])
    return spreadsheet(rows)


def _in_words(outcomes: Sequence[Outcome], level: int, repairs: bool, lang: Lang) -> str:
    """Return one board's report in full; of several a table, and with hints each report before."""
    parts = [_report(each, level, lang) for each in outcomes] if level or len(outcomes) == 1 else []
    if repairs:
        parts += [summary(each.board, each.mended, lang) for each in outcomes if each.mended]
    if len(outcomes) > 1:
        correct = sum(map(_is_correct, outcomes))
        counted = SUMMARY[lang].format(correct=correct, total=len(outcomes))
        parts.append(f"{table([_row(each, lang) for each in outcomes])}\n{counted}")
    return "\n\n".join(parts)


def _report(outcome: Outcome, level: int, lang: Lang) -> str:
    if outcome.report is None:
        return unusable(outcome.board, outcome.error, lang)
    return "\n\n".join(report(outcome.report, outcome.board, level, lang))


def _row(outcome: Outcome, lang: Lang) -> tuple[str, str, str]:
    if outcome.report is None:
        # The message, and the first of the places that it names.
        reason = " ".join(line.strip() for line in outcome.error.splitlines()[:2])
        return outcome.board, UNUSABLE_WORD[lang], reason
    return outcome.board, verdict(outcome.report.verdict, lang), progress(outcome.report, lang)


def _is_correct(outcome: Outcome) -> bool:
    return outcome.report is not None and outcome.report.verdict == "correct"
