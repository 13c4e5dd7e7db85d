"""Verify's report in a terminal."""

from collections.abc import Iterator

from app.cli.render import diagnostic, headline, place
from app.cli.terminal import BOLD, GREEN, RED, coloured
from app.core.text import Lang, Text, text
from app.verify import Finding, Report, hint
from app.verify.report import Verdict

VERDICT: dict[Verdict, Text] = {
    "correct": text("正确", "correct"),
    "incomplete": text("未完成", "incomplete"),
    "incorrect": text("不正确", "incorrect"),
    "invalid": text("不能运行", "does not run"),
}
STEPS = text("{total} 步中有 {matched} 步一致", "{matched} of {total} steps match")
FINDINGS = text("，{count} 处不同", ", {count} to mend")
SEMICOLON = text("；", "; ")
STEP = text("第 {step} 步", "step {step}")


def report(found: Report, board: str, level: int, lang: Lang) -> Iterator[str]:
    """Yield the parts of a report: what is wrong with the graph, the differences, the verdict."""
    yield from (diagnostic(each, board, lang) for each in found.diagnostics)
    yield from (finding(each, board, level, lang) for each in found.findings)
    yield f"{board}: {verdict(found.verdict, lang)}{SEMICOLON[lang]}{progress(found, lang)}"


def finding(found: Finding, board: str, level: int, lang: Lang) -> str:
    """Return one finding in words, with its hints up to a level."""
    places = [*found.nodes[:1], *filter(None, (found.parameter,))]
    if found.step is not None:
        places.append(STEP[lang].format(step=found.step))
    lines = [
        headline(found.severity, found.code.id, found.message(lang)),
        place(board, places),
        *(f"  {rung}. {hint(found, rung, lang)}" for rung in range(1, level + 1)),
    ]
    return "\n".join(lines)


def verdict(found: Verdict, lang: Lang) -> str:
    """Return the verdict in a word."""
    return coloured(VERDICT[found][lang], BOLD, GREEN if found == "correct" else RED)


def progress(found: Report, lang: Lang) -> str:
    """Say how many steps match, and how many differences there are."""
    said = STEPS[lang].format(matched=found.matched, total=len(found.steps))
    if found.findings:
        said += FINDINGS[lang].format(count=len(found.findings))
    return said
