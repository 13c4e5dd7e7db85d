"""What a lab costs in clicks and typed numbers, as `make bench` counts it.

That counts all steps of MobileNetV3-Large, too, which `test_build.py` builds by hand.
"""

from playwright.sync_api import Browser

from tests.bench import strokes


def test_no_lab_costs_more_clicks_than_it_may(browser: Browser, server: str) -> None:
    counted = list(strokes.rows(browser, server, whole=False))
    assert [f"{row.what}: {row.ratio:g}" for row in counted if not row.met] == []
    assert len(counted) == 4
