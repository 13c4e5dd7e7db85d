"""What a student can load in an exercise or an exam holds nothing that is expected."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from app.core.text import LANGS
from tests.e2e.boards import LARGE, fragment
from tests.e2e.conftest import Contexts
from tests.e2e.lab_page import LabPage
from tests.e2e.place import Place
from tests.e2e.words import words
from tests.secrets import LAB, faulty, secrets

Read = Callable[[], str]


def listen(lab: LabPage) -> Read:
    """Record whatever the page loads; gives how to read it.

    Every answer is read on its way to the page: a browser forgets bodies when it likes.
    """
    bodies: list[bytes] = []

    def pass_on(route: Route) -> None:
        answer = route.fetch()
        bodies.append(answer.body())
        route.fulfill(response=answer)

    lab.page.route("**/*", pass_on)

    def read() -> str:
        lab.page.unroute_all(behavior="ignoreErrors")
        assert len(bodies) > 10, "the page, scripts, style sheets and answers"
        # The list of labs is not asked for by a lab's page.
        beside = [lab.page.request.get(path).body() for path in ("/", "/api/labs", "/api/blocks")]
        return "\n".join(body.decode("utf-8", "replace") for body in bodies + beside)

    return read


def work(lab: LabPage, mode: str) -> None:
    """Look everywhere, press Verify, ask for every hint, and change the language."""
    board = {**faulty(), "home": f"{LARGE}/{mode}"}
    lab.page.goto(f"/labs/{LARGE}?mode={mode}{fragment(board)}")
    lab.ready()
    for _ in LANGS:
        lab.verify()
        more = lab.finding.locator("> .button")
        given = 0
        while more.count() and more.is_enabled():
            more.click()
            given += 1
            expect(lab.finding.locator(".finding-hints li")).to_have_count(given)
        for tab in ("lab", "inspect", "table", "code", "problems"):
            lab.tab(tab)
        lab.choose("bneck7")
        # The hints that were given come again in the other language, and Verify would forget them.
        with lab.page.expect_response("**/hint?*" if given else "**/api/check"):
            lab.switch_language()
        lab.words = words("zh-CN" if lab.words.lang == "en" else "en")


@pytest.mark.parametrize("mode", ["exercise", "exam"])
def test_all_that_is_loaded_holds_nothing_that_is_expected(
    contexts: Contexts, mode: str, where: Place
) -> None:
    lab = LabPage(contexts().new_page(), words(where.lang))
    read = listen(lab)
    work(lab, mode)
    loaded = read()
    given = json.dumps(LAB.model_dump(mode="json")["given"], ensure_ascii=False)
    found = [name for name, secret in secrets().items() if secret in loaded]
    assert [name for name in found if secrets()[name] not in given] == []
    assert "sourceMappingURL" not in loaded


def test_the_search_finds_what_the_guided_mode_gives(contexts: Contexts, where: Place) -> None:
    lab = LabPage(contexts().new_page(), words(where.lang))
    read = listen(lab)
    work(lab, "guided")
    loaded = read()
    missing = [name for name, secret in secrets().items() if secret not in loaded]
    assert [name for name in missing if name.startswith(("sheet", "shapes", "a sheet"))] == []
