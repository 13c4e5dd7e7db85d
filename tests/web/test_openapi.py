"""The API of a running server is as its description says."""

import json
import subprocess
import sys
from pathlib import Path
from runpy import run_module

import pytest

from app.labs import catalog
from app.main import create_app
from tests.web.client import Client
from tests.web.serving import serving

EXAMPLES = 10
"""So many are drawn for each call, beside a hundred that try out the bounds of its schema."""

CLAIMS = "positive_data_acceptance"
"""What does not hold on purpose: JSON Schema takes 1.0 for a whole number, and the product does not
(`test_only_whole_numbers_are_whole_numbers`)."""

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


def test_a_running_server_answers_as_it_describes_itself(tmp_path: Path) -> None:
    with serving(create_app(catalog())) as server:
        described = f"http://127.0.0.1:{server.port}/api/openapi.json"
        asked = ["run", described, "--max-examples", str(EXAMPLES), "--exclude-checks", CLAIMS]
        asked += ["--phases", "examples,coverage,fuzzing", "--no-color"]
        done = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", *asked],
            cwd=tmp_path,  # where it keeps what it has found
            check=False,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stdout
    assert f"Tested: {len(CONTRACT)}" in done.stdout


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


def test_what_stands_in_backticks_is_set_as_code(api: Client) -> None:
    """Its tags were shown as text."""
    page = api.get("/api/docs").text
    assert "as <code>Authorization: Bearer KEY</code>." in page
    assert "&lt;code&gt;" not in page


def test_it_prints_itself(api: Client, capsys: pytest.CaptureFixture[str]) -> None:
    """`make check` runs it as a process."""
    run_module("app.web", run_name="__main__")
    assert json.loads(capsys.readouterr().out) == api.get("/api/openapi.json").json()
