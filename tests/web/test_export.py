"""POST /api/export/pytorch."""

import ast

from tests.web.boards import chain, node, small
from tests.web.client import Client, assert_problem

PATH = "/api/export/pytorch"


def test_the_module_comes_as_python(api: Client) -> None:
    answer = api.post(PATH, {"graph": small(), "name": "Tiny"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/x-python; charset=utf-8"
    classes = [each.name for each in ast.parse(answer.text).body if isinstance(each, ast.ClassDef)]
    assert classes[-1] == "Tiny"


def test_as_json_it_says_which_lines_belong_to_which_node(api: Client) -> None:
    answer = api.post(PATH, {"graph": small()}, headers={"Accept": "application/json"})
    found = answer.json()
    assert found["lines"].keys() == {"in", "c1", "b1"}
    code = found["code"].splitlines()
    for first, last in found["lines"]["c1"]:
        assert "c1" in "\n".join(code[first - 1 : last])


def test_a_network_that_does_not_run_cannot_be_exported(api: Client) -> None:
    board = chain(node("in", "input"), node("c1", "conv2d", out_channels=0))
    assert_problem(api.post(PATH, {"graph": board}), 409, "not-runnable")
