"""Differing fields and wires as findings at the parameter or wire where they can be changed."""

from app.verify import codes
from app.verify.answer import answer
from app.verify.compare import FieldDifference, WireDifference
from app.verify.draft import Draft
from app.verify.naming import field_code
from app.verify.survey import Survey
from app.verify.unit import Place


def fields(where: Survey, differences: list[FieldDifference]) -> list[Draft]:
    """Return a finding for each parameter that explains differing fields."""
    drafts: list[Draft] = []
    drafted: dict[tuple[Place, str], Draft] = {}
    for difference in differences:
        unit, due = where.net.units[difference.unit], where.expected.units[difference.expected]
        place = unit.places[difference.name]
        if difference.name == "bias" and _comes_with_norm(where, difference):
            continue
        code = field_code(where.found, difference)
        # Without a parameter, what differs in the same way inside one node is told once.
        key = (place, "" if place.parameter else code.id)
        if key in drafted:
            drafted[key].fields.append(difference)
            continue
        draft = Draft(
            code,
            (place.node,),
            where.steps_of([difference.expected]),
            where.place[difference.unit],
            place.parameter,
            expected=answer(where.graph, where.reference, unit, due, difference.name),
            fields=[difference],
        )
        drafted[key] = draft
        drafts.append(draft)
    return drafts


def _comes_with_norm(where: Survey, difference: FieldDifference) -> bool:
    """Whether a bias is as it is only because a norm differs, and goes when that is put right.

    Where it is not set by hand, a convolution has a bias exactly where no norm follows.
    """
    unit, due = where.net.units[difference.unit], where.expected.units[difference.expected]
    by_hand = getattr(where.graph.nodes[unit.node].block, "bias", None) is not None
    differs = unit.fields["norm"] != due.fields["norm"]
    return differs and not by_hand and due.fields["bias"] == (due.fields["norm"] == "none")


def wires(where: Survey, differences: list[WireDifference]) -> list[Draft]:
    """Return a finding for each wire that is amiss or not there yet."""
    drafts: list[Draft] = []
    told: set[tuple[str, str | None, str]] = set()
    for fault in differences:
        unit = where.net.units[fault.unit]
        joins = where.expected.units[fault.expected].role == "add"
        code = {
            "missing": codes.MISSING_WIRE,
            "wrong": codes.WRONG_SHORTCUT if joins else codes.WRONG_WIRE,
            "extra": codes.EXTRA_WIRE,
            "order": codes.WRONG_ORDER,
        }[fault.fault]
        source = where.net.units[fault.source].node if fault.source is not None else None
        # A composite takes its input in more than one place; its wire is one.
        node = unit.entry if fault.fault == "missing" else fault.node or unit.node
        if (node, fault.edge, fault.fault) in told:
            continue
        told.add((node, fault.edge, fault.fault))
        drafts.append(
            Draft(
                code,
                (node,) if fault.fault == "missing" or source is None else (node, source),
                where.steps_of([fault.expected]),
                where.place[fault.unit],
                edges=(fault.edge,) if fault.edge else (),
                around=(source, node),
            )
        )
    return drafts
