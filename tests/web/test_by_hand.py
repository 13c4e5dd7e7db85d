"""Somebody tries every call of the API by hand, with nothing but a link of an exam or exercise."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.main import create_app
from app.service import Porter, Seals
from tests.secrets import LAB, faulty, secrets
from tests.web.client import Client

KEY = "correct-horse-battery"
MODES = ("", "&mode=guided", "&mode=exercise", "&mode=exam")

ANYTHING: dict[str, Any] = {
    "graph": faulty(),
    "node": "bneck4",
    "quantity": "n_params",
    "guess": [1],
    "answer": 0,
    "name": "Ada",
    "lab": LAB.slug,
    "mode": "guided",
    "replace": True,
    "draft": {"graph": faulty()},
}
"""A body that every call can read, as far as it takes one."""


@pytest.fixture(name="api", scope="module", params=["links only", "open"])
def _api(request: pytest.FixtureRequest) -> Iterator[Client]:
    porter = Porter(Seals("one secret for every replica"), request.param == "links only")
    client = Client(create_app({LAB.slug: LAB}, instructor_key=KEY, porter=porter))
    yield client
    client.close()


def token(api: Client, mode: str) -> str:
    """A link that an instructor hands out."""
    terms = {"lab": LAB.slug, "mode": mode}
    made: str = api.post("/api/links", terms, headers={"Authorization": f"Bearer {KEY}"}).json()[
        "token"
    ]
    return made


def tried(api: Client, link: str) -> Iterator[tuple[str, httpx.Response]]:
    """Every call that is described, in every mode, with every finding, level and step."""
    browser = {"Cookie": f"browser={'0' * 16}; exam-{LAB.slug}={link}"}
    for path, calls in api.get("/api/openapi.json").json()["paths"].items():
        for method in calls:
            for mode in MODES:
                address = f"{path.replace('{lab}', LAB.slug)}?link={link}{mode}"
                if method == "get":
                    yield address, api.get(address, headers=browser)
                    continue
                for more in bodies(path):
                    yield address, api.post(address, {**ANYTHING, **more}, headers=browser)
    for page in ("", "/demo", "/demo/notes"):
        address = f"/labs/{LAB.slug}{page}?link={link}"
        yield address, api.get(address, headers={**browser, "Accept": "text/html"})
    yield "/make", api.get("/make", headers=browser)


def bodies(path: str) -> Iterator[dict[str, Any]]:
    """What to put into a body besides: whatever a guess may hit."""
    if path.endswith("/hint"):
        # Findings are known by their number, or by what the guided mode calls them.
        for finding in ("0", "1", "2", "V301:bneck4:exp_size"):
            yield from ({"finding": finding, "level": level} for level in range(6))
    elif path.endswith("/answer"):
        yield from ({"step": step} for step in (1, 5, 8, 18))
    else:
        yield {}


@pytest.mark.parametrize("mode", ["exercise", "exam"])
def test_no_call_tells_what_is_expected(api: Client, mode: str) -> None:
    given = json.dumps(LAB.given.model_dump(mode="json"), ensure_ascii=False)
    hidden = {name: secret for name, secret in secrets().items() if secret not in given}
    answers = list(tried(api, token(api, mode)))
    told = [
        (address, name)
        for address, answer in answers
        for name, secret in hidden.items()
        if secret in answer.text
    ]
    assert told == []
    seen = {answer.status_code for _, answer in answers}
    assert 200 in seen, "the link opens something"
    assert seen <= {200, 403, 404, 409, 429}, "each call could read what it was sent"


def test_the_search_finds_what_the_guided_mode_tells(api: Client) -> None:
    text = "".join(answer.text for _, answer in tried(api, token(api, "guided")))
    missing = [name for name, secret in secrets().items() if secret not in text]
    assert not [name for name in missing if name.startswith(("sheet", "shapes", "a sheet"))]
