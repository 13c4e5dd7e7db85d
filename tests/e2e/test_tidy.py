"""Large boards are laid out in a worker: the page goes on meanwhile."""

from playwright.sync_api import Route, expect

from tests.e2e.boards import chain
from tests.e2e.conftest import Complaints, Enter
from tests.e2e.lab_page import LabPage

WORKER = "**/layout.worker*.js"
LARGE = chain(250)

# However long a busy machine takes, the page does not give the worker up.
PATIENT = """() => {
  const set = window.setTimeout;
  window.setTimeout = (run, ms, ...rest) => (ms >= 5000 ? 0 : set(run, ms, ...rest));
}"""


def said(lab: LabPage, key: str) -> None:
    """Wait until a screen reader is told."""
    expect(lab.page.get_by_role("status").filter(has_text=lab.words(key))).not_to_have_count(0)


def test_a_large_board_is_tidied_by_a_worker_as_one_step_of_undo(enter: Enter) -> None:
    lab = enter(LARGE)
    before = lab.board()["nodes"]
    with lab.page.expect_worker() as asked:
        lab.tool("layout")
    assert "/static/assets/layout.worker" in asked.value.url
    said(lab, "said.laid_out")
    assert lab.board()["nodes"] != before
    lab.tool("undo")
    assert lab.board()["nodes"] == before


def test_a_small_board_is_tidied_without_one(enter: Enter) -> None:
    lab = enter(chain(20))
    lab.tool("layout")
    said(lab, "said.laid_out")
    assert lab.page.workers == []


def test_while_a_board_is_being_tidied_it_can_be_worked_on(enter: Enter) -> None:
    """What the worker is sent for comes only once a block was deleted: the rest is tidied then."""
    lab = enter(LARGE)
    lab.page.evaluate(PATIENT)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    lab.page.route(WORKER, hold)
    tidy = lab.command("layout", lab.canvas)
    lab.tool("layout")
    expect(tidy).to_have_attribute("aria-busy", "true")
    said(lab, "said.laying_out")
    lab.select("n3")
    lab.page.keyboard.press("Delete")
    assert len(lab.board()["nodes"]) == len(LARGE["nodes"]) - 1
    (script,) = held
    script.continue_()
    said(lab, "said.laid_out")
    expect(tidy).not_to_have_attribute("aria-busy", "true")
    places = [(node["position"]["x"], node["position"]["y"]) for node in lab.board()["nodes"]]
    assert len({x for x, _ in places}) < len(places) / 5


def test_where_no_worker_starts_the_page_tidies_up_itself(
    enter: Enter, complaints: Complaints
) -> None:
    complaints.expect("no worker for layout|ERR_FAILED")
    lab = enter(LARGE)
    lab.page.route(WORKER, lambda route: route.abort())
    before = lab.board()["nodes"]
    lab.tool("layout")
    said(lab, "said.laid_out")
    assert lab.board()["nodes"] != before
    assert any("no worker for layout" in each for each in complaints.heard)
