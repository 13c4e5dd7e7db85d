"""The pages: what they bring along, in which language, and that they hold to the strict policy."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.labs import catalog
from app.service import Services
from app.web import pages
from app.web.application import build
from app.web.assets import Entry, read_entry
from tests.web.client import Client, assert_problem

LARGE = "/labs/mobilenet-v3-large"


@pytest.fixture(name="web")
def _web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A client of pages whose front-end need not be built."""
    words = {"en": "/static/en-1.js", "zh-CN": "/static/zh-1.js"}
    monkeypatch.setattr(
        pages,
        "read_entry",
        lambda name: Entry(f"/static/{name}.js", (f"/static/{name}.css",), (), words),
    )
    client = Client(build(Services(catalog())))
    yield client
    client.close()


def boot_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', page, re.DOTALL)
    assert found, page[:400]
    boot: dict[str, Any] = json.loads(found[1])
    return boot


def test_home_has_a_card_for_every_lab_and_mode(web: Client) -> None:
    page = web.get("/").text
    for lab in catalog().values():
        assert f'href="/labs/{lab.slug}"' in page
        assert lab.title["zh-CN"] in page
        for mode in lab.modes:
            assert f'href="/labs/{lab.slug}?mode={mode}"' in page


def test_the_lab_page_needs_no_second_round_trip(web: Client) -> None:
    boot = boot_of(web.get(LARGE).text)
    assert boot["mode"] == "guided"
    assert [node["type"] for node in boot["lab"]["start"]["nodes"]] == ["input"]
    assert {block["type"] for block in boot["blocks"]} >= set(boot["lab"]["blocks"])
    assert len(boot["lab"]["steps"]) == 21


@pytest.mark.parametrize(
    ("lang", "opening", "cure"),
    [
        ("en", "Opening…", "Check the connection, then reload the page."),
        ("zh-CN", "正在打开……", "请检查网络，再刷新页面。"),
    ],
)
def test_there_is_something_to_read_before_the_scripts_come(
    web: Client, lang: str, opening: str, cure: str
) -> None:
    page = web.get(LARGE, headers={"Accept-Language": lang}).text
    assert opening in page
    assert cure in page


def test_a_browser_is_known_again_by_a_cookie_that_says_no_more(web: Client) -> None:
    cookie = web.get(LARGE).headers["set-cookie"]
    assert re.fullmatch("browser=[0-9a-f]{16}; HttpOnly; Path=/; SameSite=lax", cookie)
    again = web.get(LARGE, headers={"Cookie": cookie.partition(";")[0]})
    assert "set-cookie" not in again.headers
    assert "set-cookie" in web.get(LARGE, headers={"Cookie": "browser=<b>"}).headers


def test_parameters_keep_the_order_of_their_declaration(web: Client) -> None:
    boot = boot_of(web.get(LARGE).text)
    bneck = next(block for block in boot["blocks"] if block["type"] == "bneck")
    assert list(bneck["schema"]["properties"])[:3] == ["kernel_size", "exp_size", "out_channels"]


def test_no_field_is_null_that_the_board_does_not_have(web: Client) -> None:
    start = boot_of(web.get(LARGE).text)["lab"]["start"]
    assert all(None not in node.values() for node in start["nodes"])


def test_an_exam_gives_nothing_away(web: Client) -> None:
    lab = boot_of(web.get(f"{LARGE}?mode=exam").text)["lab"]
    assert lab["mode"] == "exam"
    assert all(step.keys() == {"number", "title"} for step in lab["steps"])
    assert lab["given"].keys() == {"table"}
    assert not {"reference", "intro"} & lab.keys()


def test_a_mode_that_the_lab_does_not_have_is_its_usual_one(web: Client) -> None:
    boot = boot_of(web.get(f"{LARGE}?mode=nix").text)
    assert boot["mode"] == "guided"
    assert "“nix”模式" in boot["no_mode"]["zh-CN"]
    assert "no mode “nix”" in boot["no_mode"]["en"]
    assert "another one beside its name" in boot["no_mode"]["en"]
    for own in ("", "?mode=guided", "?mode=exam"):
        assert "no_mode" not in boot_of(web.get(LARGE + own).text)


def test_an_unknown_lab_is_said_so_to_a_reader(web: Client) -> None:
    answer = web.get("/labs/<script>alert(1)</script>", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    answer = web.get("/labs/nix%22%3E%3Cb%3E", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "There is no such lab" in answer.text
    assert "<b>" not in answer.text


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("path", ["/nothing", "/labs/se-module/", "/static/nix", "/problems/nix"])
def test_a_reader_gets_a_page_where_there_is_nothing(web: Client, path: str) -> None:
    answer = web.get(path, headers={"Accept": BROWSER, "Accept-Language": "en"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "Accept" in answer.headers["vary"].split(", ")
    assert "There is nothing here" in answer.text
    assert 'href="/"' in answer.text
    assert web.request("HEAD", path, headers={"Accept": BROWSER}).status_code == 404


def test_a_program_gets_a_problem_document(web: Client) -> None:
    for accept in ("*/*", "application/json", "text/html;q=0.1, application/json"):
        answer = web.get("/nothing", headers={"Accept": accept})
        assert_problem(answer, 404, "not-found")
        assert "Accept" in answer.headers["vary"].split(", ")


def test_the_api_gives_documents_to_everybody(web: Client) -> None:
    for path, slug in (("/api/nothing", "not-found"), ("/api/labs/nix", "lab-not-found")):
        assert_problem(web.get(path, headers={"Accept": BROWSER}), 404, slug)


def test_without_a_front_end_a_reader_still_gets_a_page(
    web: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pages, "read_entry", lambda name: read_entry(name, folder=tmp_path))
    for path, status, words in (
        ("/", 503, "The pages have not been built."),
        ("/nothing", 404, "There is nothing at this address."),
    ):
        answer = web.get(path, headers={"Accept": BROWSER, "Accept-Language": "en"})
        assert answer.status_code == status
        assert words in answer.text
        assert "<!doctype html>" in answer.text


@pytest.mark.parametrize(
    ("cookie", "asked", "lang"),
    [
        (None, "zh-TW,en;q=0.5", "zh-CN"),
        (None, "en-GB", "en"),
        ("lang=zh-CN", "en-GB", "zh-CN"),
        ("lang=en", "zh-CN", "en"),
        ("lang=tlh", "zh-CN", "zh-CN"),
    ],
)
def test_the_remembered_language_comes_first(
    web: Client, cookie: str | None, asked: str, lang: str
) -> None:
    headers = {"Accept-Language": asked} | ({"Cookie": cookie} if cookie else {})
    for path in ("/", LARGE):
        answer = web.get(path, headers=headers)
        assert f'<html lang="{lang}"' in answer.text
        assert answer.headers["content-language"] == lang
        assert re.findall(r'modulepreload" href="(.+?)"', answer.text) == [
            f"/static/{lang[:2]}-1.js"
        ]
        assert "Cookie" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("cookie", "attribute"),
    [("theme=dark", ' data-theme="dark"'), ("theme=system", ""), ('theme="><b>', "")],
)
def test_the_remembered_theme_is_there_from_the_start(
    web: Client, cookie: str, attribute: str
) -> None:
    page = web.get(LARGE, headers={"Cookie": cookie, "Accept-Language": "en"}).text
    assert f'<html lang="en"{attribute}>' in page


@pytest.mark.parametrize("path", ["/", LARGE, "/labs/nix"])
def test_nothing_is_inline_or_from_outside(web: Client, path: str) -> None:
    page = web.get(path).text
    assert not re.search(r"<style|\sstyle=|\son\w+=|(?:src|href)=\"(?:https?:)?//", page)
    for attributes in re.findall(r"<script\b([^>]*)>", page):
        assert "src=" in attributes or 'type="application/json"' in attributes
