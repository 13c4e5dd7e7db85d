"""In the classroom: an exam whose attempts are counted, the projector, the first step."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.e2e.boards import changed, reference
from tests.e2e.conftest import Enter
from tests.e2e.test_accessibility import expect_accessible


def test_an_exam_counts_its_attempts(enter: Enter) -> None:
    lab = enter(changed(reference(), "bneck7", nl="RE"), query="?mode=exam")
    attempt = lab.side.get_by_text(lab.words("attempt.number", number=1))
    lab.verify()
    lab.unfold()
    expect(attempt).to_be_visible()
    lab.verify()
    lab.unfold()
    expect(attempt).to_be_visible()
    lab.saved()
    lab.page.reload()
    lab.ready()
    lab.tab("problems")
    expect(attempt).to_be_visible()
    lab.choose("bneck7")
    lab.set("bneck", "nl", "HS")
    lab.verify()
    passed = lab.words("attempt.passed", number=2)
    expect(lab.dialog.get_by_text(passed)).to_be_visible()


def test_the_presenter_view(enter: Enter, contexts: Callable[..., BrowserContext]) -> None:
    lab = enter(changed(reference(), "bneck7", nl="RE"), context=contexts(bypass_csp=True))
    lab.unfold()
    lab.canvas.focus()
    lab.page.keyboard.press("p")
    expect(lab.palette).to_be_hidden()
    expect(lab.side).to_be_hidden()
    expect(lab.totals).to_be_hidden()
    lab.verify()
    expect(lab.finding).to_be_visible()
    expect_accessible(lab.page)
    lab.page.keyboard.press("Escape")
    expect(lab.side).to_be_visible()
    lab.run("present")
    expect(lab.side).to_be_hidden()
    lab.page.reload()
    lab.ready()
    lab.unfold()
    expect(lab.side).to_be_visible()


def test_a_lab_may_say_the_same_thing_twice(contexts: Callable[..., BrowserContext]) -> None:
    """An instructor's sheet of a step with two equal blocks does: the page stayed empty."""
    page = contexts("en").new_page()
    fact = "Output: 1×1×72, one number for each channel"

    def say_twice(route: Route) -> None:
        answer = route.fetch()
        body = answer.text()
        assert fact in body
        route.fulfill(response=answer, body=body.replace(fact, rf"{fact}\n\n{fact}"))

    page.route("**/labs/se-module", say_twice)
    page.goto("/labs/se-module")
    expect(page.locator(".sheet-facts li", has_text=fact)).to_have_count(2)


@pytest.mark.mouse("tells what a mouse and keys do; what a finger does has a test of its own")
def test_the_first_step_is_shown_until_it_is_made(enter: Enter) -> None:
    lab = enter()
    hint = lab.page.get_by_text(lab.words("first_step.palette"))
    expect(hint).to_be_visible()
    lab.panel("panel-left", shown=False)
    expect(lab.page.get_by_text(lab.words("first_step.search"))).to_be_visible()
    lab.panel("panel-left", shown=True)
    lab.block("conv2d").click()
    expect(hint).to_be_hidden()
