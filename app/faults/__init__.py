"""Finished networks with faults in them, for students to find."""

from app.faults.plant import NoFaults, SingleFault, every_fault, faulty, possible_faults

__all__ = ["NoFaults", "SingleFault", "every_fault", "faulty", "possible_faults"]
