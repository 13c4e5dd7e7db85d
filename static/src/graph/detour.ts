/**
 * A way around: where a wire's usual corners would lead through a node, the shortest path of
 * horizontal and vertical pieces that passes all nodes by. Pure.
 */
import type { Rect, XY } from "./document";

/** How far beside a node a wire runs, in px; a line is kept at least `CLEAR` from every node. */
const ASIDE = 22;
const CLEAR = 8;
/** What a corner costs, in px of wire: few corners read better than the shortest way. */
const CORNER = 60;
/** Beyond this many nodes around, the search would cost more than it shows. */
const MOST = 80;
/** How far around a wire the search looks, in px. */
const REACH = 400;

/** Whether any piece of a path leads through one of the rectangles. */
export function crosses(path: readonly XY[], rects: readonly Rect[]): boolean {
  return path.some((end, index) => {
    const start = path[index - 1];
    return start !== undefined && rects.some((rect) => hits(start, end, rect, -1));
  });
}

/** Where `detour` looks around: nodes outside of it change nothing about its answer. */
export const searched = (start: XY, end: XY): Rect => ({
  x: Math.min(start.x, end.x) - REACH,
  y: Math.min(start.y, end.y) - REACH,
  width: Math.abs(start.x - end.x) + 2 * REACH,
  height: Math.abs(start.y - end.y) + 2 * REACH,
});

function hits(a: XY, b: XY, rect: Rect, margin: number): boolean {
  return (
    Math.min(a.x, b.x) < rect.x + rect.width + margin &&
    Math.max(a.x, b.x) > rect.x - margin &&
    Math.min(a.y, b.y) < rect.y + rect.height + margin &&
    Math.max(a.y, b.y) > rect.y - margin
  );
}

/**
 * Return the corners of a path from `start` to `end` around the rectangles, both ends included.
 *
 * @param start a point in front of the output port, clear of its node
 * @param end a point in front of the input port, likewise
 * @returns `null` where there is none, or too much around to look for one
 */
export function detour(start: XY, end: XY, rects: readonly Rect[]): XY[] | null {
  const near = rects.filter((rect) => hits(start, end, rect, REACH));
  if (near.length > MOST) return null;
  const xs = lines(
    start.x,
    end.x,
    near.flatMap((r) => [r.x - ASIDE, r.x + r.width + ASIDE]),
  );
  const ys = lines(
    start.y,
    end.y,
    near.flatMap((r) => [r.y - ASIDE, r.y + r.height + ASIDE]),
  );
  const from = xs.indexOf(start.x) + ys.indexOf(start.y) * xs.length;
  const to = xs.indexOf(end.x) + ys.indexOf(end.y) * xs.length;
  const point = (cell: number): XY => ({
    x: xs[cell % xs.length] ?? 0,
    y: ys[Math.floor(cell / xs.length)] ?? 0,
  });
  const free = (a: number, b: number): boolean =>
    !near.some((rect) => hits(point(a), point(b), rect, CLEAR));
  const cells = search(from, to, xs.length, ys.length, point, free);
  return cells && corners(cells.map(point));
}

const lines = (a: number, b: number, others: readonly number[]): number[] =>
  [...new Set([a, b, ...others])].sort((one, two) => one - two);

type Free = (a: number, b: number) => boolean;

interface Reached {
  readonly state: number;
  readonly cost: number;
}

/** Dijkstra's search over cells of the grid, each entered horizontally (even) or vertically (odd). */
function search(
  from: number,
  to: number,
  columns: number,
  rows: number,
  point: (cell: number) => XY,
  free: Free,
): number[] | null {
  const cost = new Map<number, number>();
  const before = new Map<number, number>();
  const queue: Reached[] = [];
  for (const direction of [0, 1]) {
    cost.set(from * 2 + direction, 0);
    put(queue, { state: from * 2 + direction, cost: 0 });
  }
  for (let best = takeBest(queue); best; best = takeBest(queue)) {
    const cell = best.state >> 1;
    if (cell === to) return traced(best.state, before);
    if (best.cost > (cost.get(best.state) ?? 0)) continue;
    for (const [next, direction] of around(cell, columns, rows)) {
      if (!free(cell, next)) continue;
      const [a, b] = [point(cell), point(next)];
      const turn = direction === (best.state & 1) ? 0 : CORNER;
      const total = best.cost + Math.abs(a.x - b.x) + Math.abs(a.y - b.y) + turn;
      const state = next * 2 + direction;
      if (total >= (cost.get(state) ?? Number.POSITIVE_INFINITY)) continue;
      cost.set(state, total);
      before.set(state, best.state);
      put(queue, { state, cost: total });
    }
  }
  return null;
}

/** The neighbours of a cell, and whether they are entered horizontally (0) or vertically (1). */
function around(cell: number, columns: number, rows: number): [number, 0 | 1][] {
  const column = cell % columns;
  const row = Math.floor(cell / columns);
  const found: [number, 0 | 1][] = [];
  if (column > 0) found.push([cell - 1, 0]);
  if (column < columns - 1) found.push([cell + 1, 0]);
  if (row > 0) found.push([cell - columns, 1]);
  if (row < rows - 1) found.push([cell + columns, 1]);
  return found;
}

/** Put into a binary heap, the cheapest first. */
function put(heap: Reached[], item: Reached): void {
  let at = heap.length;
  heap.push(item);
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up] as Reached;
    if (parent.cost <= item.cost) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = item;
}

/** Take the cheapest out of a binary heap. */
function takeBest(heap: Reached[]): Reached | undefined {
  const [best] = heap;
  const last = heap.pop();
  if (!last || heap.length === 0) return best;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= heap.length) break;
    if ((heap[down + 1]?.cost ?? Infinity) < (heap[down]?.cost ?? Infinity)) down += 1;
    const child = heap[down] as Reached;
    if (child.cost >= last.cost) break;
    heap[at] = child;
    at = down;
  }
  heap[at] = last;
  return best;
}

function traced(end: number, before: ReadonlyMap<number, number>): number[] {
  const cells = [end >> 1];
  for (let state = before.get(end); state !== undefined; state = before.get(state)) {
    cells.push(state >> 1);
  }
  return cells.reverse();
}

/** Leave out what lies on a straight line. */
function corners(points: readonly XY[]): XY[] {
  return points.filter((point, index) => {
    const [a, b] = [points[index - 1], points[index + 1]];
    if (!a || !b) return true;
    return !((a.x === point.x && point.x === b.x) || (a.y === point.y && point.y === b.y));
  });
}
