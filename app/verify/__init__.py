"""Verify: is this graph the reference's architecture, and if not, what separates them?"""

from app.verify.report import Finding, Report
from app.verify.verify import prepare, verify
from app.verify.words import LEVELS, hint

__all__ = ["LEVELS", "Finding", "Report", "hint", "prepare", "verify"]
