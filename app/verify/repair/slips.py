"""Systematic slips: repairs that are one thing, because one rule was misread."""

from app.verify.repair.repairs import Repair
from app.verify.repair.search import Mended


def recognised(mended: Mended) -> tuple[Repair, ...]:
    """Return the repairs with those that one slip explains told as that slip."""
    return mended.repairs
