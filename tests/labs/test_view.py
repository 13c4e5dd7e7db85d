"""Each mode gives out what it should and nothing beyond; no mode gives out the reference."""

import json
from itertools import pairwise
from typing import Any

import pytest

from app.core.errors import ModeNotAllowed
from app.labs import Assignment, Lab, Mode, RowView, catalog, lab_after, policy_of, view

LABS = catalog()
LINK = Assignment(id="0123456789ab", lab="se-module", mode="exercise", hint_cap=1)

each_lab = pytest.mark.parametrize("lab", LABS.values(), ids=LABS)
each_mode = pytest.mark.parametrize(
    ("lab", "mode"),
    [
        pytest.param(lab, mode, id=f"{slug}-{mode}")
        for slug, lab in LABS.items()
        for mode in lab.modes
    ],
)

ALWAYS = {
    "slug", "title", "summary", "source", "mode", "modes", "policy", "hint_cap", "blocks", "start",
    "task", "given", "ports", "steps", "numbers", "faulty",
}  # fmt: skip
STEP: dict[str, set[str]] = {
    "guided": {"number", "title", "task", "think", "sheet", "input_shape", "output_shape", "asked"},
    "exercise": {"number", "title", "task", "think"},
    "exam": {"number", "title"},
}


def given_out(lab: Lab, mode: str) -> dict[str, Any]:
    """What is sent, as JSON."""
    sent: dict[str, Any] = json.loads(view(lab, mode).model_dump_json(exclude_none=True))
    return sent


@each_mode
def test_what_a_mode_gives(lab: Lab, mode: str) -> None:
    sent = given_out(lab, mode)
    gives = policy_of(lab, mode).gives
    assert sent.keys() == ALWAYS | {"intro"} & set(gives)
    assert {frozenset(step) for step in sent["steps"]} == {frozenset(STEP[mode])}
    assert len(sent["steps"]) == len(lab.steps)
    given = {name for name in type(lab.given).model_fields if getattr(lab.given, name)}
    assert sent["given"].keys() == (given if "given" in gives else set())
    assert sent["hint_cap"] == policy_of(lab, mode).hint_cap


@each_lab
def test_no_sheet_leaves_in_a_mode_that_does_not_give_it(lab: Lab) -> None:
    for mode in lab.modes:
        if "sheets" in policy_of(lab, mode).gives:
            continue
        sent = view(lab, mode).model_dump_json()
        for step in lab.steps:
            for text in step.sheet.values():
                assert json.dumps(text, ensure_ascii=False)[1:-1] not in sent


@each_mode
def test_the_reference_never_leaves(lab: Lab, mode: str) -> None:
    sent = given_out(lab, mode)
    (start,) = sent.pop("start")["nodes"]
    assert start["type"] == "input"
    flat = json.dumps(sent).replace(",", "")
    assert not [key for key in ('"nodes"', '"edges"', '"data"', '"reference"') if key in flat]
    assert str(lab.stated.n_params) not in flat
    assert str(lab.stated.madds) not in flat


def rows_of(slug: str) -> tuple[RowView, ...]:
    """The rows of a lab's table, as exercise mode gives them."""
    table = view(LABS[slug], "exercise").given.table
    assert table is not None
    return table.rows


def test_rows_are_printed_as_table_1_prints_them() -> None:
    rows = {row.step: row.cells for row in rows_of("mobilenet-v3-large")}
    assert rows[5] == {
        "input": "56×56×24", "operator": "bneck", "kernel": "5", "exp_size": "72", "out": "40",
        "se": "✓", "nl": "RE", "stride": "2", "nbn": "",
    }  # fmt: skip
    assert (rows[4]["se"], rows[19]["nbn"], rows[21]["input"]) == ("", "✓", "1000")


def test_the_listing_s_rows_do_not_tell_the_squeeze_width() -> None:
    rows = rows_of("mobilenet-v3-large-listing")
    assert {row.cells["se"] for row in rows} == {"", "✓"}


def test_a_lab_of_one_block_is_given_its_row_of_the_whole_network() -> None:
    (row,) = rows_of("bneck-v3")
    assert (row.step, row.cells["input"], row.cells["exp_size"]) == (6, "28×28×40", "120")


def test_an_exam_names_no_ports_and_every_other_mode_those_of_the_text() -> None:
    lab = LABS["se-module"]
    assert view(lab, "guided").ports["multiply"]["b"]["en"] == "weights"
    assert view(lab, "exam").ports == {}


def test_a_lab_names_the_one_that_comes_after_it() -> None:
    slugs = list(LABS)
    for slug, following in pairwise([*slugs, None]):
        after = lab_after(LABS, str(slug))
        sent = view(LABS[str(slug)], after=after).next
        assert (sent.slug if sent else None) == following
    assert slugs[:3] == ["se-module", "inverted-residual-v2", "bneck-v3"]


@each_lab
def test_a_column_sends_readers_where_hints_do(lab: Lab) -> None:
    table = view(lab, "exercise").given.table
    columns = table.columns if table else ()
    places = [column.place for column in columns]
    for name in {name for column in columns for name in column.tells}:
        assert lab.given.read_again()[name] in places, name


def test_the_row_of_another_network_is_no_step_of_the_lab() -> None:
    tables = {slug: view(lab, "exercise").given.table for slug, lab in LABS.items()}
    borrowed = {slug for slug, table in tables.items() if table and not table.own}
    assert borrowed == {
        "se-module",
        "inverted-residual-v2",
        "bneck-v3",
        "find-the-fault-se",
        "find-the-fault-bneck",
    }
    for slug, table in tables.items():
        if table and table.own:
            assert {row.step for row in table.rows} <= {step.number for step in LABS[slug].steps}


def test_without_a_mode_it_is_the_usual_one() -> None:
    lab = LABS["se-module"]
    assert view(lab) == view(lab, "guided")
    alone: tuple[Mode, ...] = ("exam",)
    assert view(lab.model_copy(update={"modes": alone})).mode == "exam"


def test_a_mode_that_the_lab_does_not_list_is_refused() -> None:
    lab = LABS["se-module"].model_copy(update={"modes": ("exercise", "exam")})
    with pytest.raises(
        ModeNotAllowed, match="se-module is given as exercise, exam, not as 'guided'"
    ):
        view(lab, "guided")
    with pytest.raises(ModeNotAllowed):
        view(lab, "cheat")


def test_no_way_leads_out_of_an_exam_or_of_what_a_link_gives() -> None:
    lab = LABS["se-module"]
    assert view(lab, "exam").modes == ("exam",)
    sent = view(lab, "exercise", LABS["bneck-v3"], LINK)
    assert (sent.modes, sent.next, sent.assignment) == (("exercise",), None, "0123456789ab")
    assert (sent.hint_cap, sent.policy.hint_cap) == (1, 1)
