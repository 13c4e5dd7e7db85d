/** Where a card about a block stands: beside it, over as little else as possible. Pure. */
import type { Rect, Size, XY } from "../graph/document";

/** The least height of a card, in px: a sentence and a button. */
export const LEAST = 120;
/** Room between the block and its card, and between the card and the edge of the canvas, in px. */
const GAP = 14;
const EDGE = 12;
/** The latter where the canvas is hardly higher than the card. */
const NARROW_EDGE = 4;
/** What a px of the block, of a block wired to it, and of any other counts for when covered. */
const ITSELF = 1_000;
const NEIGHBOUR = 10;

export interface Surroundings {
  /** What of the canvas may be covered. */
  readonly area: Rect;
  /** The block, or a point of a wire without size. */
  readonly spot: Rect;
  /** Blocks wired to it, and all others. */
  readonly neighbours: readonly Rect[];
  readonly others: readonly Rect[];
}

/** How high a card of this width may be without covering its block: what is longer is scrolled. */
export function roomFor(
  width: number,
  { area, spot }: Pick<Surroundings, "area" | "spot">,
): number {
  const aside = width + GAP + EDGE;
  const whole = area.height - 2 * edgeOf(area);
  const left = spot.x - area.x;
  const right = area.x + area.width - (spot.x + spot.width);
  if (Math.max(left, right) >= aside) return whole;
  const above = spot.y - area.y;
  const below = area.y + area.height - (spot.y + spot.height);
  const room = Math.max(above, below) - GAP - EDGE;
  return Math.min(Math.max(LEAST, room), whole);
}

/** The corner of the side that covers least; of equal ones the first that has the most room. */
export function placeCard(card: Size, around: Surroundings): XY {
  const { spot, area } = around;
  const middleX = spot.x + spot.width / 2 - card.width / 2;
  const middleY = spot.y + spot.height / 2 - card.height / 2;
  const right = spot.x + spot.width + GAP;
  const bottom = spot.y + spot.height + GAP;
  const sides = [
    { x: middleX, y: bottom, room: area.y + area.height - bottom - card.height },
    { x: middleX, y: spot.y - GAP - card.height, room: spot.y - GAP - card.height - area.y },
    { x: right, y: middleY, room: area.x + area.width - right - card.width },
    { x: spot.x - GAP - card.width, y: middleY, room: spot.x - GAP - card.width - area.x },
  ].map(({ x, y, room }) => {
    const at = {
      x: within(x, area.x, area.width - card.width, EDGE),
      y: within(y, area.y, area.height - card.height, edgeOf(area)),
    };
    return { at, room, cost: costOf({ ...at, ...card }, around) };
  });
  sides.sort((a, b) => a.cost - b.cost || b.room - a.room);
  return sides[0]?.at ?? { x: EDGE, y: EDGE };
}

const edgeOf = ({ height }: Rect): number => (height < LEAST + 2 * EDGE ? NARROW_EDGE : EDGE);

const within = (value: number, from: number, most: number, edge: number): number =>
  Math.max(from + edge, Math.min(value, from + most - edge));

function costOf(card: Rect, { spot, neighbours, others }: Surroundings): number {
  const covered = (rects: readonly Rect[]): number =>
    rects.reduce((sum, rect) => sum + overlap(card, rect), 0);
  return ITSELF * overlap(card, spot) + NEIGHBOUR * covered(neighbours) + covered(others);
}

/** How many px two rectangles have in common. */
export function overlap(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
