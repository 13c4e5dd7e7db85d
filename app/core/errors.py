"""Failures of a request, as opposed to faults of a student's network (those are diagnostics).

What an HTTP client or a command line makes of them is decided there, not here.
"""

from dataclasses import dataclass

from app.core.text import Text, text


@dataclass(frozen=True, slots=True)
class Flaw:
    """One place in a document that cannot be read: its JSON pointer (RFC 6901) and why."""

    pointer: str
    detail: str


class BneckLabError(Exception):
    """A request that cannot be served; the message says why and what would help."""


NOT_A_BOARD = text("这不是画布文件。", "The document is not a board.")


class BoardError(BneckLabError):
    """The document is not a board; `flaws` says where."""

    def __init__(self, message: str, flaws: tuple[Flaw, ...] = ()) -> None:
        super().__init__(message)
        self.flaws = flaws


class BoardTooLarge(BneckLabError):
    """The board has more nodes or edges than the product follows."""


class LabNotFound(BneckLabError):
    """No lab has that name."""


class ModeNotAllowed(BneckLabError):
    """The lab is not given in that mode."""


class NotGiven(BneckLabError):
    """The lab, or the mode that it is done in, does not give this."""


class InstructorOnly(BneckLabError):
    """It shows the answer, and whoever asks has not shown the instructor's key."""


class SealBroken(BneckLabError):
    """What should carry this server's signature does not, or not any more."""


class LinkNeeded(BneckLabError):
    """Labs are given out by an instructor's link only."""


class LinkOver(BneckLabError):
    """The deadline of the link has passed."""


class ExamLasts(BneckLabError):
    """An exam of the lab lasts in this browser, and nothing else of the lab is given meanwhile."""


class NoAttemptsLeft(BneckLabError):
    """Every attempt that there was has been made."""


class HandedIn(BneckLabError):
    """The work was handed in: nothing more is told of it."""


class RetryLater(BneckLabError):
    """Not now; in so many seconds it may be asked again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Try again in {seconds} s.")
        self.seconds = seconds


class TooManyAttempts(RetryLater):
    """Attempts follow each other faster than people make them."""


class TooManyQuestions(RetryLater):
    """One client asks for more than a class does."""


class TooManyKeys(RetryLater):
    """One address has tried more wrong keys than people mistype."""


class ServerBusy(RetryLater):
    """More is being asked than can be worked out soon."""


class TakesTooLong(BneckLabError):
    """The question costs more than any question may."""


class ClientGone(BneckLabError):
    """Nobody waits for the answer any more."""


class FindingNotFound(BneckLabError):
    """The graph has no such finding (any more)."""


class NodeNotFound(BneckLabError):
    """The graph has no such node."""


class NotComposite(BneckLabError):
    """The node's block stands for nothing but itself and cannot be unfolded."""


class NotRunnable(BneckLabError):
    """The graph does not run, so there is nothing to build or export."""


class BadSecret(BneckLabError):
    """What links and hand-ins are signed with is missing, or can be guessed."""


class NoFiles(BneckLabError):
    """A folder holds no file of the kind that was asked for."""


class MendRefused(BneckLabError):
    """Mended boards cannot be written as asked for; nothing has been written."""


class BadLab(BneckLabError):
    """A lab of the product's own that cannot be used: nothing works before its file is mended.

    The message names the file and the place; `said` is the same in both languages, as far as
    there are words for it.
    """

    def __init__(self, message: str | Text) -> None:
        self.said = text(message, message) if isinstance(message, str) else message
        super().__init__(self.said["en"])
