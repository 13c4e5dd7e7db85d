"""The labs: stated totals, shapes and values are those of their references."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from app.blocks import Block
from app.blocks.activation import Activation
from app.blocks.conv2d import Conv2d, DepthwiseConv2d
from app.core.text import LANGS, Lang, Text, text
from app.engine import propagate
from app.labs import Lab, Step, catalog
from tests.reference.pieces import Primitive, hwc, primitives

LABS = catalog()
STEPS = [(lab, step) for lab in LABS.values() for step in lab.steps]
NAMES = [f"{lab.slug}-{step.number}" for lab, step in STEPS]

SPELLED = {"relu": "ReLU", "relu6": "ReLU6", "hardswish": "h-swish", "hardsigmoid": "h-sigmoid"}

each_lab = pytest.mark.parametrize("lab", LABS.values(), ids=LABS)
each_step = pytest.mark.parametrize(("lab", "step"), STEPS, ids=NAMES)
each_language = pytest.mark.parametrize("lang", LANGS)


def of_step(lab: Lab, step: Step) -> list[Primitive]:
    """The primitive blocks of one step of the lab's reference."""
    steps = lab.reference.steps
    return [found for found in primitives(lab.reference.graph) if steps[found.node] == step.number]


def test_the_labs_of_the_course_come_in_this_order() -> None:
    course = [
        "mobilenet-v3-large",
        "mobilenet-v3-small",
        "mobilenet-v3-large-listing",
        "mobilenet-v2",
        "se-module",
        "inverted-residual-v2",
        "bneck-v3",
    ]
    assert [slug for slug in LABS if slug in course] == course


@each_lab
def test_totals_are_as_stated(lab: Lab) -> None:
    found = propagate(lab.reference.graph)
    assert not found.diagnostics
    stated = (lab.stated.n_params, lab.stated.madds, lab.stated.output_shape)
    assert (found.totals.n_params, found.totals.madds, found.totals.output_shape) == stated


@each_step
def test_shapes_of_a_step_are_what_pytorch_finds(lab: Lab, step: Step) -> None:
    graph, steps = lab.reference.graph, lab.reference.steps
    shapes = propagate(graph).shapes
    inside = {id for id, number in steps.items() if number == step.number}
    entering = {
        shapes[edge.source]["out"]
        for edge in graph.edges
        if edge.target in inside and edge.source not in inside
    }
    leaving = {
        shapes[id]["out"]
        for id in inside
        if all(edge.target not in inside for edge in graph.outgoing[id])
    }
    assert step.input_shape in entering
    assert leaving == {step.output_shape}


@pytest.mark.parametrize("slug", [slug for slug, lab in LABS.items() if lab.stated.table])
def test_a_step_of_a_whole_network_goes_on_where_the_one_before_ended(slug: str) -> None:
    steps = LABS[slug].steps
    assert all(before.output_shape == after.input_shape for before, after in pairwise(steps))


@each_lab
def test_the_starting_board_holds_the_reference_s_input(lab: Lab) -> None:
    (node,) = lab.start.nodes
    block = lab.reference.graph.nodes["input"].block
    assert (node.type, node.data) == ("input", block.model_dump())


@each_lab
def test_the_blocks_allow_the_reference_folded_and_unfolded(lab: Lab) -> None:
    nodes = {node.block.info.type for node in lab.reference.graph.nodes.values()}
    inner = {found.block.info.type for found in primitives(lab.reference.graph)}
    assert nodes | inner <= set(lab.blocks)


@each_lab
@each_language
def test_the_task_states_what_goes_in(lab: Lab, lang: Lang) -> None:
    assert hwc(lab.steps[0].input_shape, "×") in lab.task[lang]


# ------------------------------------------------------------------ sheets


def required(found: Primitive, lab: Lab) -> Iterator[Text]:
    """What a sheet has to say of a primitive block: sizes, stride, activation, the map it makes."""
    block, channels = found.block, found.output[1]
    if isinstance(block, Conv2d | DepthwiseConv2d):
        if found.inputs[0][2:] > (1, 1):
            yield same(f"{block.kernel_size}×{block.kernel_size}")
            yield same(str(channels))
            yield same(hwc(found.output, "×"))
        elif "conv" in found.node:
            size = f"1×1×{found.inputs[0][1]}"
            yield text(f"{size}，{channels} 个", f"{channels} of size {size}")
        else:
            yield text(f"{channels} 个节点", f"{channels} nodes")
        if isinstance(block, DepthwiseConv2d) or "conv" in found.node:
            yield text(f"步距 {block.stride}", f"stride {block.stride}")
        if lab.compare_bias and block.bias:
            yield text("偏置", "bias")
    elif isinstance(block, Activation):
        yield same(SPELLED[block.kind])
    elif block.info.type in ("avg_pool", "global_avg_pool"):
        yield same("×".join(map(str, found.inputs[0][2:])))
    elif block.info.type == "batch_norm":
        yield text("batchNorm", "batch norm")
    elif block.info.type == "add":
        yield same("shortcut")


def same(fact: str) -> Text:
    """A fact that both languages write alike."""
    return text(fact, fact)


def says(sheet: str, fact: str) -> bool:
    """Whether the sheet holds the fact, as a word of its own."""
    return bool(re.search(rf"(?<![A-Za-z0-9×.]){re.escape(fact)}(?!\.?\d)", sheet, re.IGNORECASE))


@each_step
@each_language
def test_a_sheet_states_every_value_of_its_step(lab: Lab, step: Step, lang: Lang) -> None:
    facts = {fact[lang] for found in of_step(lab, step) for fact in required(found, lab)}
    facts |= {hwc(step.input_shape, "×"), hwc(step.output_shape, "×")}
    assert {fact for fact in facts if not says(step.sheet[lang], fact)} == set()


@each_step
@each_language
def test_a_sheet_names_no_shape_that_its_step_does_not_have(
    lab: Lab, step: Step, lang: Lang
) -> None:
    seen = {hwc(step.input_shape, "×")}
    for found in of_step(lab, step):
        seen |= {hwc(shape, "×") for shape in (*found.inputs, found.output)}
        if isinstance(found.block, Conv2d):
            side = found.block.kernel_size
            seen.add(f"{side}×{side}×{found.inputs[0][1]}")
    assert set(re.findall(r"\d+×\d+×\d+", step.sheet[lang])) <= seen


@each_step
@each_language
def test_a_sheet_names_no_activation_that_its_step_does_not_have(
    lab: Lab, step: Step, lang: Lang
) -> None:
    kinds = {
        SPELLED[found.block.kind]
        for found in of_step(lab, step)
        if isinstance(found.block, Activation)
    }
    assert set(re.findall(r"ReLU6?|h-swish|h-sigmoid", step.sheet[lang])) <= kinds


@pytest.mark.parametrize("slug", ["mobilenet-v3-large", "mobilenet-v3-small", "mobilenet-v2"])
@each_language
def test_a_sheet_says_whether_there_is_a_shortcut_an_expansion_and_se(
    slug: str, lang: Lang
) -> None:
    lab = LABS[slug]
    yes, no = {"zh-CN": ("有", "无"), "en": ("yes", "none")}[lang]
    none_expanded = {"zh-CN": "升维：没有", "en": "Expand: none"}[lang]
    colon = {"zh-CN": "：", "en": ": "}[lang]
    for id, number in lab.reference.steps.items():
        block: Block = lab.reference.graph.nodes[id].block
        if block.info.type != "bneck":
            continue
        values, sheet = block.model_dump(), lab.steps[number - 1].sheet[lang].lower()
        assert f"shortcut{colon}{yes if values['shortcut'] else no}" in sheet
        assert (none_expanded.lower() in sheet) == (not values["expand"])
        assert (f"se{colon}{no}" in sheet) == (not values["se"])
