"""The editor in headless Chromium on the real server: what a student waits for."""

from collections.abc import Iterator
from statistics import median, quantiles

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.bench import strokes
from tests.bench.row import Row
from tests.e2e import chromium, serving
from tests.e2e.boards import LARGE, Board, chain, fragment, reference, unfolded
from tests.e2e.lab_page import LabPage
from tests.e2e.sizes import DESKTOP
from tests.e2e.words import words
from tests.first_load import MOST_KB, packed_kb

EDITS = 48
LOADS = 7
OPENS = 5
MANY = 1_000
SOME = 300
FRAME = 17
"""Milliseconds of a frame at 60 a second, rounded up: a frame is never shorter than 16.7."""

# Types a number into one of the input block's fields, and resolves with the milliseconds until the
# shape on every wire is another one and that frame is drawn.
EDIT = """async ([index, value]) => {
  const label = (wire) => wire.getAttribute('aria-label');
  const wires = [...document.querySelectorAll('.svelte-flow__edge')];
  const before = wires.map(label);
  const field = document.querySelectorAll('.params [role=spinbutton]')[index];
  const began = performance.now();
  field.value = String(value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((done, fail) => {
    setTimeout(fail, 10_000, 'not every shape was redrawn');
    const look = () => {
      if (wires.some((wire, index) => label(wire) === before[index])) return;
      watch.disconnect();
      done();
    };
    const watch = new MutationObserver(look);
    for (const wire of wires) watch.observe(wire, { attributeFilter: ['aria-label'] });
  });
  await new Promise(requestAnimationFrame);
  return performance.now() - began;
}"""

NOTE_FRAMES = """() => {
  window.frames_ = [];
  const note = (now) => { window.frames_.push(now); requestAnimationFrame(note); };
  requestAnimationFrame(note);
}"""
FRAMES = "() => window.frames_.map((at, index, all) => at - all[index - 1]).slice(1)"

# Tidies the board, and resolves with the milliseconds until a block is drawn elsewhere.
TIDY = """(tidy) => new Promise((done) => {
  const block = document.querySelector('.svelte-flow__node:nth-child(40)');
  const before = block.style.transform;
  const began = performance.now();
  tidy.click();
  const look = () => requestAnimationFrame(() => {
    if (block.style.transform === before) look();
    else setTimeout(() => done(performance.now() - began));
  });
  look();
})"""

# Presses a button that moves the blocks, and resolves with the longest that the page then stood
# still, in milliseconds, until they are drawn elsewhere.
LONGEST = """(button) => new Promise((done) => {
  const block = document.querySelector('.svelte-flow__node:nth-child(40)');
  const before = block.style.transform;
  const tasks = [];
  const note = (entries) => tasks.push(...entries.map(({ duration }) => duration));
  const watch = new PerformanceObserver((list) => note(list.getEntries()));
  watch.observe({ type: 'longtask' });
  button.click();
  const look = () => requestAnimationFrame(() => {
    if (block.style.transform === before) return look();
    // What drawing leaves to be done comes in the frames behind.
    setTimeout(() => {
      note(watch.takeRecords());
      watch.disconnect();
      done(Math.max(0, ...tasks));
    }, 500);
  });
  look();
})"""

NOTE_FIRST_NODE = """new MutationObserver((_, watch) => {
  if (!document.querySelector('.svelte-flow__node')) return;
  watch.disconnect();
  requestAnimationFrame(() => { window.interactive_ = performance.now(); });
}).observe(document, { childList: true, subtree: true });"""

NOTE_ALL_SHAPES = """(wires) => {
  const look = () => {
    if (document.querySelectorAll('.wire[data-known="true"]').length === wires) {
      window.opened_ = performance.now();
    } else requestAnimationFrame(look);
  };
  look();
}"""


def rows() -> Iterator[Row]:
    """Measure every row of the browser."""
    yield _size()
    with serving.running() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium.find(whole=True)), args=chromium.flags()
        )
        yield _start(browser, address)
        yield _edit(browser, address, "23 nodes", reference(), 100)
        board = unfolded()
        yield _edit(browser, address, f"unfolded into {len(board['nodes'])} nodes", board, 150)
        yield _open(browser, address)
        yield from _frames(browser, address)
        yield from _far(browser, address)
        yield _tidy(browser, address)
        yield _alive(browser, address)
        yield from strokes.rows(browser, address)
        browser.close()


def _size() -> Row:
    """Gzip what the lab's page loads as modules."""
    packed = packed_kb()
    detail = " + ".join(f"{size:.1f}" for size in packed)
    return Row("JavaScript of the editor, gzipped, in kB", sum(packed), "at most", MOST_KB, detail)


def _start(browser: Browser, address: str) -> Row:
    """Open the lab with an empty cache, and wait for the first block to be drawn."""
    found = []
    for _ in range(LOADS):
        context = _context(browser, address)
        context.add_init_script(NOTE_FIRST_NODE)
        lab = LabPage(context.new_page(), words("en"))
        lab.open()
        found.append(float(lab.page.evaluate("() => window.interactive_")))
        context.close()
    detail = f"slowest {max(found):.0f}, {LOADS} loads, each with an empty cache"
    return Row("navigation until the editor stands, in ms", median(found), "at most", 1000, detail)


def _edit(browser: Browser, address: str, what: str, board: Board, goal: float) -> Row:
    context = _context(browser, address)
    lab = LabPage(context.new_page(), words("en"))
    lab.open(board)
    lab.choose("input")
    # Heights, then widths, each new to the server; 32 more make a difference on every wire.
    edits = [(1 + 2 * count // EDITS, 256 + 32 * (count % (EDITS // 2))) for count in range(EDITS)]
    found = [float(lab.page.evaluate(EDIT, [field, value])) for field, value in edits]
    context.close()
    detail = f"median {median(found):.0f}, {EDITS} edits"
    title = f"edit until all shapes are redrawn, {what}, p95 in ms"
    return Row(title, quantiles(found, n=20)[-1], "at most", goal, detail)


def _open(browser: Browser, address: str) -> Row:
    """Open a link to a large board, and wait until the shapes on all its wires are drawn."""
    board = chain(MANY)
    found = []
    for _ in range(OPENS):
        context = _context(browser, address)
        context.add_init_script(f"({NOTE_ALL_SHAPES})({len(board['edges'])})")
        page = context.new_page()
        page.goto(f"/labs/{LARGE}{fragment(board)}")
        page.wait_for_function("() => window.opened_")
        found.append(float(page.evaluate("() => window.opened_")))
        context.close()
    detail = f"slowest {max(found):.0f}, {OPENS} loads"
    title = f"navigation until {MANY:,} nodes and their shapes are drawn, in ms"
    return Row(title, median(found), "at most", 5000, detail)


def _frames(browser: Browser, address: str) -> Iterator[Row]:
    context = _context(browser, address)
    lab = LabPage(context.new_page(), words("en"))
    lab.open(chain(MANY))
    lab.full_size()
    for what, surface in (("pan", ".svelte-flow__pane"), ("drag", ".node-title")):
        x, y = lab.spot(surface)
        lab.page.mouse.move(x, y)
        lab.page.mouse.down()
        lab.page.evaluate(NOTE_FRAMES)
        for step in range(120):
            lab.page.mouse.move(x + 2 * (step % 60), y + step % 60)
        lab.page.mouse.up()
        found = [float(frame) for frame in lab.page.evaluate(FRAMES)]
        detail = f"p95 {quantiles(found, n=20)[-1]:.0f}, {len(found)} frames"
        title = f"{what} at {MANY:,} nodes, median frame in ms"
        yield Row(title, median(found), "at most", FRAME, detail)
        lab.page.reload()
        lab.ready()
        lab.full_size()
    context.close()


def _far(browser: Browser, address: str) -> Iterator[Row]:
    """Pan a large board of which all is in sight."""
    context = _context(browser, address)
    lab = LabPage(context.new_page(), words("en"))
    lab.open(chain(MANY))
    lab.fit()
    x, y = lab.spot(".svelte-flow__pane")
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    lab.page.evaluate(NOTE_FRAMES)
    for step in range(120):
        lab.page.mouse.move(x + 2 * (step % 60), y + step % 60)
    lab.page.mouse.up()
    found = [float(frame) for frame in lab.page.evaluate(FRAMES)]
    context.close()
    title = f"pan at {MANY:,} nodes seen from afar"
    yield Row(
        f"{title}, median frame in ms", median(found), "at most", FRAME, f"{len(found)} frames"
    )
    yield Row(f"{title}, p95 frame in ms", quantiles(found, n=20)[-1], "at most", 2 * FRAME, "")


def _tidy(browser: Browser, address: str) -> Row:
    context = _context(browser, address)
    lab = LabPage(context.new_page(), words("en"))
    found = []
    for _ in range(OPENS):
        lab.page.goto("about:blank")
        lab.open(chain(SOME))
        lab.fit()
        found.append(float(lab.command("layout", lab.canvas).evaluate(TIDY)))
    context.close()
    detail = f"slowest {max(found):.0f}, {OPENS} boards"
    return Row(f"tidying {SOME} blocks until drawn, in ms", median(found), "at most", 1000, detail)


def _alive(browser: Browser, address: str) -> Row:
    """Tidy a large board, and draw the same moves again without a layout: undone, and done anew."""
    context = _context(browser, address)
    lab = LabPage(context.new_page(), words("en"))
    lab.open(chain(MANY))
    lab.fit()
    pairs = []
    for _ in range(OPENS):
        tidied = float(lab.command("layout", lab.canvas).evaluate(LONGEST))
        lab.command("undo", lab.canvas).evaluate(LONGEST)
        drawn = float(lab.command("redo", lab.canvas).evaluate(LONGEST))
        lab.command("undo", lab.canvas).evaluate(LONGEST)
        pairs.append((tidied, drawn))
    context.close()
    detail = ", ".join(f"{tidied:.0f} to {drawn:.0f} ms" for tidied, drawn in pairs)
    ratio = median(tidied / max(drawn, 50) for tidied, drawn in pairs)
    title = f"longest task while {MANY:,} blocks are tidied, over drawing the same moves"
    return Row(title, ratio, "at most", 1.5, detail)


def _context(browser: Browser, address: str) -> BrowserContext:
    return browser.new_context(
        base_url=address,
        viewport={"width": DESKTOP.width, "height": DESKTOP.height},
        locale="en-US",
    )
