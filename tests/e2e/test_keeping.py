"""Nothing is lost: reload, a tab that dies, a network that goes away, two tabs on one lab."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Error, expect

from tests.e2e.boards import changed, fragment, network, reference
from tests.e2e.conftest import Complaints, Enter
from tests.e2e.lab_page import LabPage
from tests.e2e.sizes import SIZES, Size
from tests.e2e.words import LANGS, Lang


def test_a_reload_brings_everything_back(enter: Enter) -> None:
    lab = enter(reference())
    lab.choose("bneck7")
    lab.set("bneck", "stride", 1)
    lab.tool("zoom-in")
    lab.saved()
    board, view = lab.board(), viewport(lab)
    lab.page.reload()
    lab.ready()
    assert lab.board() == board
    assert viewport(lab) == view
    lab.tool("undo")
    lab.expect_correct()
    lab.tool("undo")
    expect(lab.nodes).to_have_count(1)
    lab.tool("redo")
    lab.expect_correct()


def test_a_tab_that_dies_loses_nothing(enter: Enter) -> None:
    lab = enter()
    lab.block("conv2d").click()
    lab.set("conv2d", "out_channels", 24)
    lab.saved()
    board = lab.board()
    try:
        lab.page.goto("chrome://crash")
    except Error:
        lab.page.close()
    again = enter(context=lab.page.context)
    assert again.board() == board
    again.tool("undo")
    again.tool("undo")
    expect(again.nodes).to_have_count(1)


def test_work_goes_on_without_the_server(enter: Enter, complaints: Complaints) -> None:
    complaints.expect("ERR_INTERNET_DISCONNECTED")
    lab = enter(reference())
    lab.page.context.set_offline(True)
    lab.choose("bneck7")
    lab.set("bneck", "stride", 1)
    badge = lab.page.get_by_text(lab.words("badge.offline"))
    expect(badge).to_be_visible()
    lab.block("bneck").click()
    expect(lab.nodes).to_have_count(24)
    lab.saved()
    lab.page.context.set_offline(False)
    expect(badge).to_have_count(0)
    lab.ready()
    lab.tool("undo")
    lab.tool("undo")
    lab.expect_correct()


def test_two_tabs_never_overwrite_each_other(enter: Enter) -> None:
    first = enter()
    first.block("conv2d").click()
    first.saved()
    second = enter(context=first.page.context)
    expect(
        second.page.get_by_role("contentinfo").get_by_text(second.words("badge.why_elsewhere"))
    ).to_be_visible()
    expect(second.nodes).to_have_count(2)
    expect(second.block("conv2d")).to_be_disabled()

    first.block("bneck").click()
    expect(second.nodes).to_have_count(3)

    second.page.get_by_role("button", name=second.words("badge.take_over")).click()
    expect(second.block("conv2d")).to_be_enabled()
    expect(first.block("conv2d")).to_be_disabled()
    second.block("softmax").click()
    expect(second.nodes).to_have_count(4)
    expect(first.nodes).to_have_count(4)


HELD = "async () => (await navigator.locks.query()).held.some(({ name }) => name.includes('bneck'))"


def test_the_tab_that_is_left_goes_on_by_itself(enter: Enter) -> None:
    """It said that the lab was open in another tab, which there was no more."""
    first = enter()
    second = enter(context=first.page.context)
    expect(second.block("conv2d")).to_be_disabled()
    # What is open elsewhere stays elsewhere, however often this page is looked at.
    second.page.evaluate("() => dispatchEvent(new Event('focus'))")
    first.block("conv2d").click()
    expect(second.nodes).to_have_count(2)
    expect(second.block("conv2d")).to_be_disabled()
    first.saved()
    first.page.close()
    second.page.wait_for_function(f"async () => !(await ({HELD})())")
    second.page.evaluate("() => dispatchEvent(new Event('focus'))")
    expect(second.block("conv2d")).to_be_enabled()
    second.tool("undo")
    expect(second.nodes).to_have_count(1)


def test_a_copy_goes_its_own_way(enter: Enter) -> None:
    first = enter()
    first.block("conv2d").click()
    first.saved()
    second = enter(context=first.page.context)
    second.page.get_by_role("button", name=second.words("badge.work_on_copy")).click()
    second.block("softmax").click()
    expect(second.nodes).to_have_count(3)
    second.saved()
    second.page.reload()
    second.ready()
    expect(second.nodes).to_have_count(3)
    expect(first.nodes).to_have_count(2)


FULL = """(full) => {
  const { put } = IDBObjectStore.prototype;
  const refuse = () => { throw new DOMException('no room', 'QuotaExceededError'); };
  window.puts ??= put;
  IDBObjectStore.prototype.put = full ? refuse : window.puts;
}"""
"""A disk without room, or with room again."""


def test_what_cannot_be_saved_is_not_taken_over(enter: Enter, complaints: Complaints) -> None:
    """The last edits were in no tab that could be worked in."""
    complaints.expect("could not be saved")
    first = enter()
    first.page.evaluate(FULL, True)
    first.block("conv2d").click()
    expect(first.page.get_by_text(first.words("badge.unsaved"))).to_be_visible()
    second = enter(context=first.page.context)
    take = second.page.get_by_role("button", name=second.words("badge.take_over"))
    take.click()
    expect(second.page.get_by_role("alert")).to_contain_text(second.words("badge.why_kept"))
    expect(first.block("conv2d")).to_be_enabled()
    first.page.evaluate(FULL, False)
    first.saved()
    take.click()
    expect(second.block("conv2d")).to_be_enabled()
    expect(second.nodes).to_have_count(2)


def test_versions_come_back(enter: Enter) -> None:
    lab = enter(reference())
    lab.run("versions")
    lab.dialog.get_by_label(lab.words("versions.name")).fill("correct")
    lab.dialog.get_by_role("button", name=lab.words("versions.save"), exact=True).click()
    named = lab.dialog.get_by_role("listitem").filter(has_text=re.compile("^correct"))
    expect(named).to_be_visible()
    lab.dialog.get_by_role("button", name=lab.words("dialog.close")).click()
    lab.run("start-over")
    expect(lab.nodes).to_have_count(1)
    lab.run("versions")
    named.get_by_role("button", name=lab.words("versions.restore")).click()
    lab.expect_correct()
    lab.tool("undo")
    lab.tool("undo")
    expect(lab.nodes).to_have_count(23)


APART = """(item) => {
  const boxes = [...item.children].map((each) => {
    const range = document.createRange();
    range.selectNodeContents(each);
    return each.matches('button') ? each.getBoundingClientRect() : range.getBoundingClientRect();
  });
  return boxes.every((a, at) => boxes.slice(at + 1).every((b) =>
    a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top));
}"""
"""Whether nothing in a line of a list lies over anything else."""


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_a_version_has_room_for_all_that_it_says(enter: Enter, size: Size, lang: Lang) -> None:
    lab = enter(reference(), size=size, lang=lang)
    lab.run("versions")
    name = lab.dialog.get_by_label(lab.words("versions.name"))
    items = lab.dialog.get_by_role("listitem")
    name.fill("before the classifier: everything up to bneck 15 is right")
    name.press("Enter")
    expect(items.filter(has_text="before the classifier")).to_be_visible()
    assert [item.evaluate(APART) for item in items.all()] == [True] * items.count()


def test_a_link_carries_the_board(enter: Enter, contexts: Callable[..., BrowserContext]) -> None:
    board = changed(reference(), "bneck7", nl="RE")
    context = contexts(permissions=["clipboard-read", "clipboard-write"])
    lab = enter(board, context=context)
    assert fragment(board) not in lab.page.url
    lab.run("copy-link")
    expect(lab.page.get_by_text(lab.words("said.link_copied"))).to_be_visible()
    link = lab.page.evaluate("() => navigator.clipboard.readText()")
    elsewhere = enter(context=contexts())
    elsewhere.page.goto("about:blank")
    elsewhere.page.goto(link)
    elsewhere.ready()
    assert network(elsewhere.board()) == network(lab.board())


def viewport(lab: LabPage) -> str | None:
    """Where the canvas is panned and zoomed to."""
    return lab.canvas.locator(".svelte-flow__viewport").get_attribute("style")
