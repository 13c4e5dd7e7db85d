"""`bneck-lab verify --hand-ins`: a folder of hand-ins, each one's seal and board checked."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.cli import UNUSABLE
from app.cli.files import files_in, shown, spreadsheet, write, write_line
from app.cli.files import read as read_file
from app.cli.own import known_labs
from app.cli.parser import SECRET, secret
from app.cli.render import UNUSABLE as UNUSABLE_WORD
from app.cli.report import verdict
from app.cli.terminal import GREEN, RED, coloured, table
from app.cli.why import why
from app.core.errors import BadSecret, BneckLabError
from app.core.text import Lang, text
from app.graph import read
from app.labs import Catalog
from app.service import Seals
from app.service.handin import HandIn, parse_hand_in
from app.service.mend import mended
from app.verify import Report, verify

COLUMNS = (
    "file", "name", "lab", "mode", "link", "seal", "verdict", "matched", "steps", "score",
    "attempts", "passed", "late", "began", "handed_in", "sitting", "notes", "error",
)  # fmt: skip

NO_SECRET = text(
    f"请在这里也设好 {SECRET}，和启动服务器时一样：核对签名要用它。",
    f"Set {SECRET} here, too, to what the server was started with: seals are checked with it.",
)
GOOD, BROKEN = text("完好", "good"), text("被改过", "broken")
LATE = text("，逾期", ", late")
ATTEMPTS = text("验证 {attempts} 次", "{attempts} attempts")
ONE_ATTEMPT = text("验证 1 次", "1 attempt")
NO_LAB = text(
    "这里没有实验 {lab}。老师自己的实验，要用 --labs 指出它的文件夹。",
    "There is no lab {lab} here. Name the folder of your own labs with --labs.",
)
SUMMARY = text(
    "{correct} / {total} 正确；{broken} 份被改过", "{correct} of {total} correct; {broken} broken"
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one file: the hand-in and what was found of it; or why there is none."""

    file: str
    done: HandIn | None = None
    genuine: bool = False
    report: Report | None = None
    score: float = 0
    error: str = ""

    @property
    def is_right(self) -> bool:
        """Whether it is as it was handed in, and correct."""
        return self.genuine and self.report is not None and self.report.verdict == "correct"


def check_hand_ins(given: argparse.Namespace) -> int:
    """Check every hand-in of a folder; 0 all genuine and correct, 1 not, 2 where one is unusable.

    Raises:
        BadSecret: The secret that they were sealed with is not set.
        OSError: The folder cannot be read.
        NoFiles: It holds no hand-ins.
    """
    lang: Lang = given.lang
    key = secret(os.environ)
    if key is None:
        raise BadSecret(NO_SECRET[lang])
    seals, labs = Seals(key), known_labs(given)
    folder: Path = given.hand_ins
    found = [_checked(path, folder, seals, labs, lang) for path in files_in(folder)]
    if given.json:
        for each in found:
            write_line(_fields(each))
    elif given.csv:
        rows = [[_fields(each)[name] for name in COLUMNS] for each in found]
        write(spreadsheet([COLUMNS, *rows]), None)
    else:
        print(_in_words(found, lang))
    if any(each.report is None for each in found):
        return UNUSABLE
    return 0 if all(each.is_right for each in found) else 1


def _checked(path: Path, folder: Path, seals: Seals, labs: Catalog, lang: Lang) -> Checked:
    name = str(path.relative_to(folder))
    try:
        done = parse_hand_in(read_file(path))
        lab = labs.get(done.lab)
        if lab is None:
            return Checked(name, error=NO_LAB[lang].format(lab=shown(done.lab)))
        report = verify(read(done.board), lab.reference, lab.blocks)
        score = mended(done.board, lab.reference).score
        return Checked(name, done, done.is_genuine(seals), report, score)
    except (BneckLabError, OSError) as error:
        return Checked(name, error=why(error, lang))


def _fields(found: Checked) -> dict[str, Any]:
    """Return one row, the same names in every language."""
    row: dict[str, Any] = dict.fromkeys(COLUMNS, "")
    row |= {"file": shown(found.file), "error": shown(found.error)}
    if found.done is None or found.report is None:
        return row
    done, report = found.done, found.report
    return row | {
        "name": done.name,
        "lab": done.lab,
        "mode": done.mode,
        "link": done.link or "",
        "seal": GOOD["en"] if found.genuine else BROKEN["en"],
        "verdict": report.verdict,
        "matched": report.matched,
        "steps": len(report.steps),
        "score": round(found.score, 3),
        "attempts": done.attempts,
        "passed": done.passed or "",
        "late": "late" if done.late else "",
        "began": _moment(done.began),
        "handed_in": _moment(done.handed_in),
        "sitting": done.sitting,
        "notes": done.notes,
    }


def _moment(seconds: int) -> str:
    """Return a time as spreadsheets read it, in UTC; a forged one is shown as it is."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, OSError, ValueError):
        return str(seconds)


def _in_words(found: Sequence[Checked], lang: Lang) -> str:
    counted = SUMMARY[lang].format(
        correct=sum(each.is_right for each in found),
        total=len(found),
        broken=sum(each.report is not None and not each.genuine for each in found),
    )
    rows = [_row(each, lang) for each in found]
    return f"{table(rows)}\n{counted}" if rows else counted


def _row(found: Checked, lang: Lang) -> tuple[str, ...]:
    if found.done is None or found.report is None:
        reason = " ".join(line.strip() for line in found.error.splitlines()[:2])
        return found.file, "", UNUSABLE_WORD[lang], reason, ""
    return (
        found.file,
        # A name comes from a student: it does not steer the terminal.
        "".join(sign for sign in found.done.name if sign.isprintable()),
        coloured(GOOD[lang], GREEN) if found.genuine else coloured(BROKEN[lang], RED),
        verdict(found.report.verdict, lang),
        (ONE_ATTEMPT if found.done.attempts == 1 else ATTEMPTS)[lang].format(
            attempts=found.done.attempts
        )
        + (LATE[lang] if found.done.late else ""),
    )
