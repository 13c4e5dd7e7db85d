"""What a differing field is called: a plain difference, or a misconception that people have."""

from app.verify import codes
from app.verify.compare import Differences, FieldDifference
from app.verify.report import FindingCode
from app.verify.unit import DEPTHWISE, Unit


def field_code(found: Differences, difference: FieldDifference) -> FindingCode:
    """Return the code for a differing field, naming a known misconception where it is one."""
    unit = found.matching.net.units[difference.unit]
    due = found.matching.expected.units[difference.expected]
    own, wanted = unit.fields[difference.name], due.fields[difference.name]
    match difference.name:
        case "groups" if DEPTHWISE in (own, wanted):
            return codes.WRONG_GROUPS
        case "norm":
            if wanted == "batch":
                return codes.MISSING_NORM
            inside = due.squeezed or _is_gate(found, difference.unit)
            return codes.NORM_IN_SE if inside else codes.NORM_IN_HEAD
        case "bias":
            return codes.WRONG_BIAS
        case "op":
            return codes.WRONG_JOIN
        case "mode":
            return codes.WRONG_BLOCK
        case "activation" if _is_gate(found, difference.unit):
            return codes.WRONG_GATE
        case "activation" if own != "none" and _is_projection(due):
            return codes.ACTIVATION_AFTER_PROJECTION
        case "activation" | "kind":
            return codes.WRONG_ACTIVATION
        case "out_channels" if due.squeezed and own == _quarter(found, difference.unit):
            return codes.UNROUNDED_SQUEEZE
        case "out_channels" if (own, wanted) == (1280, 1024):
            return codes.HEAD_OF_LARGE
    if unit.places[difference.name].parameter is None:
        return codes.WRONG_BLOCK if unit.kind == "pool" else codes.FIXED_INSIDE
    return codes.WRONG_PARAMETER


def _is_projection(due: Unit) -> bool:
    """Whether a unit of the reference is linear: a 1×1 convolution with batch norm and no more."""
    told = tuple(due.fields.get(name) for name in ("kernel_size", "norm", "activation"))
    return told == (1, "batch", "none")


def _is_gate(found: Differences, unit: int) -> bool:
    users = found.matching.net.users.get(unit, [])
    return [found.matching.net.units[user].role for user in users] == ["multiply"]


def _quarter(found: Differences, unit: int) -> int | None:
    """Return a quarter of the channels that enter a unit, None where nothing is wired to it."""
    units = found.matching.net.units
    entering = [units[wire.source].channels for wire in units[unit].wires]
    return entering[0] // 4 if entering and entering[0] else None
