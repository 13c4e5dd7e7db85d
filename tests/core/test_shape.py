"""Shapes as messages print them."""

from app.core.shape import elements, is_map, show


def test_a_map_is_printed_batch_first() -> None:
    assert show((1, 24, 56, 56)) == "1×24×56×56"


def test_a_map_is_printed_as_the_lab_text_has_it_where_that_is_asked_for() -> None:
    assert show((1, 24, 56, 28), "HWC") == "56×28×24"
    assert show((1, 1024), "HWC") == show((1, 1024)) == "1×1024"


def test_only_four_dimensions_are_a_map() -> None:
    assert is_map((1, 3, 8, 8))
    assert not is_map((1, 192))


def test_elements_are_counted_beyond_64_bits() -> None:
    assert elements((2**40, 2**40)) == 2**80
