"""A draft: a lab as an instructor writes it in the form, and the lab that comes of it.

What a text lacks in one language it has from the other one. What is wrong is said at its place in
the form, in both languages, all of it at once.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from app.blocks import BLOCK_OF_TYPE, Input
from app.core.errors import BadLab
from app.core.text import LANGS, Text, text
from app.engine import Propagation, propagate
from app.graph import Board, Graph, Reading, read
from app.graph.board import Id
from app.labs import OWN_PATH, Lab, Mode, parse_lab
from app.labs.lab import SLUG
from app.labs.policy import POLICIES
from app.making.file import lab_file
from app.making.kept import NUMBERED, Kept, Part, kept_given, kept_keys, plain
from app.reference import board_of
from app.verify import verify

MOST_NODES = 200
"""Of a lab's network. The largest of the product's labs has 84; each block has some ten faults to
try."""

MOST_STEPS = 100
MOST_ERRORS = 3
"""So many errors of a board are told at once: the editor tells them all."""

LONGEST_SLUG, LONGEST_TITLE, LONGEST_TEXT = 60, 120, 8_000

Line = Annotated[str, Field(max_length=LONGEST_TITLE)]
Words = Annotated[str, Field(max_length=LONGEST_TEXT)]
DraftLine = TypedDict("DraftLine", {"zh-CN": Line, "en": Line})
"""A short text in both languages; either may be empty."""
DraftText = TypedDict("DraftText", {"zh-CN": Words, "en": Words})
"""A text in both languages; either may be empty."""

Place: TypeAlias = tuple[str | int, ...]
"""Where in the draft, key by key."""

NO_SOURCE = text("老师自己的实验", "A lab of your instructor's own")


def blank() -> Any:
    """Return a text that says nothing yet."""
    return {"zh-CN": "", "en": ""}


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class DraftStep(_Strict):
    """A step: what it is called and asks for, and the nodes of the board that belong to it.

    The `sheet` states all values and is shown in guided mode alone.
    """

    nodes: Annotated[tuple[Id, ...], Field(max_length=MOST_NODES)]
    title: DraftLine = Field(default_factory=blank)
    task: DraftText = Field(default_factory=blank)
    sheet: DraftText = Field(default_factory=blank)
    think: DraftText = Field(default_factory=blank)


class Draft(_Strict):
    """A lab as it stands in the form. `given` is what exercise and exam show beside the task,
    `closing` what the demo says last.

    Of what is `kept`, those parts are left out that `drops` names.
    """

    slug: Annotated[str, Field(max_length=LONGEST_SLUG)] = ""
    title: DraftLine = Field(default_factory=blank)
    summary: DraftText = Field(default_factory=blank)
    task: DraftText = Field(default_factory=blank)
    intro: DraftText = Field(default_factory=blank)
    given: DraftText = Field(default_factory=blank)
    source: DraftText = Field(default_factory=blank)
    closing: DraftText = Field(default_factory=blank)
    modes: tuple[Mode, ...] = tuple(POLICIES)
    hint_cap: Annotated[int, Field(ge=0, le=5)] = 5
    blocks: Annotated[tuple[str, ...], Field(max_length=100)] = ()
    steps: Annotated[tuple[DraftStep, ...], Field(max_length=MOST_STEPS)] = ()
    kept: Kept | None = None
    drops: tuple[Part, ...] = ()
    graph: Board

    def keeps(self, part: Part) -> Any:
        """Return what the lab keeps of a part; None, or something empty, where it keeps nothing."""
        return None if self.kept is None or part in self.drops else getattr(self.kept, part)


@dataclass(frozen=True, slots=True)
class DraftFlaw:
    """Something that keeps a draft from being a lab: where, what, and what would help."""

    place: Place
    said: Text


@dataclass(frozen=True, slots=True)
class Drafted:
    """What came of a draft: the lab and its file, or what is wrong."""

    flaws: tuple[DraftFlaw, ...] = ()
    lab: Lab | None = None
    file: str | None = None


def drafted(draft: Draft, taken: Container[str] = ()) -> Drafted:
    """Return the lab that a draft describes, or all that keeps it from being one.

    `taken` are the names that the lab may not have.
    """
    reading = read(draft.graph)
    run = propagate(reading.graph)
    flaws = (*_flaws(draft, taken), *_board_flaws(draft, reading, run))
    if flaws:
        return Drafted(flaws)
    file = lab_file(_document(draft, reading.graph, run))
    try:
        lab = parse_lab(file, f"{draft.slug}.toml")
    except BadLab as error:
        # Whatever the rules above do not know, the lab's own reader does.
        said = str(error)
        return Drafted((DraftFlaw((), text(f"这样的实验用不了：{said}", said)),))
    if idle := tuple(_idle(lab)):
        return Drafted(idle)
    return Drafted(lab=lab, file=file)


def _idle(lab: Lab) -> Iterator[DraftFlaw]:
    """Yield each step that Verify finds done on a board with nothing but the input."""
    if any(node.type != "input" for node in lab.start.nodes):
        return
    report = verify(read(lab.start), lab.reference, lab.blocks)
    done = {step.step for step in report.steps if step.status == "matched"}
    for index, step in enumerate(lab.steps):
        if step.number in done:
            yield DraftFlaw(("steps", index), DONE_AT_ONCE)


def outlined(draft: Draft) -> Draft:
    """Return the draft with a word wherever one is still missing, so that it can be seen."""
    named = {
        name: dict(NOT_YET) for name in ("title", "task") if filled(getattr(draft, name)) is None
    }
    steps = tuple(
        step if filled(step.title) else step.model_copy(update={"title": dict(NOT_YET)})
        for step in draft.steps
    )
    return draft.model_copy(update={**named, "steps": steps, "slug": "not-yet"})


def filled(words: Any) -> dict[str, str] | None:
    """Return a text in both languages, one of them in the other's place; None where both lack."""
    trimmed = {lang: words[lang].strip() for lang in LANGS}
    there = next((each for each in trimmed.values() if each), None)
    return None if there is None else {lang: each or there for lang, each in trimmed.items()}


def _flaws(draft: Draft, taken: Container[str]) -> Iterator[DraftFlaw]:
    """Yield what is wrong with the words and choices."""
    if not draft.slug:
        yield DraftFlaw(("slug",), NO_SLUG)
    elif not re.fullmatch(SLUG, draft.slug):
        yield DraftFlaw(("slug",), SLUG_FORM)
    elif draft.slug in taken:
        yield DraftFlaw(("slug",), SLUG_TAKEN)
    for name, said in (("title", NO_TITLE), ("task", NO_TASK)):
        if filled(getattr(draft, name)) is None:
            yield DraftFlaw((name,), said)
    if not draft.modes:
        yield DraftFlaw(("modes",), NO_MODE)
    elif len(set(draft.modes)) < len(draft.modes):
        yield DraftFlaw(("modes",), MODE_TWICE)
    for index, step in enumerate(draft.steps):
        if filled(step.title) is None:
            yield DraftFlaw(("steps", index, "title"), NO_STEP_TITLE)
    if draft.kept is not None and draft.kept.steps != tuple(step.nodes for step in draft.steps):
        for part, said in NUMBERED.items():
            if draft.keeps(part):
                yield DraftFlaw(("kept", part), said)


def _board_flaws(draft: Draft, reading: Reading, run: Propagation) -> Iterator[DraftFlaw]:
    """Yield what is wrong with the board, its steps, and the blocks that are offered for it."""
    graph = reading.graph
    if len(graph.nodes) > MOST_NODES:
        yield DraftFlaw(("graph",), TOO_LARGE)
        return
    errors = [*reading.diagnostics, *run.diagnostics]
    for each in errors[:MOST_ERRORS]:
        yield DraftFlaw(("graph",), text(each.message("zh-CN"), each.message("en")))
    built = {id for id, node in graph.nodes.items() if not isinstance(node.block, Input)}
    if not built:
        yield DraftFlaw(("graph",), EMPTY)
        return
    if not errors and (run.totals.output_shape is None or not built <= run.measures.keys()):
        yield DraftFlaw(("graph",), NO_OUTPUT)
    yield from _step_flaws(draft, built)
    if odd := sorted(set(draft.blocks) - BLOCK_OF_TYPE.keys()):
        yield DraftFlaw(("blocks",), _naming(NOT_KNOWN, odd))
    if lacking := _types(graph) - set(draft.blocks):
        yield DraftFlaw(("blocks",), _labelled(NOT_OFFERED, sorted(lacking)))


def _step_flaws(draft: Draft, built: set[str]) -> Iterator[DraftFlaw]:
    times = Counter(id for step in draft.steps for id in step.nodes)
    if astray := sorted(built - times.keys()):
        yield DraftFlaw(("steps",), _naming(IN_NO_STEP, astray))
    if twice := sorted(id for id, count in times.items() if count > 1):
        yield DraftFlaw(("steps",), _naming(IN_TWO_STEPS, twice))
    if odd := sorted(times.keys() - built):
        yield DraftFlaw(("steps",), _naming(NOT_THERE, odd))
    for index, step in enumerate(draft.steps):
        if not step.nodes:
            yield DraftFlaw(("steps", index), EMPTY_STEP)


def _types(graph: Graph) -> set[str]:
    return {node.block.info.type for node in graph.nodes.values()}


def _naming(said: Text, names: list[str]) -> Text:
    return text(said["zh-CN"] + "、".join(names), said["en"] + ", ".join(names))


def _labelled(said: Text, types: list[str]) -> Text:
    labels = [BLOCK_OF_TYPE[type].info.label for type in types]
    return text(
        said["zh-CN"] + "、".join(each["zh-CN"] for each in labels),
        said["en"] + ", ".join(each["en"] for each in labels),
    )


def _document(draft: Draft, graph: Graph, run: Propagation) -> Any:
    """Return what is in the lab's file, for a draft in which nothing is wrong."""
    pictures = {id for id, node in graph.nodes.items() if isinstance(node.block, Input)}
    board = board_of(graph).model_dump(mode="json", exclude_none=True)
    start = [node for node in board["nodes"] if node["id"] in pictures]
    assert run.totals.output_shape is not None, "a board without an output has a flaw"
    names = ("summary", "intro", "given", "source", "closing")
    texts = {name: filled(getattr(draft, name)) for name in names}
    task = filled(draft.task)
    given = {**kept_given(draft.keeps), **({"text": texts["given"]} if texts["given"] else {})}
    return _without_nothing(
        {
            "slug": draft.slug,
            "path": OWN_PATH,
            "order": 1,
            "modes": list(draft.modes),
            "hint_cap": draft.hint_cap,
            "blocks": list(draft.blocks),
            "title": filled(draft.title),
            "summary": texts["summary"] or task,
            "task": task,
            "intro": texts["intro"],
            "source": texts["source"] or dict(NO_SOURCE),
            "closing": texts["closing"],
            **kept_keys(draft.keeps, draft.blocks),
            "given": given or None,
            "steps": list(_steps(draft, graph, run)),
            "start": plain(draft.keeps("start")) or {"version": 1, "edges": [], "nodes": start},
            "reference": {
                "output_shape": list(run.totals.output_shape),
                "n_params": run.totals.n_params,
                "madds": run.totals.madds,
                "drawn": {
                    "steps": {
                        id: number
                        for number, step in enumerate(draft.steps, 1)
                        for id in step.nodes
                    },
                    "board": board,
                },
            },
        }
    )


def _steps(draft: Draft, graph: Graph, run: Propagation) -> Iterator[dict[str, Any]]:
    for number, step in enumerate(draft.steps, 1):
        title = filled(step.title)
        input_shape, output_shape = shapes_of(graph, run, step.nodes)
        yield {
            "number": number,
            "input_shape": list(input_shape),
            "output_shape": list(output_shape),
            "title": title,
            "task": filled(step.task) or title,
            "sheet": filled(step.sheet) or filled(step.task) or title,
            "think": filled(step.think),
        }


def shapes_of(
    graph: Graph, run: Propagation, nodes: tuple[str, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return what enters a step's first node and what leaves its last one, (1, c, h, w)."""
    own = [id for id in graph.order if id in nodes]
    first, last = graph.nodes[own[0]], graph.nodes[own[-1]]
    came = graph.incoming[first.id][0]
    return run.shapes[came.source][came.out], run.shapes[last.id][last.block.info.outputs[0]]


def _without_nothing(value: Any) -> Any:
    """Return the value without what is not there: TOML has no word for it."""
    if isinstance(value, dict):
        return {key: _without_nothing(each) for key, each in value.items() if each is not None}
    return [_without_nothing(each) for each in value] if isinstance(value, list) else value


NOT_YET = text("（还没有写）", "(not written yet)")
NO_SLUG = text(
    "请写上网址里的名字，比如 my-first-lab。",
    "Give it a name for its address, such as my-first-lab.",
)
SLUG_FORM = text(
    "网址里的名字只能用小写字母、数字和中间的连字符，比如 my-first-lab。",
    "The name in the address has small letters, digits, and hyphens between them: my-first-lab.",
)
SLUG_TAKEN = text(
    "已经有一个实验叫这个名字，请换一个。", "There is a lab of that name already: choose another."
)
NO_TITLE = text("请写上标题，至少一种语言。", "Give it a title, in one language at least.")
NO_TASK = text(
    "请写上任务：学生要搭出什么，至少一种语言。",
    "Say what students are to build, in one language at least.",
)
NO_MODE = text("至少选一种模式。", "Choose one mode at least.")
MODE_TWICE = text("同一种模式只写一次。", "Name each mode once.")
NO_STEP_TITLE = text(
    "请给这一步起个名字，至少一种语言。", "Give the step a name, in one language at least."
)
EMPTY_STEP = text(
    "这一步一个块也没有：把块移进来，或者去掉这一步。",
    "No block belongs to this step: move one here, or take the step out.",
)
DONE_AT_ONCE = text(
    "没有这些块，网络算出的结果也一样，这一步还没做就会打上勾：把它并入别的步骤。",
    "Without these blocks the network computes the same, so this step would be ticked before it is "
    "begun: join it to another one.",
)
TOO_LARGE = text(
    f"网络太大，最多 {MOST_NODES} 个块。用组合块代替展开的块，或者只取一部分。",
    f"The network is too large: {MOST_NODES} blocks at most. Fold blocks, or take a part of it.",
)
EMPTY = text(
    "画布上除了输入还没有块。先在编辑器里把网络搭好。",
    "There is no block but the input yet. Build the network in the editor first.",
)
NO_OUTPUT = text(
    "网络要有且只有一个输出：有的块还没有接上，或者有几路没有合到一起。",
    "The network has one output: a block is not wired yet, or ways do not come together.",
)
IN_NO_STEP = text("还不属于任何一步的块：", "In no step yet: ")
IN_TWO_STEPS = text("同时属于两步的块：", "In two steps at once: ")
NOT_THERE = text("步骤里写了，画布上却没有的块：", "In a step, but not on the board: ")
NOT_KNOWN = text("没有这样的块：", "There are no such blocks: ")
NOT_OFFERED = text(
    "网络用到了、却没有提供给学生的块：",
    "The network has these, but students are not offered them: ",
)
