"""What can be asked for: check, verify, hint, expand, export, the labs. HTTP and the command line
ask alike; neither is known here."""

from app.service.check import MOST_DIAGNOSTICS, Checked, check, listed
from app.service.expand import unfolded
from app.service.memory import Memory
from app.service.services import Hint, Services

__all__ = [
    "MOST_DIAGNOSTICS",
    "Checked",
    "Hint",
    "Memory",
    "Services",
    "check",
    "listed",
    "unfolded",
]
