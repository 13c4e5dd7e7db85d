/** What stands on a wire, on screen and in pictures: its arrow head and the shape it carries. Pure. */
import type { Notation, Shape } from "../api/types";
import type { Placing } from "../graph/labels";
import type { Side } from "../graph/port-sides";
import { wireText } from "../parts/shape-text";

/** At an end that is at no port. */
export const CROSS = "M-5 -5L5 5M-5 5L5 -5";

/** Arrow heads that end just before the port's dot, by the side where the wire arrives. */
export const ARROWS: Readonly<Record<Side, string>> = {
  left: "M-12 -4L-6 0L-12 4",
  right: "M12 -4L6 0L12 4",
  top: "M-4 -12L0 -6L4 -12",
  bottom: "M-4 12L0 6L4 12",
};

/** Width of one figure of the monospace face on a wire, and the room beside a label, in px. */
const FIGURE = 7.5;
const MARGIN = 4;
/** Beside an upright wire there is the room that `placeLabels` looked for. */
const BESIDE = 92;

/** The shape, where there is room for it between the blocks. */
export function writtenShape(
  shape: Shape,
  notation: Notation,
  { horizontal, room, label }: Pick<Placing, "horizontal" | "room" | "label">,
): string {
  if (!label) return "";
  const free = horizontal ? room - MARGIN : BESIDE;
  const text = wireText(shape, notation);
  return text.length * FIGURE <= free ? text : "";
}
