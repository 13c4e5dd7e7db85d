"""What is counted, and what is not told."""

import re
from collections.abc import Iterator

import pytest

from app.labs import catalog
from app.service import Services
from app.web.application import build
from tests.web.boards import small
from tests.web.client import Client
from tests.web.serving import serving


@pytest.fixture(name="counted")
def _counted() -> Iterator[Client]:
    client = Client(build(Services(catalog())))
    yield client
    client.close()


def value(client: Client, sample: str) -> float:
    """Return a sample's value, 0 where there is none yet."""
    text = client.get("/metrics").text
    found = re.search(rf"^{re.escape(sample)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0


def test_reports_are_counted_by_lab_and_verdict(counted: Client) -> None:
    for _ in range(2):
        counted.post("/api/labs/se-module/verify", {"graph": small()})
    assert value(counted, 'bneck_lab_verify_total{lab="se-module",verdict="incorrect"}') == 2
    assert value(counted, 'bneck_lab_reports_asked_total{remembered="yes"}') == 1
    assert value(counted, 'bneck_lab_reports_asked_total{remembered="no"}') == 1


def test_refusals_are_counted_by_kind(counted: Client) -> None:
    counted.post("/api/check", b"nonsense")
    counted.post("/api/check", b"x" * (2**20 + 1))
    counted.get("/api/labs/nix")
    for kind in ("unreadable-request", "body-too-large", "lab-not-found"):
        assert value(counted, f'bneck_lab_problems_total{{kind="{kind}"}}') == 1


def test_requests_are_counted_by_route_and_not_by_address(counted: Client) -> None:
    for slug in ("se-module", "bneck-v3", "nix"):
        counted.get(f"/api/labs/{slug}")
    for path in ("/random/1", "/random/2"):
        counted.get(path)
    counted.request("BREW", "/healthz")
    count = "bneck_lab_request_seconds_count"
    told = 'route="/api/labs/{lab}",status="200"'
    assert value(counted, f'{count}{{method="GET",{told}}}') == 2
    assert value(counted, f'{count}{{method="GET",route="none",status="404"}}') == 2
    text = counted.get("/metrics").text
    assert "random" not in text
    assert "BREW" not in text


def test_nothing_is_told_of_who_asked(counted: Client) -> None:
    marks = {"graph": small(), "note": "SECRET-NOTE"}
    headers = {"Cookie": "browser=00112233445566ff", "User-Agent": "SECRET-AGENT"}
    counted.post("/api/check", marks, headers=headers)
    text = counted.get("/metrics").text
    for mark in ("SECRET", "00112233445566ff", "127.0.0.1"):
        assert mark not in text


def test_connections_and_the_loop_are_watched() -> None:
    app = build(Services({}))
    with serving(app) as server:
        app.state.metrics.watch(server.gate)
        server.ask(b"nonsense\r\n\r\n")
        client = Client(app)
        assert value(client, 'bneck_lab_refused_total{kind="malformed-request"}') == 1
        assert value(client, "bneck_lab_connections_most") == 8192
        assert "bneck_lab_event_loop_lag_seconds" in client.get("/metrics").text
        client.close()
