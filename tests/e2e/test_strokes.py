"""What a lab costs in clicks and typed numbers, as `make bench` counts it."""

from playwright.sync_api import Browser

from tests.bench import strokes


def test_no_lab_costs_more_clicks_than_it_may(browser: Browser, server: str) -> None:
    counted = list(strokes.rows(browser, server))
    assert [f"{row.what}: {row.ratio:g}" for row in counted if not row.met] == []
    assert len(counted) == 5
