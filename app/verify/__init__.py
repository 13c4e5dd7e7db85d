"""Verify: is this graph the reference's architecture, and if not, what separates them?"""

from app.verify.repair.fitting import warm
from app.verify.repair.target import prepare
from app.verify.report import Finding, Report
from app.verify.tell.words import LEVELS, hint
from app.verify.verify import verify

__all__ = ["LEVELS", "Finding", "Report", "hint", "prepare", "verify", "warm"]
