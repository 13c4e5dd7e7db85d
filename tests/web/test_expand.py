"""POST /api/expand."""

import pytest

from tests.web.boards import chain, node, small
from tests.web.client import Client, assert_problem


def test_a_composite_becomes_its_pieces_and_costs_the_same(api: Client) -> None:
    answer = api.post("/api/expand", {"graph": small(), "node": "b1"})
    assert answer.status_code == 200
    board = answer.json()
    assert board["version"] == 1
    assert {node["parentId"] for node in board["nodes"] if "parentId" in node} == {"b1"}
    totals = [
        api.post("/api/check", {"graph": graph}).json()["totals"] for graph in (small(), board)
    ]
    assert totals[0] == totals[1]


def test_se_is_unfolded_with_the_channels_that_enter_it(api: Client) -> None:
    board = api.post("/api/expand", {"graph": small(), "node": "b1"}).json()
    [se] = [node["id"] for node in board["nodes"] if node["type"] == "squeeze_excite"]
    unfolded = api.post("/api/expand", {"graph": board, "node": se}).json()
    widths = [
        node["data"].get("out_channels")
        for node in unfolded["nodes"]
        if node.get("parentId") == se and node["type"] == "conv2d"
    ]
    assert widths == [16, 64]


def test_what_a_convolution_holds_unfolds_too_and_the_words_say_so(api: Client) -> None:
    board = chain(
        node("in", "input"),
        node("c", "conv2d", out_channels=8, norm="batch", activation="relu"),
        node("bare", "conv2d", out_channels=8),
    )
    unfolded = api.post("/api/expand", {"graph": board, "node": "c"}).json()
    inside = [each["type"] for each in unfolded["nodes"] if each.get("parentId") == "c"]
    assert inside == ["conv2d", "batch_norm", "activation"]
    refused = api.post("/api/expand", {"graph": board, "node": "bare"})
    assert "convolutions" in assert_problem(refused, 409, "not-composite")["detail"]


def test_null_in_a_node_s_data_stays(api: Client) -> None:
    board = small()
    board["nodes"][1]["data"]["bias"] = None
    unfolded = api.post("/api/expand", {"graph": board, "node": "b1"}).json()
    assert unfolded["nodes"][1]["data"]["bias"] is None


@pytest.mark.parametrize(
    ("node", "status", "slug"),
    [("nowhere", 404, "node-not-found"), ("in", 409, "not-composite")],
)
def test_what_cannot_be_unfolded_is_refused(api: Client, node: str, status: int, slug: str) -> None:
    assert_problem(api.post("/api/expand", {"graph": small(), "node": node}), status, slug)


def test_se_that_nothing_enters_cannot_be_unfolded_yet(api: Client) -> None:
    board = {"nodes": [{"id": "se", "type": "squeeze_excite"}], "edges": []}
    assert_problem(api.post("/api/expand", {"graph": board, "node": "se"}), 409, "not-runnable")
