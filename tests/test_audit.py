"""What `make test` says of holes in packages: nothing is passed over in silence."""

import json
import subprocess
from typing import Any

import pytest

from tests import audit

FINE = {"name": "fine", "version": "1", "vulns": []}
HOLED = {"name": "holed", "version": "2", "vulns": [{"id": "GHSA-1"}, {"id": "GHSA-2"}]}
UNKNOWN = {"name": "unknown", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("answer", "said", "code"),
    [
        ([FINE], "audit: Python packages: no known hole", 0),
        ([FINE, HOLED], "audit: Python packages: holed 2: GHSA-1, GHSA-2", 1),
        ([UNKNOWN, UNKNOWN], "audit: SKIPPED for the Python packages: not found", 0),
        ([UNKNOWN, HOLED], "audit: SKIPPED for the Python packages in part: not found", 1),
        ([], "audit: SKIPPED for the Python packages: none is pinned", 0),
        (None, "audit: SKIPPED for the Python packages: no route", 0),
    ],
)
def test_what_pip_audit_answers(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: list[dict[str, Any]] | None,
    said: str,
    code: int,
) -> None:
    printed = "" if answer is None else json.dumps({"dependencies": answer})
    done = subprocess.CompletedProcess([], code, printed, "first\nno route\n")
    monkeypatch.setattr(audit, "_run", lambda _: done)
    assert audit.python() == code
    assert capsys.readouterr().out.splitlines()[0] == said
