"""Two units of one kind, field by field: which of their fields truly differ."""

from app.verify.sequence import NEVER
from app.verify.unit import DEPTHWISE, GLOBAL, Unit

MOST = 3.5
"""Two convolutions cost at most this much: less than leaving one out and putting another in."""

HEAVY = frozenset({"groups", "op", "mode"})
"""Fields that make a unit another operation; each counts for two."""

LIGHT = frozenset({"norm", "activation", "bias"})
"""Fields that change no shape: where all else is equal, a difference is rather one of these."""

COSTS = {**dict.fromkeys(HEAVY, 2.0), **dict.fromkeys(LIGHT, 0.9)}


def differing(unit: Unit, expected: Unit) -> list[str]:
    """Return the names of the fields of `unit` that differ from `expected`, a unit of its kind."""
    if unit.kind == "pool":
        return _pool(unit, expected)
    if unit.kind == "conv":
        return _convolution(unit, expected)
    return [name for name, value in unit.fields.items() if value != expected.fields[name]]


def distance(unit: Unit, expected: Unit) -> float:
    """Return what it costs to take one unit for the other."""
    if unit.kind != expected.kind:
        return NEVER
    names = differing(unit, expected)
    return min(MOST, sum(COSTS.get(name, 1.0) for name in names))


def _convolution(unit: Unit, expected: Unit) -> list[str]:
    own, other = unit.fields, expected.fields
    names = [
        name
        for name, value in own.items()
        if value != other[name] and value is not None and other[name] is not None
    ]
    if DEPTHWISE in (own["groups"], other["groups"]) and "groups" in names:
        names = _unlike_depthwise(unit, expected, names)
    if "padding" in names and _same(unit) and _same(expected):
        names.remove("padding")
    if "dilation" in names and 1 in (own["kernel_size"], other["kernel_size"]):
        names.remove("dilation")  # A single pixel has none: it is the kernel that differs.
    if "out_channels" in names and unit.squeezed and expected.squeezed:
        names.remove("out_channels")
    return names


def _unlike_depthwise(unit: Unit, expected: Unit, names: list[str]) -> list[str]:
    """Return the names for two convolutions of which one is depthwise.

    A depthwise width follows from what enters and says nothing of its own. Written with groups, it
    can miss by its width alone; or by neither, where too many or too few channels reach it.
    """
    groups, out_channels = unit.fields["groups"], unit.fields["out_channels"]
    if groups == out_channels == expected.channels:
        return [name for name in names if name not in ("groups", "out_channels")]
    ours = groups == unit.entering and unit.entering != 1
    return [name for name in names if name != ("groups" if ours else "out_channels")]


def _same(unit: Unit) -> bool:
    """Whether the padding is half the kernel."""
    kernel_size = unit.fields["kernel_size"]
    return isinstance(kernel_size, int) and unit.fields["padding"] == kernel_size // 2


def _pool(unit: Unit, expected: Unit) -> list[str]:
    own, other = unit.fields, expected.fields
    names = ["mode"] if own["mode"] != other["mode"] else []
    if GLOBAL in (own["kernel_size"], other["kernel_size"]):
        if own["kernel_size"] == other["kernel_size"]:
            return names
        size = expected.map_size or ()
        if set(size) == {own["kernel_size"]}:
            # As large as the map that ought to arrive here: the fault is before it.
            return names + (["padding"] if own["padding"] else [])
        return [*names, "kernel_size"]
    names += [name for name in ("kernel_size", "stride", "padding") if own[name] != other[name]]
    rounding = {own["ceil_mode"], other["ceil_mode"]}
    return names + ["ceil_mode"] * (rounding == {True, False})
