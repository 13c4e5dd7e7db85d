"""Finished networks with faults in them, for students to find."""

from app.faults.plant import NoFaults, every_fault, faulty

__all__ = ["NoFaults", "every_fault", "faulty"]
