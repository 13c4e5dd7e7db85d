"""What is wrong, as a compiler prints it: the message, the place, and what may help."""

from collections.abc import Sequence

from app.cli.terminal import BOLD, RED, YELLOW, coloured
from app.core.diagnostic import Diagnostic, Severity
from app.core.text import Lang, text

COLOUR = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.INFO: BOLD}

UNUSABLE = text("无法读取", "unusable")


def unusable(board: str, why: str, lang: Lang) -> str:
    """Return why a file is of no use."""
    return f"{board}: {coloured(UNUSABLE[lang], RED)}\n  {why}"


def diagnostic(found: Diagnostic, board: str, lang: Lang) -> str:
    """Return one diagnostic in words."""
    places = [*found.nodes[:1], *filter(None, (found.parameter, found.port))]
    lines = [
        headline(found.code.severity, found.code.id, found.message(lang)),
        place(board, places),
    ]
    if advice := found.help(lang):
        lines.append(f"  = {advice}")
    return "\n".join(lines)


def headline(severity: Severity, code: str, message: str) -> str:
    """Return the first line: how bad it is, which kind, and the message."""
    return f"{coloured(f'{severity}[{code}]', BOLD, COLOUR[severity])}: {message}"


def place(board: str, places: Sequence[str]) -> str:
    """Return the second line: in which file, at which node and parameter."""
    return f"  --> {': '.join([board, *([', '.join(places)] if places else [])])}"
