/** The shape of one wire: its corners and its path. Pure. */
import type { XY } from "./document";
import type { Side } from "./port-sides";

const RADIUS = 10;
export const STUB = 18;
/** Up to here, along either axis, no other node is expected between the two. */
const NEAR = 120;
/** How far beside the nodes a shortcut runs. */
const ASIDE = 22;

/** The direction away from a node on each side. */
export const OUTWARD: Readonly<Record<Side, XY>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
};

/**
 * Out of the port, beside what is passed, along it, and into the target from its free side: above a
 * row, left of a column.
 *
 * @param beyond the outermost edge of the two nodes on the side where the wire runs
 */
export function besideCorners(from: XY, side: Side, to: XY, toSide: Side, beyond: number): XY[] {
  const start = { x: from.x + OUTWARD[side].x * STUB, y: from.y + OUTWARD[side].y * STUB };
  const lane = beyond - ASIDE;
  return toSide === "top"
    ? [start, { x: start.x, y: lane }, { x: to.x, y: lane }]
    : [start, { x: lane, y: start.y }, { x: lane, y: to.y }];
}

/** Out of one side, into the other, by as few corners as are clear of both nodes. */
export function plainCorners(from: XY, outSide: Side, to: XY, inSide: Side): XY[] {
  const a = OUTWARD[outSide];
  const b = OUTWARD[inSide];
  const start = { x: from.x + a.x * STUB, y: from.y + a.y * STUB };
  const end = { x: to.x + b.x * STUB, y: to.y + b.y * STUB };
  const outFlat = a.x !== 0;
  const inFlat = b.x !== 0;
  if (outFlat && inFlat) {
    const forward = (to.x - from.x) * a.x > 2 * STUB && a.x !== b.x;
    if (forward) {
      const x = (from.x + to.x) / 2;
      return [
        { x, y: from.y },
        { x, y: to.y },
      ];
    }
    const y = (from.y + to.y) / 2;
    return [start, { x: start.x, y }, { x: end.x, y }, end];
  }
  if (!outFlat && !inFlat) {
    const forward = (to.y - from.y) * a.y > 2 * STUB && a.y !== b.y;
    if (forward) {
      const y = (from.y + to.y) / 2;
      return [
        { x: from.x, y },
        { x: to.x, y },
      ];
    }
    const x = (from.x + to.x) / 2;
    return [start, { x, y: start.y }, { x, y: end.y }, end];
  }
  const corner = outFlat ? { x: to.x, y: from.y } : { x: from.x, y: to.y };
  const leaves = (corner.x - from.x) * a.x + (corner.y - from.y) * a.y > STUB;
  const enters = (corner.x - to.x) * b.x + (corner.y - to.y) * b.y > STUB;
  // A short way goes round one corner; a long one through the room between rows, past no node.
  const short = Math.abs(to.x - from.x) < NEAR || Math.abs(to.y - from.y) < NEAR;
  if (leaves && enters && short) return [corner];
  return outFlat ? [start, { x: start.x, y: end.y }, end] : [start, { x: end.x, y: start.y }, end];
}

/** Leave out corners that lie on a straight line. */
export function simplify(points: readonly XY[]): XY[] {
  const kept: XY[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last && Math.abs(last.x - point.x) < 0.5 && Math.abs(last.y - point.y) < 0.5) continue;
    const before = kept.at(-2);
    if (last && before && onLine(before, last, point)) kept.pop();
    kept.push(point);
  }
  return kept;
}

const onLine = (a: XY, b: XY, c: XY): boolean =>
  (Math.abs(a.x - b.x) < 0.5 && Math.abs(b.x - c.x) < 0.5) ||
  (Math.abs(a.y - b.y) < 0.5 && Math.abs(b.y - c.y) < 0.5);

const fixed = (value: number): string => String(Math.round(value * 10) / 10);

/** The path with its corners rounded. */
export function rounded(points: readonly XY[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${fixed(first.x)} ${fixed(first.y)}`;
  rest.forEach((corner, index) => {
    const before = points[index];
    const after = rest[index + 1];
    if (!before || !after) {
      path += `L${fixed(corner.x)} ${fixed(corner.y)}`;
      return;
    }
    const start = towards(corner, before);
    const end = towards(corner, after);
    path += `L${fixed(start.x)} ${fixed(start.y)}Q${fixed(corner.x)} ${fixed(corner.y)} ${fixed(end.x)} ${fixed(end.y)}`;
  });
  return path;
}

function towards(corner: XY, other: XY): XY {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const step = Math.min(RADIUS, length / 2) / (length || 1);
  return { x: corner.x + (other.x - corner.x) * step, y: corner.y + (other.y - corner.y) * step };
}
