"""Asks who knows of holes in what the product stands on: part of `make test`.

Both registries are asked by their own clients. Where one of them does not answer, this says so and
goes on.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.tree import ROOT

PIP_AUDIT = Path(sys.executable).with_name("pip-audit")
NPM = Path(sys.executable).with_name("npm")
SECONDS = 60


def main() -> int:
    """Print what is known; 1 where there is a hole."""
    return max(python(), front_end())


def python() -> int:
    """Ask pip-audit about all that is pinned."""
    asked = [str(PIP_AUDIT), "--requirement", "constraints.txt", "--no-deps", "--disable-pip"]
    done = _run([*asked, "--format", "json", "--progress-spinner", "off"])
    told = _read(done.stdout)
    if "dependencies" not in told:
        return _skipped("Python packages", _last(done.stderr))
    # A package that the registry does not tell of is not one without a hole.
    asked_in_vain = [each["skip_reason"] for each in told["dependencies"] if "skip_reason" in each]
    if len(asked_in_vain) == len(told["dependencies"]):
        return _skipped("Python packages", asked_in_vain[0] if asked_in_vain else "none is pinned")
    for why in asked_in_vain:
        _skipped("Python packages in part", why)
    holes = [
        f"{each['name']} {each['version']}: {', '.join(hole['id'] for hole in each['vulns'])}"
        for each in told["dependencies"]
        if each.get("vulns")
    ]
    return _said("Python packages", holes)


def front_end() -> int:
    """Ask npm about what is in the page; what only builds it never meets a student."""
    asked = [str(NPM), "--prefix", "static", "audit", "--omit", "dev", "--json"]
    done = _run(asked)
    told = _read(done.stdout)
    if "vulnerabilities" not in told:
        return _skipped("front-end's packages", str(told.get("message") or _last(done.stderr)))
    holes = [f"{name}: {each['severity']}" for name, each in told["vulnerabilities"].items()]
    return _said("front-end's packages", holes)


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"no answer within {SECONDS} s")


def _read(said: str) -> dict[str, Any]:
    try:
        told = json.loads(said)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _last(lines: str) -> str:
    return (lines.strip().splitlines() or ["no answer"])[-1]


def _skipped(what: str, why: str) -> int:
    print(f"audit: SKIPPED for the {what}: {why}")
    return 0


def _said(what: str, holes: list[str]) -> int:
    print(f"audit: {what}: {'; '.join(holes) or 'no known hole'}")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main())
