"""One block and its input shapes: computed once, bounded, and never with PyTorch's own words."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.blocks import BLOCK_OF_TYPE, Block
from app.core.diagnostic import Problem
from app.core.shape import Shape
from app.engine import Measure, measure
from app.engine.measure import REMEMBERED, forget, outline, worked


def block(type: str, **parameters: Any) -> Block:
    return BLOCK_OF_TYPE[type].model_validate(parameters)


@pytest.fixture(autouse=True)
def _cold() -> Iterator[None]:
    forget()
    yield
    forget()


def test_equal_blocks_are_measured_once() -> None:
    shapes = ((1, 3, 8, 8),)
    first = measure(block("conv2d", out_channels=4), shapes)
    assert measure(block("conv2d", out_channels=4), shapes) is first
    assert measure(block("conv2d", out_channels=5), shapes) is not first
    assert measure.cache_info().hits == 1


def test_pieces_of_composites_are_shared() -> None:
    shapes = ((1, 16, 8, 8),)
    measure(block("bneck", exp_size=64, out_channels=24), shapes)
    before = measure.cache_info().misses
    measure(block("bneck", exp_size=64, out_channels=40), shapes)
    # New are the bneck, its projection, and that one's convolution and batch norm.
    assert measure.cache_info().misses - before == 4


def test_for_another_size_no_module_is_built_and_only_convolutions_are_run() -> None:
    placed = block("bneck", exp_size=64, out_channels=16, se=True, shortcut=True)
    measure(placed, ((1, 16, 8, 8),))
    before = worked()
    measure(placed, ((1, 16, 9, 9),))
    # Expansion, depthwise and projection; SE works on one pixel, whatever the map's size.
    assert worked() - before == 3


def test_memory_is_bounded() -> None:
    assert measure.cache_info().maxsize == REMEMBERED
    assert REMEMBERED < 100_000


def test_forgetting_empties_the_memory() -> None:
    measure(block("softmax"), ((1, 3),))
    forget()
    assert measure.cache_info().currsize == 0


def test_an_outline_has_shapes_and_no_numbers() -> None:
    module = outline(block("conv2d", out_channels=8192, kernel_size=31), ((1, 8192, 8, 8),))
    assert all(parameter.is_meta for parameter in module.parameters())


MAP: Shape = (1, 8192, 1024, 1024)


@pytest.mark.parametrize(
    ("type", "parameters", "shapes"),
    [
        ("conv2d", {"out_channels": 8192, "kernel_size": 31}, (MAP,)),
        ("conv2d", {"out_channels": 8192, "kernel_size": 31}, ((1, 2**31, 1, 1),)),
        ("linear", {"out_features": 8192}, ((1, 2**31),)),
        ("concat", {}, (MAP,) * 2000),
        ("concat", {}, ((1, 2**31),) * 8000),
        ("flatten", {}, (MAP,)),
        ("batch_norm", {}, (MAP,)),
        ("add", {}, (MAP, MAP)),
        ("multiply", {}, (MAP, (1, 8192))),
        ("bneck", {"exp_size": 8192, "out_channels": 1}, (MAP,)),
        ("squeeze_excite", {}, (MAP,)),
        ("depthwise_conv2d", {"kernel_size": 31, "padding": 31}, (MAP,)),
    ],
)
def test_what_is_too_large_is_a_problem_and_no_error(
    type: str, parameters: dict[str, Any], shapes: tuple[Shape, ...]
) -> None:
    found = measure(block(type, **parameters), shapes)
    assert isinstance(found, Problem)
    assert found.code.name == "too-large"


def test_the_largest_that_is_followed() -> None:
    largest = measure(block("conv2d", out_channels=2048, kernel_size=1), ((1, 1, 1024, 1024),))
    assert isinstance(largest, Measure)
    assert isinstance(
        measure(block("conv2d", out_channels=2049, kernel_size=1), ((1, 1, 1024, 1024),)), Problem
    )
