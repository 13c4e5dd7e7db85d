"""Runs graphs: shapes, costs and real modules, with PyTorch as the only calculator."""

from app.engine.assemble import GraphModule, assemble, module_names, module_of, run_through
from app.engine.measure import Measure, measure, outline
from app.engine.propagate import Propagation, TooMuchNew, Totals, propagate

__all__ = [
    "GraphModule",
    "Measure",
    "Propagation",
    "TooMuchNew",
    "Totals",
    "assemble",
    "measure",
    "module_names",
    "module_of",
    "outline",
    "propagate",
    "run_through",
]
