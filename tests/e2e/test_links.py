"""An instructor makes a link; a student comes by it, and a reload gives no attempt back."""

import re
import time

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from app.service import Seals
from app.service.handin import parse_hand_in
from app.web.problem_kinds import NO_ATTEMPTS_LEFT
from tests.e2e.boards import fragment, reference
from tests.e2e.conftest import Complaints, Contexts
from tests.e2e.lab_page import LabPage
from tests.e2e.place import Place
from tests.e2e.serving import KEY, SECRET
from tests.e2e.sizes import DESKTOP, PHONE
from tests.e2e.spots import AT_ITS_END
from tests.e2e.test_look import expect_whole
from tests.e2e.words import Lang, words

LAB = "bneck-v3"


REFUSED = r"status of 403"
"""What the browser writes to its console where a page or an answer is closed to it."""


@pytest.fixture(autouse=True)
def _closed(complaints: Complaints) -> None:
    complaints.expect(REFUSED)


def form(context: BrowserContext) -> Page:
    """The instructor's form, opened with the key."""
    page = context.new_page()
    page.goto("/links")
    page.locator("#key").fill(KEY)
    page.keyboard.press("Enter")
    expect(page.locator("#terms")).to_be_visible()
    return page


def make(page: Page, **terms: str) -> str:
    """Fill in the form; gives the link."""
    for name, value in terms.items():
        field = page.locator(f"#{name}")
        if field.evaluate("(each) => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.locator("#terms button").click()
    expect(page.locator("#made-title")).to_be_focused()
    return page.locator("#link").input_value()


def test_a_form_whose_script_does_not_come_says_what_to_do(
    contexts: Contexts, complaints: Complaints
) -> None:
    complaints.expect("Failed to load resource")
    context = contexts("en")
    page = form(context)
    late = page.locator("[data-long]", has_text="Form still not ready?")
    expect(page.get_by_role("button", name="Make the link")).to_be_enabled()
    late.evaluate(AT_ITS_END)
    expect(late).to_be_hidden()
    context.route("**/*.js", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("button", name="Make the link")).to_be_disabled()
    expect(late).to_be_hidden()
    late.evaluate(AT_ITS_END)
    expect(late).to_be_visible()


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_the_form_offers_what_lab_and_mode_have(contexts: Contexts, lang: Lang) -> None:
    page = form(contexts(lang))
    page.locator("#mode").select_option("exercise")
    expect(page.locator("#hint_cap")).to_have_value("4")
    page.locator("#mode").select_option("exam")
    expect(page.locator("#hint_cap")).to_have_value("0")
    make(page, lab=LAB, mode="exam", attempts="3", deadline="2099-01-01T12:00")
    expect(page.locator("#code path")).to_have_attribute("d", re.compile("^M"))
    page.locator("#language").click()
    other = words("en" if lang == "zh-CN" else "zh-CN")
    expect(page.locator("#mode option[value=exam]")).to_have_text(other("mode.exam"))
    expect(page.locator("#made")).to_be_visible()
    page.locator("#mode").select_option("guided")
    expect(page.locator("#made")).to_be_hidden()


def test_nothing_can_be_chosen_before_the_page_listens(contexts: Contexts) -> None:
    context = contexts()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    context.route("**/links-*.js", hold)
    page = form(context)
    fields = page.locator("#terms").locator("select, input, button").filter(visible=True)
    assert fields.count() > 5
    for field in fields.all():
        expect(field).to_be_disabled()
    (script,) = held
    script.continue_()
    for field in fields.filter(visible=True).all():
        expect(field).to_be_enabled()


def test_all_fields_stand_in_one_column(contexts: Contexts) -> None:
    page = form(contexts(size=DESKTOP))
    page.locator("#lab").select_option("find-the-fault-large")
    fields = page.locator("#terms :is(.field, .links-kinds, #same)").filter(visible=True)
    left = fields.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().left)")
    assert len(left) > 5
    assert max(left) - min(left) < 8


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_what_is_to_be_typed_is_in_one_piece(contexts: Contexts, lang: Lang) -> None:
    page = form(contexts(lang, size=PHONE))
    make(page, lab=LAB)
    flag = page.locator("#local code:visible")
    expect(flag).to_have_text("--host 0.0.0.0")
    assert flag.evaluate("(each) => each.getClientRects().length") == 1


WITHOUT_ENCRYPTION = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
"""A page that comes by http, as from a computer in the class's network, has no clipboard."""


def test_a_link_is_copied_where_pages_have_no_clipboard(contexts: Contexts, where: Place) -> None:
    context = contexts()
    context.add_init_script(WITHOUT_ENCRYPTION)
    page = form(context)
    address = make(page, lab=LAB)
    page.locator("#copy").click()
    expect(page.locator("#copied")).to_be_visible()
    lab = LabPage(page, words(where.lang))
    lab.open(lab=LAB)
    lab.panel("panel-left", shown=True)
    search = lab.palette.get_by_role("searchbox")
    search.press("Control+v")
    expect(search).to_have_value(address)
    lab.run("copy-link")
    expect(page.get_by_text(lab.words("said.link_copied"))).to_be_visible()


@pytest.mark.parametrize("hours", [-48, 48])
def test_a_deadline_goes_by_the_servers_clock(contexts: Contexts, where: Place, hours: int) -> None:
    """A student's own may be wrong: it neither ends the time nor gives more of it."""
    ahead = time.time() + 3600 * hours
    for lasts, over in ((3600, "false"), (-3600, "true")):
        at = time.strftime("%Y-%m-%dT%H:%M", time.localtime(time.time() + lasts))
        address = make(form(contexts()), lab=LAB, mode="exercise", deadline=at)
        page = contexts().new_page()
        page.clock.set_fixed_time(ahead)
        lab = LabPage(page, words(where.lang))
        page.goto(address)
        lab.ready()
        expect(page.locator(".deadline")).to_have_attribute("data-over", over)


CLEAR_OF_TOOLS = """(terms) => {
  const end = document.querySelector('.topbar-tools button').getBoundingClientRect();
  const own = terms.getBoundingClientRect();
  return own.right <= end.left || own.bottom <= end.top;
}"""


@pytest.mark.parametrize("size", [(1024, 640), (PHONE.width, PHONE.height)], ids=str)
def test_attempts_are_told_before_the_first_is_made(
    contexts: Contexts, where: Place, size: tuple[int, int]
) -> None:
    """On an old laptop and a telephone, too, where whoever tries may have one alone."""
    address = make(
        form(contexts()), lab=LAB, mode="exam", attempts="1", deadline="2099-01-01T12:00"
    )
    lab = LabPage(contexts().new_page(), words(where.lang))
    lab.page.set_viewport_size({"width": size[0], "height": size[1]})
    lab.page.goto(address)
    lab.ready()
    left = lab.page.get_by_role("banner").get_by_text(lab.words("attempt.left", left=1))
    expect(left).to_be_in_viewport(ratio=1)
    terms = lab.page.locator(".topbar-terms")
    assert terms.evaluate(CLEAR_OF_TOOLS)
    expect_whole(lab.page)


def test_an_exam_by_link_counts_on_over_a_reload(contexts: Contexts, where: Place) -> None:
    address = make(form(contexts()), lab=LAB, mode="exam", attempts="2")
    lab = LabPage(contexts().new_page(), words(where.lang))
    lab.page.goto(address)
    lab.ready()
    expect(lab.page.get_by_role("banner")).to_contain_text(lab.words("attempt.left", left=2))
    lab.verify()
    expect(lab.page.get_by_role("banner")).to_contain_text(lab.words("attempt.left", left=1))
    lab.saved()
    lab.page.reload()
    lab.ready()
    expect(lab.page.get_by_role("banner")).to_contain_text(lab.words("attempt.left", left=1))
    lab.block("conv2d").click()
    lab.verify()
    lab.block("conv2d").click()
    expect(lab.verify_button).to_be_disabled()
    expect(lab.page.get_by_role("banner")).to_contain_text(lab.words("attempt.none"))
    lab.saved()
    lab.page.reload()
    expect(lab.page.get_by_role("banner")).to_contain_text(lab.words("attempt.none"))
    expect(lab.verify_button).to_be_disabled()
    expect(lab.nodes).to_have_count(3)


def test_attempts_that_were_spent_in_another_tab_are_refused_in_words(
    contexts: Contexts, where: Place
) -> None:
    """The page does not know of them; the server does, and says what is left to do."""
    address = make(form(contexts()), lab=LAB, mode="exam", attempts="2")
    context = contexts()
    lab, copy = (LabPage(context.new_page(), words(where.lang)) for _ in range(2))
    lab.page.goto(address)
    lab.ready()
    lab.verify()
    lab.saved()
    copy.page.goto(address)
    copy.ready()
    copy.page.get_by_role("button", name=copy.words("badge.work_on_copy")).click()
    # The same board again would be no other attempt.
    for page, block in ((copy, "conv2d"), (lab, "batch_norm")):
        page.block(block).click()
        page.verify()
    expect(copy.page.get_by_role("banner")).to_contain_text(copy.words("attempt.none"))
    said = NO_ATTEMPTS_LEFT.title[where.lang], NO_ATTEMPTS_LEFT.detail[where.lang]
    for words_of_it in said:
        expect(lab.page.get_by_role("alert")).to_contain_text(words_of_it)
    expect(lab.nodes).to_have_count(2)


def test_a_board_of_another_mode_does_not_open_in_an_exam(contexts: Contexts, where: Place) -> None:
    lab = LabPage(contexts().new_page(), words(where.lang))
    board = reference(LAB)
    lab.page.goto(f"/labs/{LAB}?mode=exam{fragment({**board, 'home': f'{LAB}/guided'})}")
    lab.ready()
    expect(lab.page.get_by_role("alert")).to_contain_text(lab.words("file.other_mode"))
    expect(lab.nodes).to_have_count(1)
    lab.block("conv2d").click()
    own = lab.board()
    assert own["home"] == f"{LAB}/exam"
    lab.tool("undo")
    expect(lab.nodes).to_have_count(1)


def test_an_exam_keeps_its_browser_until_it_ends(contexts: Contexts) -> None:
    lab = LabPage(contexts("en").new_page(), words("en"))
    lab.open(lab=LAB, query="?mode=exam")
    lab.page.goto(f"/labs/{LAB}?mode=guided")
    lab.page.get_by_role("link", name="Back to the exam").click()
    lab.ready()
    lab.page.goto(f"/labs/{LAB}?mode=guided")
    lab.page.get_by_role("button", name="End the exam").click()
    lab.ready()
    expect(lab.page.get_by_role("banner")).to_contain_text(lab.words("mode.guided"))


def test_an_exam_ends_with_a_file_to_hand_in(contexts: Contexts, where: Place) -> None:
    lab = LabPage(contexts().new_page(), words(where.lang))
    lab.open(reference(LAB), lab=LAB, query="?mode=exam")
    lab.expect_correct()
    lab.page.get_by_role("banner").get_by_role("button", name=lab.words("command.hand-in")).click()
    lab.dialog.get_by_label(lab.words("hand_in.name")).fill("Ada Lovelace")
    with lab.page.expect_download() as download:
        lab.dialog.get_by_role("button", name=lab.words("hand_in.send")).click()
    assert download.value.suggested_filename == f"{LAB}_Ada-Lovelace.hand-in.json"
    done = parse_hand_in(download.value.path().read_bytes())
    assert (done.name, done.attempts, done.passed) == ("Ada Lovelace", 1, 1)
    assert done.is_genuine(Seals(SECRET))
    expect(lab.dialog).to_contain_text(lab.words("hand_in.done"))
    lab.page.keyboard.press("Escape")
    expect(lab.verify_button).to_be_disabled()
    lab.saved()
    lab.page.reload()
    expect(lab.verify_button).to_be_disabled()
    expect(lab.page.get_by_role("banner")).to_contain_text(lab.words("attempt.ended"))
    lab.page.get_by_role("banner").get_by_role("button", name=lab.words("command.hand-in")).click()
    lab.dialog.get_by_role("button", name=lab.words("hand_in.leave")).click()
    lab.ready()
    expect(lab.page.get_by_role("banner")).to_contain_text(lab.words("mode.guided"))
