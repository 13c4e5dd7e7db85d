"""Small and narrow windows: nothing scrolls away, nothing is out of reach."""

import pytest
from playwright.sync_api import expect

from tests.e2e.boards import reference
from tests.e2e.conftest import Enter
from tests.e2e.sizes import DESKTOP, LAPTOP, TABLET, Size

PHONE = Size("phone", 400, 852)
ZOOMED = Size("zoomed", 320, 700)
"""1280 px at 400 %, as WCAG 1.4.10 counts."""
ALL = (DESKTOP, LAPTOP, TABLET, PHONE, ZOOMED)

TOO_TALL = "() => document.scrollingElement.scrollHeight - innerHeight"


@pytest.mark.parametrize("size", ALL, ids=lambda size: size.name)
def test_the_page_itself_never_scrolls(enter: Enter, size: Size) -> None:
    lab = enter(reference(), size=size)
    lab.panel("panel-right", shown=True)
    assert lab.page.evaluate(TOO_TALL) <= 0
    lab.choose("bneck7") if size in (DESKTOP, LAPTOP) else lab.tab("problems")
    assert lab.page.evaluate(TOO_TALL) <= 0


def test_a_notice_leaves_the_tools_free(enter: Enter) -> None:
    lab = enter(size=LAPTOP)
    lab.drop_file("broken.json", "{")
    notice = lab.page.get_by_role("alert")
    expect(notice).to_be_visible()
    lab.command("zoom-in", lab.canvas).click()
    lab.command("minimap", lab.canvas).click()
    lab.drop_file("good.json", '{"version": 1, "nodes": [], "edges": []}')
    expect(notice).to_be_hidden()
