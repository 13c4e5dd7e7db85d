"""The whole demo of MobileNetV3-Large on a projector, as a class sees it."""

import re
from collections.abc import Iterator
from statistics import median, quantiles

from playwright.sync_api import sync_playwright

from tests.bench.browser import FRAME, FRAMES, NOTE_FRAMES
from tests.bench.row import Row
from tests.e2e import chromium, serving
from tests.e2e.boards import LARGE
from tests.e2e.demo_page import DemoPage
from tests.e2e.words import words


def rows() -> Iterator[Row]:
    """Play every moment at its own speed, go on as soon as it stands, and measure all frames."""
    with serving.running() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium.find(whole=True)), args=chromium.flags()
        )
        context = browser.new_context(
            base_url=address, viewport={"width": 1920, "height": 1080}, locale="en-US"
        )
        demo = DemoPage(context.new_page(), words("en"), LARGE)
        demo.open()
        moments = demo.score["moments"]
        demo.page.evaluate(NOTE_FRAMES)
        for at, moment in enumerate(moments):
            if at > 0 and moment["kind"] not in ("place", "wire"):
                demo.press("PageDown")
                demo.page.wait_for_url(re.compile(rf"#at={at}$"))
        found = [float(frame) for frame in demo.page.evaluate(FRAMES)]
        browser.close()
    detail = f"{len(found)} frames, longest {max(found):.0f}, 1920×1080"
    title = "demo of MobileNetV3-Large, "
    yield Row(f"{title}median frame in ms", median(found), "at most", FRAME, detail)
    yield Row(f"{title}p95 frame in ms", quantiles(found, n=20)[-1], "at most", 2 * FRAME, detail)
