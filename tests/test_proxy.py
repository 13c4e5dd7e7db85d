"""The proxy that is shipped, with two replicas behind it: TLS, compression, caching, one secret."""

import asyncio
import re
import subprocess
from collections.abc import Iterator

import httpx
import pytest

from tests import replicas
from tests.replicas import School

LAB = "se-module"
CLIENTS, ASKED = 8, 12
"""So many, and questions of each, of which the first half is answered before a replica ends."""


def test_its_configuration_is_valid() -> None:
    command = [str(replicas.CADDY), "validate", "--adapter", "caddyfile", "--config"]
    done = subprocess.run(
        [*command, str(replicas.CADDYFILE)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def school() -> Iterator[School]:
    """Replicas and proxy; the last test ends one of them."""
    if not replicas.possible():
        pytest.skip("the proxy can have no list of hosts of its own here")
    with replicas.running() as each:
        yield each


@pytest.fixture(name="browser")
def _browser(school: School) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=school.address, verify=school.trust, timeout=60) as client:
        yield client


def test_a_lab_comes_over_tls_packed_and_may_be_kept(browser: httpx.Client) -> None:
    page = browser.get(f"/labs/{LAB}", headers={"Accept-Encoding": "gzip"})
    assert page.status_code == 200
    assert page.headers["content-encoding"] == "gzip"
    asset = re.findall(r'(?:src|href)="(/static/[^"]+\.js)"', page.text)[0]
    found = browser.get(asset, headers={"Accept-Encoding": "br"})
    assert found.headers["content-encoding"] == "br"
    assert "immutable" in found.headers["cache-control"]


def test_what_an_operator_watches_stays_inside(browser: httpx.Client, school: School) -> None:
    for path in ("/metrics", "/readyz"):
        assert browser.get(path).status_code == 404
        assert httpx.get(school.replicas[0].address + path).status_code == 200


def test_a_link_holds_on_every_replica(browser: httpx.Client, school: School) -> None:
    terms = {"lab": LAB, "mode": "exercise"}
    key = {"Authorization": f"Bearer {replicas.KEY}"}
    made = browser.post("/api/links", json=terms, headers=key)
    assert made.status_code == 200, made.text
    token = made.json()["token"]
    for each in school.replicas:
        answer = httpx.get(f"{each.address}/api/labs/{LAB}", params={"link": token})
        assert answer.status_code == 200, answer.text


def test_a_replica_that_ends_costs_no_client_more_than_one_more_try(school: School) -> None:
    answered = 0

    async def ask_and_ask() -> int:
        """Return how many questions had to be asked twice."""
        nonlocal answered
        again = 0
        async with httpx.AsyncClient(
            base_url=school.address, verify=school.trust, timeout=60
        ) as line:
            board = (await line.get(f"/api/labs/{LAB}")).json()["start"]
            for _ in range(ASKED):
                try:
                    told = await line.post(f"/api/labs/{LAB}/verify", json={"graph": board})
                    again += told.status_code != 200
                except httpx.TransportError:
                    again += 1
                answered += 1
                if answered == CLIENTS * ASKED // 2:
                    school.replicas[0].kill()
        return again

    async def ask_all() -> list[int]:
        return await asyncio.gather(*(ask_and_ask() for _ in range(CLIENTS)))

    assert max(asyncio.run(ask_all())) <= 1
    assert httpx.get(f"{school.address}/healthz", verify=school.trust).is_success
