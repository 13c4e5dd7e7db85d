"""A lab below a path, in the frame of another site: as a learning platform shows it."""

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Complaints
from tests.e2e.serving import running
from tests.e2e.words import words

PREFIX = "/school/bneck"


class Quiet(SimpleHTTPRequestHandler):
    """Gives out files and writes no line for each."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module", name="courses")
def _courses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    """The folder and the port of another site; its origin is either name of this machine."""
    folder = tmp_path_factory.mktemp("courses")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield folder, site.server_address[1]
        site.shutdown()


@pytest.fixture(scope="module", name="port")
def _port(courses: tuple[Path, int]) -> Iterator[int]:
    folder, port = courses
    named = f"http://127.0.0.1:{port}"
    with running("--path-prefix", PREFIX, "--frame-origins", named) as address:
        frame = f"<iframe src={address}{PREFIX}/labs/se-module height=720 width=1200></iframe>"
        (folder / "index.html").write_text(f"<!doctype html><title>Course</title>{frame}")
        yield port


def course(context: BrowserContext, host: str, port: int) -> Page:
    """Open a page of the other site."""
    page = context.new_page()
    page.goto(f"http://{host}:{port}/")
    return page


def test_a_site_that_was_named_shows_a_lab_that_works(
    contexts: Callable[..., BrowserContext], port: int, complaints: Complaints
) -> None:
    complaints.expect("favicon|404")  # the other site has none
    lab = course(contexts("en"), "127.0.0.1", port).frame_locator("iframe")
    lab.get_by_role("button", name=words("en")("command.verify"), exact=True).click()
    expect(lab.get_by_role("tab", name=words("en")("tab.problems"))).to_be_visible()


def test_another_site_shows_none(
    contexts: Callable[..., BrowserContext], port: int, complaints: Complaints
) -> None:
    complaints.expect("favicon|404|frame-ancestors|chrome-error")
    page = course(contexts("en"), "localhost", port)
    lab = page.frame_locator("iframe")
    expect(lab.get_by_role("button", name=words("en")("command.verify"))).to_have_count(0)
    assert any("frame-ancestors" in each for each in complaints.heard)
