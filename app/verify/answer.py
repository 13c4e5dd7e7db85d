"""What a differing parameter should be: hint level 5, which no message below it may hold."""

from app.blocks.bneck import ACTIVATION_OF_NL
from app.core.diagnostic import Arg
from app.core.text import text
from app.graph import Graph
from app.reference import Reference
from app.verify.unit import DEPTHWISE, GLOBAL, Unit, Value

SWITCHED = {True: text("开", "on"), False: text("关", "off")}
"""What booleans are called on screen."""

NL_OF_ACTIVATION = {str(activation): nl for nl, activation in ACTIVATION_OF_NL.items()}


def answer(graph: Graph, reference: Reference, unit: Unit, due: Unit, name: str) -> Arg | None:
    """Return what the field `name` of a unit should be, in terms of the student's own parameter.

    None where no parameter of the student's node sets it.
    """
    node, parameter = unit.places[name]
    if parameter is None:
        return None
    model = reference.graph.nodes[due.node].block
    value: Value = None
    if isinstance(model, type(graph.nodes[node].block)):
        value = getattr(model, parameter)
    if value is None:
        value = due.fields[name]
    if isinstance(value, bool):
        return SWITCHED[value]
    if value == DEPTHWISE:
        return due.channels
    if value == GLOBAL:
        return due.map_size[0] if due.map_size else None
    if parameter == "kind" and value == "none":
        return None  # The node itself is too much.
    return NL_OF_ACTIVATION.get(str(value), value) if parameter == "nl" else value
