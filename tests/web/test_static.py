"""The built front-end's files, and what happens without them."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.labs import catalog
from app.service import Services
from app.web import assets, pages
from app.web.application import build
from app.web.static import FrontEnd
from tests.web.client import Client, assert_problem


@pytest.fixture(name="files")
def _files(tmp_path: Path) -> Iterator[Client]:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "main-1a2b3c.js").write_text("export {}" + " " * 2000)
    (tmp_path / "assets" / "page-4d5e6f.css").write_text("plain")
    (tmp_path / "assets" / "page-4d5e6f.css.gz").write_bytes(gzip.compress(b"packed"))
    (tmp_path / "assets" / "page-4d5e6f.css.br").write_bytes(b"as brotli has it")
    (tmp_path / "favicon.svg").write_text("<svg/>")
    app = build(Services(catalog()))
    app.mount("/built", FrontEnd(directory=tmp_path))
    client = Client(app)
    yield client
    client.close()


def test_hashed_files_are_kept_for_good(files: Client) -> None:
    answer = files.get("/built/assets/main-1a2b3c.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    again = files.get(
        "/built/assets/main-1a2b3c.js", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304
    assert again.headers["cache-control"] == answer.headers["cache-control"]


def test_files_are_packed_for_browsers_that_take_it(files: Client) -> None:
    address = "/built/assets/main-1a2b3c.js"
    packed = files.get(address, headers={"Accept-Encoding": "gzip"})
    plain = files.get(address, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text


@pytest.mark.parametrize(
    ("takes", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("br;q=0, *;q=0", None),
    ],
)
def test_what_was_packed_when_it_was_built_is_sent_as_it_is(
    files: Client, takes: str, encoding: str | None
) -> None:
    address = "/built/assets/page-4d5e6f.css"
    answer = files.request("HEAD", address, headers={"Accept-Encoding": takes})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-type"].startswith("text/css")
    length = {"br": 16, "gzip": len(gzip.compress(b"packed")), None: 5}[encoding]
    assert answer.headers["content-length"] == str(length)
    again = files.get(
        address, headers={"Accept-Encoding": takes, "If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def test_a_file_that_was_built_anew_is_read_anew(files: Client, tmp_path: Path) -> None:
    address, path = "/built/assets/main-1a2b3c.js", tmp_path / "assets" / "main-1a2b3c.js"
    old = files.get(address)
    path.write_text("export { another }")
    new = files.get(address)
    assert new.text == "export { another }"
    assert new.headers["etag"] != old.headers["etag"]


def test_the_build_has_packed_what_pages_load() -> None:
    entry = assets.read_entry("main")
    paths = [address.removeprefix("/static/") for address in (entry.script, *entry.preloads)]
    built = [assets.static_folder() / path for path in paths]
    for ending in (".br", ".gz"):
        # What is packed hardly smaller is left as it is.
        packed = [path.with_name(path.name + ending) for path in built]
        sent = [
            small if small.exists() else path for small, path in zip(packed, built, strict=True)
        ]
        assert all(a.stat().st_size <= b.stat().st_size for a, b in zip(sent, built, strict=True))
        assert (
            sum(path.stat().st_size for path in sent)
            < sum(path.stat().st_size for path in built) / 2
        )
    for path in built:
        small = path.with_name(path.name + ".gz")
        assert not small.exists() or gzip.decompress(small.read_bytes()) == path.read_bytes()


def test_others_are_not(files: Client) -> None:
    assert files.get("/built/favicon.svg").headers["cache-control"] == "public, max-age=3600"


def test_a_missing_file_is_a_problem(files: Client) -> None:
    assert_problem(files.get("/built/assets/nix.js"), 404, "not-found")


def test_without_a_build_pages_say_so_and_the_api_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "read_entry", lambda name: assets.read_entry(name, folder=tmp_path))
    client = Client(build(Services(catalog())))
    assert_problem(client.get("/"), 503, "front-end-not-built")
    assert client.get("/api/labs").status_code == 200
    client.close()
