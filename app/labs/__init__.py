"""Labs as data: their texts, steps and references, and what each mode gives out."""

from app.labs.catalog import Catalog, catalog, get_lab, lab_of
from app.labs.lab import Lab, Mode, Step, parse_lab
from app.labs.values import LabText
from app.labs.view import GivenView, LabView, RowView, StepView, allowed_mode, hint_cap, view

__all__ = [
    "Catalog",
    "GivenView",
    "Lab",
    "LabText",
    "LabView",
    "Mode",
    "RowView",
    "Step",
    "StepView",
    "allowed_mode",
    "catalog",
    "get_lab",
    "hint_cap",
    "lab_of",
    "parse_lab",
    "view",
]
