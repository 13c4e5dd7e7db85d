"""The proxy that is shipped, with two replicas behind it: TLS, compression, caching, one secret.

An editor does not mind when one of them ends.
"""

import re
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests import replicas
from tests.e2e.conftest import PATIENCE, Complaints, Enter
from tests.e2e.place import Place
from tests.replicas import School

# All of them, and not only the one that ends a replica: pytest would run that one first.
pytestmark = pytest.mark.usefixtures("browser_name")

LAB = "se-module"

OTHERS = 8
"""So many ask while somebody edits, each without a pause."""

WIDTHS = range(16, 112, 8)
"""Each is an edit."""

KILLED_AT = 48

# Every warning below the canvas and every notice, from the first to the last.
WRITE_DOWN = """
window.said = new Set();
new MutationObserver(() => {
  for (const each of document.querySelectorAll('.save-state [data-tone], [role=alert]')) {
    window.said.add(each.textContent.trim());
  }
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
"""


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


@pytest.fixture(name="client")
def _client(school: School) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=school.address, verify=school.trust, timeout=60) as client:
        yield client


def test_a_lab_comes_over_tls_packed_and_may_be_kept(client: httpx.Client) -> None:
    page = client.get(f"/labs/{LAB}", headers={"Accept-Encoding": "gzip"})
    assert page.status_code == 200
    assert page.headers["content-encoding"] == "gzip"
    asset = re.findall(r'(?:src|href)="(/static/[^"]+\.js)"', page.text)[0]
    found = client.get(asset, headers={"Accept-Encoding": "br"})
    assert found.headers["content-encoding"] == "br"
    assert "immutable" in found.headers["cache-control"]


def test_what_an_operator_watches_stays_inside(client: httpx.Client, school: School) -> None:
    for path in ("/metrics", "/readyz"):
        assert client.get(path).status_code == 404
        assert httpx.get(school.replicas[0].address + path).status_code == 200


def test_a_link_holds_on_every_replica(client: httpx.Client, school: School) -> None:
    terms = {"lab": LAB, "mode": "exercise"}
    key = {"Authorization": f"Bearer {replicas.KEY}"}
    made = client.post("/api/links", json=terms, headers=key)
    assert made.status_code == 200, made.text
    token = made.json()["token"]
    for each in school.replicas:
        answer = httpx.get(f"{each.address}/api/labs/{LAB}", params={"link": token})
        assert answer.status_code == 200, answer.text


@pytest.fixture(name="window")
def _window(
    browser: Browser, complaints: Complaints, school: School, where: Place
) -> Iterator[BrowserContext]:
    """A browser at the proxy, whose certificate nobody has signed."""
    with browser.new_context(
        base_url=school.address,
        ignore_https_errors=True,
        locale=where.lang,
        reduced_motion="reduce",
        viewport={"width": where.size.width, "height": where.size.height},
        has_touch=where.size.touch,
    ) as context:
        context.set_default_timeout(PATIENCE)
        context.add_init_script(WRITE_DOWN)
        complaints.listen(context)
        yield context


@contextmanager
def asked_meanwhile(school: School) -> Iterator[list[int]]:
    """Have a class ask as long as a block lasts; how many questions each had to ask again."""
    over, again = threading.Event(), [0] * OTHERS

    def ask(number: int) -> None:
        with httpx.Client(base_url=school.address, verify=school.trust, timeout=60) as client:
            question = {"graph": client.get(f"/api/labs/{LAB}").json()["start"]}
            while not over.is_set():
                try:
                    answer = client.post(f"/api/labs/{LAB}/verify", json=question)
                    again[number] += answer.status_code != 200
                except httpx.TransportError:
                    again[number] += 1

    with ThreadPoolExecutor(OTHERS) as others:
        asking = [others.submit(ask, number) for number in range(OTHERS)]
        try:
            yield again
        finally:
            over.set()
    for each in asking:
        each.result()


def test_a_replica_that_ends_costs_no_client_more_than_one_more_try_and_no_editor_an_edit(
    enter: Enter, window: BrowserContext, complaints: Complaints, school: School
) -> None:
    complaints.expect("50[234]")  # what a browser writes of an answer that is none
    lab = enter(context=window, lab=LAB)
    start = lab.nodes.count()
    with asked_meanwhile(school) as again:
        lab.block("conv2d").click()
        for width in WIDTHS:
            if width == KILLED_AT:
                school.replicas[0].kill()
            lab.set("conv2d", "out_channels", width)
            shape = re.compile(rf"^{lab.title('conv2d')}: (.*\D)?{width}(\D|$)")
            expect(lab.page.get_by_role("button", name=shape)).to_be_visible()
        lab.verify()
    assert max(again) <= 1
    said = lab.page.evaluate("[...window.said]")
    assert [each for each in said if not each.startswith(lab.words("badge.offline"))] == []
    lab.saved()
    board = lab.board()
    assert [node["data"]["out_channels"] for node in board["nodes"][start:]] == [WIDTHS[-1]]
    lab.page.reload()
    lab.ready()
    assert lab.board() == board
