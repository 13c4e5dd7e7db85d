/** What a large board looks like from afar: few elements, whatever the number of blocks. Pure. */
import type { Rect } from "../graph/document";
import { NODE_WIDTH } from "../graph/geometry";

/** Below this zoom no name can be read, and none is drawn. */
export const PLAN_NAMES = 0.28;

/** An icon's width and height, above the name. */
export const PLAN_ICON = 28;

/** The largest name on a card, and the width of a letter as a share of its height. */
const NAME = 28;
const LETTER = 0.62;

/** The outlines of rectangles, as one path. */
export const boxes = (rects: readonly Rect[]): string =>
  rects.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join("");

/** The size of a name that fills its card and is not cut off; a Chinese sign is as wide as high. */
export function nameSize(name: string): number {
  const letters = [...name].reduce((sum, sign) => sum + (sign > "⺀" ? 1 / LETTER : 1), 0);
  return Math.min(NAME, (NODE_WIDTH - 16) / (letters * LETTER));
}
