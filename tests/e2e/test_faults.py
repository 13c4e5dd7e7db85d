"""Find the fault: a finished network opens, neighbours differ, and mended it is right."""

from playwright.sync_api import expect

from app.graph import parse_board
from app.labs import get_lab
from app.service.mend import mended
from tests.e2e.boards import Board
from tests.e2e.conftest import Contexts
from tests.e2e.lab_page import LabPage
from tests.e2e.place import Place
from tests.e2e.words import words

LAB = "find-the-fault-bneck"


def what(board: Board) -> list[tuple[str, object]]:
    """The blocks of a board, wherever they lie."""
    return [(node["type"], node["data"]) for node in board["nodes"]]


def test_a_student_finds_the_faults_and_mends_them(contexts: Contexts, where: Place) -> None:
    lab = LabPage(contexts().new_page(), words(where.lang))
    lab.open(lab=LAB)
    faulty = lab.board()
    steps = len(get_lab(LAB).steps)
    # The network is finished: that no step is right would be said before anybody has looked.
    unchecked = lab.page.get_by_text(lab.words("steps.all", count=steps), exact=True)
    expect(unchecked).to_be_visible()
    lab.verify()
    expect(unchecked).to_be_hidden()
    expect(lab.finding).to_be_visible()
    lab.page.reload()
    lab.ready()
    assert what(lab.board()) == what(faulty)
    reading = parse_board(lab.page.evaluate("(each) => JSON.stringify(each)", faulty).encode())
    right = mended(reading, get_lab(LAB).reference)
    assert len(right.changes) == 2
    lab.open(right.board.model_dump(mode="json", exclude_none=True), lab=LAB)
    lab.expect_correct()
    lab.run("start-over")
    assert what(lab.board()) == what(faulty)


def test_neighbours_have_different_faults(contexts: Contexts, where: Place) -> None:
    drawn = []
    for _ in range(4):
        lab = LabPage(contexts().new_page(), words(where.lang))
        lab.open(lab=LAB)
        drawn.append(what(lab.board()))
    assert any(each != drawn[0] for each in drawn)
