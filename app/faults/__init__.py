"""Finished networks with faults in them, for students to find."""

from app.faults.plant import NoFaults, faulty

__all__ = ["NoFaults", "faulty"]
