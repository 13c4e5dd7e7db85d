"""What can be asked for: check, verify, hint, expand, export, the labs. HTTP and the command line
ask alike; neither is known here."""

from app.service.admission import Admission, Entry, Porter
from app.service.asked import Counted
from app.service.check import MOST_DIAGNOSTICS, Checked, check, listed
from app.service.expand import unfolded
from app.service.memory import Memory
from app.service.pace import Client
from app.service.pool import Here, Pool
from app.service.seals import Seals
from app.service.services import Services
from app.service.tell import Hint, Told, ToldFinding, tell
from app.service.workshop import Made, Progress, Proof, Workshop

__all__ = [
    "MOST_DIAGNOSTICS",
    "Admission",
    "Checked",
    "Client",
    "Counted",
    "Entry",
    "Here",
    "Hint",
    "Made",
    "Memory",
    "Pool",
    "Porter",
    "Progress",
    "Proof",
    "Seals",
    "Services",
    "Told",
    "ToldFinding",
    "Workshop",
    "check",
    "listed",
    "tell",
    "unfolded",
]
