"""What a page is asked about its points: which are free, which are in sight, what is met there."""

FIND_EMPTY_SPOT = """(canvas, zoom) => {
  const things = '.svelte-flow__node, .wire-line, .svelte-flow__panel, .spotlight, .panel';
  const boxes = [...document.querySelectorAll(things)].map((each) => each.getBoundingClientRect());
  const { left, top, right, bottom } = canvas.getBoundingClientRect();
  for (const room of [1, 0.6, 0.35]) {
    const near = 70 * room * Math.min(1, zoom);
    for (let y = top + near; y < bottom - near; y += 10) {
      for (let x = left + 2 * near; x < right - 2 * near; x += 10) {
        const free = boxes.every((box) =>
          x < box.left - 2 * near || x > box.right + 2 * near ||
          y < box.top - near || y > box.bottom + near);
        if (free) return [x, y];
      }
    }
  }
  throw new Error('the canvas is full');
}"""
"""A free point with room around it for a block; on a small canvas with less."""

FIND_SPOT = """(canvas, selector) => {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  for (let turn = 0; turn < 2000; turn += 1) {
    const x = left + width / 2 + (turn % 40) * 7 - 140;
    const y = top + height / 2 + Math.floor(turn / 40) * 5 - 125;
    if (document.elementFromPoint(x, y)?.matches(selector)) return [x, y];
  }
  throw new Error(`no ${selector} in sight`);
}"""


DRAWN = "() => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)))"
"""Waits until what was asked for has been drawn."""

AT_ITS_END = "(line) => line.getAnimations().forEach((each) => each.finish())"
"""Has what appears after a while appear now."""

IS_MET = """(thing) => {
  const { left, top, width, height } = thing.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  return thing === there || thing.contains(there);
}"""
"""Whether who presses the middle of something meets it: from afar ports are too small."""

IN_SIGHT = """(thing) => {
  const { left, top, width, height } = thing.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  return !!there && !!there.closest('.svelte-flow')
    && !there.closest('.svelte-flow__panel, .canvas-tools, .spotlight');
}"""
"""Whether the middle of something on the canvas can be pressed."""

ROOM_BESIDE = """(cell) => {
  const [own, next] = [cell, cell.nextElementSibling].map((each) => {
    const words = document.createRange();
    words.selectNodeContents([...each.childNodes].find(({ data }) => data?.trim()));
    return words.getBoundingClientRect();
  });
  return next.left - own.right;
}"""
"""Px between a cell's figures and the words of the next."""
