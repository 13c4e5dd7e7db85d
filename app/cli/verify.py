"""`bneck-lab verify`: one board is reported in full, a class's hand-ins as a table."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.cli import UNUSABLE, why
from app.cli.files import read_board, shown, write_line
from app.cli.layout import table
from app.cli.render import UNUSABLE as UNUSABLE_WORD
from app.cli.render import unusable
from app.cli.report import progress, report, verdict
from app.core.errors import BneckLabError
from app.core.text import Lang, text
from app.graph import read
from app.labs import Lab, get_lab
from app.service import tell
from app.verify import Report
from app.verify import verify as compare
from app.web import reports

BAR = 30
"""Columns of the progress bar."""

SUMMARY = text("{correct} / {total} 正确", "{correct} of {total} correct")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a report, or why there is none."""

    board: str
    report: Report | None
    error: str = ""


def verify(given: argparse.Namespace) -> int:
    """Compare boards with a lab's reference; 0 all correct, 1 not, 2 where one is unusable."""
    lab = get_lab(given.lab)
    outcomes: list[Outcome] = []
    for outcome in _with_bar(given.boards, lab):
        outcomes.append(outcome)
        if given.json:
            write_line(_as_json(outcome, lab, given.lang))
    if not given.json:
        print(_in_words(outcomes, given.hints, given.lang))
    if any(outcome.report is None for outcome in outcomes):
        return UNUSABLE
    return 0 if all(_is_correct(outcome) for outcome in outcomes) else 1


def _with_bar(boards: Sequence[str], lab: Lab) -> Iterator[Outcome]:
    """Yield each board's outcome, and draw how far it is where somebody is watching."""
    watched = len(boards) > 1 and sys.stderr.isatty()
    for count, board in enumerate(boards, start=1):
        yield _outcome(board, lab)
        if watched:
            done = BAR * count // len(boards)
            bar = "█" * done + "·" * (BAR - done)
            print(f"\r{bar} {count}/{len(boards)}", end="", file=sys.stderr, flush=True)
    if watched:
        print(f"\r{' ' * (BAR + 20)}\r", end="", file=sys.stderr)


def _outcome(board: str, lab: Lab) -> Outcome:
    try:
        return Outcome(board, compare(read(read_board(board)), lab.reference))
    except (BneckLabError, OSError) as error:
        return Outcome(board, None, why(error))


def _as_json(outcome: Outcome, lab: Lab, lang: Lang) -> dict[str, Any]:
    if outcome.report is None:
        return {"file": shown(outcome.board), "error": shown(outcome.error)}
    whole = tell(outcome.report, "whole", lab.hint_cap)
    return {"file": shown(outcome.board), **reports.report(whole, lang)}


def _in_words(outcomes: Sequence[Outcome], level: int, lang: Lang) -> str:
    """Return one board's report in full; of several a table, and with hints each report before."""
    if len(outcomes) == 1:
        return _report(outcomes[0], level, lang)
    reports = [_report(outcome, level, lang) for outcome in outcomes] if level else []
    correct = sum(map(_is_correct, outcomes))
    summary = SUMMARY[lang].format(correct=correct, total=len(outcomes))
    return "\n\n".join([*reports, f"{table([_row(each, lang) for each in outcomes])}\n{summary}"])


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
