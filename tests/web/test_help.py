"""Help in the product: its pages, its settings, and examples that work as they stand."""

import json
import re
import shlex
from html import unescape

import pytest

from app.core.text import LANGS
from app.settings import Settings, stated
from app.web.help import AUDIENCES, EXAMPLES, Example
from tests.web.client import Client, assert_problem


@pytest.mark.parametrize("audience", AUDIENCES)
def test_there_is_a_page_for_everybody(api: Client, audience: str) -> None:
    page = api.get(f"/help/{audience}").text
    assert page.count("<h1>") == 1
    assert page.count('aria-current="page"') == 1
    for other in AUDIENCES:
        assert f'href="/help/{other}"' in page
    # Both languages stand in it, sentence by sentence.
    zh, en = (len(re.findall(f'class="word" lang="{lang}"', page)) for lang in ("zh-CN", "en"))
    assert zh == en > 10


def test_students_come_first(api: Client) -> None:
    assert api.get("/help").text == api.get("/help/students").text


def test_what_is_unfolded_is_a_composite(api: Client) -> None:
    [example] = [each for each in EXAMPLES if each.path == "/api/expand"]
    assert example.body is not None
    before = {node["id"]: node["type"] for node in example.body["graph"]["nodes"]}
    pieces = [node["type"] for node in api.post(example.path, example.body).json()["nodes"]]
    assert before[example.body["node"]] not in pieces


def test_every_server_of_several_has_key_and_secret(api: Client) -> None:
    """Without, links and exams of one are unknown to another: the recipe for several names both."""
    page = unescape(api.get("/help/operators").text)
    recipe = next(each for each in re.findall("<pre>(.*?)</pre>", page, re.S) if "replicas" in each)
    assert "BNECK_LAB_INSTRUCTOR_KEY=" in recipe
    assert "BNECK_LAB_SECRET=" in recipe


def test_no_other_page_is_help(api: Client) -> None:
    assert_problem(api.get("/help/nix"), 404, "not-found")


@pytest.mark.parametrize("path", ["/", "/help"])
def test_it_is_found(api: Client, path: str) -> None:
    assert 'href="/help' in api.get(path).text


def test_operators_see_every_setting(api: Client) -> None:
    page = unescape(api.get("/help/operators").text)
    for setting in stated():
        for known in (setting.flag, setting.variable, *(setting.help[lang] for lang in LANGS)):
            assert known in page
    assert {setting.name for setting in stated()} == set(Settings.__slots__)


def test_the_page_shows_the_examples(api: Client) -> None:
    page = unescape(api.get("/help/integrators").text)
    for example in EXAMPLES:
        assert example.command("http://lab") in page


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.path)
def test_examples_work_as_they_stand(api: Client, example: Example) -> None:
    words = shlex.split(example.command("http://lab").replace("\\\n", " "))
    path = words[-1].removeprefix("http://lab")
    if "--json" in words:
        answer = api.post(path, json.loads(words[words.index("--json") + 1]))
    else:
        answer = api.get(path)
    assert answer.status_code == 200
