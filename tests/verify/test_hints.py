"""The sheet of hints is the one that was read."""

from app.verify.tell.codes import FINDING_CODES
from tests.verify.hints import SHEET, sheet


def test_the_sheet_is_as_it_was_read() -> None:
    assert sheet() == SHEET.read_text(encoding="utf-8"), "read it, then: make hints"


def test_every_code_is_on_the_sheet() -> None:
    text = SHEET.read_text(encoding="utf-8")
    missing = [code.name for code in FINDING_CODES if f"## {code.id} {code.name}\n" not in text]
    assert not missing
