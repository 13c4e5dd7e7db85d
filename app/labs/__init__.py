"""Labs as data: their texts, steps and references, and what each mode gives out."""

from app.labs.assignment import Assignment, Terms
from app.labs.catalog import Catalog, catalog, get_lab, lab_after, lab_of
from app.labs.faults import FaultKind, Faults
from app.labs.folder import LabFolder
from app.labs.lab import Lab, Mode, Step, parse_lab
from app.labs.paths import OWN_PATH, LabPath, lab_paths
from app.labs.picture import picture_of
from app.labs.policy import Detail, ModePolicy, policy_of
from app.labs.questions import Question, question_of, questions
from app.labs.shelf import Shelf
from app.labs.values import LabText
from app.labs.view import (
    GivenView,
    LabView,
    RowView,
    StepView,
    TableView,
    step_view,
    table_view,
    view,
)

__all__ = [
    "OWN_PATH",
    "Assignment",
    "Catalog",
    "Detail",
    "FaultKind",
    "Faults",
    "GivenView",
    "Lab",
    "LabFolder",
    "LabPath",
    "LabText",
    "LabView",
    "Mode",
    "ModePolicy",
    "Question",
    "RowView",
    "Shelf",
    "Step",
    "StepView",
    "TableView",
    "Terms",
    "catalog",
    "get_lab",
    "lab_after",
    "lab_of",
    "lab_paths",
    "parse_lab",
    "picture_of",
    "policy_of",
    "question_of",
    "questions",
    "step_view",
    "table_view",
    "view",
]
