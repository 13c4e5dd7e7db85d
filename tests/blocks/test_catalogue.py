"""What is declared of every block, read as the palette, the inspector and the help page read it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.blocks import BLOCK_OF_TYPE, BLOCKS, Block
from app.blocks.activation import MODULES
from app.blocks.base import NORM_SPELLED, SPELLED, Activation, Norm
from app.blocks.bneck import ACTIVATION_OF_NL, SE_OF_NL, Nonlinearity
from app.blocks.summary import Line, Value
from app.core.text import Text
from tests.random_boards import PARAMETERS
from tests.typography import complaints

each_block = pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.info.type)

TYPES = (
    "input conv2d depthwise_conv2d bneck squeeze_excite batch_norm activation avg_pool max_pool "
    "global_avg_pool add multiply concat channel_split channel_shuffle linear flatten softmax "
    "dropout"
)

BEYOND: tuple[object, ...] = (-1, 0, 2**31, 2**63, True, 1.0, "3", None, [3], {})
"""What people and programs put into a field for a whole number."""


def schema_of(block: type[Block]) -> dict[str, Any]:
    return block.model_json_schema()


def fields_of(block: type[Block]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from schema_of(block)["properties"].items()


def variants(field: dict[str, Any]) -> list[dict[str, Any]]:
    """The alternatives that a field takes."""
    alternatives: list[dict[str, Any]] = field.get("anyOf", [field])
    return alternatives


def whole_numbers() -> Iterator[tuple[type[Block], str, dict[str, Any]]]:
    """Every parameter that takes a whole number, with the bounds of it."""
    for block in BLOCKS:
        for name, field in fields_of(block):
            for variant in variants(field):
                if variant.get("type") == "integer":
                    yield block, name, variant


each_whole_number = pytest.mark.parametrize(
    ("block", "name", "bounds"),
    [pytest.param(*case, id=f"{case[0].info.type}.{case[1]}") for case in whole_numbers()],
)


def filled_in(block: type[Block], **given: object) -> dict[str, object]:
    """Parameters with which the block can be read, apart from those given."""
    needed = schema_of(block).get("required", [])
    return {**dict.fromkeys(needed, 1), **given}


def is_taken(block: type[Block], **given: object) -> bool:
    """Whether the block finds no fault with these parameters."""
    try:
        block.model_validate(filled_in(block, **given))
    except ValidationError as error:
        return not {flaw["loc"][0] for flaw in error.errors()} & set(given)
    return True


def test_the_palette_holds_what_the_file_format_names() -> None:
    assert " ".join(block.info.type for block in BLOCKS) == TYPES
    assert list(BLOCK_OF_TYPE.values()) == list(BLOCKS)


@each_block
def test_every_block_speaks_both_languages(block: type[Block]) -> None:
    info = block.info
    assert info.label["en"].isascii()
    assert re.search("[一-鿿]", info.theory["zh-CN"])
    assert not re.search("[一-鿿]", info.theory["en"])
    assert not complaints(info.theory)
    assert 30 < len(info.theory["zh-CN"]) < 300
    assert 100 < len(info.theory["en"]) < 700
    assert re.search(r"arXiv:\d{4}\.\d{4,5}|PyTorch, torch\.nn|JMLR \d+", info.source)
    assert block.__doc__


@each_block
def test_every_parameter_is_labelled_in_both_languages(block: type[Block]) -> None:
    for name, field in fields_of(block):
        label: Text = field["label"]
        help: Text = field["help"]
        assert label["zh-CN"], name
        assert label["en"], name
        assert bool(help["zh-CN"]) == bool(help["en"]), name


@each_block
def test_a_card_says_something_of_every_block_that_has_parameters(block: type[Block]) -> None:
    marks = [mark for line in block.info.summary for mark in line]
    told = {name for mark in marks for name in re.findall(r"{(\w+)}", mark.text)}
    asked = [pair for mark in marks for pair in (*mark.when.items(), *mark.unless.items())]
    assert {*told, *dict(asked)} <= set(block.model_fields)
    assert len(block.info.summary) <= 2
    assert marks or not block.model_fields or block.info.type == "batch_norm"
    for name, values in asked:
        for value in values:
            # None is what is decided from the rest, also where the file may not say it.
            assert value is None or is_taken(block, **{name: value}), (name, value)


DRAWN = [block for block in BLOCKS if block.info.inside]


@pytest.mark.parametrize("block", DRAWN, ids=lambda block: block.info.type)
@given(data=st.data())
def test_a_drawing_shows_the_pieces_that_there_are(block: type[Block], data: st.DataObject) -> None:
    assert block.info.inside
    placed = block.model_validate(data.draw(PARAMETERS[block.info.type]))
    told = placed.model_dump()
    drawn = [
        (told[stage.width] if stage.width else None, line(stage.activation, told))
        for stage in block.info.inside.stages
        if holds(stage.when, told)
    ]
    pieces = [piece.block for piece in placed.unfold(24) or () if piece.block.info.type != "add"]
    assert drawn == [
        (getattr(piece, "out_channels", None), SPELLED.get(after(piece), "linear"))
        for piece in pieces
    ]


def after(piece: Block) -> Any:
    """The last activation of a piece."""
    return getattr(piece, "gate", None) or getattr(piece, "activation", None)


def holds(conditions: Mapping[str, tuple[Value, ...]], values: Mapping[str, Any]) -> bool:
    return all(values[name] in allowed for name, allowed in conditions.items())


def line(marks: Line, values: Mapping[str, Any]) -> str:
    """A line of marks as the page writes it."""
    return " · ".join(
        mark.text.format(**values)
        for mark in marks
        if holds(mark.when, values)
        and not any(values[name] in some for name, some in mark.unless.items())
    )


@each_block
def test_values_are_spelled_that_a_parameter_may_have(block: type[Block]) -> None:
    for name, field in fields_of(block):
        for value in field.get("spelled", {}):
            assert is_taken(block, **{name: value}), (name, value)


@each_block
def test_what_a_switch_asks_for_is_missed_while_it_is_on_and_not_before(block: type[Block]) -> None:
    for name, field in fields_of(block):
        if switch := field.get("needed_while"):
            for on in (True, False):
                placed = block.model_validate(filled_in(block, **{name: None, switch: on}))
                assert [found.parameter for found in placed.incomplete()] == [name] * on


@each_block
def test_the_arch_is_a_switch(block: type[Block]) -> None:
    if block.info.shortcut:
        assert schema_of(block)["properties"][block.info.shortcut]["type"] == "boolean"


@each_block
def test_the_json_schema_is_valid_and_says_what_the_block_takes(block: type[Block]) -> None:
    schema = schema_of(block)
    assert jsonschema_rs.meta.is_valid(schema)
    assert schema["additionalProperties"] is False
    valid = jsonschema_rs.validator_for(schema)
    assert valid.is_valid(filled_in(block))
    assert not valid.is_valid({**filled_in(block), "colour": "red"})


@each_block
@given(data=st.data())
def test_what_the_schema_takes_the_block_takes(block: type[Block], data: st.DataObject) -> None:
    parameters = data.draw(PARAMETERS[block.info.type])
    assert jsonschema_rs.validator_for(schema_of(block)).is_valid(parameters)
    placed = block.model_validate(parameters)
    assert placed == block.model_validate(parameters)
    assert hash(placed) == hash(block.model_validate(parameters))


@each_block
def test_a_block_cannot_be_changed_or_given_more(block: type[Block]) -> None:
    placed = block.model_validate(filled_in(block))
    for name in block.model_fields:
        with pytest.raises(ValidationError):
            setattr(placed, name, 1)
    assert not is_taken(block, colour="red")


@each_whole_number
def test_bounds_are_where_the_schema_says(
    block: type[Block], name: str, bounds: dict[str, Any]
) -> None:
    least, most = bounds["minimum"], bounds["maximum"]
    assert 0 <= least <= most <= 2**20
    for value, taken in ((least, True), (most, True), (least - 1, False), (most + 1, False)):
        assert is_taken(block, **{name: value}) == taken, value


@each_whole_number
def test_only_whole_numbers_are_whole_numbers(
    block: type[Block], name: str, bounds: dict[str, Any]
) -> None:
    field = dict(fields_of(block))[name]
    others = {variant.get("type") for variant in variants(field)}
    for value in BEYOND:
        within = type(value) is int and bounds["minimum"] <= value <= bounds["maximum"]
        allowed = within or (value is None and "null" in others)
        assert is_taken(block, **{name: value}) == allowed, value


@each_block
def test_choices_are_taken_as_written_alone(block: type[Block]) -> None:
    for name, field in fields_of(block):
        for variant in variants(field):
            for choice in variant.get("enum", []):
                assert is_taken(block, **{name: choice})
                assert not is_taken(block, **{name: f"{choice} "})
                assert not is_taken(block, **{name: choice.upper() + choice.lower()})


@pytest.mark.parametrize("p", [float("nan"), float("inf"), -0.1, 1.0, 1, True, "0.2", None])
def test_a_share_is_a_number_from_zero_to_below_one(p: object) -> None:
    assert not is_taken(BLOCK_OF_TYPE["dropout"], p=p)
    assert is_taken(BLOCK_OF_TYPE["dropout"], p=0.5)


@each_block
def test_ports_are_named_and_one_block_alone_has_none(block: type[Block]) -> None:
    names = [port.name for port in block.info.inputs]
    expected = {"input": [], "add": ["a", "b"], "multiply": ["a", "b"]}
    assert names == expected.get(block.info.type, ["in"])
    assert [port.many for port in block.info.inputs if port.many] == (
        [True] if block.info.type == "concat" else []
    )


def test_tables_over_kinds_leave_none_out() -> None:
    assert set(get_args(Activation)) == MODULES.keys() == SPELLED.keys()
    assert set(get_args(Nonlinearity)) == ACTIVATION_OF_NL.keys() == SE_OF_NL.keys()
    assert {*get_args(Norm)} - {"none"} == NORM_SPELLED.keys()
