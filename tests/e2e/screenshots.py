"""`make screenshots`: the pictures in the README, taken from the product itself.

MobileNetV3-Large with one activation wrong, under Verify's spotlight, and the demo of the SE
module, moving: in English for the README, in both languages for the pages of help. For the list of
labs the SE module as it is built.
"""

import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import FloatRect, ViewportSize, expect, sync_playwright

from tests.e2e import chromium, serving
from tests.e2e.animated import animated
from tests.e2e.boards import changed, reference
from tests.e2e.demo_page import DemoPage
from tests.e2e.lab_page import LabPage
from tests.e2e.sizes import DESKTOP
from tests.e2e.words import LANGS, Lang, words
from tests.tree import ROOT

FOLDER = ROOT / "static" / "pictures"
ONLY = """([nodes, wires]) => {
  const show = (all, ids) => {
    for (const each of document.querySelectorAll(all)) {
      each.style.opacity = ids.includes(each.dataset.id) ? '1' : '0';
    }
  };
  show('.svelte-flow__node', nodes);
  show('.svelte-flow__edge', wires);
  for (const each of document.querySelectorAll('.canvas-tools, .svelte-flow__background')) {
    each.style.opacity = '0';
  }
}"""
"""Shows these blocks and wires of the board, and no others."""

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


LOOPS = (
    ("", ViewportSize(width=1130, height=480), "layout"),
    ("-tall", ViewportSize(width=760, height=1000), "layout-down"),
)
"""The list of labs' loops: on a telephone the module goes from top to bottom."""


def main() -> int:
    """Take the pictures; the exit code."""
    with serving.running() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium.find(whole=True)), args=chromium.flags()
        )
        for lang in LANGS:
            for theme in THEMES:
                context = browser.new_context(
                    base_url=address,
                    viewport={"width": DESKTOP.width, "height": DESKTOP.height},
                    locale=lang,
                    color_scheme=theme,
                    reduced_motion="reduce",
                )
                path = FOLDER / f"editor{_of(lang)}-{theme}.png"
                _take(LabPage(context.new_page(), words(lang)), path)
                context.close()
                print(path.relative_to(ROOT))
                for form, viewport, layout in LOOPS:
                    context = browser.new_context(
                        base_url=address,
                        viewport=viewport,
                        locale=lang,
                        color_scheme=theme,
                        reduced_motion="reduce",
                    )
                    path = FOLDER / f"first-minute-{lang}-{theme}{form}.png"
                    path.write_bytes(_loop(LabPage(context.new_page(), words(lang)), layout))
                    context.close()
                    print(path.relative_to(ROOT))
            context = browser.new_context(
                base_url=address,
                viewport=ViewportSize(width=960, height=540),
                locale=lang,
                color_scheme="light",
                reduced_motion="reduce",
            )
            path = FOLDER / f"demo{_of(lang)}.png"
            path.write_bytes(_film(DemoPage(context.new_page(), words(lang), "se-module")))
            context.close()
            print(path.relative_to(ROOT))
        browser.close()
    return 0


def _of(lang: Lang) -> str:
    """What a picture's name says of its language: nothing of the README's."""
    return "" if lang == "en" else f"-{lang}"


def _film(demo: DemoPage) -> bytes:
    """Take every moment of a demo; where somebody speaks it stays for longer."""
    demo.open()
    frames, last_ms = [], []
    for at, moment in enumerate(demo.score["moments"]):
        demo.page.evaluate("(at) => { location.hash = `at=${at}` }", at)
        demo.stands(at)
        expect(demo.wires.locator(".slab")).to_have_count(demo.wires.count())
        frames.append(demo.page.screenshot(animations="disabled"))
        last_ms.append(600 if moment["kind"] in ("place", "wire") else 1800)
    return animated(frames, last_ms)


def _loop(lab: LabPage, layout: str) -> bytes:
    """Show the SE module, whole first for whoever sees one picture alone, then its making."""
    lab.open(reference("se-module"), lab="se-module")
    lab.run(layout)
    for panel in ("panel-left", "panel-right"):
        lab.panel(panel, shown=False)
    lab.fit()
    lab.page.mouse.move(0, 0)
    nodes = [node["id"] for node in lab.board()["nodes"]]
    edges = [(edge["source"], edge["target"], edge["id"]) for edge in lab.board()["edges"]]
    boxes = [box for node in nodes if (box := lab.node(node).bounding_box())]
    left = min(box["x"] for box in boxes) - 16
    top = min(box["y"] for box in boxes) - 20
    clip = FloatRect(
        x=left,
        y=top,
        width=max(box["x"] + box["width"] for box in boxes) + 16 - left,
        height=max(box["y"] + box["height"] for box in boxes) + 20 - top,
    )

    def frame(placed: int, wired: int) -> bytes:
        there = nodes[:placed]
        wires = [id for *ends, id in edges if set(ends) <= set(nodes[:wired])]
        lab.page.evaluate(ONLY, [there, wires])
        return lab.page.screenshot(animations="disabled", clip=clip)

    frames, last_ms = [frame(len(nodes), len(nodes))], [2400]
    for placed in range(1, len(nodes) + 1):
        frames.append(frame(placed, placed - 1))
        last_ms.append(600)
        if placed > 1:
            frames.append(frame(placed, placed))
            last_ms.append(700)
    return animated(frames, last_ms)


def _take(lab: LabPage, path: Path) -> None:
    lab.open(changed(reference(), "bneck7", nl="RE"))
    lab.run("layout")
    lab.verify()
    lab.finding.get_by_role("button", name=lab.words("hint.first")).click()
    expect(lab.finding.locator(".finding-hints li")).to_have_count(1)
    lab.saved()
    lab.page.mouse.move(0, 0)
    lab.picture(path)


if __name__ == "__main__":
    sys.exit(main())
