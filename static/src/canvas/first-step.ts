/** The moment before the first step: nothing on the board but the picture that comes in. */
import { type Document, isAnnotation, type NodeId, type Rect, type XY } from "../graph/document";

/** The input that the first block will join; `null` once there is anything else on the board. */
export function firstStepFrom(doc: Document): NodeId | null {
  const blocks = doc.nodes.filter((node) => !isAnnotation(node));
  const [only] = blocks;
  return blocks.length === 1 && only?.type === "input" ? only.id : null;
}

/** Room between the input and the words about it, and between them and the edge. */
const GAP = 20;

/**
 * Where the top left corner of the words is: below the input, above it where there is no room, else beside it. Near an
 * edge they stay whole. `null` where there is no room at all: the line of the step says how to begin, too.
 *
 * @param area what of the canvas is not covered; like the rest in px of the screen
 */
export function wordsAt(
  input: Rect,
  { width, height }: Pick<Rect, "width" | "height">,
  area: Rect,
): XY | null {
  const right = area.x + area.width;
  const middle = input.x + input.width / 2 - width / 2;
  const x = Math.max(area.x + GAP, Math.min(middle, right - GAP - width));
  const below = input.y + input.height + GAP;
  if (below + height <= area.y + area.height) return { x, y: below };
  const above = input.y - GAP - height;
  if (above >= area.y) return { x, y: above };
  const beside = input.x + input.width + GAP;
  if (beside + width > right) return null;
  return { x: beside, y: Math.max(area.y, input.y + input.height / 2 - height / 2) };
}
