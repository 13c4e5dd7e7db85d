"""What an answer or a prediction is worth, and why, with the student's own numbers filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.blocks import Block, Input
from app.blocks.base import IN
from app.blocks.bneck import Bneck
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.core.errors import NodeNotFound, NotRunnable
from app.core.shape import Shape, is_map, show
from app.core.text import LANGS, Text, text
from app.engine import Measure, measure, propagate
from app.graph import Graph
from app.labs import Lab, Question
from app.lesson.facts import Facts, facts
from app.verify.report import Step

Quantity: TypeAlias = Literal["shape", "n_params"]
"""What may be predicted of a block: what leaves it, (n, c, h, w) or (n, c), or its parameters."""

PIECES: Mapping[str, Text] = {
    "expand": text("升维", "expand"),
    "depthwise": text("DW 卷积", "depthwise"),
    "se": text("SE", "SE"),
    "project": text("降维", "project"),
    "fc1": text("FC1", "FC1"),
    "fc2": text("FC2", "FC2"),
}
"""What the pieces of a composite are called in a sum."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether an answer holds, and why it is as it is; `right` is None where nothing was asked."""

    right: bool | None
    why: Text


NOT_YET = text(
    "先把这一步做完，再来看答案。", "Finish this step first; then the answer can be uncovered."
)


def answered(lab: Lab, question: Question, graph: Graph, step: Step, answer: int | None) -> Judged:
    """Judge an answer to a question of a step, which stands on the student's graph like this."""
    if question.kind == "text" and step.status != "matched":
        return Judged(None, NOT_YET)
    return judge(question, facts_of_step(lab, step.step, graph, step.nodes), answer)


def judge(question: Question, own: Facts, answer: int | None) -> Judged:
    """Judge an answer; `own` are the figures of the block that it is about."""
    expected = question.answer
    if isinstance(expected, str):
        expected = own.get(expected)
    right = None if question.kind == "text" else answer == expected
    written = {name: f"{value:,}" for name, value in own.items()}
    why = {lang: question.why[lang].strip().format_map(_Known(written)) for lang in LANGS}
    return Judged(right, text(why["zh-CN"], why["en"]))


class _Known(dict[str, str]):
    """What is not known is written as a question mark."""

    def __missing__(self, name: str) -> str:
        return "?"


def facts_of_step(lab: Lab, step: int, graph: Graph, nodes: tuple[str, ...]) -> Facts:
    """Return the figures of the student's blocks of a step, or else of the step's own."""
    own = _figures(graph, tuple(id for id in nodes if id in graph.nodes))
    reference = lab.reference
    made = tuple(id for id in reference.graph.order if reference.steps.get(id) == step)
    return own or _figures(reference.graph, made)


def _figures(graph: Graph, nodes: tuple[str, ...]) -> Facts:
    """Return the figures of the first of these blocks that has parameters, else of the first."""
    shapes = propagate(graph).shapes
    found: list[Facts] = []
    for id in nodes:
        edges = graph.incoming[id]
        inputs = tuple(shapes.get(edge.source, {}).get(edge.out) for edge in edges)
        block = graph.nodes[id].block
        if inputs and not isinstance(block, Input) and all(each is not None for each in inputs):
            figures = facts(block, tuple(each for each in inputs if each is not None))
            if "out_channels" in figures:
                found.append(figures)
    return next((each for each in found if each["n_params"]), found[0] if found else {})


def predict(graph: Graph, node: str, quantity: Quantity, guess: tuple[int, ...]) -> Judged:
    """Judge what was predicted of a block of the graph.

    Raises:
        NodeNotFound: The graph has no such node.
        NotRunnable: The node does not run, so that there is nothing to predict.
    """
    if node not in graph.nodes:
        raise NodeNotFound(f"There is no node {node[:80]!r}.")
    found = propagate(graph)
    if node not in found.measures:
        raise NotRunnable("The block does not run yet.")
    block = graph.nodes[node].block
    inputs = tuple(found.shapes[edge.source][edge.out] for edge in graph.incoming[node])
    made = found.measures[node]
    if quantity == "shape":
        return Judged(guess == made.shape, _why_shape(block, inputs, made))
    return Judged(guess == (made.n_params,), _why_params(block, inputs, made))


def _why_shape(block: Block, inputs: tuple[Shape, ...], made: Measure) -> Text:
    own = facts(block, inputs)
    out = show(made.shape, "HWC")
    height, pad, k, stride = (own.get(name, 0) for name in ("in_height", "pad", "k", "stride"))
    if "k" in own and isinstance(block, Bneck):
        zh = f"高和宽由 DW 卷积的步距 {stride} 决定：{height} → {own['out_height']}；"
        en = f"The depthwise stride {stride} decides the sides: {height} → {own['out_height']}. "
        zh += f"通道数由 #out 决定：{own['out_channels']}。所以是 {out}。"
        en += f"#out decides the channels: {own['out_channels']}. So it is {out}."
        return text(zh, en)
    if "k" in own and is_map(made.shape):
        sides = f"({height} + 2×{pad} − {k}) ÷ {stride}"
        zh = f"高：{sides}，只取整数部分，再加 1，得 {own['out_height']}；"
        en = f"Height: {sides}, the whole part of it, plus 1: {own['out_height']}. "
        if isinstance(block, Conv2d) and not isinstance(block, DepthwiseConv2d):
            zh += f"有多少个卷积核，就有多少个通道：{own['out_channels']}。所以是 {out}。"
            en += f"As many channels as kernels: {own['out_channels']}. So it is {out}."
        else:
            zh += f"通道数不变：{own['out_channels']}。所以是 {out}。"
            en += f"The channels stay: {own['out_channels']}. So it is {out}."
        return text(zh, en)
    if block.info.type == "concat":
        terms = " + ".join(str(shape[1]) for shape in inputs)
        return text(
            f"高和宽不变，通道数相加：{terms} = {made.shape[1]}。所以是 {out}。",
            f"The sides stay and the channels add up: {terms} = {made.shape[1]}. So it is {out}.",
        )
    if made.shape in inputs:
        return text(
            f"这个块不改变形状：进来 {out}，出去还是 {out}。",
            f"This block changes no shape: what enters as {out} leaves as {out}.",
        )
    entering = show(inputs[0], "HWC")
    return text(f"{entering} 变成 {out}。", f"{entering} becomes {out}.")


def _why_params(block: Block, inputs: tuple[Shape, ...], made: Measure) -> Text:
    if made.n_params == 0:
        return text("这个块没有要学的参数。", "This block has nothing to learn.")
    terms = list(_terms(block, inputs))
    total = f"{made.n_params:,}"
    return text(
        f"{' + '.join(term['zh-CN'] for term in terms)} = {total}。",
        f"{' + '.join(term['en'] for term in terms)} = {total}.",
    )


def _terms(block: Block, inputs: tuple[Shape, ...]) -> Iterator[Text]:
    """Yield what a block's parameters are the sum of: a convolution's products, or its pieces."""
    if isinstance(block, Conv2d | DepthwiseConv2d):
        bare = block.model_copy(update={"norm": "none", "activation": "none"})
        made = measure(bare, inputs)
        assert isinstance(made, Measure), "a convolution that runs was measured"
        yield from _products(block, inputs[0][1], made.shape[1])
        return
    fragment = block.unfold(inputs[0][1])
    if fragment is None:
        found = measure(block, inputs)
        assert isinstance(found, Measure), "a block that runs was measured"
        yield _term(block.info.label, found.n_params)
        return
    shapes = {IN.name: inputs[0]}
    for piece in fragment:
        found = measure(piece.block, tuple(shapes[name] for name in piece.inputs))
        assert isinstance(found, Measure), "a composite that runs has pieces that run"
        shapes[piece.name] = found.shape
        if found.n_params:
            yield _term(PIECES.get(piece.name, piece.block.info.label), found.n_params)


def _products(block: Conv2d | DepthwiseConv2d, entering: int, leaving: int) -> Iterator[Text]:
    depth = 1 if isinstance(block, DepthwiseConv2d) else entering // block.groups
    product = f"{block.kernel_size}×{block.kernel_size}×{depth}×{leaving}"
    yield text(f"卷积核 {product}", f"kernels {product}")
    if block.has_bias:
        yield _term(text("偏置", "bias"), leaving)
    if block.norm == "batch":
        yield text(f"batchNorm 2×{leaving}", f"batch norm 2×{leaving}")


def _term(name: Text, count: int) -> Text:
    return text(f"{name['zh-CN']} {count:,}", f"{name['en']} {count:,}")
