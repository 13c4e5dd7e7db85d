"""A first draft from a board, sensible enough to be saved after a title and a task.

A composite block is a step; a run of primitive ones is one, too: a block that changes the tensor,
with the norm and the activation that follow it. A sheet states the shapes and all values.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from app.blocks import BLOCKS, Block, Input
from app.core.shape import Shape, show
from app.core.text import LANGS, Lang, Text, text
from app.engine import Propagation, propagate
from app.graph import Board, Graph, read
from app.labs import Lab
from app.labs.given import Table
from app.lesson.purpose import purpose
from app.making.draft import LONGEST_TITLE, Draft, DraftStep, shapes_of
from app.making.kept import Kept

FOLLOWERS = frozenset({"batch_norm", "activation", "dropout", "flatten"})
"""Blocks that belong to the step of the one before them; without dropout, and mostly without
flatten, a network is the same to Verify: alone, such a step would be done before it is begun."""

UNSAID = {"dilation": 1, "groups": 1, "padding": "same", "expand": True}
"""Values that go without saying."""

SWITCH: Mapping[bool, Text] = {True: text("是", "yes"), False: text("否", "no")}


def propose(board: Board) -> Draft:
    """Return a draft of a lab that asks for the network on a board.

    Of a board that does not run, the draft says nothing of shapes.
    """
    graph = read(board).graph
    run = propagate(graph)
    runs = _runs(graph)
    total = Counter(_main(graph, nodes).info.type for nodes in runs)
    seen: Counter[str] = Counter()
    steps = []
    for nodes in runs:
        main = _main(graph, nodes)
        seen[main.info.type] += 1
        number = seen[main.info.type] if total[main.info.type] > 1 else None
        steps.append(_step(graph, run, nodes, number))
    used = {node.block.info.type for node in graph.nodes.values()} | {"input"}
    return Draft(
        blocks=tuple(block.info.type for block in BLOCKS if block.info.type in used),
        steps=tuple(steps),
        graph=board,
    )


def redraft(lab: Lab) -> Draft:
    """Return the draft of a lab that is there, to change it or make another one of it.

    What the form has no field for comes along and stays as it is.
    """
    steps = tuple(
        tuple(id for id in lab.reference.graph.order if lab.reference.steps.get(id) == step.number)
        for step in lab.steps
    )
    return Draft(
        slug=lab.slug,
        title=lab.title,
        summary=lab.summary,
        task=lab.task,
        intro=lab.intro or _nothing(),
        given=lab.given.text or _nothing(),
        source=lab.source,
        closing=lab.closing or _nothing(),
        modes=lab.modes,
        hint_cap=lab.hint_cap,
        blocks=lab.blocks,
        steps=tuple(
            DraftStep(
                nodes=nodes,
                title=step.title,
                task=step.task,
                sheet=step.sheet,
                think=step.think or _nothing(),
            )
            for nodes, step in zip(steps, lab.steps, strict=True)
        ),
        kept=_kept(lab, steps),
        graph=lab.reference.board,
    )


def _kept(lab: Lab, steps: tuple[tuple[str, ...], ...]) -> Kept:
    table = lab.given.table
    if table is not None and table.of is not None and table.of == lab.stated.table:
        # These are the lab's own steps; beside a network that is drawn they stand in its file.
        table = Table(
            columns=table.columns,
            rows=tuple(table.printed()),
            headings=table.headings,
            legend=table.legend,
        )
    return Kept(
        lab=lab.slug,
        steps=steps,
        table=table,
        figure=lab.given.figure,
        ports=lab.ports,
        read_again=lab.read_again,
        misconceptions=tuple(sorted(lab.misconceptions)),
        compare_bias=lab.compare_bias,
        compare_eps=lab.compare_eps,
        start=lab.start,
    )


def _nothing() -> Any:
    return {"zh-CN": "", "en": ""}


def _runs(graph: Graph) -> list[tuple[str, ...]]:
    """Return the nodes of each step, in the order in which the network runs them."""
    runs: list[list[str]] = []
    where: dict[str, list[str]] = {}
    for id in graph.order:
        block = graph.nodes[id].block
        if isinstance(block, Input):
            continue
        sources = [edge.source for edge in graph.incoming[id]]
        run = where.get(sources[0]) if sources and block.info.type in FOLLOWERS else None
        if run is None or run[-1] != sources[0]:
            run = []
            runs.append(run)
        run.append(id)
        where[id] = run
    return [tuple(run) for run in runs]


def _main(graph: Graph, nodes: tuple[str, ...]) -> Block:
    """Return the block that a step is called after: the first one, which the others follow."""
    return graph.nodes[nodes[0]].block


def _step(graph: Graph, run: Propagation, nodes: tuple[str, ...], number: int | None) -> DraftStep:
    main = graph.nodes[nodes[0]]
    name = text(main.label, main.label) if main.label else _numbered(main.block.info.label, number)
    runs = all(id in run.measures for id in nodes)
    lines = list(_sheet(graph, run, nodes)) if runs else [_facts(graph, id) for id in nodes]
    return DraftStep(
        nodes=nodes,
        title={"zh-CN": name["zh-CN"][:LONGEST_TITLE], "en": name["en"][:LONGEST_TITLE]},
        task=_purpose(graph, run, nodes) if runs else _nothing(),
        sheet={
            "zh-CN": "\n".join(line["zh-CN"] for line in lines),
            "en": "\n".join(line["en"] for line in lines),
        },
    )


def _numbered(label: Text, number: int | None) -> Text:
    if number is None:
        return label
    return text(f"{label['zh-CN']} {number}", f"{label['en']} {number}")


def _purpose(graph: Graph, run: Propagation, nodes: tuple[str, ...]) -> Any:
    """Return what the step's first block is for: a sentence that holds no value."""
    id = nodes[0]
    block = graph.nodes[id].block
    inputs = tuple(run.shapes[edge.source][edge.out] for edge in graph.incoming[id])
    return {**purpose(block, inputs, run.shapes[id][block.info.outputs[0]])}


def _sheet(graph: Graph, run: Propagation, nodes: tuple[str, ...]) -> Iterator[Text]:
    entered, left = shapes_of(graph, run, nodes)
    yield text(f"输入：{_shape(entered)}", f"Input: {_shape(entered)}")
    yield from (_facts(graph, id) for id in nodes)
    yield text(f"输出：{_shape(left)}", f"Output: {_shape(left)}")


def _shape(shape: Shape) -> str:
    """Return a shape as lab texts write it: 28×28×72, or 1280 once flattened."""
    return str(shape[1]) if len(shape) == 2 else show(shape, "HWC")


def _facts(graph: Graph, id: str) -> Text:
    """Return a block with all its values, in a line."""
    block = graph.nodes[id].block
    label = block.info.label
    facts = list(_values(block))
    if not facts:
        return label
    return text(
        f"{label['zh-CN']}：{'，'.join(each['zh-CN'] for each in facts)}",
        f"{label['en']}: {', '.join(each['en'] for each in facts)}",
    )


def _values(block: Block) -> Iterator[Text]:
    for name, declared in type(block).model_fields.items():
        value = getattr(block, name)
        words = declared.json_schema_extra if isinstance(declared.json_schema_extra, dict) else {}
        switch = words.get("used_while")
        unused = isinstance(switch, str) and not getattr(block, switch)
        if name == "type" or unused or value in (None, "none") or UNSAID.get(name) == value:
            continue
        if value is False and declared.default is False:
            continue
        label = block.label_of(name)
        spelled = words.get("spelled")
        shown = spelled.get(str(value), value) if isinstance(spelled, dict) else value
        said = SWITCH[value] if isinstance(value, bool) else text(str(shown), str(shown))
        yield text(*(_said(label, said, lang) for lang in LANGS))


def _said(label: Text | str, said: Text, lang: Lang) -> str:
    name = label if isinstance(label, str) else label[lang]
    return f"{name} {said[lang]}"
