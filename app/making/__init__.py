"""Labs made by instructors: a draft from a board, a lab's file from a draft, what proves it."""

from app.making.draft import Draft, Drafted, DraftFlaw, DraftStep, drafted, outlined
from app.making.file import lab_file
from app.making.proof import NOTHING_TRIED, BrokenLab, Trial, prove, try_faults
from app.making.propose import propose, redraft

__all__ = [
    "NOTHING_TRIED",
    "BrokenLab",
    "Draft",
    "DraftFlaw",
    "DraftStep",
    "Drafted",
    "Trial",
    "drafted",
    "lab_file",
    "outlined",
    "propose",
    "prove",
    "redraft",
    "try_faults",
]
