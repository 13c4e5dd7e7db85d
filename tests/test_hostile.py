"""Whatever is sent: no answer of 500 or above, small errors, strict JSON, flat memory."""

import gc
import json
import tracemalloc
from collections.abc import Iterator
from itertools import cycle

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.blocks import BLOCK_OF_TYPE
from app.labs import catalog
from app.main import create_app
from tests.hostile_bodies import bodies
from tests.web.client import MAX_ERROR, Client

ROUTES = (
    "/api/check",
    "/api/labs/mobilenet-v3-large/verify",
    "/api/labs/se-module/hint",
    "/api/expand",
    "/api/export/pytorch",
)
BODIES = bodies()


@pytest.fixture(scope="module", name="api")
def _api() -> Iterator[Client]:
    client = Client(create_app(catalog()))
    yield client
    client.close()


def assert_sane(answer: httpx.Response) -> None:
    """Check what holds for every answer."""
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert len(answer.content) <= MAX_ERROR
    if answer.headers["content-type"] != "text/x-python; charset=utf-8":
        json.loads(answer.content, parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is not JSON")


def test_the_corpus_is_a_corpus() -> None:
    assert len(BODIES) >= 60


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("name", BODIES)
def test_hostile_bodies(api: Client, route: str, name: str) -> None:
    assert_sane(api.post(route, BODIES[name]))


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("declared", ["-1", "0", "1e9", "99999999999999999999", "two"])
def test_a_false_length_is_no_trouble(api: Client, route: str, declared: str) -> None:
    assert_sane(api.post(route, b"{}", headers={"Content-Length": declared}))


HEADERS = {
    "Accept": ("*/*;q=nan", ",,,", "application/json;" * 500),
    "Accept-Language": ("zh" * 5_000, ";q=1e400", "en;q=nan,zh;q=inf", "\xff"),
    "Content-Type": ("text/plain", "multipart/form-data", "application/json; charset=\xff"),
    "X-Request-ID": ("x" * 9_999, "\xff", "a, b"),
}


@pytest.mark.parametrize(
    ("header", "value"), [(name, value) for name in HEADERS for value in HEADERS[name]]
)
def test_hostile_headers(api: Client, header: str, value: str) -> None:
    headers = [(header.encode(), value.encode("latin-1"))]
    assert_sane(api.request("POST", "/api/check", content=b"{}", headers=headers))


@pytest.mark.parametrize(
    "path",
    [
        "/api/labs/%00",
        "/api/labs/..%2f..%2fetc%2fpasswd",
        "/api/labs/" + "x" * 5_000,
        "/api/labs/%ff%fe",
        "/api/labs/se-module?mode=" + "x" * 5_000,
        "/api/labs/se-module?mode=exam&mode=guided",
        "/problems/%3Cscript%3E",
        "/problems/%00",
        "/static/%2e%2e/%2e%2e/etc/passwd",
    ],
)
def test_hostile_paths(api: Client, path: str) -> None:
    assert_sane(api.get(path))


def test_memory_is_flat(api: Client) -> None:
    """Once everything has been sent, sending it again leaves nothing behind.

    The routes take turns.
    """
    small = [body for body in BODIES.values() if len(body) < 16_384]

    def one_round() -> int:
        for route, body in zip(cycle(ROUTES), small, strict=False):
            api.post(route, body)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    one_round()
    tracemalloc.start()
    try:
        *_, first, second = (one_round() for _ in range(4))
    finally:
        tracemalloc.stop()
    assert second - first < 88 * len(small), (first, second)


IDS = st.sampled_from(["in", "a", "b", "c", "d", "ghost"])
HANDLES = st.none() | st.sampled_from(["in", "a", "b", "out", ""])
NUMBERS = st.integers(-2, 40) | st.sampled_from([8192, 8193, 2**31, 2**63, 10**40])
SCALARS = st.none() | st.booleans() | NUMBERS | st.floats() | st.text(max_size=8)
WORDS = st.sampled_from(["none", "batch", "relu", "hardswish", "same", "RE", "HS", "sigmoid"])


@st.composite
def parameters(draw: st.DrawFn, type: str) -> dict[str, object]:
    """Draw parameters that are often right, and sometimes anything."""
    names = [*BLOCK_OF_TYPE[type].model_fields, "label", "nonsense"]
    chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=6))
    return {name: draw(NUMBERS | WORDS | st.booleans() | SCALARS) for name in chosen}


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, object]:
    """Draw a board with wires at random: cycles, loops, doubled ports and ids, dangling ends."""
    nodes = []
    for id in draw(st.lists(IDS, min_size=1, max_size=7)):
        type = draw(st.sampled_from([*BLOCK_OF_TYPE, "input", "conv2d", "add"]))
        nodes.append({"id": id, "type": type, "data": draw(parameters(type))})
    edges = draw(
        st.lists(
            st.fixed_dictionaries(
                {"id": IDS, "source": IDS, "target": IDS},
                optional={"sourceHandle": HANDLES, "targetHandle": HANDLES},
            ),
            max_size=12,
        )
    )
    return {"nodes": nodes, "edges": edges}


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graph=graphs(), route=st.sampled_from(ROUTES))
def test_graphs_at_random(api: Client, graph: dict[str, object], route: str) -> None:
    body = {"graph": graph, "node": "a", "finding": "x", "level": 4}
    assert_sane(api.post(route, json.dumps(body).encode()))
