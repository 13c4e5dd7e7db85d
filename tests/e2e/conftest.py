"""One server for the whole browser suite, a Chromium for every process of it, a fresh context for
every test."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebError, expect
from pytest_playwright.pytest_playwright import CreateContextCallback
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from tests.e2e import chromium, serving
from tests.e2e.boards import LARGE, Board
from tests.e2e.demo_page import ASKED, DemoPage
from tests.e2e.fingers import Glass
from tests.e2e.lab_page import LabPage
from tests.e2e.place import Place, Theme, place
from tests.e2e.sizes import DESKTOP, SIZES, Size
from tests.e2e.words import Lang, words

HERE = Path(__file__).parent
PATIENCE = 15_000
"""Milliseconds that a page may take for anything before a test calls it missing."""

WITH_SERVERS = ("test_framed.py", "test_make.py", "test_proxy.py")
"""Files whose tests have servers of their own: as much work to start as several tests are."""

ADDRESS = "server"
"""Under which name a process that tests is told of the shared server."""

Enter = Callable[..., LabPage]
Contexts = Callable[..., BrowserContext]
Play = Callable[..., DemoPage]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run the browser last: the quick tests speak first, and it blocks the thread's event loop.

    At one size, leave out what is played at another.
    """
    items.sort(key=lambda item: HERE in item.path.parents)
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("e2e")
    at: str | None = config.getoption("at")
    if at is None:
        return
    elsewhere = [item for item in items if not is_played(item, at)]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]


def is_played(item: pytest.Item, at: str) -> bool:
    """Whether a test is played at the size of that name.

    One that is asked for certain sizes is played at those, and one that opens no window, or one
    of a size of its own, once: with the desktop's.
    """
    asked = item.callspec.params.get("size") if hasattr(item, "callspec") else None
    if asked is None:
        return at == DESKTOP.name or "where" in getattr(item, "fixturenames", ())
    return at == (asked.name if asked in SIZES else DESKTOP.name)


class Turns(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out one test after the other; those of a file with servers of its own go together, and
    first."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if Path(file).name in WITH_SERVERS else nodeid


class Shared:
    """The server that several processes test at once; whoever hands out the tests runs it.

    It starts while they look for their tests.
    """

    def __init__(self) -> None:
        self._ends = ExitStack()
        self._server: serving.Server | None = None

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a process of the address, the first one's turn to start it."""
        if self._server is None:
            self._server = self._ends.enter_context(serving.starting())
        node.workerinput[ADDRESS] = self._server.address

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self) -> None:
        """Hand out no test before the server answers, and none at all where it does not."""
        try:
            if self._server is not None:
                self._server.wait()
        except RuntimeError as error:
            pytest.exit(str(error), returncode=1)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Turns:
        """Say who is handed what."""
        return Turns(config, log)

    def pytest_unconfigure(self) -> None:
        """End the server."""
        self._ends.close()


def pytest_configure(config: pytest.Config) -> None:
    """Share one server among the processes that are to come, if any."""
    config.pluginmanager.register(Shared())


@pytest.fixture(scope="session")
def server(pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of the real server: a shared one, or this process's own."""
    given: Mapping[str, str] = getattr(pytestconfig, "workerinput", {})
    if ADDRESS in given:
        yield given[ADDRESS]
        return
    with serving.running() as address:
        yield address


@pytest.fixture(scope="session")
def base_url(server: str) -> str:
    """Where pages without a host are."""
    return server


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: Mapping[str, object],
) -> Mapping[str, object]:
    """The Chromium that `tests.e2e.chromium` finds, with its flags; fails where there is none."""
    expect.set_options(timeout=PATIENCE)
    return {
        **browser_type_launch_args,
        "executable_path": str(chromium.find()),
        "args": [*chromium.flags(), chromium.BRIEFLY],
    }


@dataclass
class Complaints:
    """What pages wrote to the console or threw: a journey leaves none."""

    heard: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Let a test break the page's surroundings: such messages are its own doing."""
        self.expected.append(pattern)

    def listen(self, context: BrowserContext) -> None:
        """Write down the warnings, errors and Content-Security-Policy violations of all pages."""
        context.on("console", self._console)
        context.on("weberror", self._error)

    @property
    def unexpected(self) -> list[str]:
        """What nobody expected."""
        return [
            text
            for text in self.heard
            if not any(re.search(pattern, text) for pattern in self.expected)
        ]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.heard.append(f"{message.type}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.heard.append(f"thrown: {error.error}")


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Fails the test where a page complained."""
    found = Complaints()
    yield found
    assert found.unexpected == []


@pytest.fixture
def where(request: pytest.FixtureRequest) -> Place:
    """Where the test is played, as far as it does not say so itself."""
    mouse = request.node.get_closest_marker("mouse")
    found = place(request.node.nodeid, request.config.getoption("at"), mouse=mouse is not None)
    if found is None:
        assert mouse is not None
        pytest.skip(f"needs a mouse: {mouse.args[0]}")
    request.node.add_report_section("setup", "place", str(found))
    return found


@pytest.fixture
def all_of_it(pytestconfig: pytest.Config) -> bool:
    """Whether time is no matter: `make everywhere` does what `make test` does in turn."""
    return pytestconfig.getoption("at") is not None


def slow_down(page: Page, times: float) -> None:
    """Have a page's own thread run so many times slower, as on an old laptop."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": times})


@pytest.fixture
def contexts(
    new_context: CreateContextCallback,
    complaints: Complaints,
    where: Place,
    pytestconfig: pytest.Config,
    monkeypatch: pytest.MonkeyPatch,
) -> Contexts:
    """Make a browser context on the server, whose complaints are heard."""
    glass = Glass(monkeypatch)
    slowed: float = pytestconfig.getoption("slowed")

    def make(
        lang: Lang = where.lang,
        size: Size = where.size,
        color_scheme: Theme = where.theme,
        reduced_motion: str = "reduce",
        **options: Any,
    ) -> BrowserContext:
        given: dict[str, Any] = {
            "locale": "zh-CN" if lang == "zh-CN" else "en-US",
            "viewport": {"width": size.width, "height": size.height},
            "has_touch": size.touch,
            "color_scheme": color_scheme,
            "reduced_motion": reduced_motion,
            **options,
        }
        context = new_context(**given)
        context.set_default_timeout(PATIENCE)
        complaints.listen(context)
        if slowed != 1:
            context.on("page", lambda page: slow_down(page, slowed))
        if given["has_touch"]:
            glass.add(context)
        return context

    return make


@pytest.fixture
def enter(contexts: Contexts, where: Place) -> Enter:
    """Open a lab in a context of its own, with a board where one is given.

    An instructor need not wait between hints.
    """

    def open_lab(
        board: Board | None = None,
        *,
        lab: str | None = None,
        lang: Lang = where.lang,
        context: BrowserContext | None = None,
        query: str = "",
        instructor: bool = False,
        **options: Any,
    ) -> LabPage:
        page: Page = (context or contexts(lang, **options)).new_page()
        if instructor:
            answer = page.request.post(f"/labs/{lab or LARGE}/demo", form={"key": serving.KEY})
            assert answer.ok
        opened = LabPage(page, words(lang))
        opened.open(board, lab=lab, query=query)
        return opened

    return open_lab


@pytest.fixture
def play(contexts: Contexts, complaints: Complaints, where: Place) -> Play:
    """Open a demo in a context of its own."""
    complaints.expect(ASKED)

    def open_demo(
        lab: str = LARGE,
        lang: Lang = where.lang,
        fragment: str = "",
        context: BrowserContext | None = None,
        **options: object,
    ) -> DemoPage:
        page = (context or contexts(lang, **options)).new_page()
        demo = DemoPage(page, words(lang), lab)
        demo.open(fragment)
        return demo

    return open_demo
