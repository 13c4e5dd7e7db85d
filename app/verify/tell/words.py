"""Drafts to findings: what their sentences say, in both languages, and no answer among it."""

from collections import Counter
from collections.abc import Mapping

from app.blocks import Block
from app.blocks.bneck import Bneck
from app.core.diagnostic import Arg, Clause, Severity, fill
from app.core.shape import Notation, Shape, show
from app.core.text import Lang, Text, text
from app.engine import Propagation
from app.engine.measure import Measure
from app.graph import Graph
from app.reference import Reference
from app.verify.repair.repairs import SetParameters, Together, parted
from app.verify.report import Finding
from app.verify.tell.about import About
from app.verify.tell.cures import cure_of, named
from app.verify.tell.draft import Draft
from app.verify.tell.properties import INSIDE_BNECK, PROPERTIES, UNWANTED
from app.verify.tell.roles import role_of

LEVELS = 5
"""The deepest hint level: the repair itself. All others hold no expected value."""

NOTHING = text("画布", "the board")
SAME_SHAPE = text(
    "你的特征矩阵经过“{node}”，形状没有变，仍是 {out_shape}：光看形状看不出问题。",
    "Your tensor keeps its shape {out_shape} through “{node}”: shapes alone do not show it.",
)
IN_TEXT = text("说明里的“{property}”", "what the text says of {property}")
KIND_IN_TEXT = text("说明里写的是哪一种运算", "which operation its text names")
ANY_BLOCK = text("块", "block")
CONTENT = text("内容", "content")


def hint(finding: Finding, level: int, lang: Lang, notation: Notation = "NCHW") -> str:
    """Return the hint of one level, 0 to `LEVELS`.

    Where no few words say the cure, the last level repeats the principle.
    """
    if level >= LEVELS and finding.cure is not None:
        return finding.cure[lang]
    rung = finding.code.ladder[min(max(level, 0), LEVELS - 1)]
    return fill(rung, finding.args, lang, notation)


def findings(
    graph: Graph, run: Propagation, drafts: list[Draft], reference: Reference
) -> tuple[Finding, ...]:
    """Return the drafts as findings, with what their sentences need."""
    counts = Counter((step, draft.code.missing) for draft in drafts for step in draft.steps[:1])
    kinds = Counter(type(node.block) for node in graph.nodes.values())
    found = (_finding(graph, run, draft, counts, kinds, reference.read_again) for draft in drafts)
    # What can only be told in the same words is told once.
    return tuple({finding.id: finding for finding in found}.values())


def _finding(
    graph: Graph,
    run: Propagation,
    draft: Draft,
    counts: Mapping[tuple[int, bool], int],
    kinds: Mapping[type[Block], int],
    read_again: Mapping[str, Text],
) -> Finding:
    step = draft.steps[0] if draft.steps else None
    about = _about(draft)
    entering, leaving = _shapes(run, draft)
    known: dict[str, Arg] = {
        "node": graph.name_of(draft.nodes[0]) if draft.nodes else NOTHING,
        "in_shape": entering or (),
        "out_shape": leaving or (),
    }
    consequence = _consequence(draft, about, (entering, leaving))
    args: dict[str, Arg] = {
        "node": known["node"],
        "names": named(graph, draft.nodes),
        "step": "–" if step is None else step,
        "steps": span(draft.steps),
        "places": _places(1 if step is None else counts[step, draft.code.missing]),
        "share": _share(graph, kinds, draft),
        "property": _label(graph, draft),
        "again": _again(graph, draft, read_again),
        "consequence": Clause(consequence, known),
        "principle": _principle(graph, draft, about),
        "gap": _gap(graph, draft),
        "where": _where(graph, draft),
        "role": role_of(graph, draft.repair),
    }
    severity = Severity.WARNING if draft.code.missing else Severity.ERROR
    return Finding(
        draft.code,
        draft.nodes,
        draft.edges,
        draft.parameter,
        step,
        args,
        draft.expected,
        severity,
        cure_of(graph, draft.repair),
    )


def _about(draft: Draft) -> About:
    """Return the words about the property; other ones where it is to be switched off."""
    parts = parted(draft.repair) if draft.repair else ()
    sets = [one for one in parts if isinstance(one, SetParameters)]
    off = bool(sets) and all((draft.parameter, False) in one.values for one in sets)
    own = PROPERTIES[draft.parameter]
    return UNWANTED.get(draft.parameter, own) if off else own


def _consequence(draft: Draft, about: About, shapes: tuple[Shape | None, Shape | None]) -> Text:
    """Return what is said at level 3: of shapes, where they are known and give nothing away.

    Where a shortcut is to be and the shapes at its ends do not agree yet, they would speak
    against it. Of several blocks, those of the first may hold the number that another asks for.
    """
    entering, leaving = shapes
    if isinstance(draft.repair, Together) and draft.parameter is not None:
        return about.plain
    if entering is None or leaving is None or _gives_away(draft.expected, (entering, leaving)):
        return about.plain
    if draft.parameter is None and entering == leaving:
        return SAME_SHAPE
    if draft.parameter == "shortcut" and entering != leaving:
        return about.plain
    return about.consequence


def _principle(graph: Graph, draft: Draft, about: About) -> Text:
    """Return the principle, and for a bneck what the parameter means for the pieces inside."""
    node = graph.nodes.get(draft.nodes[0]) if draft.nodes else None
    inside = INSIDE_BNECK.get(draft.parameter or "")
    if inside is None or node is None or not isinstance(node.block, Bneck):
        return about.principle
    zh = about.principle["zh-CN"] + inside["zh-CN"]
    return text(zh, f"{about.principle['en']} {inside['en']}")


def _label(graph: Graph, draft: Draft) -> Arg:
    """Return what the inspector calls the property on the student's own block."""
    node = graph.nodes.get(draft.nodes[0]) if draft.nodes else None
    if draft.parameter is None or node is None:
        return CONTENT
    return node.block.label_of(draft.parameter)


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


def _share(graph: Graph, kinds: Mapping[type[Block], int], draft: Draft) -> Text:
    """Return how many of the student's blocks are concerned, of how many that are like them."""
    own_kinds = {type(node.block) for id in draft.nodes if (node := graph.nodes.get(id))}
    count = sum(kinds[kind] for kind in own_kinds)
    label = next(iter(own_kinds)).info.label if len(own_kinds) == 1 else ANY_BLOCK
    zh, own = label["zh-CN"], len(draft.nodes)
    before, after = (" " if edge.isascii() else "" for edge in (zh[0], zh[-1]))
    kind = "blocks" if label is ANY_BLOCK else f"{label['en']} blocks"
    # Nobody says aloud that among 15 there are 15.
    part = "每一个" if 0 < own == count else f"中有 {own} 个"
    return text(f"{count} 个{before}{zh}{after}{part}", f"{own} of {count} {kind}")


def _again(graph: Graph, draft: Draft, read_again: Mapping[str, Text]) -> Arg:
    """Return where the property is to be read again: a place that the lab names, or the text."""
    name = draft.parameter or "type"
    if place := read_again.get(name):
        return place
    if name == "type":
        return KIND_IN_TEXT
    return Clause(IN_TEXT, {"property": _label(graph, draft)})


def span(steps: tuple[int, ...]) -> Text:
    """Return the steps, those that follow each other as one: 2–4、8 and steps 2–4, 8."""
    if not steps:
        return text("–", "step –")
    runs: list[list[int]] = []
    for step in sorted(set(steps)):
        if runs and step == runs[-1][-1] + 1:
            runs[-1].append(step)
        else:
            runs.append([step])
    spans = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    word = "step" if len(runs) == len(runs[0]) == 1 else "steps"
    return text("、".join(spans), f"{word} {', '.join(spans)}")


def _gap(graph: Graph, draft: Draft) -> Text:
    """Return where something is not there yet, by the blocks beside it."""
    match [graph.name_of(id) if id is not None else None for id in draft.around]:
        case [str(before), str(after)]:
            return text(f"“{before}”和“{after}”之间", f"between “{before}” and “{after}”")
        case [str(before), None]:
            return text(f"“{before}”之后", f"after “{before}”")
        case [None, str(after)]:
            return text(f"“{after}”之前", f"before “{after}”")
        case _:
            return text("画布上", "on the board")


def _where(graph: Graph, draft: Draft) -> Text:
    source, target = (graph.name_of(id) if id else "?" for id in draft.around)
    return text(f"“{source}” → “{target}”", f"“{source}” → “{target}”")
