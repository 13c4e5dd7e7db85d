"""The labs: stated totals, shapes and values are those of their references."""

import re
from itertools import pairwise
from typing import get_args

import pytest

from app.blocks import Block
from app.blocks.activation import Activation
from app.blocks.base import SPELLED
from app.blocks.base import Activation as Kind
from app.blocks.conv2d import Conv2d
from app.core.text import LANGS, Lang
from app.engine import propagate
from app.labs import Lab, Step, catalog, lab_paths
from tests.labs.facts import required, said
from tests.reference.pieces import Primitive, hwc, primitives

LABS = catalog()
STEPS = [(lab, step) for lab in LABS.values() for step in lab.steps]
NAMES = [f"{lab.slug}-{step.number}" for lab, step in STEPS]

each_lab = pytest.mark.parametrize("lab", LABS.values(), ids=LABS)
each_step = pytest.mark.parametrize(("lab", "step"), STEPS, ids=NAMES)
each_language = pytest.mark.parametrize("lang", LANGS)


def of_step(lab: Lab, step: Step) -> list[Primitive]:
    """The primitive blocks of one step of the lab's reference."""
    steps = lab.reference.steps
    return [found for found in primitives(lab.reference.graph) if steps[found.node] == step.number]


def test_every_activation_is_spelled() -> None:
    assert SPELLED.keys() == set(get_args(Kind))


def test_the_paths_come_in_this_order() -> None:
    paths = {key: [slug for slug, lab in LABS.items() if lab.path == key] for key in lab_paths()}
    assert paths == {
        "own": [],  # an instructor's, which the product has none of
        "mobilenet": [
            "se-module",
            "inverted-residual-v2",
            "bneck-v3",
            "mobilenet-v3-large",
            "mobilenet-v3-small",
            "mobilenet-v3-large-listing",
            "mobilenet-v2",
            "efficientnet-b0",
        ],
        "faults": [
            "find-the-fault-se",
            "find-the-fault-bneck",
            "find-the-fault-large",
        ],
        "classics": [
            "lenet-5",
            "alexnet",
            "vgg-16",
            "inception-block",
            "resnet-18",
            "squeezenet",
            "dense-block",
            "shufflenet-v2-unit",
        ],
    }
    assert list(LABS) == [slug for path in paths.values() for slug in path]


PUBLISHED = {
    "lenet-5": (61_706, None),
    "alexnet": (61_100_840, "0.714"),
    "vgg-16": (138_357_544, "15.47"),
    "resnet-18": (11_689_512, "1.814"),
    "squeezenet": (1_248_424, "0.819"),
    "efficientnet-b0": (5_288_548, "0.386"),
}
"""Parameters, and multiply-adds in billions, as torchvision gives them in its table of weights."""


@pytest.mark.parametrize("slug", PUBLISHED)
def test_networks_are_as_large_as_published(slug: str) -> None:
    n_params, billions = PUBLISHED[slug]
    stated = LABS[slug].stated
    assert stated.n_params == n_params
    if billions is not None:
        digits = len(billions.split(".")[1])
        assert f"{stated.madds / 1e9:.{digits}f}" == billions


def test_the_inception_module_is_as_large_as_the_paper_says() -> None:
    """159K weights, of 1,024 each, without the biases; and 128M operations."""
    stated = LABS["inception-block"].stated
    biases = 64 + 96 + 128 + 16 + 32 + 32
    assert (stated.n_params - biases) // 1024 == 159
    assert round(stated.madds / 1e6) == 128


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
        shapes[edge.source][edge.out]
        for edge in graph.edges
        if edge.target in inside and edge.source not in inside
    }
    leaving = {
        shapes[id][out]
        for id in inside
        for out in graph.nodes[id].block.info.outputs
        if all(edge.target not in inside for edge in graph.outgoing[id])
    }
    assert step.input_shape in entering
    assert leaving == {step.output_shape}


WHOLE = [slug for slug, lab in LABS.items() if len(lab.stated.output_shape) == 2]
"""Labs of whole networks, which end with one number for each class."""


@pytest.mark.parametrize("slug", WHOLE)
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
    kinds |= {kind.removeprefix("h-") for kind in kinds}  # what it is an approximation of
    named = "|".join(sorted(SPELLED.values(), key=len, reverse=True))
    assert set(re.findall(f"(?<![A-Za-z-])(?:{named})", step.sheet[lang])) <= kinds


@each_lab
def test_a_table_of_a_lab_s_own_agrees_with_the_reference(lab: Lab) -> None:
    table = lab.given.table
    if table is None or table.of is not None:
        return
    for row in table.rows:
        step = lab.steps[row.step - 1]
        cells = dict(zip(table.columns, row.cells, strict=True))
        numbers = set(re.findall(r"\d+", " ".join(cells.values())))
        primitive = of_step(lab, step)
        known = {hwc(shape, "×") for found in primitive for shape in (*found.inputs, found.output)}
        if shape := cells.get("input"):
            assert shape in known, f"step {row.step}: {shape}"
        outputs = {str(found.output[1]) for found in primitive}
        assert cells.get("out", "") in outputs | {""}, f"step {row.step}: {cells}"
        sheet = set(re.findall(r"\d+", step.sheet["en"] + said(lab.intro)["en"] + step.title["en"]))
        layers = set(re.findall(r"\d+", cells.get("layer", "") + cells.get("layers", "")))
        assert numbers - layers <= sheet | {"0", str(len(primitive))}, f"step {row.step}: {cells}"


DRAWN = [slug for slug, lab in LABS.items() if lab.given.figure]


@pytest.mark.parametrize("slug", DRAWN)
def test_a_figure_agrees_with_the_reference(slug: str) -> None:
    """Its boxes name sizes that their steps have, and its wires join what the network joins."""
    lab = LABS[slug]
    figure = lab.given.figure
    assert figure
    graph, steps = lab.reference.graph, lab.reference.steps
    joined = {(steps.get(edge.source), steps[edge.target]) for edge in graph.edges}
    for wire in figure.wires:
        ends = figure.boxes[wire.source].step, figure.boxes[wire.target].step
        assert ends in joined, wire
    assert figure.steps == set(steps.values())
    for name, box in figure.boxes.items():
        for lang in LANGS:
            sizes = re.findall(r"\d+×\d+", box.text[lang])
            sheet = lab.steps[box.step - 1].sheet[lang] if box.step else ""
            assert [
                size for size in sizes if not says(sheet, size) and f"{size}×" not in sheet
            ] == [], name


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
