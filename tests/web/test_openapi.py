"""The API is as its description says."""

import json
import subprocess
import sys
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings

from app.labs import catalog
from app.main import create_app
from tests.tree import ROOT
from tests.web.client import Client

schema = schemathesis.openapi.from_asgi("/api/openapi.json", create_app(catalog()))

CONTRACT = {
    ("get", "/api/blocks"),
    ("get", "/api/labs"),
    ("get", "/api/labs/{lab}"),
    ("get", "/api/labs/{lab}/demo"),
    ("get", "/api/labs/{lab}/lesson"),
    ("get", "/api/curves"),
    ("post", "/api/check"),
    ("post", "/api/labs/{lab}/verify"),
    ("post", "/api/labs/{lab}/hint"),
    ("post", "/api/labs/{lab}/probe"),
    ("post", "/api/labs/{lab}/answer"),
    ("post", "/api/labs/{lab}/predict"),
    ("post", "/api/labs/{lab}/hand-in"),
    ("post", "/api/links"),
    ("get", "/api/own-labs/{lab}"),
    ("post", "/api/own-labs"),
    ("post", "/api/own-labs/draft"),
    ("post", "/api/own-labs/view"),
    ("post", "/api/expand"),
    ("post", "/api/export/pytorch"),
}


@schema.parametrize()
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_answers_are_as_described(case: Any) -> None:
    case.call_and_validate()


def test_every_call_is_described(api: Client) -> None:
    document = api.get("/api/openapi.json").json()
    described = {(method, path) for path, calls in document["paths"].items() for method in calls}
    assert described == CONTRACT
    for path, calls in document["paths"].items():
        for method, call in calls.items():
            assert call["description"], path
            assert ("requestBody" in call) == (method == "post"), path


def test_references_resolve(api: Client) -> None:
    text = api.get("/api/openapi.json").text
    named = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert named <= json.loads(text)["components"]["schemas"].keys()


def test_the_page_shows_every_call(api: Client) -> None:
    page = api.get("/api/docs").text
    for method, path in CONTRACT:
        assert f"<b>{method.upper()}</b> {path}</h2>" in page


def test_it_prints_itself(api: Client) -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "app.web"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    assert json.loads(printed) == api.get("/api/openapi.json").json()
