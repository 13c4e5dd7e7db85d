"""POST /api/check."""

import json

import pytest

from app.core.text import Lang
from app.graph import parse_board, read
from tests.web.boards import chain, node, small
from tests.web.client import Client, assert_problem

WRONG = chain(node("in", "input"), node("c1", "conv2d", out_channels=0))


def test_shapes_costs_and_totals(api: Client) -> None:
    answer = api.post("/api/check", {"graph": small()})
    assert answer.status_code == 200
    assert answer.json() == {
        "shapes": {
            "in": {"out": [1, 3, 32, 32]},
            "c1": {"in": [1, 3, 32, 32], "out": [1, 16, 16, 16]},
            "b1": {"in": [1, 16, 16, 16], "out": [1, 24, 8, 8]},
        },
        "nodes": {
            "in": {"n_params": 0, "madds": 0, "automatic": {}},
            "c1": {
                "n_params": 464,
                "madds": 110_592,
                "automatic": {"padding": 1, "bias": False},
            },
            "b1": {"n_params": 5_568, "madds": 399_360, "automatic": {"se_channels": 16}},
        },
        "totals": {"n_params": 6_032, "madds": 509_952, "output_shape": [1, 24, 8, 8]},
        "diagnostics": [],
    }


def test_sentences_write_shapes_as_the_request_asks(api: Client) -> None:
    wrong = chain(
        node("in", "input", height=32, width=32),
        node("c", "conv2d", out_channels=16),
        node("fc", "linear", out_features=2),
    )
    said = {}
    for notation in ("NCHW", "HWC"):
        body = {"graph": wrong, "notation": notation}
        [found] = api.post("/api/check", body).json()["diagnostics"]
        said[notation] = found["message"] + found["help"]
    assert "1×16×32×32" in said["NCHW"]
    assert "32×32×16" in said["HWC"]
    assert_problem(
        api.post("/api/check", {"graph": wrong, "notation": "CHW"}), 422, "unreadable-request"
    )


def test_a_wrong_network_is_a_result(api: Client) -> None:
    [told] = read(parse_board(json.dumps(WRONG).encode())).diagnostics
    answer = api.post("/api/check", {"graph": WRONG}, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    found = answer.json()
    assert found["totals"] == {"n_params": 0, "madds": 0, "output_shape": None}
    assert found["diagnostics"] == [
        {
            "code": "P201",
            "name": "bad-parameter",
            "severity": "error",
            "nodes": ["c1"],
            "edges": [],
            "parameter": "out_channels",
            "port": None,
            "message": told.message("en"),
            "help": told.help("en"),
        }
    ]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("zh-CN", "zh-CN"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("en", "en"),
        ("fr", "en"),
        (";;;q=x,\\x00", "en"),
    ],
)
def test_messages_come_in_the_language_asked_for(api: Client, asked: str, given: Lang) -> None:
    [told] = read(parse_board(json.dumps(WRONG).encode())).diagnostics
    answer = api.post("/api/check", {"graph": WRONG}, headers={"Accept-Language": asked})
    assert answer.headers["content-language"] == given
    assert answer.headers["vary"] == "Accept-Language"
    assert answer.json()["diagnostics"][0]["message"] == told.message(given)


def test_a_body_that_is_no_board_is_refused_with_pointers(api: Client) -> None:
    board = {"nodes": [node("in", "input"), {"type": "conv2d"}], "edges": []}
    document = assert_problem(api.post("/api/check", {"graph": board}), 422, "unreadable-request")
    assert document["errors"] == [{"pointer": "/graph/nodes/1/id", "detail": "Field required"}]


def test_a_board_beyond_the_limits_is_refused(api: Client) -> None:
    nodes = [{"id": f"n{index}", "type": "add"} for index in range(2_001)]
    answer = api.post("/api/check", {"graph": {"nodes": nodes, "edges": []}})
    assert_problem(answer, 422, "board-too-large")


def test_a_full_board_is_answered(api: Client) -> None:
    nodes = [{"id": f"n{index}", "type": "add"} for index in range(2_000)]
    answer = api.post("/api/check", {"graph": {"nodes": nodes, "edges": []}})
    assert answer.status_code == 200
    found = answer.json()["diagnostics"]
    assert len(found) == 500
    assert (found[-1]["name"], found[-2]["name"]) == ("not-listed", "unconnected-input")
    assert found[-1]["message"].startswith("3502 more")
