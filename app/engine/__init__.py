"""Runs graphs: shapes, costs and real modules, with PyTorch as the only calculator."""

from app.engine.assemble import GraphModule, assemble, module_names, module_of
from app.engine.measure import Measure, measure
from app.engine.propagate import Propagation, Totals, propagate

__all__ = [
    "GraphModule",
    "Measure",
    "Propagation",
    "Totals",
    "assemble",
    "measure",
    "module_names",
    "module_of",
    "propagate",
]
