"""Golden reports: a few edits of a lab's reference, and all that Verify has to say to them.

Each case is a Markdown file in `tests/cases`: what it is about, the edits, and below a line the
report, with every hint in both languages. `python -m tests.verify.cases` writes the reports anew;
what has changed is for a person to read.

The edits, one a line (values are JSON, an order of wires is that of concat):

    lab NAME                      begin with this lab's reference
    reference NAME                or with one of `tests.verify.references`
    start NAME                    begin with this lab's starting board
    keep A B ...                  keep only these nodes and the wires between them
    set A NAME=VALUE ...          other parameters
    put A TYPE NAME=VALUE ...     another block in its place, or a new one without wires
    insert A NEW TYPE NAME=VALUE  a block into every wire that leaves A
    remove A                      without the node, its neighbours wired together
    drop A                        without the node and its wires
    unfold A                      a composite as its pieces, A.expand and so on
    swap A B                      each in the other's place
    cut A B                       without the wires from A to B
    wire A B[:PORT]               a wire more
    label A WORDS                 the student's own name for a node
    palette                       hold to the blocks that the lab offers
"""

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from app.blocks import BLOCK_OF_TYPE, Block
from app.core.shape import show
from app.core.text import LANGS
from app.graph import Reading, parse_board, read
from app.labs import get_lab
from app.verify import LEVELS, Finding, Report, hint, verify
from tests.verify.references import BUILT
from tests.verify.sketch import Sketch

CASES = Path(__file__).parents[1] / "cases"
LINE = "\n---\n"
SIGNS = {"passed": "✓", "failed": "✗", "matched": "✓", "wrong": "✗", "missing": "…"}


@dataclass(frozen=True)
class Case:
    """A file's parts. `told` is all that a person wrote, `report` what was rendered below it."""

    path: Path
    told: str
    report: str

    @property
    def edits(self) -> list[str]:
        """The lines of the fenced block."""
        return self.told.split("```")[1].strip().splitlines()


def load(path: Path) -> Case:
    """Return the case in a file; its report is empty where none was written yet."""
    told, _, report = path.read_text(encoding="utf-8").partition(LINE)
    return Case(path, told, report)


def paths() -> list[Path]:
    """Every case, by name."""
    return sorted(CASES.glob("*.md"))


@cache
def run(case: Case) -> tuple[Reading, Report]:
    """Return the board after the edits, and Verify's report."""
    edits = case.edits
    kind, name = edits[0].split()
    reference = BUILT[name]() if kind == "reference" else get_lab(name).reference
    graph = read(get_lab(name).start).graph if kind == "start" else reference.graph
    sketch, labels = Sketch.of(graph), {}
    palette = None
    for line in edits[1:]:
        word, *rest = line.split()
        if word == "palette":
            palette = get_lab(name).blocks
        elif word == "label":
            labels[rest[0]] = " ".join(rest[1:])
        else:
            sketch = _edit(sketch, word, rest)
    board = sketch.board()
    for node in board["nodes"]:
        if node["id"] in labels:
            node["data"]["label"] = labels[node["id"]]
    reading = read(parse_board(json.dumps(board).encode()))
    return reading, verify(reading, reference, palette)


def _edit(sketch: Sketch, word: str, rest: list[str]) -> Sketch:
    if word == "keep":
        nodes = {key: block for key, block in sketch.nodes.items() if key in rest}
        wires = [wire for wire in sketch.wires if wire[0] in rest and wire[1] in rest]
        return Sketch(nodes, tuple(wires))
    id = rest[0]
    assert id in sketch.nodes or word == "put", f"{word} {id}: there is no such node"
    match word:
        case "set":
            return sketch.set(id, **_values(rest[1:]))
        case "put":
            return sketch.put(id, _block(rest[1:]))
        case "insert":
            return sketch.insert(id, rest[1], _block(rest[2:]))
        case "remove" | "drop":
            return sketch.remove(id, heal=word == "remove")
        case "unfold":
            return sketch.unfold(id)
        case "swap":
            first, second = sketch.nodes[id], sketch.nodes[rest[1]]
            return sketch.put(id, second).put(rest[1], first)
        case "cut":
            wires = [wire for wire in sketch.wires if wire[:2] != (id, rest[1])]
            assert len(wires) < len(sketch.wires), f"cut {id} {rest[1]}: there is no such wire"
            return replace(sketch, wires=tuple(wires))
        case "wire":
            target, _, port = rest[1].partition(":")
            return replace(sketch, wires=(*sketch.wires, (id, target, port or "in")))
        case _:
            raise ValueError(f"there is no edit called {word!r}")


def _values(words: list[str]) -> dict[str, Any]:
    pairs = (word.partition("=") for word in words)
    return {name: json.loads(value) for name, _, value in pairs}


def _block(words: list[str]) -> Block:
    return BLOCK_OF_TYPE[words[0]].model_validate(_values(words[1:]))


def render(case: Case) -> str:
    """Return the report as Markdown: first what needs no language, then findings and problems."""
    _, report = run(case)
    totals = report.totals
    shape = show(totals.output_shape) if totals.output_shape else "no output"
    parts = [
        f"**{report.verdict}** — {' '.join(f'{g.id} {_sign(g.status)}' for g in report.gates)}",
        f"Steps: {_steps(report)} — {totals.n_params:,} parameters, {totals.madds:,} madds, "
        f"{shape}",
    ]
    parts += [_finding(finding) for finding in report.findings]
    for diagnostic in report.diagnostics:
        at = ", ".join((*diagnostic.nodes, *filter(None, [diagnostic.parameter])))
        lines = [f"## {diagnostic.code.id} {diagnostic.code.name}: {at}\n"]
        lines += [f"- {diagnostic.message(lang)} {diagnostic.help(lang)}" for lang in LANGS]
        parts.append("\n".join(lines))
    return "\n" + "\n\n".join(parts) + "\n"


def _sign(status: str) -> str:
    return SIGNS.get(status, "–")


def _steps(report: Report) -> str:
    """Return `1–3 ✓, 4 ✗, 5–21 …`."""
    runs: list[tuple[int, int, str]] = []
    for step in report.steps:
        if runs and runs[-1][2] == step.status:
            runs[-1] = (runs[-1][0], step.step, step.status)
        else:
            runs.append((step.step, step.step, step.status))
    spans = (f"{a}" if a == b else f"{a}–{b}" for a, b, _ in runs)
    return ", ".join(f"{span} {_sign(run[2])}" for span, run in zip(spans, runs, strict=True))


def _finding(finding: Finding) -> str:
    nodes = ", ".join(finding.nodes)
    where = " · ".join(filter(None, [nodes, finding.parameter, f"step {finding.step or '–'}"]))
    deepest = LEVELS if finding.cure is not None else LEVELS - 1
    lines = [f"## {finding.code.id} {finding.code.name}: {where}"]
    for lang in LANGS:
        lines.append("")
        lines += [f"{level}. {hint(finding, level, lang)}" for level in range(deepest + 1)]
    return "\n".join(lines)


def accept() -> None:
    """Write every report anew."""
    for path in paths():
        case = load(path)
        path.write_text(case.told + LINE + render(case), encoding="utf-8")


if __name__ == "__main__":
    accept()
