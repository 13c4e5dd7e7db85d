"""Drafts to findings: what their sentences say, in both languages, and no answer among it."""

from collections import Counter
from collections.abc import Mapping

from app.core.diagnostic import Arg, Clause, Severity, fill
from app.core.shape import Notation, Shape, show
from app.core.text import Lang, Text, text
from app.engine import Propagation
from app.engine.measure import Measure
from app.graph import Graph
from app.verify.draft import Draft
from app.verify.properties import property_of
from app.verify.report import Finding

LEVELS = 5
"""The deepest hint level: the value itself. All others hold no expected value."""

VALUE = text(
    "把“{node}”的“{property}”设为：{expected}。", "In “{node}”, set {property} to {expected}."
)
NOTHING = text("画布", "the board")
SAME_SHAPE = text(
    "你的张量经过“{node}”，形状没有变，仍是 {out_shape}：形状说明不了什么。",
    "Your tensor keeps its shape {out_shape} through “{node}”: shapes do not tell here.",
)
MOST_NAMED = 6


def hint(finding: Finding, level: int, lang: Lang, notation: Notation = "NCHW") -> str:
    """Return the hint of one level, 0 to `LEVELS`.

    Where no single value is the answer, the last level repeats the principle.
    """
    if level >= LEVELS and finding.expected is not None:
        return fill(VALUE, {**finding.args, "expected": finding.expected}, lang, notation)
    rung = finding.code.ladder[min(max(level, 0), LEVELS - 1)]
    return fill(rung, finding.args, lang, notation)


def findings(graph: Graph, run: Propagation, drafts: list[Draft]) -> tuple[Finding, ...]:
    """Return the drafts as findings, with what their sentences need."""
    counts = Counter((step, draft.code.missing) for draft in drafts for step in draft.steps[:1])
    return tuple(_finding(graph, run, draft, counts) for draft in drafts)


def _finding(
    graph: Graph, run: Propagation, draft: Draft, counts: Mapping[tuple[int, bool], int]
) -> Finding:
    step = draft.steps[0] if draft.steps else None
    names = [graph.nodes[id].name for id in draft.nodes]
    about = property_of(draft.property)
    entering, leaving = _shapes(run, draft)
    known: dict[str, Arg] = {
        "node": names[0] if names else NOTHING,
        "in_shape": entering or (),
        "out_shape": leaving or (),
    }
    safe = entering and leaving and not _gives_away(draft.expected, (entering, leaving))
    consequence = about.consequence if safe else about.plain
    if safe and draft.property is None and entering == leaving:
        consequence = SAME_SHAPE
    args: dict[str, Arg] = {
        "node": known["node"],
        "names": _listed(names),
        "step": "–" if step is None else step,
        "steps": _span(draft.steps),
        "places": _places(1 if step is None else counts[step, draft.code.missing]),
        "property": _label(graph, draft),
        "consequence": Clause(consequence, known),
        "principle": Clause(about.principle, known),
        "gap": _gap(graph, draft),
        "where": _where(graph, draft),
    }
    severity = Severity.WARNING if draft.code.missing else Severity.ERROR
    return Finding(
        draft.code, draft.nodes, draft.edges, draft.parameter, step, args, draft.expected, severity
    )


def _label(graph: Graph, draft: Draft) -> Arg:
    """Return what the inspector calls the property on the student's own block."""
    name = draft.property
    block = graph.nodes[draft.nodes[0]].block if draft.nodes else None
    if name is None or block is None or name not in type(block).model_fields:
        return property_of(name).label
    return block.label_of(name)


def _shapes(run: Propagation, draft: Draft) -> tuple[Shape | None, Shape | None]:
    """Return the shapes that enter and leave the first node in the student's own network."""
    if not draft.nodes:
        return None, None
    ports = run.shapes.get(draft.nodes[0], {})
    entering = next((shape for port, shape in ports.items() if port != "out"), None)
    measured = run.measures.get(draft.nodes[0])
    return entering, measured.shape if isinstance(measured, Measure) else None


def _gives_away(expected: Arg | None, shapes: tuple[Shape, ...]) -> bool:
    """Whether a shape holds the very number that is asked for."""
    return any(str(expected) in show(shape).split("×") for shape in shapes)


def _places(count: int) -> Text:
    return text(str(count), "one place" if count == 1 else f"{count} places")


def _listed(names: list[str]) -> Text:
    shown, more = names[:MOST_NAMED], len(names) - MOST_NAMED
    zh = "、".join(f"“{name}”" for name in shown) + (f"等 {len(names)} 个" if more > 0 else "")
    en = ", ".join(f"“{name}”" for name in shown) + (f" and {more} more" if more > 0 else "")
    return text(zh, en)


def _span(steps: tuple[int, ...]) -> Text:
    if len(steps) < 2:
        one = "–" if not steps else str(steps[0])
        return text(one, f"step {one}")
    span = f"{steps[0]}–{steps[-1]}"
    return text(span, f"steps {span}")


def _gap(graph: Graph, draft: Draft) -> Text:
    """Return where something is not there yet, by the blocks beside it."""
    match [graph.nodes[id].name if id is not None else None for id in draft.around]:
        case [str(before), str(after)]:
            return text(f"“{before}”和“{after}”之间", f"between “{before}” and “{after}”")
        case [str(before), None]:
            return text(f"“{before}”之后", f"after “{before}”")
        case [None, str(after)]:
            return text(f"“{after}”之前", f"before “{after}”")
        case _:
            return text("画布上", "on the board")


def _where(graph: Graph, draft: Draft) -> Text:
    source, target = (graph.nodes[id].name if id else "?" for id in draft.around)
    return text(f"“{source}” → “{target}”", f"“{source}” → “{target}”")
