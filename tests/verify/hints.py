"""The sheet of hints: every code, every level, both languages, each on a board that shows it.

`make hints` writes it anew to `tests/hints.md`, to be read through as a teacher would.
"""

from collections.abc import Iterator
from pathlib import Path

from app.core.text import LANGS, Lang
from app.verify import LEVELS, Finding, hint
from app.verify.report import FindingCode
from app.verify.tell.codes import FINDING_CODES
from app.verify.tell.properties import PROPERTIES, UNWANTED
from tests.verify.cases import Case, load, paths, run

SHEET = Path(__file__).parents[1] / "hints.md"

HEAD = """\
# Hints

Every finding's ladder on a board of `tests/cases` that shows it, then what is said of each
property. Written by `make hints`: read it through in both languages before you accept it.
"""
UNSHOWN = "No board shows it yet; its templates:"


def sheet() -> str:
    """Return the whole sheet, as Markdown."""
    shown = _shown()
    parts = [HEAD, *(_ladder(code, shown.get(code.id)) for code in FINDING_CODES)]
    return "\n".join([*parts, "# Properties\n", *map(_property, filter(None, PROPERTIES))])


def _shown() -> dict[str, tuple[Case, Finding]]:
    """Return for each code the plainest board: named like it, or with the fewest findings."""
    best: dict[str, tuple[tuple[bool, int, str], Case, Finding]] = {}
    for case in map(load, paths()):
        _, report = run(case)
        for finding in report.findings:
            stem = case.path.stem
            rank = (stem != finding.code.name, len(report.findings), stem)
            if finding.code.id not in best or rank < best[finding.code.id][0]:
                best[finding.code.id] = (rank, case, finding)
    return {id: (case, finding) for id, (_, case, finding) in best.items()}


def _ladder(code: FindingCode, shown: tuple[Case, Finding] | None) -> str:
    lines = [f"## {code.id} {code.name}\n"]
    if shown is None:
        lines += [f"{UNSHOWN}\n"]
        for lang in LANGS:
            lines += [f"{level}. {words[lang]}" for level, words in enumerate(code.ladder)] + [""]
        return "\n".join(lines)
    case, finding = shown
    title = case.told.splitlines()[0].removeprefix("# ")
    lines += [f"{title} (`{case.path.stem}`): {', '.join(case.edits[1:4])}".rstrip(": ") + "\n"]
    for lang in LANGS:
        lines += [*_rungs(finding, lang), ""]
    return "\n".join(lines)


def _rungs(finding: Finding, lang: Lang) -> Iterator[str]:
    deepest = LEVELS if finding.cure is not None else LEVELS - 1
    return (f"{level}. {hint(finding, level, lang)}" for level in range(deepest + 1))


def _property(name: str) -> str:
    said = (*PROPERTIES[name], *UNWANTED.get(name, ()))
    lines = [f"## {name}\n"]
    for lang in LANGS:
        lines += [*(f"- {part[lang]}" for part in said), ""]
    return "\n".join(lines)


def accept() -> None:
    """Write the sheet anew."""
    SHEET.write_text(sheet(), encoding="utf-8")


if __name__ == "__main__":
    accept()
