/** Where the note of a wire stands: near it, over nothing that is to be read. Pure. */
import type { Rect, Size, XY } from "../graph/document";
import { overlap } from "./card-place";

/** Room between the note and what it stands beside. */
const GAP = 4;
/** What lies further from the wire than this, a row of blocks or so, is no place for its note. */
const FAR = 320;
/** How many px further away are as bad as a px that is covered. */
const WORTH = 1_000;

/**
 * The middle of the note: of the places that hide least the one nearest to the wire. Near the edge it stays whole.
 *
 * @param read what is not to be hidden: blocks, tensors and their shapes
 * @param area what of the canvas is in sight
 */
export function tipAt(tip: Size, wire: XY, read: readonly Rect[], area: Rect): XY {
  const near = read.filter(
    (rect) => gapTo(wire.x, rect.x, rect.width) < FAR && gapTo(wire.y, rect.y, rect.height) < FAR,
  );
  const { xs, ys } = places(tip, wire, near);
  let best: { readonly at: XY; readonly cost: number } | null = null;
  for (const each of xs) {
    const x = within(each, tip.width, area.x, area.width);
    for (const other of ys) {
      const at = { x, y: within(other, tip.height, area.y, area.height) };
      const own = { ...tip, x: at.x - tip.width / 2, y: at.y - tip.height / 2 };
      const hidden = near.reduce((sum, rect) => sum + overlap(own, rect), 0);
      const cost = hidden * WORTH + Math.hypot(at.x - wire.x, at.y - wire.y);
      if (!best || cost < best.cost) best = { at, cost };
    }
  }
  return best?.at ?? wire;
}

/** Over the wire's middle and beside each thing, across and down. */
function places({ width, height }: Size, wire: XY, near: readonly Rect[]) {
  const [halfX, halfY] = [width / 2 + GAP, height / 2 + GAP];
  return {
    xs: [wire.x, ...near.flatMap(({ x, width }) => [x - halfX, x + width + halfX])],
    ys: [wire.y, ...near.flatMap(({ y, height }) => [y - halfY, y + height + halfY])],
  };
}

const gapTo = (at: number, from: number, length: number): number =>
  Math.max(from - at, at - from - length, 0);

/** The middle nearest to `at` with all of the length inside; its beginning where it is too long. */
const within = (at: number, length: number, from: number, room: number): number =>
  Math.max(from + length / 2, Math.min(at, from + room - length / 2));
