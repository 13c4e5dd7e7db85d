"""What demos say last: every figure in it is counted."""

import re
from collections.abc import Callable

import pytest

from app.blocks.bneck import Bneck
from app.blocks.conv2d import Conv2d
from app.blocks.head import Linear
from app.core.text import LANGS
from app.engine import propagate
from app.labs import Lab, catalog

LABS = catalog()


def costs(slug: str, measure: str, is_meant: Callable[[str], bool]) -> float:
    """The share of a cost that falls to the nodes of some types."""
    graph = LABS[slug].reference.graph
    found = propagate(graph).measures
    whole = sum(getattr(cost, measure) for cost in found.values())
    part = sum(
        getattr(cost, measure)
        for id, cost in found.items()
        if is_meant(graph.nodes[id].block.info.type)
    )
    return float(part / whole)


def blocks(slug: str, type: str) -> int:
    """How many nodes of a type a lab's network has."""
    nodes = LABS[slug].reference.graph.nodes.values()
    return sum(node.block.info.type == type for node in nodes)


def closing(slug: str) -> str:
    """What the demo of a lab says last, in English."""
    said = LABS[slug].closing
    assert said is not None
    return said["en"]


@pytest.mark.parametrize("lab", LABS.values(), ids=lambda lab: lab.slug)
def test_both_languages_give_the_same_figures(lab: Lab) -> None:
    """Figures that one of them writes as words aside."""
    assert lab.closing is not None
    both = [set(re.findall(r"\d+×\d+|(?<![\d,])\d{3,}\b", lab.closing[lang])) for lang in LANGS]
    assert both[0] == both[1]


def test_networks_have_as_many_blocks_as_is_said() -> None:
    counted = {
        "mobilenet-v2": (17, "seventeen inverted residuals"),
        "mobilenet-v3-large": (15, "fifteen bnecks"),
        "mobilenet-v3-small": (11, "only eleven bnecks"),
        "efficientnet-b0": (16, "Sixteen MBConvs"),
    }
    for slug, (number, words) in counted.items():
        assert words in closing(slug)
        assert blocks(slug, "bneck") == number
    assert blocks("resnet-18", "add") == 8
    assert blocks("squeezenet", "concat") == 8
    assert (blocks("alexnet", "conv2d"), blocks("alexnet", "linear")) == (5, 3)
    assert (blocks("vgg-16", "conv2d"), blocks("vgg-16", "linear")) == (13, 3)


def test_the_listing_has_as_many_parameters_more_as_is_said() -> None:
    more = (
        LABS["mobilenet-v3-large-listing"].stated.n_params
        - LABS["mobilenet-v3-large"].stated.n_params
    )
    assert f"{more:,} parameters more" in closing("mobilenet-v3-large-listing")


def test_small_costs_the_share_of_large_that_is_said() -> None:
    small, large = LABS["mobilenet-v3-small"], LABS["mobilenet-v3-large"]
    assert "less than half of Large's parameters, about a quarter" in closing("mobilenet-v3-small")
    assert small.stated.n_params / large.stated.n_params < 0.5
    assert small.stated.madds / large.stated.madds == pytest.approx(0.25, abs=0.02)
    first = small.reference.graph.nodes["bneck1"].block
    assert isinstance(first, Bneck)
    assert (first.stride, first.se) == (2, True)


@pytest.mark.parametrize(
    ("slug", "n_params", "madds"), [("alexnet", (0.95, 0.97), 0.9), ("vgg-16", (0.89, 0.9), 0.99)]
)
def test_the_classics_cost_what_is_said_where_it_is_said(
    slug: str, n_params: tuple[float, float], madds: float
) -> None:
    low, high = n_params
    assert low < costs(slug, "n_params", lambda type: type == Linear.info.type) < high
    share = costs(slug, "madds", lambda type: type == Conv2d.info.type)
    assert madds < share < madds + 0.03
    said = {"alexnet": "more than 90%", "vgg-16": "99%"}
    assert said[slug] in closing(slug)


def test_nearly_eight_in_ten_parameters_of_lenet_are_in_c5() -> None:
    lab = LABS["lenet-5"]
    found = propagate(lab.reference.graph).measures
    largest = max(cost.n_params for cost in found.values())
    assert largest / lab.stated.n_params == pytest.approx(0.78, abs=0.01)


def test_inception_without_its_reductions_costs_what_is_said() -> None:
    area, channels = 28 * 28, 192
    narrow = 64 + 32  # the first branch, and the one after the pooling
    whole = area * channels * (narrow + 9 * 128 + 25 * 32)
    assert "more than twice the multiply-adds" in closing("inception-block")
    assert whole > 2 * LABS["inception-block"].stated.madds


def test_squeezenet_is_a_fiftieth_of_alexnet() -> None:
    ratio = LABS["alexnet"].stated.n_params / LABS["squeezenet"].stated.n_params
    assert ratio == pytest.approx(50, abs=2)
