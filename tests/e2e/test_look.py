"""Both languages, both themes, four sizes: nothing overflows, nothing is cut off.

Themes differ in colours alone, so each walk is made in one of them: each size meets both languages
and both themes, each language both themes."""

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.boards import changed, reference
from tests.e2e.conftest import Enter
from tests.e2e.lab_page import LabPage
from tests.e2e.sizes import DESKTOP, SIZES, TABLET, Size
from tests.e2e.words import LANGS, Lang, words
from tests.tree import ROOT

PICTURES = ROOT / "artifacts" / "screenshots"

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("dark", "light")

WALKS = [
    (size, lang, THEMES[(a + b) % 2])
    for a, size in enumerate(SIZES)
    for b, lang in enumerate(LANGS)
]

CUT_OFF = """() => [...document.querySelectorAll(
    'button, [role=tab], .node-title, .node-line, .totals dd, .totals dt, .param-label, ' +
    'h1, h2:not(.unseen), h3'
  )]
  .filter((each) => each.checkVisibility() && each.clientWidth > 0)
  .filter((each) => each.scrollWidth > each.clientWidth + 1)
  .filter((each) => getComputedStyle(each).textOverflow !== 'ellipsis' || !each.title)
  .map((each) => `${each.tagName}.${each.className}: ${each.textContent.trim()}`)"""

LEGIBLE = 11.99
"""Px that no text is smaller than where a lab opens; zooms are rounded."""

SMALLEST = """() => Math.min(...[...document.querySelectorAll(
    '.node-title, .node-line, .node-step, .wire-shape'
  )].map((each) => parseFloat(getComputedStyle(each).fontSize)))"""

SMALLEST_BESIDE = """() => Math.min(...[...document.querySelectorAll(
    '.topbar *, .panel *, .foot *, .canvas-tools *'
  )].filter((each) => each.checkVisibility() && each.childNodes[0]?.nodeType === 3 &&
    each.childNodes[0].data.trim())
  .map((each) => parseFloat(getComputedStyle(each).fontSize) *
    (each.ownerSVGElement ? each.getScreenCTM().a : 1)))"""
"""The smallest text beside the canvas, in px of the screen: a drawing's shrinks with it."""

UNDER_SOMETHING = """() => {
  const box = (each) => [each.textContent || each.dataset.id, each.getBoundingClientRect()];
  const shapes = [...document.querySelectorAll('.wire-shape')]
    .filter((each) => each.checkVisibility()).map(box);
  const blocks = [...document.querySelectorAll('.svelte-flow__node-block')].map(box);
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 &&
    a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return shapes.flatMap(([text, there], index) => [...shapes.slice(index + 1), ...blocks]
    .filter(([, other]) => meet(there, other)).map(([name]) => `${text} under ${name}`));
}"""
"""Shapes on wires that lie under each other, or under a block."""

TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def expect_whole(page: Page, where: str = "") -> None:
    """Nothing on the page is cut off or covered, and it does not scroll sideways."""
    assert page.evaluate(TOO_WIDE) <= 0, where
    assert page.evaluate(CUT_OFF) == [], where
    assert page.evaluate(UNDER_SOMETHING) == [], where


def kept(name: str, size: Size, lang: Lang, theme: str) -> Path:
    return PICTURES / f"{name}-{size.name}-{lang}-{theme}.png"


@pytest.mark.parametrize(
    ("size", "lang", "theme"), WALKS, ids=lambda each: getattr(each, "name", each)
)
def test_every_state_fits_the_screen(enter: Enter, size: Size, lang: Lang, theme: Theme) -> None:
    lab = enter(lang=lang, size=size, color_scheme=theme)

    def expect_whole_state(name: str) -> None:
        expect_whole(lab.page, name)
        lab.picture(kept(name, size, lang, theme))

    expect_whole_state("empty")

    wrong = changed(reference(), "bneck7", nl="RE")
    lab.page.goto("about:blank")
    lab.open(wrong)
    # All of it where that can be read, else its beginning.
    for node in ("input", "softmax") if size is DESKTOP else ("input",):
        expect(lab.node(node)).to_be_in_viewport(ratio=0.99)
    assert lab.page.evaluate(SMALLEST) * lab.zoom >= LEGIBLE
    assert lab.page.evaluate(SMALLEST_BESIDE) >= LEGIBLE
    expect(
        lab.page.get_by_text(lab.words("steps.count", matched=20, total=21), exact=True)
    ).to_be_visible()
    expect_whole_state("full")

    lab.verify()
    expect(lab.finding).to_be_visible()
    expect(lab.verify_button).to_be_in_viewport(ratio=1)
    expect(lab.finding).to_be_in_viewport(ratio=1)
    expect_whole_state("finding")

    # From the table to the block, and there to what is right.
    lab.panel("panel-right", shown=True)
    lab.tab("table")
    lab.side.locator('[data-step="8"] [data-column="nl"]').click()
    assert lab.selected == "bneck7"
    expect(lab.field("bneck", "nl")).to_be_in_viewport()
    assert lab.page.evaluate(SMALLEST_BESIDE) >= LEGIBLE
    expect_whole_state("block")
    lab.tab("table")
    own = lab.side.get_by_role("row", name=lab.words("table.own", name="bneck 7"))
    own.locator('[data-own="nl"] select').select_option("HS")
    expect_whole_state("table")
    lab.expect_correct()

    lab.page.goto("/")
    expect(lab.page.get_by_role("main")).to_be_visible()
    expect_whole_state("home")


@pytest.mark.parametrize("lang", LANGS)
def test_panels_unfold_over_a_tablets_canvas(enter: Enter, lang: Lang) -> None:
    lab = enter(reference(), lang=lang, size=TABLET)
    lab.panel("panel-right", shown=True)
    for tab in ("lab", "inspect", "problems", "table", "code"):
        lab.tab(tab)
        expect_whole(lab.page)
        expect(lab.verify_button).to_be_in_viewport(ratio=1)
    lab.panel("panel-right", shown=False)
    lab.panel("panel-left", shown=True)
    expect(lab.block("conv2d")).to_be_visible()
    expect_whole(lab.page)


def test_the_language_is_switched_at_once_and_remembered(enter: Enter) -> None:
    lab = enter(reference(), lang="zh-CN")
    html = lab.page.locator("html")
    expect(html).to_have_attribute("lang", "zh-CN")
    lab.switch_language()
    english = LabPage(lab.page, words("en"))
    expect(english.verify_button).to_be_visible()
    expect(html).to_have_attribute("lang", "en")
    expect(english.node("conv1")).to_contain_text("conv2d")
    english.saved()
    english.page.reload()
    english.ready()
    expect(html).to_have_attribute("lang", "en")
    english.page.goto("/")
    expect(html).to_have_attribute("lang", "en")
    english.page.get_by_role("button", name="中文").click()
    expect(html).to_have_attribute("lang", "zh-CN")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["se-module", "inverted-residual-v2", "bneck-v3"])
def test_a_finished_block_lab_is_seen_whole_between_the_panels(
    enter: Enter, name: str, lang: Lang
) -> None:
    lab = enter(reference(name), lab=name, lang=lang, size=DESKTOP)
    for node in lab.nodes.all():
        expect(node).to_be_in_viewport(ratio=0.99)
    assert lab.page.evaluate(SMALLEST) * lab.zoom >= LEGIBLE
    heights = lab.nodes.evaluate_all("(all) => all.map((each) => each.offsetHeight)")
    assert len(set(heights)) == 1
    expect_whole(lab.page)
    lab.picture(kept(name, DESKTOP, lang, "light"))


WIDTH_OF_QUOTE = """([text, lang]) => {
  const line = document.createElement('p');
  line.lang = lang;
  line.style.cssText = 'position: absolute; white-space: pre; font-size: 100px';
  document.body.append(line);
  const widthOf = (text) => {
    line.textContent = text;
    return line.getBoundingClientRect().width;
  };
  const width = widthOf(text.replace('_', '“')) - widthOf(text.replace('_', ''));
  line.remove();
  return width / 100;
}"""


@pytest.mark.parametrize("page", LANGS)
def test_quotation_marks_go_with_the_language_of_the_text(enter: Enter, page: Lang) -> None:
    """English ones are narrow and Chinese ones as wide as a character, on either page."""
    lab = enter(lang=page)
    assert lab.page.evaluate(WIDTH_OF_QUOTE, ["of _multiply", "en"]) < 0.6
    assert lab.page.evaluate(WIDTH_OF_QUOTE, ["把_相乘", "zh-CN"]) > 0.9


def test_the_servers_words_follow_the_language(enter: Enter) -> None:
    lab = enter(changed(reference(), "bneck7", exp_size=None), lang="en")
    lab.tab("problems")
    problem = lab.page.locator(".problem-item")
    expect(problem).to_have_text(re.compile("^[\\x00-\u2fff]+$"))
    lab.switch_language()
    expect(problem).to_have_text(re.compile("[\u4e00-\u9fff]"))


def test_the_theme_follows_the_system_until_chosen(enter: Enter) -> None:
    lab = enter(color_scheme="dark")
    html = lab.page.locator("html")
    background = "() => getComputedStyle(document.documentElement).backgroundColor"
    dark = lab.page.evaluate(background)
    lab.page.emulate_media(color_scheme="light")
    light = lab.page.evaluate(background)
    assert dark != light
    lab.run("theme")
    lab.run("theme")
    expect(html).to_have_attribute("data-theme", "dark")
    assert lab.page.evaluate(background) == dark
    lab.page.reload()
    lab.ready()
    assert lab.page.evaluate(background) == dark


def test_shapes_are_written_either_way(enter: Enter) -> None:
    lab = enter(reference())
    node = lab.wire("bneck 14", "bneck 15")
    expect(node).to_have_attribute("aria-label", re.compile("7×7×160"))
    lab.run("notation")
    expect(node).to_have_attribute("aria-label", re.compile("1×160×7×7"))
    lab.page.reload()
    lab.ready()
    expect(node).to_have_attribute("aria-label", re.compile("1×160×7×7"))
