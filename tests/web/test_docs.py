"""The pages that need no front-end look and speak as the others do."""

import re

import pytest

from app.web.docs import STYLE
from tests.tree import ROOT
from tests.web.client import Client

COLOUR = re.compile(r"--([\w-]+): (light-dark\([^;]+\));")


@pytest.mark.parametrize("path", ["/api/docs", "/problems/lab-not-found"])
def test_they_are_in_the_language_and_theme_that_were_chosen(api: Client, path: str) -> None:
    asked = {"Accept": "text/html", "Accept-Language": "en"}
    plain = api.get(path, headers=asked)
    assert '<html lang="en">' in plain.text
    assert plain.headers["content-language"] == "en"
    chosen = api.get(path, headers={**asked, "Cookie": "lang=zh-CN; theme=dark"})
    assert '<html lang="zh-CN" data-theme="dark">' in chosen.text
    assert chosen.headers["content-language"] == "zh-CN"
    assert {"Accept-Language", "Cookie"} <= set(chosen.headers["vary"].split(", "))


def test_their_colours_are_the_tokens() -> None:
    tokens = dict(COLOUR.findall((ROOT / "static/src/styles/tokens.css").read_text("utf-8")))
    own = dict(COLOUR.findall(STYLE.read_text("utf-8")))
    assert own
    assert own == {name: tokens[name] for name in own}
