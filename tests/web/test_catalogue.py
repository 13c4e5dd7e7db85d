"""GET /api/blocks, GET /api/labs and GET /api/labs/{lab}."""

from typing import Any

import pytest

from app.blocks import BLOCKS
from app.core.text import LANGS
from app.labs import catalog
from tests.web.client import Client, assert_problem, walk


def given(api: Client, path: str) -> Any:
    """The JSON at a path."""
    answer = api.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def test_blocks_are_a_list_in_the_palette_s_order(api: Client) -> None:
    assert [block["type"] for block in given(api, "/api/blocks")] == [
        block.info.type for block in BLOCKS
    ]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.info.type)
def test_a_block_brings_what_palette_and_inspector_need(api: Client, block: Any) -> None:
    [found] = [each for each in given(api, "/api/blocks") if each["type"] == block.info.type]
    assert found["label"].keys() == found["theory"]["text"].keys() == set(LANGS)
    assert found["theory"]["source"] == block.info.source
    assert [port["name"] for port in found["ports"]["inputs"]] == [
        port.name for port in block.info.inputs
    ]
    assert [port["name"] for port in found["ports"]["outputs"]] == [*block.info.outputs]
    for port in (*found["ports"]["inputs"], *found["ports"]["outputs"]):
        assert port["label"].keys() == set(LANGS)
    assert found["schema"]["properties"].keys() == block.model_fields.keys()
    assert found["composite"] == (block.info.category == "composite")


def test_labs_are_a_list_of_cards(api: Client) -> None:
    cards = given(api, "/api/labs")
    assert [card["slug"] for card in cards] == list(catalog())
    for card in cards:
        assert card["title"].keys() == card["summary"].keys() == set(LANGS)
        assert card["n_steps"] == len(catalog()[card["slug"]].steps)


@pytest.mark.parametrize("slug", catalog())
def test_a_lab_is_given_in_each_of_its_modes(api: Client, slug: str) -> None:
    for mode in catalog()[slug].modes:
        found = given(api, f"/api/labs/{slug}?mode={mode}")
        assert (found["slug"], found["mode"]) == (slug, mode)
        assert len(found["steps"]) == len(catalog()[slug].steps)
        assert found["start"]["nodes"]


def test_without_a_mode_a_lab_comes_in_its_usual_one(api: Client) -> None:
    assert given(api, "/api/labs/mobilenet-v3-large")["mode"] == "guided"


def test_what_a_mode_does_not_give_is_not_there(api: Client) -> None:
    guided = given(api, "/api/labs/mobilenet-v3-large?mode=guided")
    exam = given(api, "/api/labs/mobilenet-v3-large?mode=exam")
    assert all("sheet" in step for step in guided["steps"])
    assert {key for step in exam["steps"] for key in step} == {"number", "title"}
    assert "intro" not in exam


@pytest.mark.parametrize("slug", catalog())
def test_the_reference_is_not_given_out(api: Client, slug: str) -> None:
    reference = catalog()[slug].reference
    ids = set(reference.steps)
    for mode in catalog()[slug].modes:
        found = given(api, f"/api/labs/{slug}?mode={mode}")
        keys = {key for value in walk(found) if isinstance(value, dict) for key in value}
        assert "reference" not in keys
        assert not ids & {node["id"] for node in found["start"]["nodes"]}


def test_an_unknown_lab_is_not_found(api: Client) -> None:
    assert_problem(api.get("/api/labs/no-such-lab"), 404, "lab-not-found")


@pytest.mark.parametrize("mode", ["cheat", "", "GUIDED", "%00"])
def test_an_unknown_mode_is_not_found(api: Client, mode: str) -> None:
    answer = api.get(f"/api/labs/mobilenet-v3-large?mode={mode}")
    assert_problem(answer, 404, "mode-not-allowed")
