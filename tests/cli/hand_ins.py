"""The hand-in of an exam, as a server with a secret seals it."""

from pathlib import Path
from typing import Any

from app.labs import get_lab
from app.service import Seals
from app.service.handin import HandIn

SECRET = "one secret for every replica"
LAB = get_lab("se-module")


def write(folder: Path, name: str, /, secret: str = SECRET, **more: Any) -> Path:
    """Put a hand-in into a folder."""
    given: dict[str, Any] = {
        "lab": LAB.slug, "mode": "exam", "link": "0123456789ab", "deadline": 1_800_000_000,
        "sitting": "ab", "began": 1_799_990_000, "handed_in": 1_799_999_000, "attempts": 2,
        "passed": 2, "name": name, "notes": "", "board": LAB.reference.board,
    }  # fmt: skip
    done = HandIn(**{**given, **more}).sealed(Seals(secret))
    path = folder / f"{name}.hand-in.json"
    path.write_text(done.model_dump_json(), encoding="utf-8")
    return path
