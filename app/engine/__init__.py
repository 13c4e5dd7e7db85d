"""Runs graphs: shapes, costs and real modules, with PyTorch as the only calculator."""

from app.engine.assemble import GraphModule, assemble, module_names, module_of, run_through
from app.engine.curves import Curve, Curves, curves
from app.engine.measure import Measure, measure, outline
from app.engine.probe import Picture, Probe, Values, Weights, probe
from app.engine.propagate import Propagation, TooMuchNew, Totals, propagate

__all__ = [
    "Curve",
    "Curves",
    "GraphModule",
    "Measure",
    "Picture",
    "Probe",
    "Propagation",
    "TooMuchNew",
    "Totals",
    "Values",
    "Weights",
    "assemble",
    "curves",
    "measure",
    "module_names",
    "module_of",
    "outline",
    "probe",
    "propagate",
    "run_through",
]
