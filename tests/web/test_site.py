"""Where in the web the application stands: below a path, in other sites' frames, beside others."""

import re
from collections.abc import Iterator

import pytest

from app.labs import catalog
from app.service import Services
from app.web.application import Site, build
from tests.web.boards import small
from tests.web.client import Client, assert_problem

PREFIX = "/schools/bneck"
LMS = "https://moodle.example.org"
PAGES = ("/", "/labs/se-module", "/labs/nix", "/api/docs", "/problems/not-found")


@pytest.fixture(name="below", scope="module")
def _below() -> Iterator[Client]:
    client = Client(build(Services(catalog()), site=Site(PREFIX, (LMS,))))
    yield client
    client.close()


def addresses(page: str) -> list[str]:
    """What a page loads or leads to."""
    return [found for found in re.findall(r'(?:href|src)="([^"#]+)"', page) if found != "#"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("as_sent", [PREFIX, ""], ids=["whole", "stripped"])
def test_below_a_path_pages_find_all_they_name(below: Client, path: str, as_sent: str) -> None:
    page = below.get(as_sent + path, headers={"Accept": "text/html"})
    assert page.status_code == (404 if "nix" in path else 200)
    named = addresses(page.text)
    assert named
    for each in named:
        assert each.startswith(f"{PREFIX}/"), each
        for sent in (each, each.removeprefix(PREFIX)):
            # Links are made with the instructor's key, which the page asks for.
            due = 403 if sent.endswith(("/links", "/make")) else 200
            assert below.get(sent).status_code == due, sent


def test_the_page_is_told_where_the_api_is(below: Client) -> None:
    assert (
        f'"urls": {{"home": "{PREFIX}/", "api": "{PREFIX}"}}' in below.get("/labs/se-module").text
    )


def test_the_prefix_alone_is_the_home_page(below: Client) -> None:
    assert below.get(f"{PREFIX}/").text == below.get("/").text


def test_a_longer_name_is_another_path(below: Client) -> None:
    assert_problem(below.get(f"{PREFIX}r/healthz"), 404, "not-found")


def test_failures_below_a_path_are_those_of_the_api(below: Client) -> None:
    assert_problem(
        below.get(f"{PREFIX}/api/nix", headers={"Accept": "text/html"}), 404, "not-found"
    )


def test_a_form_leads_back_below_the_path(below: Client) -> None:
    answer = below.request("POST", f"{PREFIX}/labs/se-module/demo", content=b"key=wrong")
    assert answer.status_code == 403
    assert f'href="{PREFIX}/labs/se-module"' in answer.text


def test_only_sites_that_were_named_may_frame_it(api: Client, below: Client) -> None:
    def ancestors(client: Client) -> str:
        policy = client.get("/").headers["content-security-policy"]
        return next(part for part in policy.split("; ") if part.startswith("frame-ancestors"))

    assert ancestors(api) == "frame-ancestors 'self'"
    assert ancestors(below) == f"frame-ancestors 'self' {LMS}"
    assert "x-frame-options" not in below.get("/").headers


FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
)
OWN: tuple[dict[str, str], ...] = (
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://lab"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://behind.a.proxy"},
)


@pytest.mark.parametrize("headers", FOREIGN)
def test_another_sites_page_sends_nothing_in_a_visitors_name(
    api: Client, headers: dict[str, str]
) -> None:
    assert_problem(api.post("/api/check", {"graph": small()}, headers=headers), 403, "other-site")
    form = api.request("POST", "/labs/se-module/demo", content=b"key=x", headers=headers)
    assert_problem(form, 403, "other-site")


@pytest.mark.parametrize("headers", OWN)
def test_the_sites_own_pages_and_programs_do(api: Client, headers: dict[str, str]) -> None:
    assert api.post("/api/check", {"graph": small()}, headers=headers).status_code == 200


def test_a_link_from_another_site_leads_here(api: Client) -> None:
    assert api.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize(
    ("media", "taken"),
    [
        ("application/json", True),
        ("application/json; charset=utf-8", True),
        ("Application/JSON", True),
        ("application/vnd.bneck+json", True),
        ("text/plain", False),
        ("application/x-www-form-urlencoded", False),
        ("multipart/form-data; boundary=x", False),
        ("text/json", False),
        ("", False),
    ],
)
def test_what_a_form_can_send_is_no_json(api: Client, media: str, taken: bool) -> None:
    answer = api.post("/api/check", {"graph": small()}, headers={"Content-Type": media})
    if taken:
        assert answer.status_code == 200
    else:
        assert_problem(answer, 415, "not-json")
